import type { Category } from "../categories";
import { folds, isOneSlip } from "./fold";
import type { Word } from "./scan";
import { COMMON, KIN, NOUN, PARTICLE, STOP, flagsOf } from "./words";

/** A record names no more people than this; what is beyond is left to the other detectors. */
export const LONGEST_KNOWN = 300;
/** Names shorter than this allow no slip: too many words are one letter away. */
const SLIP_LENGTH = 5;
const LOWER_CASE_SLIP_LENGTH = 6;
const ANY_CASE_LENGTH = 4;

interface Entry { key: string; category: Category }
export interface Hit { category: Category; confidence: number }

const COUNTRY = /^(?:deutschland|germany|österreich|austria|schweiz|switzerland|united|kingdom)$/;
const NO_ADDRESS_WORD = /^(?:str|stra(?:ß|ss)e|strasse|weg|platz|allee|gasse|ring|street|road|avenue|lane|postfach|haus|etage|stock)$/;
const lettersOf = (text: string): string[] => text.normalize("NFC").toLowerCase().match(/[\p{L}\p{M}]+(?:'[\p{L}\p{M}]+)*/gu) ?? [];
/** "hauptstraße" and "hauptstr" are one word. */
const streetKey = (key: string): string => key.replace(/str(?:asse|aße)?$/, "str");

/** The words of a record, by their folded spellings; answers for one word of a text in constant time. */
export class PersonIndex {
  private readonly exact = new Map<string, Category>();
  private readonly byInitial = new Map<string, Entry[]>();
  private readonly initials = new Set<string>();
  private readonly pairs = new Set<string>();

  constructor(names: readonly string[], addresses: readonly string[]) {
    addresses.slice(0, LONGEST_KNOWN).forEach((address) => this.addAddress(address));
    names.slice(0, LONGEST_KNOWN).forEach((name) => this.addName(name));
  }

  get isEmpty(): boolean { return this.exact.size === 0; }

  isInitial(letter: string): boolean { return this.initials.has(letter.toLowerCase()); }
  isPair(first: string, last: string): boolean { return this.pairs.has((first + last).toLowerCase()); }

  private addName(name: string): void {
    const parts = lettersOf(name).filter((part) => (flagsOf(part) & PARTICLE) === 0);
    for (const part of parts) {
      this.initials.add(part.charAt(0));
      if (part.length >= 2) this.add(part, "name");
    }
    const [first, ...others] = parts;
    if (first !== undefined) others.forEach((other) => this.addPair(first, other));
  }

  /** Initials and the ways to write two names as one word ("amueller", "muelleranna"). */
  private addPair(first: string, other: string): void {
    this.pairs.add(first.charAt(0) + other.charAt(0));
    for (const joined of [first + other, other + first, first.charAt(0) + other, other + first.charAt(0)]) {
      if (joined.length >= SLIP_LENGTH) this.add(joined, "name");
    }
  }

  private addAddress(address: string): void {
    for (const part of lettersOf(address)) {
      if (part.length >= 3 && !COUNTRY.test(part) && !NO_ADDRESS_WORD.test(part) && (flagsOf(part) & (STOP | PARTICLE)) === 0) this.add(part, "postalAddress");
    }
  }

  private add(part: string, category: Category): void {
    for (const key of new Set([part, ...folds(part)].map(category === "postalAddress" ? streetKey : (same) => same))) {
      const isNew = !this.exact.has(key);
      this.exact.set(key, category);
      if (!isNew || key.length < SLIP_LENGTH) continue;
      const bucket = this.byInitial.get(key.charAt(0)) ?? [];
      if (bucket.length < LONGEST_KNOWN) bucket.push({ key, category });
      this.byInitial.set(key.charAt(0), bucket);
    }
  }

  /** What the record says about a word: in either spelling, any case, with a genitive s, hyphenated, with one slip. */
  match(word: Word): Hit | null {
    if ((word.flags & STOP) !== 0 || word.lower.length < 2) return null;
    const isEveryday = (word.flags & (COMMON | NOUN | KIN)) !== 0;
    if (!word.capital && (isEveryday || word.lower.length < ANY_CASE_LENGTH)) return null;
    const keys = folds(word.lower.replace(/'s?$/, ""));
    for (const key of keys) {
      const category = this.exact.get(key) ?? this.exact.get(streetKey(key)) ?? (key.endsWith("s") ? this.exact.get(key.slice(0, -1)) : undefined);
      if (category !== undefined) return { category, confidence: 1 };
    }
    const least = word.capital ? SLIP_LENGTH - 1 : LOWER_CASE_SLIP_LENGTH;
    if (isEveryday || word.lower.length < least) return null;
    return this.withSlip(keys);
  }

  private withSlip(keys: readonly string[]): Hit | null {
    for (const key of keys) {
      const forms = key.endsWith("s") ? [key, key.slice(0, -1)] : [key];
      const entry = this.byInitial.get(key.charAt(0))?.find((one) => forms.some((form) => isOneSlip(form, one.key)));
      if (entry) return { category: entry.category, confidence: 0.7 };
    }
    return null;
  }
}
