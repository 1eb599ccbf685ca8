import { LEXICON, PHRASES, type Topic } from "./lexicon";
import type { Scan } from "./scan";
import type { Span } from "./span";

/** Affixes are kept by their three outer letters: one look-up per word, then a comparison or two. */
const KEY = 3;
const whole = new Map<string, Topic>();
const beginnings = new Map<string, [string, Topic][]>();
const endings = new Map<string, [string, Topic][]>();

const keep = (map: Map<string, [string, Topic][]>, key: string, affix: string, topic: Topic): void => {
  map.set(key, [...(map.get(key) ?? []), [affix, topic]]);
};
for (const [topic, words] of Object.entries(LEXICON) as [Topic, string][]) {
  for (const word of words.trim().split(/\s+/)) {
    const affix = word.replace(/\*/g, "");
    if (word.endsWith("*")) keep(beginnings, affix.slice(0, KEY), affix, topic);
    else if (word.startsWith("*")) keep(endings, affix.slice(-KEY), affix, topic);
    else whole.set(affix, topic);
  }
}

const topicOf = (lower: string): Topic | null => {
  const exact = whole.get(lower);
  if (exact !== undefined) return exact;
  const begins = beginnings.get(lower.slice(0, KEY))?.find(([affix]) => lower.startsWith(affix));
  if (begins) return begins[1];
  return endings.get(lower.slice(-KEY))?.find(([affix]) => lower.endsWith(affix) && lower.length > affix.length)?.[1] ?? null;
};

/** All phrases in one pass; the group that matched names the topic. */
const PHRASE = new RegExp(`(?<!\\p{L})(?:${Object.entries(PHRASES).map(([topic, source]) => `(?<${topic}>${source})`).join("|")})(?!\\p{L})`, "giu");
const topicOfPhrase = (match: RegExpExecArray): Topic =>
  (Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined)?.[0] ?? "health") as Topic;

/** A sentence is followed this far to either side. */
const REACH = 400;
const SENTENCE_END = /[.!?]["')]*\s+(?=["'(]?[\p{Lu}\d])|\n\s*\n|(?<=[.!?,:;])\n|\n(?=[>\s]*[-*•])/gu;

/** The sentence around a passage, over hard-wrapped lines; at most `REACH` to either side, then to the next word's edge. */
const sentenceAround = (text: string, start: number, end: number): { start: number; end: number } => {
  const from = Math.max(0, start - REACH), to = Math.min(text.length, end + REACH);
  let first = from;
  SENTENCE_END.lastIndex = 0;
  for (const match of text.slice(from, start).matchAll(SENTENCE_END)) first = from + match.index + match[0].length;
  SENTENCE_END.lastIndex = 0;
  const after = SENTENCE_END.exec(text.slice(end, to));
  const last = after ? end + after.index + (/^[.!?]/.exec(after[0])?.[0].length ?? 0) : to;
  const leading = /^\s*/.exec(text.slice(first, start))?.[0].length ?? 0;
  return { start: first + leading, end: last };
};

/** Sentences with a word of a special category: the word alone would leave the rest to be guessed. */
export const specialPassages = ({ text, words, effort }: Scan): Span[] => {
  const found: Span[] = [];
  let covered = 0;
  const add = (start: number, end: number, topic: Topic): void => {
    if (end <= covered) return;
    effort.spend(20);
    const place = sentenceAround(text, start, end);
    covered = Math.max(covered, place.end);
    found.push({ ...place, category: "special", source: "lexicon", confidence: 0.8, kind: topic });
  };
  for (const word of words) {
    const topic = word.lower.length >= KEY ? topicOf(word.lower) : null;
    if (topic !== null) add(word.start, word.end, topic);
  }
  covered = 0;
  for (const match of text.matchAll(PHRASE)) add(match.index, match.index + match[0].length, topicOfPhrase(match));
  return found;
};
