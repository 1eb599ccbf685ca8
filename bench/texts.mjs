/**
 * Invented mail for the bench: a vocabulary whose words are as unevenly common as those of real letters (Zipf), one word that
 * stands in a quarter of the tickets, and words that stand in one ticket of ten thousand. The same seed gives the same texts.
 */

/** mulberry32. Not for secrets. */
export const createRandom = (seed) => {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (low, high) => low + Math.floor(next() * (high - low + 1));
  return { next, whole, chance: (share) => next() < share, pick: (list) => list[Math.floor(next() * list.length)] };
};

const GIVEN = "Anke Birgit Claudia Dagmar Elif Franziska Gesa Hannah Ines Jana Katrin Lea Maren Nadine Olga Petra Renate Silke Tanja Ulrike Vera Wiebke Yasemin Arne Bernd Carsten Detlef Emre Florian Gerd Holger Ingo Kevin Lars Matthias Norbert Ole Philipp Ralf Sven Tobias Udo Volker Wolfgang Yusuf Dirk Erik Frank Henning Jonas Klaus Lukas".split(" ");
const FAMILY = "Ahrens Bergmann Brandt Dombrowski Eggert Feldmann Gerlach Hoppe Kowalczyk Lindemann Maurer Nagel Oltmanns Pape Quandt Reimers Sander Thiele Uhlig Vogt Wendt Ziegler Albers Carstens Dietz Engelke Fiedler Hinrichs Jacobs Mertens Niemann Otte Petersen Rademacher Stahl Tiedemann Wiegand Zander Overbeck Nolte Krause Seidel Pohl Busch Haas Arnold Kern Lorenz Winkler Franke".split(" ");
const STREETS = ["Birkenweg", "Hafenstraße", "Lindenallee", "Am Markt", "Schulstraße", "Gartenweg", "Mühlenweg", "Bahnhofstraße"];
const TOWNS = ["20095 Hamburg", "50667 Köln", "04109 Leipzig", "80331 München", "28195 Bremen", "99084 Erfurt", "24103 Kiel", "44135 Dortmund"];

/** The n-th person. The address is computed from the number, so that a look-up can say it. */
export const emailOf = (index) => `kunde.${index}@post.example`;
export const personOf = (index) => {
  const random = createRandom(7_919 * (index + 1));
  return {
    name: `${random.pick(GIVEN)} ${random.pick(FAMILY)}`, email: emailOf(index), phone: `+49 30 23125 ${String(random.whole(0, 999)).padStart(3, "0")}`,
    address: random.chance(0.6) ? `${random.pick(STREETS)} ${random.whole(1, 180)}, ${random.pick(TOWNS)}` : null, customerNumber: `K-${204_117 + index}`,
  };
};

const SMALL = "die der und in zu ich nicht ist das mit auf für es den dem sie von ein eine wir habe hat wurde bitte noch aber auch nach bei aus wie mir uns schon wenn dass war kann sich an im um am als oder".split(" ");
const FIRST = "versand retouren garantie zahlungs konto kunden waren produkt geräte ersatz lager paket termin service online filial schrank küchen garten werkzeug akku lade kabel netz strom wasser filter dichtungs motor gehäuse display tasten schalter sensor regler halter rahmen boden decken wand fenster tür griff scharnier schrauben muttern federn rollen räder reifen sattel lenker brems ketten licht lampen leuchten schirm stoff leder woll seiden samt farb lack holz metall kunststoff glas stein papier karton folien etiketten druck tinten toner patronen drucker rechner bildschirm tastatur maus kopfhörer lautsprecher mikrofon kamera objektiv stativ taschen koffer rucksack zelt schlafsack kocher topf pfannen messer löffel gabel teller tassen becher kannen".split(" ");
const SECOND = "nummer adresse datum schein beleg frist status meldung anfrage auskunft prüfung freigabe sperre änderung storno gutschrift mahnung erstattung betrag preis rabatt gutschein aktion angebot vertrag bedingungen hinweis anleitung beschreibung abbildung größe gewicht maß farbe variante modell serie teil satz zubehör halterung verpackung sendung zustellung abholung rückgabe umtausch reparatur wartung montage einbau ausbau schaden fehler mangel defekt kratzer bruch riss fleck geruch geräusch leistung verbrauch dauer laufzeit".split(" ");
const SINGLE = "gestern heute morgen leider dringend endlich immer wieder niemand jemand telefon hotline antwort rückmeldung problem lösung frage danke gern schnell langsam falsch richtig kaputt neu alt groß klein teuer günstig möglich unmöglich warten bekommen schicken senden prüfen klären melden anrufen schreiben öffnen schließen bezahlen überweisen abbuchen zurück weiter sofort später nächste letzte woche monat tag uhr stunde minute".split(" ");

/** Words that stand in about a quarter of the tickets each. No other word has their stem. */
export const COMMON_WORDS = ["rechnung", "lieferung", "bestellung"];
export const COMMON_SHARE = 0.25;
/** Words of which each stands in about one ticket of ten thousand. */
export const RARE_WORDS = Array.from({ length: 60 }, (_, index) => `quitten${FIRST[index]}gelee`);
export const RARE_SHARE = 1 / 10_000;

const vocabularyOf = () => [...SINGLE, ...FIRST.flatMap((first) => SECOND.map((second) => first + second))];

/** Picks the r-th most common word with a chance of about 1/r. */
const zipf = (words) => {
  const sums = [];
  let total = 0;
  for (let rank = 0; rank < words.length; rank += 1) sums.push(total += 1 / (rank + 2.7));
  return (random) => {
    const wanted = random.next() * total;
    let low = 0, high = sums.length - 1;
    while (low < high) { const middle = (low + high) >> 1; if (sums[middle] < wanted) low = middle + 1; else high = middle; }
    return words[low];
  };
};

const sentenceOf = (random, draw) => {
  const words = Array.from({ length: random.whole(6, 14) }, () => (random.chance(0.5) ? random.pick(SMALL) : draw(random)));
  return `${words[0].charAt(0).toUpperCase()}${words[0].slice(1)} ${words.slice(1).join(" ")}.`;
};

const detailOf = (random) => random.pick([
  () => `Bestellnummer ${random.whole(100_000_000, 999_999_999)}.`, () => `Meine IBAN ist DE${random.whole(10, 99)} 9999 0000 0${random.whole(100, 999)} ${random.whole(1000, 9999)} 00.`,
  () => `Sie erreichen mich unter 030 23125 ${random.whole(100, 999)}.`, () => `Bitte an ${random.pick(STREETS)} ${random.whole(1, 99)}, ${random.pick(TOWNS)} senden.`,
])();

/** Paragraphs of two to four sentences; one in five holds something personal. */
export const paragraphs = (count, seed) => {
  const random = createRandom(seed);
  const draw = zipf(vocabularyOf());
  return Array.from({ length: count }, () => {
    const sentences = Array.from({ length: random.whole(2, 4) }, () => sentenceOf(random, draw));
    if (random.chance(0.2)) sentences.push(detailOf(random));
    return sentences.join(" ");
  });
};

const draw = zipf(vocabularyOf());
export const subjectOf = (random) => `Frage zu ${draw(random)} ${draw(random)}`;
export const replyOf = (random) => [sentenceOf(random, draw), sentenceOf(random, draw), sentenceOf(random, draw)].join(" ");
