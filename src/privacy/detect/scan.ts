import { isLetter } from "./characters";
import { flagsOf, GIVEN, GREETING, KIN, SPEAK, TITLE } from "./words";

/** Words at which detectors stop to look around: they cost, so that a text of nothing else is given up early. */
const CUES = TITLE | GREETING | KIN | SPEAK | GIVEN;

/** A run of letters. An apostrophe between two letters belongs to the word ("O'Brien"). */
export interface Word {
  start: number;
  end: number;
  text: string;
  lower: string;
  /** What the closed lists of words.ts say about it. */
  flags: number;
  /** Begins with a capital letter. */
  capital: boolean;
}

/** Thrown when a text costs more than any letter would; the caller masks all of it. */
export class Exhausted extends Error {}

/** Counts work instead of time, so that the same text always has the same answer. */
export class Effort {
  constructor(private left: number) {}
  spend(amount: number): void {
    this.left -= amount;
    if (this.left < 0) throw new Exhausted("the text asks for more work than a letter does");
  }
}

export interface Scan {
  text: string;
  words: readonly Word[];
  effort: Effort;
}

/** A word to every four characters, beyond the first thousand: prose has one to six. */
const mostWords = (text: string): number => 1000 + text.length / 4;
const APOSTROPHE = 39;

const wordEnd = (text: string, start: number): number => {
  let end = start + 1;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (isLetter(code)) end++;
    else if (code === APOSTROPHE && isLetter(text.charCodeAt(end + 1))) end += 2;
    else break;
  }
  return end;
};

const isCapital = (text: string): boolean => {
  const first = text.charCodeAt(0);
  if (first < 128) return first >= 65 && first <= 90;
  const initial = text.charAt(0);
  return initial.toLowerCase() !== initial || initial.toUpperCase() === initial;
};

/** Cuts a normalised text into words, once for all detectors. */
export const scan = (text: string, effort: Effort): Scan => {
  const words: Word[] = [];
  const most = mostWords(text);
  for (let at = 0; at < text.length;) {
    if (!isLetter(text.charCodeAt(at))) { at++; continue; }
    const end = wordEnd(text, at);
    const word = text.slice(at, end);
    const lower = word.toLowerCase();
    const flags = flagsOf(lower);
    if ((flags & CUES) !== 0) effort.spend(1);
    words.push({ start: at, end, text: word, lower, flags, capital: isCapital(word) });
    if (words.length > most) throw new Exhausted("more words than a letter has");
    at = end;
  }
  return { text, words, effort };
};

/** The text from the start of the line to `at`, at most `most` characters of it. */
export const lineBefore = (text: string, at: number, most: number): string => {
  const before = text.slice(Math.max(0, at - most), at);
  return before.slice(before.lastIndexOf("\n") + 1);
};

/** The text from `at` to the end of the line, at most `most` characters of it. */
export const lineAfter = (text: string, at: number, most: number): string => {
  const after = text.slice(at, at + most);
  const end = after.indexOf("\n");
  return end < 0 ? after : after.slice(0, end);
};

/** Index of the first word that starts at or after `at`. */
export const wordAt = (words: readonly Word[], at: number): number => {
  let low = 0, high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle]?.start ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
};
