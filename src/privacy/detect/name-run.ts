import type { Scan, Word } from "./scan";
import { GREETING, NOUN, PARTICLE, STOP, TITLE } from "./words";

export const MOST_WORDS = 4;
/** With titles and particles. */
const LONGEST_RUN = 8;
/** What may stand between two words of one name. */
const INSIDE = /^(?: {1,2}|-|\. ?)$/;

export const isNameWord = (word: Word | undefined): word is Word =>
  word !== undefined && word.capital && (word.flags & (STOP | NOUN | TITLE | GREETING)) === 0;

/** The name that starts at a word: up to four capitalised words, with titles and particles, on one line; null where there is none. */
export const nameFrom = ({ text, words }: Scan, index: number): { start: number; end: number; last: number } | null => {
  let last = -1, start = -1, count = 0;
  for (let at = index; at < words.length && at < index + LONGEST_RUN && count < MOST_WORDS; at++) {
    const word = words[at];
    if (word === undefined) break;
    const previous = words[at - 1];
    if (at > index && previous && !joins(text, previous, word)) break;
    if ((word.flags & TITLE) !== 0 && last < 0) continue;
    if ((word.flags & PARTICLE) !== 0 && isNameWord(nextName(words, at))) { if (start < 0) start = word.start; continue; }
    if (!isNameWord(word)) break;
    if (start < 0) start = word.start;
    last = at;
    count++;
  }
  const end = words[last]?.end;
  if (end === undefined) return null;
  return { start, end: text[end] === "." && (words[last]?.text.length ?? 0) === 1 ? end + 1 : end, last };
};

/** The word behind up to two particles ("von der Heide"). */
const nextName = (words: readonly Word[], at: number): Word | undefined =>
  ((words[at + 1]?.flags ?? 0) & PARTICLE) !== 0 ? words[at + 2] : words[at + 1];

/** Whether two neighbouring words can belong to one name. */
export const joins = (text: string, previous: Word, word: Word): boolean => {
  const gap = text.slice(previous.end, word.start);
  if (!INSIDE.test(gap)) return false;
  return !gap.startsWith(".") || previous.text.length === 1 || (previous.flags & TITLE) !== 0;
};
