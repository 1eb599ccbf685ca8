import { isDigit } from "./characters";

/** Digits with separators between them, on one line: a phone number, a card, an amount, a date, or several of them. */
export interface Cluster {
  start: number;
  end: number;
}

/** A part of a cluster between spaces. */
export interface Chunk extends Cluster {
  text: string;
}

const SEPARATORS = new Set([..." .-/()_"].map((sign) => sign.charCodeAt(0)));
const COMMA = 44, PLUS = 43, OPEN = 40;
const MOST_SEPARATORS = 3;

/** The next digit after separators, or -1. A comma joins only where digits touch it ("1.234,56"). */
const nextDigit = (text: string, from: number): number => {
  if (text.charCodeAt(from) === COMMA) return isDigit(text.charCodeAt(from + 1)) ? from + 1 : -1;
  let at = from;
  while (at - from < MOST_SEPARATORS && SEPARATORS.has(text.charCodeAt(at))) at++;
  return at > from && isDigit(text.charCodeAt(at)) ? at : -1;
};

const clusterEnd = (text: string, start: number): number => {
  let at = start;
  for (;;) {
    while (isDigit(text.charCodeAt(at))) at++;
    const next = nextDigit(text, at);
    if (next < 0) return at;
    at = next;
  }
};

/** A plus or an opening bracket in front belongs to the number. */
const clusterStart = (text: string, first: number): number => {
  let start = first;
  while (start > 0 && first - start < 2 && (text.charCodeAt(start - 1) === PLUS || text.charCodeAt(start - 1) === OPEN)) start--;
  return start;
};

/** All clusters of a text, in order; every character is read once. */
export const clusters = (text: string): Cluster[] => {
  const found: Cluster[] = [];
  for (let at = 0; at < text.length;) {
    if (!isDigit(text.charCodeAt(at))) { at++; continue; }
    const end = clusterEnd(text, at);
    found.push({ start: clusterStart(text, at), end });
    at = end;
  }
  return found;
};

const DECIMAL = /^[+(]?\d{1,3}(?:[.']\d{3})*,\d{1,2}-?$|^\d+,\d{1,4}$|^\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?$|^\d{1,4}\.\d{2}$|^\d{1,3}(?:[.']\d{3})+$/;
const DATE = /^\d{1,2}\.\d{1,2}\.(?:\d{2}|\d{4})?$|^\d{4}-\d{1,2}-\d{1,2}$|^\d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d{2})$/;
const UNIT_AFTER = /^ ?(?:€|\$|£|%|°|(?:eur|euro|usd|chf|gbp|dollars?|pounds?|cents?|km|kilometer|kilometres?|m|cm|mm|kg|g|gramm|ml|l|liter|kwh|wh|w|watt|mah|mb|gb|tb|kb|mbit|gbit|mhz|ghz|hz|dpi|px|pixel|lumen|stück|stk|st|pcs|pieces?|times|mal|x|uhr|h|min|minuten|minutes?|sek|seconds?|stunden|hours?|tage?n?|days?|wochen|weeks?|monate?n?|months?|jahre?n?|years?|schritte|seiten|pages|punkte|points|rpm|u\/min)(?![\p{L}\d]))/iu;
const UNIT_BEFORE = /(?:€|\$|£|\b(?:eur|euro|usd|chf|gbp|betrag|summe|preis|total|amount|price|sum|gesamt)(?: von| of|:)?) ?$/i;

/** Whether a unit or a currency follows at `at`. */
export const isQuantity = (text: string, at: number): boolean => UNIT_AFTER.test(text.slice(at, at + 14));

/** A sum or a quantity: grouped or decimal digits, or plain ones next to a currency or a unit. */
const isAmount = (text: string, chunk: Chunk): boolean => {
  if (/^\d{1,4}\.\d{2}$/.test(chunk.text) || /^\d+,\d{1,4}$/.test(chunk.text) || DECIMAL.test(chunk.text)) return true;
  if (!/^\d{1,12}(?:[.,]\d{1,4})?$/.test(chunk.text) || /^0\d/.test(chunk.text)) return false;
  if (/\p{L}/u.test(text.charAt(chunk.start - 1))) return false;
  return isQuantity(text, chunk.end) || UNIT_BEFORE.test(text.slice(Math.max(0, chunk.start - 14), chunk.start));
};

const chunksOf = (text: string, cluster: Cluster): Chunk[] => {
  const chunks: Chunk[] = [];
  for (const match of text.slice(cluster.start, cluster.end).matchAll(/[^ ]+/g)) {
    const start = cluster.start + match.index;
    chunks.push({ start, end: start + match[0].length, text: match[0] });
  }
  return chunks;
};

/** Clusters longer than this are not read, only masked. */
export const LONGEST_CLUSTER = 80;

/** The groups of neighbouring chunks that are left when dates and amounts are taken out. */
export const sequences = (text: string, cluster: Cluster): Chunk[][] => {
  const groups: Chunk[][] = [[]];
  for (const chunk of chunksOf(text, cluster)) {
    if (DATE.test(chunk.text) || isAmount(text, chunk)) groups.push([]);
    else groups.at(-1)?.push(chunk);
  }
  return groups.filter((group) => group.length > 0);
};
