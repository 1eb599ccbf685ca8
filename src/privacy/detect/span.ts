import { LEVELS, LEVEL_OF, type Category } from "../categories";

/** Where a span comes from; a hand mark outranks every detector. */
export const SOURCES = ["structure", "record", "cue", "lexicon", "hand"] as const;
export type Source = (typeof SOURCES)[number];

/** A passage that holds personal data: UTF-16 offsets, `end` exclusive; `confidence` from 0 to 1. */
export interface Span {
  start: number;
  end: number;
  category: Category;
  source: Source;
  confidence: number;
  /** What exactly was recognised: "iban", "plate", "ipv4". Shown beside a mask, so it never holds a value. */
  kind?: string;
}

export const strictness = (category: Category): number => LEVELS.indexOf(LEVEL_OF[category]);
const length = (span: Span): number => span.end - span.start;

/** The stricter category of two; of equals that of the longer passage. */
const stricter = (a: Span, b: Span): Span => {
  const difference = strictness(a.category) - strictness(b.category);
  if (difference !== 0) return difference > 0 ? a : b;
  return length(b) > length(a) ? b : a;
};

/** Sorted and disjoint: overlapping passages become their union under the stricter category. */
export const mergeSpans = (spans: readonly Span[]): Span[] => {
  const sorted = spans.filter((span) => span.end > span.start).sort((a, b) => a.start - b.start || b.end - a.end);
  const merged: Span[] = [];
  for (const span of sorted) {
    const last = merged.at(-1);
    if (last === undefined || span.start >= last.end) {
      merged.push({ ...span });
    } else {
      const union = { start: last.start, end: Math.max(last.end, span.end), confidence: Math.max(last.confidence, span.confidence) };
      merged[merged.length - 1] = { ...stricter(last, span), ...union };
    }
  }
  return merged;
};

/** The spans without the passage from `start` to `end`; what is left of a cut span keeps its category. */
export const cutOut = (spans: readonly Span[], start: number, end: number): Span[] =>
  spans.flatMap((span) => {
    if (span.end <= start || span.start >= end) return [span];
    return [{ ...span, end: start }, { ...span, start: end }].filter((rest) => rest.end > rest.start);
  });

/** All of a text as one span of the strictest category. */
export const wholeText = (text: string, kind: string): Span[] =>
  text === "" ? [] : [{ start: 0, end: text.length, category: "special", source: "structure", confidence: 1, kind }];
