import type { Category } from "../categories";
import { isDigit, isLetter } from "./characters";
import { LONGEST_KNOWN, PersonIndex } from "./person-index";
import { lineAfter, lineBefore, type Scan, type Word } from "./scan";
import type { Span } from "./span";

/** Everything the customer's record tells about the people of a ticket. */
export interface KnownPerson {
  names: string[];
  emails: string[];
  phones: string[];
  addresses: string[];
  /** Customer, contract and order numbers. */
  numbers: string[];
  /** ISO dates (YYYY-MM-DD). */
  birthDates: string[];
  /** Anything else: user names, handles, the name of a dog. */
  others: string[];
}

export const NOBODY: KnownPerson = { names: [], emails: [], phones: [], addresses: [], numbers: [], birthDates: [], others: [] };

/** A record made ready for matching. */
export interface Known {
  /** What a number with these digits is in the record, written with or without separators and country prefix. */
  number(digits: string): Category | null;
  spans(scan: Scan): Span[];
}

const digitsOf = (value: string): string => value.normalize("NFKC").replace(/\D/g, "");
/** The part of a phone number that stays when country prefix and leading zero go. */
const subscriber = (phone: string): string =>
  digitsOf(phone.trim().replace(/^(?:\+|00)(?:49|43|41|44|1|33|31|32|39|34|48|420|352)/, "").replace(/\(0\)/, "")).replace(/^0+/, "");

const numberLookup = (person: KnownPerson): Known["number"] => {
  const phones = person.phones.slice(0, LONGEST_KNOWN).map(subscriber).filter((digits) => digits.length >= 5);
  const exact = new Map<string, Category>();
  for (const number of person.numbers.slice(0, LONGEST_KNOWN)) {
    const digits = digitsOf(number);
    if (digits.length >= 3) exact.set(digits, "customerNumber");
  }
  return (digits) => {
    const number = exact.get(digits) ?? exact.get(digits.replace(/^0+/, ""));
    if (number !== undefined) return number;
    return digits.length >= 5 && phones.some((phone) => digits.endsWith(phone) || (digits.length >= 6 && phone.endsWith(digits.replace(/^0/, "")))) ? "phone" : null;
  };
};

const INITIAL_BEFORE = /(?<!\p{L})(\p{Lu})\.[ -]?$/u;
const INITIAL_AFTER = /^ (\p{Lu})(?:\.|(?!\p{L}))/u;
const HOUSE_AFTER = /^\.? {1,2}\d{1,4} ?[a-z]?(?![\p{L}\d])/iu;
const INITIALS = /(?<!\p{L})(\p{Lu})\. ?(?:\p{Lu}\. ?)?(\p{Lu})\.(?!\p{L})/gu;

/** Takes in "A." before "Müller", "M." behind "Anna" and the house number behind a street. */
const withNeighbours = (text: string, word: Word, category: Category, index: PersonIndex): { start: number; end: number } => {
  if (category === "postalAddress") return { start: word.start, end: word.end + (HOUSE_AFTER.exec(lineAfter(text, word.end, 9))?.[0].length ?? 0) };
  if (category !== "name") return word;
  const before = INITIAL_BEFORE.exec(lineBefore(text, word.start, 4));
  const after = INITIAL_AFTER.exec(lineAfter(text, word.end, 4));
  return {
    start: word.start - (before && index.isInitial(before[1] ?? "") ? before[0].length : 0),
    end: word.end + (after && index.isInitial(after[1] ?? "") ? after[0].length : 0),
  };
};

const wordSpans = (scan: Scan, index: PersonIndex): Span[] => {
  const found: Span[] = [];
  for (const word of scan.words) {
    const hit = index.match(word);
    if (hit === null) continue;
    scan.effort.spend(2);
    found.push({ ...placeOf(withNeighbours(scan.text, word, hit.category, index)), category: hit.category, source: "record", confidence: hit.confidence, kind: "known" });
  }
  return found;
};
const placeOf = ({ start, end }: { start: number; end: number }): { start: number; end: number } => ({ start, end });

const initialSpans = ({ text }: Scan, index: PersonIndex): Span[] => [...text.matchAll(INITIALS)]
  .filter((match) => index.isPair(match[1] ?? "", match[2] ?? ""))
  .map((match) => ({ start: match.index, end: match.index + match[0].length, category: "name", source: "record", confidence: 0.6, kind: "initials" }));

/** Letters and digits of a text in lower case, and where each stands. */
const compacted = (text: string): { text: string; places: Uint32Array } => {
  const lower = text.toLowerCase();
  const source = lower.length === text.length ? lower : text;
  const places = new Uint32Array(source.length);
  const units = new Uint16Array(source.length);
  let size = 0;
  for (let at = 0; at < source.length; at++) {
    const code = source.charCodeAt(at);
    if (isLetter(code) || isDigit(code)) { units[size] = code; places[size++] = at; }
  }
  return { text: Buffer.from(units.buffer, 0, size * 2).toString("utf16le"), places };
};

/** Codes with letters, user names and phrases: compared without separators, on whole words. */
const codeSpans = ({ text, effort }: Scan, codes: ReadonlyMap<string, Category>): Span[] => {
  if (codes.size === 0) return [];
  const compact = compacted(text);
  const isPart = (at: number): boolean => isLetter(text.charCodeAt(at)) || isDigit(text.charCodeAt(at));
  const found: Span[] = [];
  for (const [code, category] of codes) {
    for (let at = compact.text.indexOf(code); at >= 0; at = compact.text.indexOf(code, at + code.length)) {
      effort.spend(1);
      const start = compact.places[at] ?? 0, end = (compact.places[at + code.length - 1] ?? 0) + 1;
      const isWhole = !(start > 0 && isPart(start - 1)) && !isPart(end) && end - start <= 2 * code.length + 8;
      if (isWhole) found.push({ start, end, category, source: "record", confidence: 1, kind: "known" });
    }
  }
  return found;
};

const ROLE_MAILBOX = /^(?:info|service|kontakt|contact|office|mail|post|buchhaltung|support|hello|hallo|team|admin|sales|vertrieb|noreply|no-reply)$/i;
const codesOf = (person: KnownPerson): Map<string, Category> => {
  const codes = new Map<string, Category>();
  const add = (value: string, category: Category, least: number): void => {
    const compact = value.normalize("NFC").toLowerCase().replace(/[^\p{L}\p{M}\d]/gu, "");
    if (compact.length >= least) codes.set(compact, category);
  };
  person.numbers.slice(0, LONGEST_KNOWN).forEach((number) => add(number, "customerNumber", 4));
  person.others.slice(0, LONGEST_KNOWN).forEach((other) => add(other, "name", 3));
  person.emails.slice(0, LONGEST_KNOWN).map((email) => email.split("@")[0] ?? "")
    .filter((local) => !ROLE_MAILBOX.test(local)).forEach((local) => add(local, "email", 5));
  return codes;
};

/** Prepares a record once; the result serves any number of texts. */
export const known = (person: KnownPerson): Known => {
  const index = new PersonIndex(person.names, person.addresses);
  const codes = codesOf(person);
  return {
    number: numberLookup(person),
    spans: (scan) => [...(index.isEmpty ? [] : [...wordSpans(scan, index), ...initialSpans(scan, index)]), ...codeSpans(scan, codes)],
  };
};

