import { lineAfter, lineBefore, type Scan } from "./scan";
import type { Span } from "./span";
import { MONTH } from "./words";

/** Whoever was born in this year or before is of age; fixed with the detector's version, because detectors know no clock. */
const ADULT_YEAR = 2008;
const OLDEST_YEAR = 1900;

const NUMERIC = /(?<![\d.,/-])(\d{1,2})([./-]) ?(\d{1,2})\2 ?(\d{4}|\d{2})(?![\d]|[.,/-]\d)|(?<![\d.,/-])(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)/g;
const BIRTH_BEFORE = /(?:geb(?:oren|urt[a-zäöüß]{0,10}|\.)?|born|birth|d\.?o\.?b\.?|b-?day|jahrgang|alter)(?:[ :.(,*-]{1,4}\p{L}{1,9}){0,3}[ :.(,*-]{0,4}$|\* ?$/iu;
const BIRTH_AFTER = /^\s?[,(]?\s?(?:geb(?:oren|\.)|born|geburts)/i;

const hasBirthCue = (text: string, start: number, end: number): boolean =>
  BIRTH_BEFORE.test(lineBefore(text, start, 48)) || BIRTH_AFTER.test(lineAfter(text, end, 16));

const isAdultYear = (year: number): boolean => year >= OLDEST_YEAR && year <= ADULT_YEAR;
const pad = (value: string | number): string => String(value).padStart(2, "0");

const NUMBER_OF: Readonly<Record<string, number>> = Object.fromEntries([
  "jan jän", "feb", "mär mar mae", "apr", "mai may", "jun", "jul", "aug", "sep", "okt oct", "nov", "dez dec",
].flatMap((names, index) => names.split(" ").map((name) => [name, index + 1])));

interface Dated { start: number; end: number; year: number; month: string; day: string }

const numericDates = (text: string): Dated[] => [...text.matchAll(NUMERIC)].map((match) => {
  const [whole, day, , month, year, isoYear, isoMonth, isoDay] = match;
  return {
    start: match.index, end: match.index + whole.length,
    year: Number(year ?? isoYear), month: pad(month ?? isoMonth ?? ""), day: pad(day ?? isoDay ?? ""),
  };
});

/** "14.03.": only a record can tell that it is a birthday. */
const daysWithoutYear = (text: string): Dated[] => [...text.matchAll(/(?<![\d.,])(\d{1,2})\.(\d{1,2})\.(?! ?\d)/g)].map((match) => ({
  start: match.index, end: match.index + match[0].length, year: 0, month: pad(match[2] ?? ""), day: pad(match[1] ?? ""),
}));

/** "14. März 1987", "March 14th, 1987", "14. März". */
const namedDates = ({ text, words }: Scan): Dated[] => {
  const found: Dated[] = [];
  for (const word of words) {
    if ((word.flags & MONTH) === 0) continue;
    const month = pad(NUMBER_OF[word.lower.slice(0, 3)] ?? 0);
    const before = /(?<!\d)(\d{1,2})(?:\.|st|nd|rd|th)? ?(?:of )?$/.exec(lineBefore(text, word.start, 10));
    const year = /^\.?,? ?(\d{4}|'?\d{2})(?!\d)/.exec(lineAfter(text, word.end, 9));
    const after = /^\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?(?!\d)/.exec(lineAfter(text, word.end, 14));
    if (before) {
      found.push({ start: word.start - before[0].length, end: word.end + (year?.[0].length ?? 0), year: Number(year?.[1]?.replace("'", "") ?? 0), month, day: pad(before[1] ?? "") });
    } else if (after) {
      found.push({ start: word.start, end: word.end + after[0].length, year: Number(after[2] ?? 0), month, day: pad(after[1] ?? "") });
    }
  }
  return found;
};

const YEAR_CUE = /(?:jahrgang|geboren(?: im jahr)?|born in|birth year|geburtsjahr|year of birth)[ :]{0,2}$/i;

const birthYears = ({ text }: Scan): Span[] => {
  const found: Span[] = [];
  for (const match of text.matchAll(/(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d|\d)/g)) {
    if (YEAR_CUE.test(lineBefore(text, match.index, 30))) {
      found.push({ start: match.index, end: match.index + 4, category: "birthDate", source: "cue", confidence: 0.8, kind: "birthYear" });
    }
  }
  return found;
};

/**
 * Dates of birth: a date behind (or before) a birth cue, a date whose year makes an adult, and the birth dates the record
 * holds (`known`, ISO), with or without their year.
 */
export const birthDates = (scan: Scan, known: readonly string[]): Span[] => {
  const knownDays = new Set(known.map((date) => date.slice(5, 10)));
  const found = birthYears(scan);
  for (const date of [...numericDates(scan.text), ...namedDates(scan), ...daysWithoutYear(scan.text)]) {
    scan.effort.spend(2);
    const isKnown = knownDays.has(`${date.month}-${date.day}`) || knownDays.has(`${date.day}-${date.month}`);
    const cue = !isKnown && hasBirthCue(scan.text, date.start, date.end);
    if (!isKnown && !cue && !isAdultYear(date.year)) continue;
    const source = isKnown ? "record" : cue ? "cue" : "structure";
    found.push({ start: date.start, end: date.end, category: "birthDate", source, confidence: isKnown || cue ? 0.95 : 0.6, kind: "birthDate" });
  }
  return found;
};
