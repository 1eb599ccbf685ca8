import { nameFrom } from "./name-run";
import { wordAt, type Scan } from "./scan";
import type { Span } from "./span";
import { COMMON, NOUN, STOP, flagsOf } from "./words";

const cue = (start: number, end: number, confidence: number): Span => ({ start, end, category: "name", source: "cue", confidence, kind: "name" });

/** The name right behind `at`; with `small`, also one or two words in small letters. */
const nameAt = (scan: Scan, at: number, small: boolean): Span[] => {
  scan.effort.spend(2);
  const index = wordAt(scan.words, at);
  const word = scan.words[index];
  if (!word || word.start - at > 3 || scan.text.slice(at, word.start).includes("\n")) return [];
  const name = nameFrom(scan, index);
  if (name && name.start - at <= 12) return [cue(name.start, name.end, 0.9)];
  if (!small || (word.flags & (STOP | NOUN)) !== 0) return [];
  const next = scan.words[index + 1];
  const hasNext = next && next.start - word.end === 1 && scan.text[word.end] === " " && (next.flags & (STOP | NOUN | COMMON)) === 0;
  return [cue(word.start, hasNext ? next.end : word.end, 0.8)];
};

const SURE = /(?<!\p{L})(?:mein(?:e[rnm]?)? (?:vor- und |voller |vollständiger )?(?:nach|vor|familien)?name (?:ist|lautet)|ich hei(?:ß|ss)e|(?:i am|i'm|i) called|my (?:full |first |last )?name(?: is|'s)|name's|auf den namen|im namen von|in the name of|on behalf of|unter dem namen|under the name(?: of)?)[ :]{1,3}/giu;
const LIKELY = /(?<!\p{L})(?:ich bin(?: (?:der|die))?|hier (?:ist|spricht|schreibt)|(?:i am|i'm|this is|it's|speaking to|spoke (?:to|with)|talked (?:to|with)|gesprochen mit|telefonat mit|gespräch mit|z\. ?hd\.?|zu händen|c\/o|attn\.?:?|i\. ?a\.|i\. ?v\.|gez\.?|cc:)) (?=\p{Lu}\p{L}+)/giu;

/** "mein Name ist ...", "my name is ..."; "ich bin Anna Müller" only with two words or more, for "I am German" is no name. */
export const introductions = (scan: Scan): Span[] => {
  const sure = [...scan.text.matchAll(SURE)].flatMap((match) => nameAt(scan, match.index + match[0].length, true));
  const likely = [...scan.text.matchAll(LIKELY)].flatMap((match) => {
    const at = match.index + match[0].length;
    const isFirm = /(?:z\.|händen|c\/o|attn|i\. ?[av]|gez|cc:|mit|with|to|spricht)/i.test(match[0]);
    return nameAt(scan, at, false).filter((span) => isFirm || / |-/.test(scan.text.slice(span.start, span.end)));
  });
  return [...sure, ...likely];
};

const FIELD = /(?:^|\n|[,;|] ?)[>\s*-]{0,6}(?:vor- und nachname|vorname|nachname|familienname|geburtsname|name|kontoinhaber(?:in)?|karteninhaber(?:in)?|ansprechpartner(?:in)?|kunde|kundin|empfänger(?:in)?|besteller(?:in)?|absender(?:in)?|versicherungsnehmer(?:in)?|vertragspartner(?:in)?|patient(?:in)?|unterschrift|first name|last name|surname|given name|full name|account holder|card holder|cardholder|customer(?: name)?|recipient|contact(?: person)?|sender|signed|signature)\*? ?[:=] {0,4}/giu;

/** Form fields: "Vorname: Anna". */
export const fieldNames = (scan: Scan): Span[] =>
  [...scan.text.matchAll(FIELD)].flatMap((match) => nameAt(scan, match.index + match[0].length, true));

const HEADER = /(?<=^|\n)[>\s*]{0,6}(?:von|from|an|to|cc|kopie|bcc|absender|sender|reply-to|antwort an|gesendet von|sent by)\*?: {0,3}/gi;
const LONGEST_HEADER = 1000;

/** Quoted mail headers: every person on the line. */
export const headerLines = (scan: Scan): Span[] => {
  const found: Span[] = [];
  if (!scan.text.includes(":")) return found;
  for (const match of scan.text.matchAll(HEADER)) {
    scan.effort.spend(2);
    const start = match.index + match[0].length;
    const end = lineEnd(scan.text, start, LONGEST_HEADER);
    for (let index = wordAt(scan.words, start); index < scan.words.length && (scan.words[index]?.start ?? end) < end; index++) {
      const name = isInAddress(scan.text, scan.words[index]?.start ?? 0) ? null : nameFrom(scan, index);
      if (name === null || name.end > end) continue;
      found.push(cue(name.start, name.end, 0.9));
      index = name.last;
    }
  }
  return found;
};

const isInAddress = (text: string, at: number): boolean => /[@<._\w]/.test(text.charAt(at - 1));
const lineEnd = (text: string, from: number, most: number): number => {
  const end = text.indexOf("\n", from);
  return Math.min(end < 0 ? text.length : end, from + most);
};

const CLOSING = /(?<=^|\n|[.!?,] {1,2})[>\s]{0,6}(?:(?:mit )?(?:(?:ganz |sehr )?(?:freundlich|lieb|viel|best|herzlich|schön|sonnig|nett)(?:en?|em|er|ste[nm]?)?(?: und (?:herzlich|lieb|best)en?)?) (?:gr(?:u|ü)(?:ß|ss)(?:en?)?)|gr(?:u|ü)(?:ß|ss)e?|mfg|m\.f\.g\.|lg|vg|bg|hochachtungsvoll|herzlichst|(?:vielen|besten|herzlichen|lieben) dank(?: (?:im voraus|vorab))?|danke(?: (?:im voraus|vorab))?|(?:with )?(?:best|kind|warm|many|kindest|warmest)(?: (?:regards|wishes|thanks))?|regards|(?:yours )?(?:sincerely|faithfully|truly)(?: yours)?|cheers|thanks(?: (?:in advance|a lot|again))?|thank you(?: (?:in advance|very much))?|many thanks|all the best|respectfully|take care|greetings)(?![\p{L}])[ ,.!;-]{0,4}/giu;
const MOST_NAME_WORDS = 4;

/** A line that can be a signature: one to four words that look like a name, nothing else. */
const signature = (line: string): { offset: number; length: number } | null => {
  const text = line.replace(/^[>\s*_-]+/, "");
  const body = text.replace(/[\s,.;*_-]+$/, "");
  if (body.length < 2 || body.length > 60 || /[\d@:?!]/.test(body)) return null;
  const words = body.split(/[\s.,]+/).filter((word) => word !== "");
  const isName = words.length >= 1 && words.length <= MOST_NAME_WORDS + 1 && words.every((word) => /^[\p{L}'()-]+$/u.test(word) && (flagsOf(word.toLowerCase()) & (STOP | NOUN)) === 0);
  const capitals = words.filter((word) => /^\(?\p{Lu}/u.test(word)).length;
  const isPlausible = words.length <= 2 || capitals * 2 >= words.length;
  return isName && isPlausible ? { offset: line.length - text.length, length: body.length } : null;
};

/** "lg max": behind a shortened closing one or two words in small letters are a name too. */
const isShortened = (closing: string, written: string): boolean =>
  /^[>\s]*(?:lg|vg|bg|mfg|gru(?:ß|ss)|grü(?:ß|ss)e)/i.test(closing.trim()) && written.trim().split(/\s+/).length <= 2;

/** Names in the line below a closing, and on the closing's own line ("LG Anna"). */
export const closings = (scan: Scan): Span[] => {
  const found: Span[] = [];
  for (const match of scan.text.matchAll(CLOSING)) {
    scan.effort.spend(3);
    let at = match.index + match[0].length;
    for (let line = 0, seen = 0; line < 5 && seen < 1 && at <= scan.text.length; line++) {
      const end = lineEnd(scan.text, at, 200);
      const written = scan.text.slice(at, end);
      if (written.trim() !== "" && !(line === 0 && /^(?:aus|from|und|von|and|an|to)\b/.test(written))) {
        seen++;
        const place = signature(written);
        const isOwnLine = line === 0;
        if (place && (!isOwnLine || /^[>\s*_-]*\p{Lu}/u.test(written) || isShortened(match[0], written))) found.push(cue(at + place.offset, at + place.offset + place.length, 0.85));
      }
      at = end + 1;
    }
  }
  return found;
};
