import { z } from "zod";
import { CATEGORIES, LEVELS, LEVEL_OF, type Category, type Level } from "../categories";
import { LANGUAGES, type Language } from "./language";
import { SOURCES, cutOut, mergeSpans, wholeText, type Span } from "./span";

/** A passage that a person marked as personal, or freed. Marks outrank every detector, a later one an earlier one. */
export interface Mark {
  kind: "mark" | "unmark";
  start: number;
  end: number;
  category: Category;
  /** Who did it: an agent's id, never a name. */
  by: string;
  /** ISO moment. */
  at: string;
}

/** A free text with what is known about it; sealed as one value. */
export interface Envelope {
  v: 1;
  text: string;
  spans: Span[];
  marks: Mark[];
  /** The detector's version; "" = not detected yet, and then wholly masked. */
  detector: string;
  language: Language;
}

const place = { start: z.number().int().nonnegative(), end: z.number().int().positive() };
const SpanSchema = z.strictObject({
  ...place, category: z.enum(CATEGORIES), source: z.enum(SOURCES), confidence: z.number().min(0).max(1), kind: z.string().optional(),
});
const MarkSchema = z.strictObject({ ...place, kind: z.enum(["mark", "unmark"]), category: z.enum(CATEGORIES), by: z.string(), at: z.string() });
const EnvelopeSchema = z.strictObject({
  v: z.literal(1), text: z.string(), spans: z.array(SpanSchema), marks: z.array(MarkSchema), detector: z.string(), language: z.enum(LANGUAGES),
}).refine(({ text, spans, marks }) => [...spans, ...marks].every(({ start, end }) => start < end && end <= text.length));

export const encode = (envelope: Envelope): string => JSON.stringify(envelope);

/** A text nobody has looked at: all of it is masked. */
export const undetected = (text: string): Envelope => ({ v: 1, text, spans: [], marks: [], detector: "", language: "mixed" });

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** Reads an envelope; what is not one becomes an undetected, wholly masked text. Never throws. */
export const decode = (encoded: string): Envelope => {
  const value = parsed(encoded);
  const checked = EnvelopeSchema.safeParse(value);
  if (checked.success) return checked.data;
  const text = z.object({ text: z.string() }).safeParse(value);
  return undetected(text.success ? text.data.text : encoded);
};

const isLow = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;
/** A mark never cuts a character in two: it grows to take in all of it, an unmark shrinks to leave it masked. */
const onCharacters = (text: string, mark: Mark): { start: number; end: number } => {
  const grows = mark.kind === "mark";
  const start = isLow(text.charCodeAt(mark.start)) ? mark.start + (grows ? -1 : 1) : mark.start;
  const end = mark.end < text.length && isLow(text.charCodeAt(mark.end)) ? mark.end + (grows ? 1 : -1) : mark.end;
  return { start: Math.max(0, start), end };
};

/** What is personal in a text after every hand has had its say: sorted and disjoint. Undetected = the whole text. */
export const effectiveSpans = (envelope: Envelope): Span[] => {
  if (envelope.detector === "") return wholeText(envelope.text, "undetected");
  const inOrder = [...envelope.marks].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const spans = inOrder.reduce<Span[]>((standing, mark) => {
    const { start, end } = onCharacters(envelope.text, mark);
    if (end <= start) return standing;
    const rest = cutOut(standing, start, end);
    return mark.kind === "unmark" ? rest : [...rest, { start, end, category: mark.category, source: "hand", confidence: 1 }];
  }, mergeSpans(envelope.spans));
  return mergeSpans(spans);
};

/** Free text is L2 and is raised by what it holds. */
export const highestLevel = (envelope: Envelope): Level =>
  effectiveSpans(envelope).reduce<Level>((highest, span) => {
    const level = LEVEL_OF[span.category];
    return LEVELS.indexOf(level) > LEVELS.indexOf(highest) ? level : highest;
  }, LEVEL_OF.correspondence);
