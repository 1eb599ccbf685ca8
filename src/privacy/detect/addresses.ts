import { isQuantity } from "./digits";
import { lineAfter, lineBefore, type Scan, type Word } from "./scan";
import type { Span } from "./span";
import { MONTH, NOUN, STOP } from "./words";

const ALWAYS_STREET = /(?:stra(?:ß|ss)e|strasse|gasse|allee|chaussee)$/;
const MAYBE_STREET = /(?:str|weg|platz|ring|damm|ufer|steig|pfad|hof|markt|berg|graben|wall|stieg|zeile|kamp|park|tor|bogen|garten|winkel|grund|siedlung|promenade|höhe|feld|busch|brücke|aue|wiese|hain|twiete|redder|wald|bach|tal)$/;
const NO_STREET = /^(?:einbahnstra|landstra|bundesstra|seitenstra|nebenstra|seidenstra|autobahn|umweg|heimweg|ausweg|hinweg|rückweg|postweg|rechtsweg|arbeitsweg|dienstweg|lieferweg|marktplatz$|arbeitsplatz|parkplatz|stellplatz|speicherplatz|sitzplatz|bahnhof$|einkauf|supermarkt|baumarkt|versandweg|standpunkt|unterwegs|keineswegs|betrag|auftrag|vertrag|antrag|monitor|fernweg)/;
const HOUSE = /^\.?,? {0,2}(\d{1,4}(?: ?[a-zA-Z](?![\p{L}\d]))?(?: ?[-/+] ?\d{1,4} ?[a-zA-Z]?(?![\p{L}\d]))?)(?![\d.,]\d|\d| ?(?:€|eur|uhr|%|km|kg|stück|mal|tage|jahre)(?!\p{L}))/iu;
const STREET_PHRASE = /(?:^|[^\p{L}])((?:Am|An der|An den|Auf der|Auf dem|Im|In der|In den|Zum|Zur|Unter den|Hinter der|Hinter dem|Bei der|Vor dem|Alte|Alter|Neue|Neuer|Große|Kleine|Obere|Untere)(?: \p{Lu}[\p{L}'-]{1,30}){1,3}) $/u;
const ENGLISH = /^(?:street|st|road|rd|avenue|ave|lane|ln|drive|boulevard|blvd|court|ct|terrace|square|crescent|close|way|place|gardens|grove|hill|green|row|walk|rise|view|mead|mews|parkway|pkwy|highway|hwy)$/;
const ENGLISH_BEFORE = /(?:^|[^\p{L}\d])((?:(?:flat|apt|apartment|unit|suite)\.? ?\d{1,5}[a-z]?, ?)?\d{1,5}[a-zA-Z]?(?:,? (?:\p{Lu}[\p{L}'.-]{0,30}|\d{1,3}(?:st|nd|rd|th))){1,4}) $/iu;

const street = (start: number, end: number, confidence: number): Span =>
  ({ start, end, category: "postalAddress", source: "structure", confidence, kind: "street" });

/** "Berliner Straße 5", "Karl-Marx-Str. 7a": adjectives and hyphenated parts in front belong to the name. */
const nameStart = (text: string, words: readonly Word[], index: number): number => {
  let start = words[index]?.start ?? 0;
  for (let before = index - 1; before >= 0 && index - before <= 4; before--) {
    const word = words[before];
    const isSmall = index > before && !words[index]?.capital && /er$/.test(word?.lower ?? "") && ((word?.flags ?? 0) & STOP) === 0;
    if (word === undefined || !(word.capital || isSmall)) break;
    const gap = text.slice(word.end, start);
    if (gap !== "-" && !(gap === " " && /(?:er|e|en|sche|scher|st|sankt)$/.test(word.lower) && (word.flags & (STOP | NOUN)) === 0)) break;
    start = word.start;
  }
  return start;
};

const germanStreet = (text: string, words: readonly Word[], index: number, word: Word): Span | null => {
  const isAlways = ALWAYS_STREET.test(word.lower);
  if ((!isAlways && !MAYBE_STREET.test(word.lower)) || NO_STREET.test(word.lower)) return null;
  const house = HOUSE.exec(lineAfter(text, word.end, 24));
  const start = nameStart(text, words, index);
  const isWord = word.lower.length <= 6 && start === word.start;
  if (house) return isWord && !word.capital ? null : street(start, word.end + house[0].length, 0.95);
  const isNamed = isAlways && word.capital && !isWord && !/^(?:straße|strasse|gasse|allee)n?$/.test(text.slice(start, word.end).toLowerCase());
  return isNamed ? street(start, word.end, 0.7) : null;
};

/** "Unter den Linden 7", "Am Alten Markt 12b". */
const phraseStreet = (text: string, word: Word): Span | null => {
  if (!word.capital || (word.flags & (MONTH | NOUN | STOP)) !== 0) return null;
  const house = /^ (\d{1,3} ?[a-z]?)(?=\s*(?:[,;)\n]|$|\d{5} ))/.exec(text.slice(word.end, word.end + 14));
  const phrase = house ? STREET_PHRASE.exec(`${lineBefore(text, word.end, 80)} `) : null;
  return house && phrase ? street(word.end - (phrase[1] ?? "").length, word.end + house[0].length, 0.8) : null;
};

/** "12 Baker Street", "Flat 3, 221b High Rd". */
const englishStreet = (text: string, word: Word): Span | null => {
  if (!ENGLISH.test(word.lower)) return null;
  const before = ENGLISH_BEFORE.exec(lineBefore(text, word.start, 90));
  return before ? street(word.start - (before[1] ?? "").length - 1, word.end, 0.9) : null;
};

const TOWN = "\\p{Lu}[\\p{L}'.-]{1,30}(?:[ /](?:am|an der|im|in der|ob der|vor der|a\\.|a\\. ?d\\.|bei|\\(?\\p{Lu}[\\p{L}'.-]{1,30}\\)?)){0,3}";
const PLACES: readonly [RegExp, number][] = [
  [new RegExp(`(?<![\\p{L}\\d.,/-])(?:D|DE|A|AT|CH|L|NL)[- ]\\d{4,5}(?: (?:[A-Z]{2} )?${TOWN})?`, "gu"), 0.95],
  [new RegExp(`(?<![\\p{L}\\d.,/+-])\\d{5},? ${TOWN}(?![\\p{L}])`, "gu"), 0.9],
  [new RegExp(`(?<=\\n|, )(?!(?:19|20)\\d\\d )[1-9]\\d{3} (?:[A-Z]{2} )?${TOWN}(?=\\s*(?:\\n|,|\\.|;|$))`, "gu"), 0.7],
  [/(?<![\p{L}\d])(?:[A-Z][a-z]{2,20} )?(?:GIR 0AA|[A-PR-UWYZ][A-HK-Y]?\d[\dA-Z]? ?\d[ABD-HJLNP-UW-Z]{2})(?![\p{L}\d])/gu, 0.9],
  [/(?<![\p{L}\d])(?:[A-Z][\p{L}.'-]{1,20} ){0,2}[A-Z][\p{L}.'-]{1,20}, ?[A-Z]{2} \d{5}(?:-\d{4})?(?!\d)/gu, 0.95],
  [/(?<!\p{L})(?:postfach|p\.? ?o\.? ?box) \d[\d ]{1,10}/giu, 0.9],
  [/(?<!\p{L})(?:plz|postleitzahl|zip(?: code)?|postcode|postal code)[ :.]{1,3}(?:is |ist |lautet )?\d{4,5}(?: \p{Lu}\p{L}{2,30})?/giu, 0.9],
];

/** "12999 Euro" is no town. */
const isSum = (text: string, match: RegExpExecArray): boolean => /^\d+ /.test(match[0]) && isQuantity(text, match.index + (/^\d+/.exec(match[0])?.[0].length ?? 0));

const places = (text: string): Span[] => PLACES.flatMap(([pattern, confidence]) =>
  [...text.matchAll(pattern)].filter((match) => !isSum(text, match)).map((match): Span => {
    const end = match.index + match[0].trimEnd().length;
    return { start: match.index, end, category: "postalAddress", source: "structure", confidence, kind: "place" };
  }));

const JOIN = /^[\s,;]{1,4}$/;

/** A street and the place behind it are one address, so that a partial mask can show the place. */
export const joinAddresses = (text: string, spans: readonly Span[]): Span[] => {
  const joined: Span[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    const touches = last?.category === "postalAddress" && span.category === "postalAddress" && span.start - last.end <= 4;
    if (last && touches && (span.start <= last.end || JOIN.test(text.slice(last.end, span.start)))) joined[joined.length - 1] = { ...last, end: span.end, kind: "address" };
    else joined.push(span);
  }
  return joined;
};

/** Streets with their house numbers, postcodes with their towns. */
export const addresses = ({ text, words, effort }: Scan): Span[] => {
  const found = places(text);
  words.forEach((word, index) => {
    if (word.lower.length < 2) return;
    const span = germanStreet(text, words, index, word) ?? englishStreet(text, word) ?? phraseStreet(text, word);
    if (span) { found.push(span); effort.spend(2); }
  });
  return found;
};
