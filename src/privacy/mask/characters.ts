/** Reading characters out of hostile values: every mask counts and shows characters through here. */

/** Stands for "something is here". Always the same number of them, so that a mask never tells a length. */
export const BULLETS = "•••";

/** Longer than any value a partial mask is meant for; what is longer is not shown in part. */
export const LONGEST_VALUE = 500;

/** The value of a decimal digit of any script. Unicode starts the ten digits of a script at a code that ends in 0 or in 6. */
const digitValue = (digit: string): string => {
  const plain = digit.normalize("NFKC");
  if (/^[0-9]$/.test(plain)) return plain;
  const code = digit.codePointAt(0) ?? 0;
  const fromBlock = code & 15;
  const startsAtBlock = /\p{Nd}/u.test(String.fromCodePoint(code - fromBlock));
  return String(Math.max(0, Math.min(9, startsAtBlock ? fromBlock : fromBlock - 6)));
};

/** Decimal digits of any script (Arabic, Devanagari, full width) as ASCII digits; everything else as it was. */
export const foldDigits = (value: string): string => value.replace(/[^\P{Nd}0-9]/gu, digitValue);

/** The digits of a value, in order, as ASCII. */
export const digitsOf = (value: string): string => foldDigits(value).replace(/[^0-9]/g, "");

/** Letters and digits of a value, composed (NFC), without separators. */
export const charactersOf = (value: string): string[] => foldDigits(value).normalize("NFC").match(/[\p{L}\p{Nd}]/gu) ?? [];

/** The last `count` characters, or nothing where the whole is shorter than `least`: a short value shows too much of itself. */
export const tail = (characters: readonly string[] | string, count: number, least: number): string | null =>
  characters.length < least ? null : [...characters].slice(-count).join("");
