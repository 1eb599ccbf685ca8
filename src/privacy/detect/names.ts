import { closings, fieldNames, headerLines, introductions } from "./name-lines";
import { isNameWord, joins, MOST_WORDS, nameFrom } from "./name-run";
import { lineAfter, lineBefore, type Scan, type Word } from "./scan";
import type { Span } from "./span";
import { COMMON, GIVEN, GREETING, KIN, MONTH, NOUN, PARTICLE, SPEAK, STOP, TITLE } from "./words";

const cue = (start: number, end: number, confidence: number): Span => ({ start, end, category: "name", source: "cue", confidence, kind: "name" });

/** "hallo herr müller": in small letters only behind a greeting and a title. */
const smallName = ({ words }: Scan, index: number): { start: number; end: number } | null => {
  const word = words[index + 1];
  const greeted = ((words[index - 1]?.flags ?? 0) & GREETING) !== 0;
  return greeted && word && (word.flags & (STOP | NOUN | COMMON)) === 0 && word.start - (words[index]?.end ?? 0) <= 2 ? word : null;
};

const PERSONAL_TITLE = /^(?:herrn?|frau|hr|dr|prof|mr|mrs|ms|miss|mx|mister|fam|familie|frl|fräulein)$/;

const afterTitle = (scan: Scan, index: number): Span[] => {
  const word = scan.words[index];
  const next = scan.words[index + 1];
  if (!word || !next || !PERSONAL_TITLE.test(word.lower) || !/^\.? {1,2}$/.test(scan.text.slice(word.end, next.start))) return [];
  const name = nameFrom(scan, index + 1) ?? smallName(scan, index);
  return name ? [cue(name.start, name.end, 0.95)] : [];
};

/** "Hallo Anna,": one or two capitalised words that a comma, a mark or the line's end follows, or a known given name. */
const afterGreeting = (scan: Scan, index: number): Span[] => {
  const word = scan.words[index], next = scan.words[index + 1];
  if (!word || !next || (word.flags & GREETING) === 0 || !/^,? {1,2}$/.test(scan.text.slice(word.end, next.start))) return [];
  const opensLine = /^[>\s"'*]*(?:\p{L}+[ ,]+){0,3}$/u.test(lineBefore(scan.text, word.start, 40));
  const name = opensLine ? nameFrom(scan, index + 1) : null;
  if (name === null) return [];
  const isAddressed = /^\s*(?:[,!;:.–-]|$)/.test(lineAfter(scan.text, name.end, 3)) || (next.flags & GIVEN) !== 0;
  return isAddressed ? [cue(name.start, name.end, 0.9)] : [];
};

/** "meine Tochter Lisa", "my colleague Sarah Jones". */
const afterKin = (scan: Scan, index: number): Span[] => {
  const word = scan.words[index], next = scan.words[index + 1];
  if (!word || !next || (word.flags & KIN) === 0 || scan.text.slice(word.end, next.start) !== " ") return [];
  if ((next.flags & GIVEN) !== 0 && !next.capital) return [cue(next.start, next.end, 0.8)];
  const name = nameFrom(scan, index + 1);
  return name && (next.flags & (COMMON | MONTH)) === 0 ? [cue(name.start, name.end, 0.8)] : [];
};

/** "Max Müller schrieb", "John Smith <john@...> wrote:", "schrieb Max Müller". */
const aroundSpeech = (scan: Scan, index: number): Span[] => {
  const word = scan.words[index];
  if (!word || (word.flags & SPEAK) === 0) return [];
  const after = nameFrom(scan, index + 1);
  const touchesAfter = after && /^ {1,2}"?$/.test(scan.text.slice(word.end, after.start));
  return [...nameBefore(scan, index), ...(touchesAfter ? [cue(after.start, after.end, 0.9)] : [])];
};

const nameBefore = (scan: Scan, index: number): Span[] => {
  const { text, words } = scan;
  const before = lineBefore(text, words[index]?.start ?? 0, 160);
  const address = /["']? ?(?:[<([][^<>()[\]]{3,120}[>)\]])? ?(?:(?:hat|am \S{1,12}|um \S{1,8}|has) ?)?$/.exec(before)?.[0].length ?? 0;
  const end = (words[index]?.start ?? 0) - address;
  let first = index - 1;
  while (first >= 0 && (words[first]?.end ?? 0) > end) first--;
  const last = first;
  while (first > 0 && last - first < MOST_WORDS - 1 && isNameWord(words[first]) && isNameWord(words[first - 1]) && joins(text, words[first - 1] as Word, words[first] as Word)) first--;
  const word = words[last];
  if (last < 0 || !word || end - word.end > 2 || !isNameWord(word)) return [];
  const isClock = /^(?:am|pm|mez|cest|cet|gmt|utc)$/.test(words[first]?.lower ?? "");
  return [cue(words[isClock ? Math.min(first + 1, last) : first]?.start ?? word.start, word.end, 0.9)];
};

/** "bin der max", "i'm anna". */
const introducesSmall = ({ text, words }: Scan, index: number): boolean => {
  const previous = words[index - 1], word = words[index];
  return previous !== undefined && word !== undefined && text.slice(previous.end, word.start) === " " && /^(?:der|die|bin|hei(?:ß|ss)e|i'm|am)$/.test(previous.lower);
};

/** Capitalised given names, with the family name that follows. */
const gazetteer = (scan: Scan, index: number): Span[] => {
  const word = scan.words[index];
  if (!word || (word.flags & GIVEN) === 0 || (word.flags & (MONTH | NOUN | STOP)) !== 0) return [];
  if (!word.capital) return introducesSmall(scan, index) ? [cue(word.start, word.end, 0.6)] : [];
  const name = nameFrom(scan, index);
  return name ? [{ ...cue(name.start, name.end, 0.75), source: "lexicon" }] : [];
};

/** What a name word said elsewhere in the text makes of the same word here. */
const echoes = ({ text, words }: Scan, found: readonly Span[]): Span[] => {
  const said = new Set<string>();
  for (const span of found) {
    for (const part of text.slice(span.start, span.end).toLowerCase().match(/\p{L}{3,}/gu) ?? []) said.add(part);
  }
  if (said.size === 0) return [];
  return words.filter((word) => word.capital && (word.flags & (STOP | NOUN | TITLE | GREETING | PARTICLE | COMMON | MONTH)) === 0)
    .filter((word) => said.has(word.lower) || (word.lower.endsWith("s") && said.has(word.lower.replace(/'?s$/, ""))))
    .map((word) => cue(word.start, word.end, 0.6));
};

/** Names by title, greeting, kinship, quotation, closing, header, self-introduction, field and gazetteer. */
export const names = (scan: Scan): Span[] => {
  const found: Span[] = [...introductions(scan), ...fieldNames(scan), ...headerLines(scan), ...closings(scan)];
  scan.words.forEach((word, index) => {
    if ((word.flags & (TITLE | GREETING | KIN | SPEAK | GIVEN)) === 0) return;
    found.push(...afterTitle(scan, index), ...afterGreeting(scan, index), ...afterKin(scan, index), ...aroundSpeech(scan, index), ...gazetteer(scan, index));
  });
  return [...found, ...echoes(scan, found)];
};
