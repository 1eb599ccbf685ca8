import { newStemmer, type Stemmer } from "snowball-stemmers";
import { ENGLISH_STOP_WORDS, GERMAN_STOP_WORDS } from "./stop-words";

export type Language = "de" | "en";
export type DocumentLanguage = Language | "mixed";

/** A word and where it stands in the text, in UTF-16 code units: `end` is exclusive. */
export interface PlacedWord { word: string; start: number; end: number }

const MIN_LENGTH = 2;
const MAX_LENGTH = 64;

/** Of a longer run only the beginning is read: NFKC takes quadratic time over a crafted run of combining marks. */
const MAX_RUN = 256;

/** Letters, digits and their marks; invisible joiners and soft hyphens belong to the word they stand in. */
const RUN = /[\p{L}\p{N}\p{M}\u00ad\u200c\u200d\u2060\ufeff]+/gu;
const INVISIBLE = /[\u00ad\u200c\u200d\u2060\ufeff]/g;
const SIMPLE = /^[a-z0-9äöüß]+$/;

/** NFKC can break a run ("½" is "1⁄2") and lower case can leave the normal form, hence the order of the steps. */
const wordsOf = (run: string): string[] => {
  const text = run.slice(0, MAX_RUN).replace(INVISIBLE, "").normalize("NFKC").toLowerCase().normalize("NFKC");
  return SIMPLE.test(text) ? [text] : text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
};

const cut = (word: string): string => (word.length <= MAX_LENGTH ? word : [...word].slice(0, MAX_LENGTH).join(""));

/** The words of a text with their places. A run that falls apart under NFKC gives each of its words the place of the whole run. */
export const placedWords = (text: string): PlacedWord[] => {
  const found: PlacedWord[] = [];
  for (const run of text.matchAll(RUN)) {
    for (const word of wordsOf(run[0])) {
      if (word.length >= MIN_LENGTH) found.push({ word: cut(word), start: run.index, end: run.index + run[0].length });
    }
  }
  return found;
};

/** The words of a text: NFKC, lower case, numbers kept, at least 2 characters, cut after 64. In order, with repetitions. */
export const words = (text: string): string[] => placedWords(text).map((placed) => placed.word);

const stemmers: Readonly<Record<Language, Stemmer>> = { de: newStemmer("german"), en: newStemmer("english") };

/**
 * Umlauts written out: "rueckgabe" is "rückgabe". After a vowel or q the letters are not an umlaut ("neue", "genaue", "quelle").
 * A word like "aktuell" becomes "aktüll", the same way in text and query.
 */
const umlauts = (word: string): string =>
  word.replace(/(^|[^aeiouäöüq])([aou])e/g, (_, before: string, vowel: string) => before + (vowel === "a" ? "ä" : vowel === "o" ? "ö" : "ü"));

/** The Snowball stem of a word from `words`: "rechnungen" → "rechnung", "orders" → "order". */
export const stem = (word: string, language: Language): string => stemmers[language].stem(language === "de" ? umlauts(word) : word);

const only = (a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> => new Set([...a].filter((word) => !b.has(word)));
const ONLY_GERMAN = only(GERMAN_STOP_WORDS, ENGLISH_STOP_WORDS);
const ONLY_ENGLISH = only(ENGLISH_STOP_WORDS, GERMAN_STOP_WORDS);

/** Enough to tell, and a bound on the work for a long text. */
const GUESS_FROM = 4000;

/**
 * The language of a text by its small words. "mixed" where neither language has clearly more of them: such a text is indexed under both,
 * so that a wrong guess costs space rather than findings.
 */
export const guessLanguage = (text: string): DocumentLanguage => {
  let [de, en] = [0, 0];
  for (const word of words(text.slice(0, GUESS_FROM))) {
    if (ONLY_GERMAN.has(word) || /[äöüß]/.test(word)) de++;
    else if (ONLY_ENGLISH.has(word)) en++;
  }
  if (de > 2 * en) return "de";
  return en > 2 * de ? "en" : "mixed";
};
