import { isSocialInsuranceNumber } from "./check-digits";
import type { Scan } from "./scan";
import type { Span } from "./span";

const ALPHANUMERIC: readonly [RegExp, string][] = [
  [/(?<![\p{L}\d])\d{2}[ -]?\d{6}[ -]?[A-Z][ -]?\d{3}(?![\p{L}\d])/gu, "socialInsurance"],
  [/(?<![\p{L}\d])[A-Z]\d{9}(?![\p{L}\d])/gu, "healthInsurance"],
  [/(?<![\p{L}\d])[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![\p{L}\d])/gu, "nationalInsurance"],
  [/(?<![\p{L}\d])(?=[CFGHJKLMNPRTVWXYZ0-9]{0,8}\d)[CFGHJKL][CFGHJKLMNPRTVWXYZ0-9]{8}\d?(?:D|<<\d)?(?![\p{L}\d])/gu, "identityDocument"],
  [/(?<![\p{L}\d])[A-ZÄÖÜ]{1,3}-[A-ZÄÖÜ]{1,2}[ -]?\d{1,4}[EH]?(?![\p{L}\d-])/gu, "plate"],
];

const PLATE_CODE = /(?<!\p{L})(?:kfz-|auto)?(?:kennzeichen|(?:license|licence|number) plate)[ :]{1,2}(?:is |ist |lautet )?([A-ZÄÖÜ]{1,3}[ -]?[A-ZÄÖÜ0-9]{1,4}[ -]?[A-Z0-9]{1,4})(?![\p{L}\d])/giu;
const OFFICIAL_CODE = /(?:ausweis\p{L}{0,12}|reisepass\p{L}{0,9}|passport|id card|führerschein\p{L}{0,9}|licen[cs]e)(?:[ -](?:nr|no|number|nummer)\b\.?)?[ :.#]{0,3}(?:is |ist |lautet )?((?=[A-Z0-9]{0,14}\d)[A-Z0-9]{6,15})(?![\p{L}\d])/giu;

/** Official numbers with letters in them, and licence plates. */
export const officialNumbers = ({ text }: Scan): Span[] => {
  const found: Span[] = [];
  for (const [pattern, kind] of ALPHANUMERIC) {
    for (const match of text.matchAll(pattern)) {
      const isChecked = isSocialInsuranceNumber(match[0].replace(/[ -]/g, ""));
      found.push({ start: match.index, end: match.index + match[0].length, category: "officialId", source: "structure", confidence: isChecked ? 1 : 0.8, kind });
    }
  }
  for (const [pattern, kind] of [[OFFICIAL_CODE, "identityDocument"], [PLATE_CODE, "plate"]] as const) {
    for (const match of text.matchAll(pattern)) {
      const end = match.index + match[0].length;
      if (/\d/.test(match[1] ?? "")) found.push({ start: end - (match[1] ?? "").length, end, category: "officialId", source: "cue", confidence: 0.9, kind });
    }
  }
  return found;
};

const DIGIT_WORDS = "null|eins|zwei|zwo|drei|vier|fünf|fuenf|sechs|sieben|acht|neun|zero|oh|one|two|three|four|five|six|seven|eight|nine|double|doppel";
const SPELLED = new RegExp(`(?<!\\p{L})(?:${DIGIT_WORDS})(?:[ ,.\\-–]{0,3}(?:${DIGIT_WORDS})){4,30}(?!\\p{L})`, "giu");

/** "null eins sieben sechs ...": five digits and more in words are a number somebody dictated. */
export const spelledNumbers = ({ text }: Scan): Span[] =>
  [...text.matchAll(SPELLED)].map((match) => ({
    start: match.index, end: match.index + match[0].length, category: "phone" as const, source: "structure" as const, confidence: 0.8, kind: "spelled",
  }));
