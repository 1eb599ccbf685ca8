import { fold } from "./fold";

/** Month names as people write them in German and English, by their first three folded letters. */
const MONTHS: Readonly<Record<string, number>> = {
  jan: 1, jae: 1, feb: 2, mar: 3, mae: 3, mrz: 3, apr: 4, mai: 5, may: 5, jun: 6, jul: 7,
  aug: 8, sep: 9, okt: 10, oct: 10, nov: 11, dez: 12, dec: 12,
};
type Parts = [year: string | undefined, month: string | number | undefined, day: string | undefined];

const parts = (text: string): Parts | null => {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ].*)?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (iso) return [iso[1], iso[2], iso[3]];
  const numeric = /^(\d{1,2}) ?[./-] ?(\d{1,2}) ?[./-] ?(\d{4})$/.exec(text);
  if (numeric) return [numeric[3], numeric[2], numeric[1]];
  const dayFirst = /^(\d{1,2})(?:\.|st|nd|rd|th)? ?([a-z]{3})[a-z]*\.?,? ?(\d{4})$/.exec(text);
  if (dayFirst) return [dayFirst[3], MONTHS[dayFirst[2] ?? ""], dayFirst[1]];
  const monthFirst = /^([a-z]{3})[a-z]*\.? ?(\d{1,2})(?:st|nd|rd|th)?,? ?(\d{4})$/.exec(text);
  return monthFirst && [monthFirst[3], MONTHS[monthFirst[1] ?? ""], monthFirst[2]];
};

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/**
 * A date of birth as YYYY-MM-DD; "" when it is none. Day before month, as written in Germany, Austria and Switzerland. A year of two
 * digits is refused: whether "05" is 1905 or 2005 is a guess, and a wrong guess would find the wrong person.
 */
export const isoDate = (value: string): string => {
  const [year, month, day] = (parts(fold(value).replace(/\s+/g, " ").trim()) ?? []).map(Number);
  if (!year || !month || !day || year < 1800 || month > 12 || day > daysIn(year, month)) return "";
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
};
