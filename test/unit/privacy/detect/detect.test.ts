import { detect, NOBODY, type KnownPerson } from "../../../../src/privacy/detect";
import type { Category } from "../../../../src/privacy/categories";

/** In a sample, ‹...› is what has to be masked; the rest has to stay readable. */
const expectMarked = (sample: string, category: Category, record: KnownPerson = NOBODY): void => {
  const text = sample.replace(/[‹›]/g, "");
  const found = detect(text, record);
  const shown = found.reduceRight((rest, span) => `${rest.slice(0, span.start)}‹${rest.slice(span.start, span.end)}›${rest.slice(span.end)}`, text);
  expect(shown).toBe(sample);
  expect([...new Set(found.map((span) => span.category))]).toEqual(sample.includes("‹") ? [category] : []);
};

describe.each<[Category, string[]]>([
  ["email", [
    "Schreiben Sie an ‹max.muster@daten.example.de›.", "Mail me at ‹o'neil+shop@mail.co.uk›, please", "meine adresse ist ‹jörg@müller.de›!",
    "erreichbar unter ‹anna77 (at) web.de›", "write to ‹tomtest [at] example [dot] org›", "unter ‹anna77 at web dot de› bin ich", "unter ‹max%40web.de›", "über ‹kaufmich&#64;web.de›", "an ‹test @ web.de›",
  ]],
  ["phone", [
    "Tel.: ‹0221 / 987 65-43›", "ruf an: ‹+49 (0)171 2345678›", "call me on ‹020 7946 0958› please", "Handy ‹0151-23456789›", "unter ‹0049 89 1234567› erreichbar", "phone ‹(202) 555-0143›",
    "Durchwahl ‹47110›", "die Nummer ‹null eins sieben eins zwei drei vier›", "It is ‹zero two zero seven nine four six›", "‹٠٢٢١٤٥٦٧٨٩٠› bitte",
  ]],
  ["bankDetails", [
    "IBAN ‹DE89 3704 0044 0532 0130 00›", "auf ‹DE89370400440532013000› überweisen", "account ‹GB29 NWBK 6016 1331 9268 19› please", "falsch: ‹DE12 3704 0044 0532 0130 01› Danke", "Kontonummer: ‹12345678›",
    "BIC: ‹COBADEFFXXX›", "‹DE89 3704 0044 0532 0130 00› bei der Bank",
  ]],
  ["paymentCard", ["Karte ‹4111 1111 1111 1111› belastet", "my card ‹4111-1111-1111-1111›", "‹378282246310005› wurde abgebucht", "Kreditkarte ‹4111 1111 1111 1112›"]],
  ["officialId", [
    "Meine Steuer-ID: ‹12 345 678 903›", "Rentenversicherungsnummer ‹65 170839 J 008›", "Kennzeichen ‹K-AB 1234›", "passport no. ‹C01X00T47›", "AHV ‹756.1234.5678.97›", "Steuernummer ‹12/345/67890›", "my NI number ‹AB 12 34 56 C›",
  ]],
  ["birthDate", [
    "geboren am ‹14.03.1987› in der Stadt", "born on ‹March 14, 1987›", "Geburtsdatum: ‹1987-03-14›", "geb. ‹3.4.2015›", "DOB ‹14/03/1987›", "am ‹14. März 1987› war das", "Jahrgang ‹1975›",
  ]],
  ["postalAddress", [
    "Ich wohne ‹Domstraße 5, 50667 Köln›", "an ‹Karl-Marx-Str. 7a\n10115 Berlin›", "Lieferung nach ‹Unter den Linden 7, 10117 Berlin›", "I live at ‹12 Baker Street›.", "to ‹10 Downing Street, London SW1A 2AA›",
    "in der ‹Berliner Allee 12›", "an ‹D-50667 Köln›", "‹Springfield, IL 62704›", "PO: ‹Postfach 12 34 56›", "bonner weg und ‹bonner str. 12› hier", "near ‹14 Elm Grove› today",
  ]],
  ["onlineIdentifier", [
    "meine IP ist ‹192.168.17.4›", "from ‹2001:db8:1::7›, sorry", "MAC ‹00:1B:44:11:3A:B7›", "siehe ‹https://shop.example.de/konto?user=anna›", "see ‹https://www.facebook.com/anna.muster›, ok",
    "id ‹550e8400-e29b-41d4-a716-446655440000›",
  ]],
  ["orderData", [
    "Bestellnummer: ‹4711›", "meine Bestellung ‹BE-99812› fehlt", "order no. ‹A-1234-B› is late", "Invoice #‹2024-118›", "Rechnungsnr. ‹RE 2024/17› und mehr", "Auftrag ‹123456› storniert", "order number is ‹7781›", "Sendungsnummer ‹00340434161234567890›",
    "die Bestellnummern ‹4711› und ‹4712›",
  ]],
  ["customerNumber", ["Kundennummer ‹10023›", "Kd.-Nr.: ‹K-778›", "my customer number is ‹C4711›", "Vertragsnummer lautet ‹V-2024-9›", "Der Code ‹987654› kam an", "Serie ‹SN123456X› defekt"]],
  ["name", [
    "Sehr geehrter Herr ‹Müller›,", "hallo herr ‹müller›, danke", "Frau Dr. ‹von der Heide-Kurz› sagte", "Dear Mrs ‹Smythe›,", "Hallo ‹Annegret›,", "Mein Name ist ‹Xaver Unertl› und", "my name is ‹quentin blorp› and",
    "das Paket nahm mein Nachbar ‹Öztürk› an", "Mit freundlichen Grüßen\n‹Q. Zwirner›", "Viele Grüße\n\n‹tilo›", "Best regards,\n‹Jonna Brightwater›", "Vorname: ‹Zita›", "Von: ‹Kaspar Hausmann›",
    "Am Montag schrieb ‹Ruth Zobel›:", "On Monday ‹Orla Finch› wrote:", "gestern hat ‹Sabine› das gesagt", "I'm ‹Quinn Harper› by the way",
    "hallo, ich bin der ‹max› und", "mein sohn ‹jonas› war da", "danke\nlg ‹tilo›",
  ]],
  ["special", [
    "Guter Service. ‹Wegen meiner Depression kann ich nicht kommen.› Danke.", "‹I am in hospital since Monday.› Please wait.", "‹Ich bin Mitglied der Gewerkschaft.›", "‹She is a trade union member.›", "‹Er wurde verurteilt.› Danke.",
    "‹My blood pressure is high.›", "‹Nach der Operation liege ich.› Danke.", "‹I'm disabled.› Please call.", "‹Ich bin lesbisch.›", "‹Ich habe mir das Bein gebrochen.›", "‹I am a Christian.› Hello.", "‹Als Muslim esse ich das nicht.› Bitte tauschen.", "Alles gut soweit. ‹Ich war im Krankenhaus.› Das Paket kam. ‹Mein Hausarzt riet ab.› Na gut. ‹Die Kirche half.› Ende.", "‹Mein Fingerabdruck wird nicht erkannt.›", "‹Wegen der Krebserkrankung\nkonnte ich nicht antworten.› Danke.",
  ]],
])("%s", (category, samples) => {
  it.each(samples)("%j", (sample) => expectMarked(sample, category));
});

describe("what is not personal stays readable", () => {
  it.each([
    "Der Preis ist 1.234,56 € und war 12999 EUR.", "It costs $12,500.00 or 99.95 dollars.", "Lieferung am 12.03.2024 um 14:30 Uhr.", "on 2024-03-12 at 9:30", "Ihr iPhone 14 und der WH-1000XM4", "Artikel 4711 in Größe 42",
    "25000 km gefahren, 100000 Schritte", "Das Gerät hat 12000 mAh und 1920x1080 Pixel.", "Version 10.2.3.4 installiert", "siehe https://shop.example.de/produkte/lampe", "Sehr geehrte Damen und Herren,", "Dear Sir or Madam,", "Hallo Team,",
    "Ich habe 3 Stück bestellt, 2 fehlen.", "meine Frau hat angerufen", "Die Bestellung vom 12.03.2024 fehlt", "order 3 items for 20 dollars", "Vielen Dank für Ihre schnelle Hilfe.", "Thanks for your help", "We will meet at 10 on May 5.",
    "Am Montag 5 Pakete", "cancel my subscription, I can not cancel it", "Mit freundlichen Grüßen", "50 % Rabatt in 2024 und 2025", "std::add and a::b in C++", "Das ist die Einbahnstraße.", "look at amazon.de for it", "Ich habe versucht, die Störung zu melden, und gesucht.", "Die Internetstörung hat Potenzial.", "Der Griff ist gebrochen und kaum lesbar.", "my account is disabled and the button too", "I am sick of waiting", "The operation failed, please diagnose it", "Ein Dementi ging hindurch.",
    "We tried a jailbreak", "Besucht uns gern",
  ])("%j", (sample) => expectMarked(sample, "name"));
});

const record: KnownPerson = {
  names: ["Jürgen Weißmüller-Groß", "Li Wu"], emails: ["sonnenblume@web.de"], phones: ["+4922198765432"], addresses: ["Amselstieg 4\n50667 Frechen"],
  numbers: ["KD-77A1", "4711"], birthDates: ["2011-05-03"], others: ["Bello vom Wald"],
};

describe("the known person", () => {
  it.each<[string, Category]>([
    ["Danke, ‹Jürgen›!", "name"], ["das paket von ‹juergen weissmueller› fehlt", "name"], ["‹JURGEN› rief an", "name"], ["‹Weismüller› stand da", "name"], ["‹Jürgens› Paket", "name"], ["von ‹J. Weißmüller› kam", "name"],
    ["gezeichnet ‹J. G.› heute", "name"], ["nutzer ‹jweissmueller› hier", "name"], ["‹Li› kam", "name"], ["li kam", "name"], ["Ju\u0308rge\u200Bn".replace(/^/, "‹") + "› kam", "name"],
    ["Rückruf an ‹98765432›", "phone"], ["nutzer ‹sonnenblume›", "email"], ["Nr ‹kd 77 a1›", "customerNumber"], ["Es geht um ‹4711›", "customerNumber"],
    ["im ‹Amselstieg 4› in ‹Frechen›", "postalAddress"], ["am ‹3. Mai› wird gefeiert", "birthDate"], ["am ‹03.05.› ist es", "birthDate"], ["‹bello vom wald› bellt", "name"], ["das ist sehr groß", "name"],
  ])("%j", (sample, category) => expectMarked(sample, category, record));
});

it("keeps its offsets behind umlauts, emoji, entities and composed letters", () => {
  const text = "Grüße 👩‍👩‍👧 a\u0308o\u0308 &uuml;ber\u00AD \u200B max@web.de äöü 0171 2345678";
  expect(detect(text, NOBODY).map((span) => text.slice(span.start, span.end))).toEqual(["max@web.de", "0171 2345678"]);
});
