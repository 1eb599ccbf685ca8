/** Check digits. A wrong one lowers the confidence of a span and never its mask: a slip in something private is still private. */

/** Luhn (ISO/IEC 7812-1, annex B). */
export const luhn = (digits: string): boolean => {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = digits.charCodeAt(digits.length - 1 - place) - 48;
    const value = place % 2 === 0 ? digit : digit * 2;
    sum += value > 9 ? value - 9 : value;
  }
  return digits.length > 0 && sum % 10 === 0;
};

/** Issuer ranges of the card schemes in use in Europe, by first digits and length. */
const RANGES = /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11,16}|35\d{14,17}|6(?:011|4[4-9]\d|5\d\d)\d{12,15}|62\d{14,17}|(?:50|5[6-9]|6[0-9])\d{11,17})$/;
export const isCardRange = (digits: string): boolean => RANGES.test(digits);

/** German tax identification number (§ 139b AO): eleven digits, ISO/IEC 7064 MOD 11,10, no leading zero. */
export const isTaxId = (digits: string): boolean => {
  if (!/^[1-9]\d{10}$/.test(digits)) return false;
  let product = 10;
  for (const digit of digits.slice(0, 10)) {
    const sum = (Number(digit) + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return (11 - product) % 10 === Number(digits[10]);
};

/** German social insurance number (§ 147 SGB VI, VKVV): area, day of birth, initial, serial, check digit. */
export const isSocialInsuranceNumber = (compact: string): boolean => {
  const [, digits = "", letter = "", rest = ""] = /^(\d{8})([A-Z])(\d{3})$/.exec(compact) ?? [];
  if (letter === "") return false;
  const all = digits + String(letter.charCodeAt(0) - 64).padStart(2, "0") + rest.slice(0, 2);
  const weights = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1];
  const sum = weights.reduce((total, weight, place) => {
    const product = Number(all[place]) * weight;
    return total + Math.floor(product / 10) + (product % 10);
  }, 0);
  return sum % 10 === Number(rest[2]);
};
