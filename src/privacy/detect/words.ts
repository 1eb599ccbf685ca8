/** Closed lists of words that detectors lean on, German and English in one table. One look-up per word of a text. */
import { GIVEN_NAMES } from "./given-names";

export const STOP = 1, TITLE = 2, GREETING = 4, PARTICLE = 8, MONTH = 16, GIVEN = 32, KIN = 64, NOUN = 128, SPEAK = 256, COMMON = 512;

const table = new Map<string, number>();
const add = (flag: number, words: string): void => {
  for (const word of words.trim().split(/\s+/)) table.set(word, (table.get(word) ?? 0) | flag);
};
export const flagsOf = (lower: string): number => table.get(lower) ?? 0;

/** Never a name, however it is written: pronouns, articles, prepositions, conjunctions, auxiliaries, adverbs that open sentences. */
add(STOP, `
ich du er sie es wir ihr mich mir dich dir uns euch ihm ihn ihnen sich mein meine meinen meinem meiner meines dein deine deinen deinem deiner sein seine seinen seinem seiner unser unsere unseren unserem unserer
euer eure ihre ihren ihrem ihrer ihres der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner dieser diese dieses diesen diesem jener jene welche welcher welches
und oder aber denn sondern weil dass daß ob wenn als wie wo was wer wen wem wann warum wieso weshalb da dann so doch nur auch noch schon sehr nicht nichts hier dort nun jetzt heute gestern morgen
in im an am auf aus bei beim mit nach seit von vom zu zum zur für gegen ohne um durch über unter vor hinter neben zwischen während wegen trotz bis
ist sind war waren bin bist seid habe hast hat haben hatte hatten wird werden wurde wurden würde würden kann können konnte könnte könnten muss müssen musste soll sollen sollte will wollen wollte möchte möchten darf dürfen mag
bitte danke leider gerne ja nein alle alles allen etwas man mal bereits außerdem deshalb daher also zudem falls sobald nachdem bevor damit sowie bzw ca
the a an this that these those i you he she it we they me him her us them my your his its our their mine yours and or but because if when while as how what who whom where why which then so just also not no yes
in on at by for with from to of about into over after before under between without since until during is are was were be been being am do does did have has had will would shall should can could may might must
please there here now today yesterday tomorrow all any some every each both few more most other such only own same than too very again once however therefore still already let lets
hallo hello hi hey liebe lieber liebes dear sehr geehrte geehrter geehrtes geehrten guten tag moin servus`);

/** Capitalised nouns and role words that stand where a name could: after a greeting, a title, a closing. */
add(NOUN, `
team support kundenservice kundendienst kundenbetreuung kundenberater kundenberaterin service damen herren sir madam customer customers care everyone everybody all zusammen leute kollegen kolleginnen freunde
telefon tel telephone phone mobil mobile handy fax email mail adresse address kundennummer bestellnummer rechnung rechnungen invoice order bestellung auftrag vertrag contract kunde kundin nummer number datum date
gmbh ag kg ohg inc ltd llc abteilung department vertrieb buchhaltung versand lieferung paket sendung ware produkt artikel termin anfrage problem frage antwort betreff subject re aw wg fwd fw sent from von an to cc
montag dienstag mittwoch donnerstag freitag samstag sonntag sonnabend monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun mo mi fr sa so uhr
deutschland germany österreich austria schweiz switzerland europa europe berlin hamburg münchen köln frankfurt wien zürich london straße str platz weg
windows iphone android samsung apple google amazon microsoft paypal dhl dpd ups hermes outlook whatsapp facebook instagram visa mastercard sepa iban bic
geschäftsführung geschäftsführer geschäftsführerin beschwerdestelle redaktion personalabteilung reklamation beschwerde kündigung widerruf rückgabe retoure mahnung zahlung konto
grüße gruß gruss grüßen grüssen regards sincerely best kind thanks thank cheers greetings wishes hochachtungsvoll mfg lg vg`);

/** Adjectives, verbs and nouns that are also family names: read as a name only where they are written with a capital. */
add(COMMON, `
lang lange langer kurz groß gross große klein kleine jung junge alt alte weiß weiss schwarz braun grün rot blau gut gute neu neue neuer reich arm stark schnell frei früh spät best beste schön schöne
mai juli august sommer winter herbst frühling sonntag freitag mark ernst wolf hahn koch bauer richter sauer süß kraft krieg fest fuchs vogel stein berg wald bach brand hand kopf haus
long short small young old new good best rich strong free late early white black brown green grey gray red blue king cook baker hope will grace rose may april june joy bill art faith page price love rush
sommer stolz bitter roth kaiser könig bischof engel
einer weiter wieder immer gerade lieben leben haben sagen fragen wissen machen können bitten warten werden heißen hoffen danke`);

add(TITLE, "herr herrn frau hr fr dr prof mr mrs ms miss mx mister familie fam dipl ing mag med frl fräulein");
add(GREETING, "hallo hello hi hey liebe lieber liebes dear geehrte geehrter geehrtes tag morgen abend moin servus grüezi morning afternoon evening");
add(PARTICLE, "von van vom zu zum zur de der den del della di da dos la le el al bin ibn ben ten ter mac mc st");
add(MONTH, `januar jänner februar feber märz maerz april mai juni juli august september oktober november dezember january february march may june july october december
jan feb mär mar apr jun jul aug sep sept okt oct nov dez dec`);
add(KIN, `mann tochter sohn mutter vater schwester bruder oma opa großmutter großvater tante onkel cousin cousine nichte neffe enkel enkelin schwiegermutter schwiegervater ehemann ehefrau partner partnerin lebensgefährte lebensgefährtin
freund freundin verlobter verlobte nachbar nachbarin kollege kollegin kollegen mitarbeiter mitarbeiterin mitarbeiters techniker technikerin fahrer fahrerin berater beraterin sachbearbeiter sachbearbeiterin betreuer betreuerin ansprechpartner ansprechpartnerin
husband wife daughter son mother father sister brother grandmother grandfather aunt uncle cousin niece nephew partner friend neighbour neighbor colleague coworker flatmate roommate mum mom dad boss fiancé fiancée technician driver agent`);
add(SPEAK, "schrieb wrote geschrieben schreibt writes");
add(GIVEN, GIVEN_NAMES);
