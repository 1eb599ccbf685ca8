import { parsePhoneNumberFromString } from "libphonenumber-js";
import type { Category } from "../categories";
import { isCardRange, isTaxId, luhn } from "./check-digits";
import { clusters, LONGEST_CLUSTER, sequences, type Chunk, type Cluster } from "./digits";
import type { Known } from "./known-person";
import { lineBefore, type Scan } from "./scan";
import type { Source, Span } from "./span";

interface Verdict { category: Category; kind: string; confidence: number; source?: Source }

const PHONE_CUE = /(?:tel|telefon|telefonnummer|fon|phone|mobil|mobile|mobilnummer|handy|handynummer|fax|faxnummer|cell|call(?: me)?(?: back)?(?: on| at)?|ruf\p{L}{0,3}|rückruf\p{L}{0,8}|anruf\p{L}{0,3}|erreich\p{L}{0,5}|durchwahl|whatsapp|dial|sms|nr\. unter)[^\d\n]{0,24}$/iu;
const TAX_CUE = /(?:steuer[- ]?(?:id|nr|nummer|ident\p{L}*)|id-?nr|idnr|tax[- ]?(?:id|no|number)|tin|finanzamt|st\.?-?nr|ust-?id\p{L}*(?:-nr)?|vat(?: no| id| number)?)[^\d\n]{0,24}$/iu;
const OFFICIAL_CUE = /(?:sozialversicherung\p{L}*|rentenversicherung\p{L}*|sv-?n(?:umme)?r|versichertennummer|krankenversicherten\p{L}*|svnr|ahv\p{L}*|social (?:security|insurance)(?: number| no)?|national insurance(?: number| no)?|ssn|ni ?number|ausweis\p{L}*|reisepass\p{L}*|passport(?: number| no)?|führerschein\p{L}*|driv\p{L}+ licen[cs]e(?: number| no)?|id card(?: number| no)?|aufenthaltstitel\p{L}*)[^\d\n]{0,24}$/iu;
const CARD_CUE = /(?:karte\p{L}*|card|visa|mastercard|amex|american express|maestro|kk-?nr)[^\d\n]{0,24}$/iu;

const PHONE_SHAPE = /^(?:\+|00|\(\+|\(0|0[1-9])/;
const CARD_GROUPS = /^\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4}$|^\d{4}[ -]\d{6}[ -]\d{5}$/;
const AMERICAN = /^\(?[2-9]\d{2}\)?[ .-]{1,2}[2-9]\d{2}[ .-]\d{4}$/;
/** At this many digits grouping does not matter any more: nobody writes eight digits about nothing. */
const MANY_DIGITS = 8;

const byCue = (before: string, digits: string): Verdict | null => {
  const has = (cue: RegExp, least: number): boolean => digits.length >= least && cue.test(before);
  if (has(CARD_CUE, 13)) return { category: "paymentCard", kind: "card", confidence: 0.7 };
  if (has(OFFICIAL_CUE, 6)) return { category: "officialId", kind: "officialNumber", confidence: 0.9 };
  if (has(TAX_CUE, 8)) return { category: "officialId", kind: "taxNumber", confidence: 0.9 };
  if (has(PHONE_CUE, 5) && digits.length <= 15) return { category: "phone", kind: "phone", confidence: 0.9 };
  return null;
};

const byChecksum = (written: string, digits: string): Verdict | null => {
  const looksLikeCard = digits.length >= 13 && digits.length <= 19 && !PHONE_SHAPE.test(written);
  if (looksLikeCard && luhn(digits) && isCardRange(digits)) return { category: "paymentCard", kind: "card", confidence: 1 };
  if (CARD_GROUPS.test(written)) return { category: "paymentCard", kind: "card", confidence: 0.7 };
  if (/^756\D?\d{4}\D?\d{4}\D?\d{2}$/.test(written)) return { category: "officialId", kind: "socialInsurance", confidence: 0.95 };
  if (isTaxId(digits) && !written.startsWith("+")) return { category: "officialId", kind: "taxId", confidence: 0.8 };
  return null;
};

const isInternational = (written: string, digits: string, { effort }: Scan): boolean => {
  if (digits.length < 7 || digits.length > 15 || !/[ .()/-]/.test(written)) return false;
  effort.spend(40);
  return (["DE", "AT", "GB"] as const).some((country) => parsePhoneNumberFromString(written, country)?.isValid() === true);
};

const byShape = (written: string, digits: string, scan: Scan): Verdict | null => {
  const isPhone = PHONE_SHAPE.test(written) && digits.length >= 6 && digits.length <= 17;
  if (isPhone) return { category: "phone", kind: "phone", confidence: 0.9 };
  if (AMERICAN.test(written) || isInternational(written, digits, scan)) return { category: "phone", kind: "phone", confidence: 0.8 };
  return null;
};

const WEAK: Verdict = { category: "customerNumber", kind: "number", confidence: 0.5 };

const isLong = (group: readonly Chunk[]): boolean =>
  group.some((chunk) => /\d{5}/.test(chunk.text)) ||
  (group.every((chunk) => chunk.text.length > 1) && group.map((chunk) => chunk.text).join("").replace(/\D/g, "").length >= MANY_DIGITS && !group.every(isYear));
const isYear = (chunk: Chunk): boolean => /^(?:19|20)\d\d(?:[-/](?:19|20)?\d\d)?$/.test(chunk.text);

const judge = (scan: Scan, known: Known, group: readonly Chunk[]): (Verdict & Cluster) | null => {
  const start = group[0]?.start ?? 0, end = group.at(-1)?.end ?? 0;
  const written = scan.text.slice(start, end);
  const digits = written.replace(/\D/g, "");
  scan.effort.spend(1);
  const recorded = known.number(digits);
  if (recorded !== null) return { start, end, category: recorded, kind: "known", confidence: 1, source: "record" };
  if (digits.length < 5) return null;
  const verdict = byCue(lineBefore(scan.text, start, 48), digits) ?? byChecksum(written, digits) ?? byShape(written, digits, scan) ?? (isLong(group) ? WEAK : null);
  return verdict === null ? null : { start, end, ...verdict };
};

/** Letters, digits and hyphens that touch a number belong to it ("AB-2024-10023", "12345x"). */
const withNeighbours = (text: string, span: Cluster): Cluster => {
  let { start, end } = span;
  const belongs = (at: number): boolean => /[\p{L}\d_-]/u.test(text.charAt(at));
  while (start > 0 && span.start - start < 24 && belongs(start - 1)) start--;
  while (end < text.length && end - span.end < 24 && belongs(end)) end++;
  return { start, end };
};

/** Phones, cards, tax and insurance numbers and every other number of five digits and more that is not an amount. */
export const numbers = (scan: Scan, known: Known): Span[] => {
  const found: Span[] = [];
  for (const cluster of clusters(scan.text)) {
    const isTooLong = cluster.end - cluster.start > LONGEST_CLUSTER;
    const verdicts = isTooLong ? [{ ...cluster, ...WEAK }] : sequences(scan.text, cluster).map((group) => judge(scan, known, group));
    for (const verdict of verdicts) {
      if (verdict === null) continue;
      const place = verdict.kind === "number" ? withNeighbours(scan.text, verdict) : verdict;
      found.push({ source: "structure", ...verdict, ...place });
    }
  }
  return found;
};
