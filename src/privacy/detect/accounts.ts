import { countrySpecs, isValidBIC, isValidIBAN } from "ibantools";
import { isDigit } from "./characters";
import { lineAfter, lineBefore, type Scan } from "./scan";
import type { Span } from "./span";

const OPENING = /(?<![\p{L}\d])[A-Z]{2}[ .-]?\d{2}(?=[ .-]{0,2}[A-Z0-9])/giu;
const GROUP = /[ .\-/]{0,2}([A-Z0-9]{1,30})(?![\p{L}])/iuy;
/** Slips of two characters more or less are still an account. */
const SLIP = 2;

const lengthOf = (country: string): number => (countrySpecs as Readonly<Record<string, { chars: number | null } | undefined>>)[country]?.chars ?? 0;

/** Reads groups behind country and check digits until the length of the country's IBAN is reached. */
const readGroups = (text: string, from: number, length: number): { end: number; compact: string } => {
  let end = from, compact = "";
  while (compact.length < length) {
    GROUP.lastIndex = end;
    const [whole, group] = GROUP.exec(text) ?? [];
    if (whole === undefined || group === undefined || compact.length + group.length > length + SLIP) break;
    if (!/\d/.test(group) && !(whole.length === group.length || /^[A-Z]{4}$/.test(group))) break;
    end += whole.length;
    compact += group;
  }
  return { end, compact };
};

const ibanAt = (text: string, match: RegExpExecArray): Span | null => {
  const head = match[0].replace(/[ .-]/g, "").toUpperCase();
  const length = lengthOf(head.slice(0, 2));
  if (length === 0) return null;
  const { end, compact } = readGroups(text, match.index + match[0].length, length - 4);
  const digits = compact.replace(/\D/g, "").length;
  if (compact.length < length - 4 - SLIP || digits * 2 < compact.length) return null;
  const confidence = isValidIBAN(head + compact.toUpperCase()) ? 1 : 0.7;
  return { start: match.index, end, category: "bankDetails", source: "structure", confidence, kind: "iban" };
};

/** IBANs with any grouping; a wrong check digit is masked all the same. */
export const ibans = ({ text }: Scan): Span[] => {
  const found: Span[] = [];
  OPENING.lastIndex = 0;
  for (let match = OPENING.exec(text); match; match = OPENING.exec(text)) {
    const span = ibanAt(text, match);
    if (span) { found.push(span); OPENING.lastIndex = span.end; }
  }
  return found;
};

const ACCOUNT_CUE = /(?:konto(?:nummer|nr)?|kto|blz|bankleitzahl|account (?:number|no)|acct|sort code|routing number)\.?[- ]?(?:nr\.?|no\.?|nummer)?[ :.#]{0,3}(?:is |ist |lautet )?$/i;
const BIC_CUE = /(?:bic|swift)(?:[ -]?code)?[ :/.]{0,3}(?:is |ist |lautet )?$/i;
const CODE = /^[A-Z0-9]{8}(?:[A-Z0-9]{3})?(?![\p{L}\d])/iu;

/** Account numbers, sort codes and BICs behind their cue. */
export const accounts = ({ text, words, effort }: Scan): Span[] => {
  const found: Span[] = [];
  for (const word of words) {
    if (!/^(?:konto|kto|blz|bankl|acc|sort|routing|bic|swift|lautet|ist|is|nummer|number|nr|no|code)/.test(word.lower)) continue;
    effort.spend(2);
    const gap = /^[ :.#/]{0,4}/.exec(text.slice(word.end, word.end + 4))?.[0].length ?? 0;
    const start = word.end + gap;
    const before = lineBefore(text, start, 40), after = lineAfter(text, start, 40);
    const bic = BIC_CUE.test(before) ? CODE.exec(after)?.[0] : undefined;
    const account = ACCOUNT_CUE.test(before) && isDigit(after.charCodeAt(0)) ? /^\d(?:[ -]?\d){3,19}/.exec(after)?.[0] : undefined;
    const value = bic ?? account;
    if (value === undefined) continue;
    const confidence = bic !== undefined && isValidBIC(bic.toUpperCase()) ? 1 : 0.8;
    found.push({ start, end: start + value.length, category: "bankDetails", source: "cue", confidence, kind: bic === undefined ? "account" : "bic" });
  }
  return found;
};
