/**
 * Tells what somebody wrote just now from what their mail program repeated below it (German and English clients).
 * Every line lands in exactly one of the two texts, in its order; where nothing new would remain, everything counts as
 * new, because a passage that is shown twice costs less than one that nobody reads.
 */

/** The lines that this program puts on top of its own mails. Everything from there on was sent before. */
export const REPLY_MARKERS = {
  de: "## Bitte antworten Sie oberhalb dieser Zeile ##",
  en: "## Please reply above this line ##",
} as const;

const MARKERS = Object.values(REPLY_MARKERS).map((marker) => marker.toLowerCase());
const ORIGINAL = /^[-_]{2,} ?(ursprüngliche (nachricht|e-?mail)|originalnachricht|weitergeleitete nachricht|original message|original appointment|forwarded message) ?[-_]{2,}$/i;
const FROM_LINE = /^[*_]{0,2}(von|from):/i;
const BLOCK_LINE = /^[*_]{0,2}(gesendet|datum|sent|date|an|to|cc|betreff|subject|antwort an|reply-to|importance|priorität):/i;
const ATTRIBUTION_START = /^(am|on|le|el|den)\b/i;
const ATTRIBUTION_END = /\b(schrieb|schrieben|wrote|hat geschrieben)\b.{0,200}:$/i;
/** An address in brackets or a time of day: a sentence like "Am Montag schrieb ich Ihnen:" has neither. */
const ATTRIBUTION_PROOF = /<[^<>\s]{1,320}@[^<>\s]{1,320}>|\b\d{1,2}[:.]\d{2}\b/;
/** The line that Outlook draws above its block. */
const RULE = /^[_-]{8,}$/;
const MAX_LOOK = 500;
const MAX_ATTRIBUTION_LINES = 3;

/** Splits a plain text body. Linear in its length; lines are compared by their first 500 characters. */
export const splitQuoted = (text: string): { fresh: string; quoted: string } => {
  const lines = text.split("\n");
  const looks = lines.map((line) => line.slice(0, MAX_LOOK).trim());
  const quoted = new Array<boolean>(lines.length).fill(false);
  for (let at = 0; at < lines.length;) {
    if (startsTail(looks, at)) { quoted.fill(true, at > 0 && RULE.test(looks[at - 1]!) ? at - 1 : at); break; }
    const attribution = attributionAt(looks, at);
    if (attribution > 0 && (followedByMarks(looks, at + attribution) || provenTail(looks, at, attribution))) {
      quoted.fill(true, at, at + attribution);
      at += attribution;
      if (!followedByMarks(looks, at)) { quoted.fill(true, at); break; }
      continue;
    }
    if (isMarked(looks[at]!)) quoted[at] = true;
    at += 1;
  }
  adoptBlankLines(looks, quoted);
  const fresh = lines.filter((_, index) => !quoted[index]).join("\n");
  return fresh.trim() === "" ? { fresh: text, quoted: "" } : { fresh, quoted: lines.filter((_, index) => quoted[index]).join("\n") };
};

const isMarked = (look: string): boolean => look.startsWith(">");

/** From here to the end everything was sent before. */
const startsTail = (looks: string[], at: number): boolean => {
  const look = looks[at]!;
  if (isMarked(look)) return false;
  const lower = look.toLowerCase();
  if (MARKERS.some((marker) => lower.includes(marker)) || ORIGINAL.test(look)) return true;
  if (!FROM_LINE.test(look)) return false;
  const below = looks.slice(at + 1, at + 6);
  return below.filter((line) => BLOCK_LINE.test(line)).length >= 2;
};

/** How many lines the attribution that starts here takes ("Am … schrieb …:" may be wrapped); 0 where none starts. */
const attributionAt = (looks: string[], at: number): number => {
  if (!ATTRIBUTION_START.test(looks[at]!)) return 0;
  let joined = "";
  for (let count = 1; count <= MAX_ATTRIBUTION_LINES && at + count <= looks.length; count += 1) {
    const look = looks[at + count - 1]!;
    if (look === "" || isMarked(look)) return 0;
    joined = `${joined} ${look}`.trim();
    if (ATTRIBUTION_END.test(joined.slice(-MAX_LOOK))) return count;
  }
  return 0;
};

const followedByMarks = (looks: string[], from: number): boolean => {
  let at = from;
  while (at < looks.length && at < from + 4 && looks[at] === "") at += 1;
  return at < looks.length && isMarked(looks[at]!);
};

const provenTail = (looks: string[], at: number, count: number): boolean =>
  ATTRIBUTION_PROOF.test(looks.slice(at, at + count).join(" "));

/** Blank lines between quoted lines belong to the quotation. */
const adoptBlankLines = (looks: string[], quoted: boolean[]): void => {
  let lastQuoted = -1;
  for (let at = 0; at < looks.length; at += 1) {
    if (quoted[at]) {
      if (lastQuoted >= 0) quoted.fill(true, lastQuoted, at);
      lastQuoted = at;
    } else if (looks[at] !== "") lastQuoted = -1;
  }
};
