import type { Random } from "./random";

/**
 * Phone numbers that ring nowhere: the Bundesnetzagentur's numbers for media productions and Ofcom's numbers for drama.
 * Each prefix is followed by the named count of free digits.
 */
const DRAMA_LANDLINES_DE: Readonly<Record<string, readonly [string, number]>> = {
  Berlin: ["+49 30 23125", 3], Frankfurt: ["+49 69 90009", 3], Hamburg: ["+49 40 66969", 3],
  Köln: ["+49 221 4710", 3], München: ["+49 89 99998", 3],
};
const DRAMA_MOBILES_DE: readonly (readonly [string, number])[] = [["+49 171 39200", 2], ["+49 176 040690", 2]];
// Ofcom's mobile range (07700 900xxx) is left out: libphonenumber calls it possible, but not valid.
const DRAMA_UK: readonly [string, number] = ["+44 20 7946 0", 3];

const dial = (random: Random, [prefix, free]: readonly [string, number]) => prefix + random.digits(free);

/** Landline of the town where a range exists, else of any town; some customers write the national form. */
export const landlineDe = (random: Random, town?: string): string =>
  dial(random, (town && DRAMA_LANDLINES_DE[town]) || random.pick(Object.values(DRAMA_LANDLINES_DE)));
export const mobileDe = (random: Random): string => dial(random, random.pick(DRAMA_MOBILES_DE));
export const phoneUk = (random: Random): string => dial(random, DRAMA_UK);

/** "+49 30 23125123" as people write it at home: "030 23125123". */
export const nationalForm = (phone: string): string => phone.replace(/^\+4[49] /, "0");

const BANK_PART: Readonly<Record<string, (random: Random) => string>> = {
  // No German bank code begins with 9; 99999 and XXXX are allotted to no Austrian, Swiss or British bank.
  DE: (random) => "9900" + random.digits(4) + random.digits(10),
  AT: (random) => "99999" + random.digits(11),
  CH: (random) => "99999" + random.digits(12),
  GB: (random) => "XXXX990000" + random.digits(8),
};

/** A well-formed IBAN (ISO 13616 check digits) of a bank that does not exist, or undefined for other countries. */
export const fictitiousIban = (random: Random, country: string): string | undefined => {
  const bank = BANK_PART[country]?.(random);
  if (!bank) return undefined;
  const numeric = `${bank}${country}00`.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return country + String(98n - (BigInt(numeric) % 97n)).padStart(2, "0") + bank;
};

/** "DE12 3456 …": groups of four, as on a statement. */
export const groupedIban = (iban: string): string => iban.replace(/(.{4})(?=.)/g, "$1 ");

const UMLAUTS: Readonly<Record<string, string>> = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };

/** Lower-case letters, digits and single hyphens, for mail addresses and file names. */
export const slug = (text: string): string =>
  text.toLowerCase().replace(/[äöüß]/g, (letter) => UMLAUTS[letter] ?? letter)
    .normalize("NFD").replace(/[^a-z0-9]+/g, (gap) => (/^[\u0300-\u036f'’]+$/.test(gap) ? "" : "-")).replace(/^-|-$/g, "");
