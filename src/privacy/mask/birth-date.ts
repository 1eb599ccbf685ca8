import { foldDigits } from "./characters";

interface CalendarDay { year: number; month: number; day: number }

const MONTHS: readonly RegExp[] = [
  /^j[aä]n/, /^feb/, /^(mär|maer|mar|mrz)/, /^apr/, /^ma[iy]/, /^jun/, /^jul/, /^aug/, /^sep/, /^o[kc]t/, /^nov/, /^de[zc]/,
];
const monthNamed = (word: string): number => MONTHS.findIndex((month) => month.test(word.toLowerCase())) + 1;

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:T.{0,40})?$/;
const NUMERIC = /^(\d{1,2})([./-]) ?(\d{1,2})\2 ?(\d{4})$/;
const DAY_FIRST = /^(\d{1,2})(?:\.|st|nd|rd|th)? ?(?:of )?(\p{L}{3,10})\.?,? (\d{4})$/u;
const MONTH_FIRST = /^(\p{L}{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/u;

const day = (year: unknown, month: unknown, date: unknown): CalendarDay => ({ year: Number(year), month: Number(month), day: Number(date) });

/** Every calendar day the text can mean: "03/04/2008" is two of them, and none where it is not one whole date. */
const readings = (value: string): CalendarDay[] => {
  const text = foldDigits(value).normalize("NFC").trim().replace(/\s+/gu, " ");
  const iso = ISO.exec(text), numeric = NUMERIC.exec(text), named = DAY_FIRST.exec(text), american = MONTH_FIRST.exec(text);
  const found =
    iso ? [day(iso[1], iso[2], iso[3])] :
    numeric ? [day(numeric[4], numeric[3], numeric[1]), ...(numeric[2] === "/" ? [day(numeric[4], numeric[1], numeric[3])] : [])] :
    named ? [day(named[3], monthNamed(named[2] ?? ""), named[1])] :
    american ? [day(american[3], monthNamed(american[1] ?? ""), american[2])] : [];
  return found.filter((one) => one.month >= 1 && one.month <= 12 && one.day >= 1 && one.day <= 31);
};

/** Born in the last 130 years and not in the future. */
const isPlausible = (born: CalendarDay, now: Date): boolean => {
  const age = now.getUTCFullYear() - born.year;
  return age >= 0 && age <= 130;
};

/** A year of life is complete when its day begins (§ 188 (2) BGB with § 187 (2) BGB); the day is taken in UTC. */
const isAdult = (born: CalendarDay, now: Date): boolean => {
  const order = (one: CalendarDay): number => (one.year * 100 + one.month) * 100 + one.day;
  const today = { year: now.getUTCFullYear(), month: now.getUTCMonth() + 1, day: now.getUTCDate() };
  return order(today) >= order({ ...born, year: born.year + 18 });
};

/** The year of birth. */
export const birthYear = (value: string, now: Date): string | null => {
  const [born] = readings(value);
  return born !== undefined && isPlausible(born, now) ? String(born.year) : null;
};

/** "18+" or "<18"; nothing where two readings of the date disagree. */
export const ageFlag = (value: string, now: Date): string | null => {
  const born = readings(value);
  if (born.length === 0 || !born.every((one) => isPlausible(one, now))) return null;
  const adult = born.filter((one) => isAdult(one, now)).length;
  if (adult === born.length) return "18+";
  return adult === 0 ? "<18" : null;
};
