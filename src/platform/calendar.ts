import { TIME_ZONE } from "./i18n";

/** A day as people write it into a form: "2026-11-26". Days are those of the company's time zone. */
export type Day = string;

/** The moment a day begins. */
export const startOfDay = (day: Day, timeZone: string = TIME_ZONE): Date => {
  const utc = new Date(`${day}T00:00:00Z`);
  const shown = new Date(`${utc.toLocaleString("sv-SE", { timeZone }).replace(" ", "T")}Z`);
  return new Date(2 * utc.getTime() - shown.getTime());
};

/** The day that a moment lies in. */
export const dayOf = (moment: Date, timeZone: string = TIME_ZONE): Day => moment.toLocaleDateString("sv-SE", { timeZone });

export const addDays = (day: Day, days: number): Day => new Date(new Date(`${day}T00:00:00Z`).getTime() + days * 86_400_000).toISOString().slice(0, 10);

/** The same day of a later month, or its last one where it has no such day (Art. 3 of Regulation 1182/71). */
export const addMonths = (day: Day, months: number): Day => {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
};
