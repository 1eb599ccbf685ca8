/**
 * What each UTF-16 code unit is, and what detectors read in its place. Built once, when the module is loaded:
 * asking a Unicode-aware regular expression for each character of a mail would cost more than all detectors.
 */

export const KEEP = 0, DROP = 1, REPLACE = 2, MARK = 3, SURROGATE = 4;

/** How the normaliser treats a unit. */
export const treatment = new Uint8Array(0x10000);
/** What stands for a unit that is replaced. */
export const replacement = new Uint16Array(0x10000);
const letter = new Uint8Array(0x10000);

export const isLetter = (code: number): boolean => letter[code] === 1;
export const isDigit = (code: number): boolean => code >= 48 && code <= 57;

const INVISIBLE = /[\u00AD\u034F\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFE00-\uFE0F\uFEFF]/;
const LINE_END = /[\v\f\u0085\u2028\u2029]/;
const DASH = /[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/;
const QUOTE = /[\u2018\u2019\u02BC\u00B4`\uFF07]/;
const DIGIT = /\p{Nd}/u;

/** The value of a digit that has no compatibility form: scripts start their digits at a code that ends in 0 or 6. */
const digitCode = (code: number): number => {
  const low = code & 15;
  return 48 + Math.min(9, Math.max(0, DIGIT.test(String.fromCharCode(code - low)) ? low : low - 6));
};

const replacementFor = (code: number, unit: string): number => {
  if (unit === "\t" || unit === "\r") return 32;
  if (LINE_END.test(unit)) return 10;
  if (DASH.test(unit)) return 45;
  if (QUOTE.test(unit)) return 39;
  if (code < 0x80) return code;
  const folded = unit.normalize("NFKC");
  if (folded.length === 1 && folded !== unit) return folded.charCodeAt(0);
  return DIGIT.test(unit) ? digitCode(code) : code;
};

for (let code = 0; code < 0x10000; code++) {
  if (code >= 0xd800 && code <= 0xdfff) { treatment[code] = SURROGATE; continue; }
  const unit = String.fromCharCode(code);
  letter[code] = /[\p{L}\p{M}]/u.test(unit) ? 1 : 0;
  const stand = replacementFor(code, unit);
  replacement[code] = stand;
  treatment[code] =
    code >= 0x300 && code <= 0x36f && code !== 0x34f ? MARK :
    INVISIBLE.test(unit) ? DROP :
    stand !== code ? REPLACE : KEEP;
}
