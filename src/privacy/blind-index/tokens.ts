import { createHmac } from "node:crypto";
import type { Category } from "../categories";
import { isStopWord } from "./stop-words";
import { placedWords, stem, words, type DocumentLanguage, type Language } from "./words";

/** A span of a text in UTF-16 code units; `end` is exclusive. Words of an unsearchable one stand in no index at all. */
export interface Range { start: number; end: number; unsearchable?: boolean }

/** The two token arrays of a document: without repetition and sorted, so that they tell nothing of the order of the words. */
export interface IndexTokens { open: string[]; personal: string[] }

const MIN_KEY_BYTES = 32;
const EXACT_BYTES = 16;
const MAX_QUERY_WORDS = 32;

const keyed = (key: Buffer, ...parts: string[]): Buffer => {
  if (key.length < MIN_KEY_BYTES) throw new RangeError(`a blind index key has at least ${MIN_KEY_BYTES} bytes`);
  return createHmac("sha256", key).update(parts.join("\0")).digest();
};

/**
 * The blind-index entry of a normalised value: HMAC-SHA-256 truncated to 16 bytes. The category is part of the input, so that the same
 * text in two categories cannot be recognised as the same.
 */
export const exactToken = (key: Buffer, category: Category, normalised: string): Buffer =>
  keyed(key, "exact", category, normalised).subarray(0, EXACT_BYTES);

/** The token of a stem: HMAC-SHA-256 truncated to 63 bits, in decimal, which fits a PostgreSQL bigint and is never negative. */
export const wordToken = (key: Buffer, language: Language, stemmed: string): string =>
  BigInt.asUintN(63, keyed(key, "word", language, stemmed).readBigUInt64BE(0)).toString();

const MAX_CACHED = 20_000;
const stems: Readonly<Record<Language, Map<string, string>>> = { de: new Map(), en: new Map() };

/** Only words outside personal ranges are remembered: the process keeps no list of names. */
const remembered = (word: string, language: Language): string => {
  const known = stems[language].get(word);
  if (known !== undefined) return known;
  const found = stem(word, language);
  if (stems[language].size >= MAX_CACHED) stems[language].clear();
  stems[language].set(word, found);
  return found;
};

/** Sorted and without overlap, so that one sweep over the text suffices. */
const merged = (ranges: readonly Range[]): Range[] => {
  const result: Range[] = [];
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    if (!(start <= end)) throw new RangeError("a personal range must not end before it starts");
    const last = result.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else if (start < end) result.push({ start, end });
  }
  return result;
};

/** Whether a word touches one of the ranges; asked for words in their order. */
const toucher = (ranges: readonly Range[]): ((start: number, end: number) => boolean) => {
  const sorted = merged(ranges);
  let next = 0;
  return (start, end) => {
    while ((sorted[next]?.end ?? Infinity) <= start) next++;
    return (sorted[next]?.start ?? Infinity) < end;
  };
};

const split = (text: string, ranges: readonly Range[]): { open: Set<string>; personal: Set<string> } => {
  const [isPersonal, isUnsearchable] = [toucher(ranges), toucher(ranges.filter(({ unsearchable }) => unsearchable))];
  const found = { open: new Set<string>(), personal: new Set<string>() };
  for (const { word, start, end } of placedWords(text)) {
    const [dropped, touches] = [isUnsearchable(start, end), isPersonal(start, end)];
    if (!dropped && !isStopWord(word)) (touches ? found.personal : found.open).add(word);
  }
  return found;
};

/**
 * The blind tokens of a text. A word that touches a personal range, if only with one letter, goes to `personal`, which only viewers may
 * match who get those passages in clear; one that touches an unsearchable range goes nowhere; the others go to `open`. A "mixed" text is indexed under both languages.
 * Throws a RangeError for a range that ends before it starts: a text must not be indexed with a range left out.
 */
export const indexTokens = (key: Buffer, text: string, personalRanges: readonly Range[], language: DocumentLanguage): IndexTokens => {
  const found = split(text, personalRanges);
  const languages: Language[] = language === "mixed" ? ["de", "en"] : [language];
  const tokens = (list: Set<string>, stemmed: (word: string, language: Language) => string): string[] => languages
    .flatMap((lang) => [...new Set([...list].map((word) => stemmed(word, lang)))].map((one) => wordToken(key, lang, one)))
    .sort();
  return { open: tokens(found.open, remembered), personal: tokens(found.personal, stem) };
};

/**
 * What a query asks for: one entry per different word, each the alternatives (its German and its English stem) of which a document must hold
 * one. Stop words ask for nothing; an empty answer must match nothing. Words after the thirty-second are left out. Quotation marks
 * have no meaning. The words of a query may be personal and are not remembered.
 */
export const queryTokens = (key: Buffer, query: string): string[][] => {
  const asked = [...new Set(words(query))].filter((word) => !isStopWord(word)).slice(0, MAX_QUERY_WORDS);
  return asked.map((word) => [wordToken(key, "de", stem(word, "de")), wordToken(key, "en", stem(word, "en"))]);
};
