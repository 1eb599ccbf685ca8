import { accounts, ibans } from "./accounts";
import { addresses, joinAddresses } from "./addresses";
import { emails, networkIdentifiers, spelledEmails } from "./contacts";
import { birthDates } from "./dates";
import type { Envelope } from "./envelope";
import { known, type Known, type KnownPerson } from "./known-person";
import { languageOf } from "./language";
import { names } from "./names";
import { normalise, toOriginal } from "./normalise";
import { numbers } from "./numbers";
import { officialNumbers, spelledNumbers } from "./official-numbers";
import { references } from "./references";
import { Effort, Exhausted, scan, type Scan } from "./scan";
import { mergeSpans, wholeText, type Span } from "./span";
import { specialPassages } from "./special";
import { urls } from "./urls";

/** Changes with every change of what is found: envelopes with another version are detected again. */
export const DETECTOR_VERSION = "2026-11-1";

/** Longer texts are no letters; they are masked as a whole, unread (UTF-16 units). */
export const LARGEST_TEXT = 256 * 1024;
/** Work allowed for a text: some for any, and a share for each character. Letters need about a quarter of it. */
const effortFor = (text: string): Effort => new Effort(2_000 + text.length / 14);
/** More passages than this are not a letter with personal data but a list of it. */
const MOST_SPANS = 5_000;
/** An unbroken run of so many characters is a file in disguise: it is masked, whatever it holds. */
const UNBROKEN = 512;
const SPACE = 32, LINE_END = 10;

const runs = ({ text }: Scan): Span[] => {
  const found: Span[] = [];
  for (let at = 0, start = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : SPACE;
    if (code !== SPACE && code !== LINE_END) continue;
    const isRun = at - start >= UNBROKEN && /[\p{L}\d]/u.test(text.slice(start, start + UNBROKEN));
    if (isRun) found.push({ start, end: at, category: "special", source: "structure", confidence: 0.5, kind: "run" });
    start = at + 1;
  }
  return found;
};

const layers = (scanned: Scan, record: Known, born: readonly string[]): Span[] => [
  ...emails(scanned), ...spelledEmails(scanned), ...networkIdentifiers(scanned), ...urls(scanned),
  ...ibans(scanned), ...accounts(scanned), ...numbers(scanned, record), ...officialNumbers(scanned), ...spelledNumbers(scanned), ...references(scanned),
  ...birthDates(scanned, born), ...addresses(scanned), ...record.spans(scanned), ...names(scanned), ...specialPassages(scanned), ...runs(scanned),
];

/** Kinds that only say "some number": they give way to whatever knows better. */
const isVague = (span: Span): boolean => span.kind === "number";
/** Numbers of phones that a more certain reading covers (an IBAN, a network address) are dropped too. */
const isGuess = (span: Span): boolean => isVague(span) || (span.kind === "phone" && span.source === "structure");

/** Without the guesses that lie inside a passage another detector knows. */
const settled = (spans: readonly Span[]): Span[] => {
  const firm = mergeSpans(spans.filter((span) => !isGuess(span)));
  const phones = spans.filter((span) => isGuess(span) && !isVague(span) && !isInside(firm, span));
  const certain = mergeSpans([...firm, ...phones]);
  return mergeSpans([...certain, ...spans.filter((span) => isVague(span) && !isInside(certain, span))]);
};

/** Whether one of the sorted, disjoint spans covers all of this one. */
const isInside = (sorted: readonly Span[], span: Span): boolean => {
  let low = 0, high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle]?.start ?? 0) <= span.start) low = middle;
    else high = middle - 1;
  }
  const candidate = sorted[low];
  return candidate !== undefined && candidate.start <= span.start && candidate.end >= span.end;
};

const NAME_GAP = /^(?: |-|\. ?| (?:von|van|de|der|zu|von der|van der|van den|von den|de la|el|al|bin|ten) )$/;

/** "Anna" and "Müller" side by side are one name. */
const joinNames = (text: string, spans: readonly Span[]): Span[] => {
  const joined: Span[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    const isNext = last?.category === "name" && span.category === "name" && span.start - last.end <= 10 && NAME_GAP.test(text.slice(last.end, span.start));
    if (last && isNext) joined[joined.length - 1] = { ...last, end: span.end, confidence: Math.max(last.confidence, span.confidence) };
    else joined.push(span);
  }
  return joined;
};

const detectIn = (text: string, record: KnownPerson): Span[] => {
  const normalised = normalise(text);
  const scanned = scan(normalised.text, effortFor(text));
  const spans = settled(layers(scanned, known(record), record.birthDates));
  if (spans.length > MOST_SPANS) throw new Exhausted("more passages than a letter has");
  const joined = joinAddresses(scanned.text, joinNames(scanned.text, spans));
  return mergeSpans(joined.map((span) => ({ ...span, ...toOriginal(normalised, span.start, span.end) })));
};

/**
 * The passages of a text that hold personal data: sorted, disjoint, in UTF-16 offsets of the text as given. A text that
 * is too large, or costs more work than a letter does, is one span of category `special`.
 */
export const detect = (text: string, record: KnownPerson): Span[] => {
  if (text.length > LARGEST_TEXT) return wholeText(text, "unread");
  try {
    return detectIn(text, record);
  } catch (error) {
    if (error instanceof Exhausted) return wholeText(text, "unread");
    throw error;
  }
};

/** A text with everything detected in it, ready to be sealed. Prohibited data is purged before (`purgeProhibited`). */
export const envelopeOf = (text: string, record: KnownPerson): Envelope => ({
  v: 1, text, spans: detect(text, record), marks: [], detector: DETECTOR_VERSION, language: languageOf(text),
});
