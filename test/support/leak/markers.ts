import type { Category } from "../../../src/privacy";

/** A value that occurs nowhere else in the world, of the shape that its category has. */
export interface Shape {
  /** As it is stored or written. */
  readonly text: string;
  /** What gives it away: lower case, without separators between digits (finder.ts). */
  readonly needles: readonly string[];
}

let counter = 0;
const next = (): number => { counter += 1; return counter; };

const CONSONANTS = "bdfgklmnprstvz", VOWELS = "aeiou";
/** A word nobody uses: always eight letters, so that none is part of another. */
const word = (n: number): string => {
  const syllable = (value: number): string => CONSONANTS[value % 14]! + VOWELS[Math.floor(value / 14) % 5]!;
  return `zwq${syllable(n)}${syllable(Math.floor(n / 70) * 17 + n * 3)}${CONSONANTS[(n * 5) % 14]!}`;
};
const used = new Set<string>();
export const newWord = (): string => {
  for (;;) {
    const made = word(next());
    if (!used.has(made)) { used.add(made); return made; }
  }
};
const capital = (text: string): string => text[0]!.toUpperCase() + text.slice(1);

const of = (text: string, ...needles: string[]): Shape => ({ text, needles });

const iban = (n: number): Shape => {
  const account = String(7_310_000_000 + n * 104_729).padStart(10, "0");
  const rest = `50010517${account}`;
  const check = 98 - Number(BigInt(`${rest}131400`) % 97n);
  return of(`DE${String(check).padStart(2, "0")}${rest}`.replace(/(.{4})(?=.)/g, "$1 "), rest);
};

const luhnDigit = (digits: string): string => {
  const sum = [...digits].reverse().reduce((total, digit, place) => { const value = Number(digit) * (place % 2 === 0 ? 2 : 1); return total + (value > 9 ? value - 9 : value); }, 0);
  return String((10 - (sum % 10)) % 10);
};
const card = (n: number): Shape => {
  const body = `4929173${String(40_000_003 + n * 7919).padStart(8, "0")}`;
  const digits = body + luhnDigit(body);
  return of(digits.replace(/(.{4})(?=.)/g, "$1 "), digits);
};

/** A German tax number for persons: ten digits of which exactly one occurs twice, and a check digit after ISO 7064 MOD 11,10. */
const taxId = (n: number): Shape => {
  const digits = [..."2345678901"];
  for (let at = 9, rest = n * 2_654_435; at > 0; at -= 1) { const other = rest % (at + 1); rest = Math.floor(rest / (at + 1)); [digits[at], digits[other]] = [digits[other]!, digits[at]!]; }
  if (digits[0] === "0") [digits[0], digits[1]] = [digits[1]!, digits[0]!];
  digits[9] = digits[n % 9]!;
  const body = digits.join("");
  let product = 10;
  for (const digit of body) { const sum = (Number(digit) + product) % 10 || 10; product = (sum * 2) % 11; }
  return of(`${body}${(11 - product) % 10}`.replace(/^(\d{2})(\d{3})(\d{3})(\d{3})$/, "$1 $2 $3 $4"), body);
};

const birthDate = (n: number): Shape => {
  const day = new Date(Date.UTC(1921, 0, 1) + n * 17 * 86_400_000);
  const [year, month, date] = day.toISOString().slice(0, 10).split("-") as [string, string, string];
  return of(`${date}.${month}.${year}`, `${date}${month}${year}`, `${year}${month}${date}`, `${month}${date}${year}`);
};

/** The makers of values, by category. `special` is a whole sentence, of which one word is the marker. */
const SHAPES: Readonly<Record<Exclude<Category, "correspondence" | "attachment" | "recording">, () => Shape>> = {
  name: () => { const [given, family] = [newWord(), newWord()]; return of(`${capital(given)} ${capital(family)}`, given, family); },
  postalAddress: () => { const street = newWord(); return of(`${capital(street)}straße 7, 50667 Köln`, street); },
  email: () => { const local = newWord(); return of(`${local}@example.com`, local); },
  phone: () => { const digits = String(100 + next() % 900).padStart(3, "0"); return of(`+49 30 23125 ${digits}`, `3023125${digits}`); },
  customerNumber: () => { const digits = `74${String(next() * 311 + 1_000_000)}`; return of(`KD-${digits}`, digits); },
  orderData: () => { const digits = `81${String(next() * 313 + 2_000_000)}`; return of(`B-${digits}`, digits); },
  onlineIdentifier: () => { const n = next(); const ip = `198.51.${100 + n % 100}.${100 + (n * 7) % 150}`; return of(ip, ip); },
  birthDate: () => birthDate(next()),
  bankDetails: () => iban(next()),
  paymentCard: () => card(next()),
  officialId: () => taxId(next()),
  special: () => { const drug = newWord(); return of(`Ich leide an Diabetes und nehme deshalb ${capital(drug)}.`, drug); },
};

export const shapeOf = (category: keyof typeof SHAPES): Shape => SHAPES[category]();
export const wordShape = (): Shape => { const made = newWord(); return of(capital(made), made); };

export type Kind = "value" | "text" | "file" | "staffName" | "staffEmail" | "staffSecret" | "quarantined";
export interface Marker extends Shape {
  readonly key: string;
  readonly kind: Kind;
  readonly category: Category;
  readonly subject: string;
  /** The sealed place it is planted in. */
  readonly place: string;
  /** The ticket whose text or file it stands in; a value of a record has those of its person. */
  readonly ticket: string | null;
  /** Of a note for colleagues: never for the customer. */
  readonly internal?: boolean;
}
