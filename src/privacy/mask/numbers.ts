import { BULLETS, charactersOf, digitsOf, foldDigits, tail } from "./characters";

const ending = (shown: string | null): string | null => (shown === null ? null : `${BULLETS} ${shown}`);

/** The last `count` letters and digits of an identifier of at least `least`. */
export const identifierEnding = (count: number, least: number) => (value: string): string | null =>
  ending(tail(charactersOf(value), count, least));

/** An order or invoice number ends in four characters; order lines and amounts have no safe part. */
export const orderEnding = (value: string): string | null =>
  /^\S{1,40}$/u.test(value.trim()) && /[0-9]/.test(digitsOf(value)) ? identifierEnding(4, 6)(value) : null;

const IBAN_SHAPE = /^[A-Z]{2}[0-9]{2}[A-Z0-9]{8,40}$/;
const ibanCharacters = (value: string): string | null => {
  const compact = foldDigits(value).toUpperCase().replace(/[\s.-]/gu, "");
  return IBAN_SHAPE.test(compact) ? compact : null;
};

/** Last characters of an IBAN, valid or not; of another account only digits, for letters may be a holder's name. */
export const accountEnding = (count: number) => (value: string): string | null =>
  ending(tail(ibanCharacters(value) ?? digitsOf(value), count, 8));

/** "DE •• •• 1234": country and last four of an IBAN. */
export const ibanOutline = (value: string): string | null => {
  const iban = ibanCharacters(value);
  return iban === null ? accountEnding(4)(value) : `${iban.slice(0, 2)} •• •• ${iban.slice(-4)}`;
};

/** Luhn's check digit (ISO/IEC 7812-1, annex B). */
const luhn = (digits: string): boolean => {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
};

/**
 * "••• 1111". Beyond 16 digits a verification code may hang on the number and would be what is shown, so that
 * such a value needs a right check digit; groups of more than six digits are one number, not several.
 */
export const cardEnding = (value: string): string | null => {
  const groups = foldDigits(value).match(/[0-9]+/g) ?? [];
  const digits = groups.join("");
  const isOneNumber = groups.length === 1 || groups.every((group) => group.length <= 6);
  if (digits.length < 13 || digits.length > 19 || !isOneNumber) return null;
  return digits.length > 16 && !luhn(digits) ? null : ending(digits.slice(-4));
};
