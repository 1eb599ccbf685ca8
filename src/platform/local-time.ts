/** Calendar days of a place, as text "2026-03-29", and the instants at which they begin. Pure: the zone is always said. */

const formats = new Map<string, Intl.DateTimeFormat>();
const partsIn = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone);
  if (known) return known;
  const fresh = new Intl.DateTimeFormat("en-CA", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" });
  formats.set(zone, fresh);
  return fresh;
};

const read = (at: Date, zone: string): Record<string, string> => Object.fromEntries(partsIn(zone).formatToParts(at).map(({ type, value }) => [type, value]));

/** The calendar day of an instant. Throws a RangeError for a zone that nobody knows. */
export const localDay = (at: Date, zone: string): string => {
  const { year, month, day } = read(at, zone);
  return `${year!.padStart(4, "0")}-${month}-${day}`;
};

const midnightUtc = (day: string): number => Date.parse(`${day}T00:00:00Z`);
/** Milliseconds by which the clocks of the zone are ahead of UTC at that instant. */
const offsetAt = (at: number, zone: string): number => {
  const { year, month, day, hour, minute, second } = read(new Date(at), zone);
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)) - Math.floor(at / 1000) * 1000;
};

const DAY = 86_400_000;

/** A day that is in the calendar: 2024-02-29 is, 2026-02-29 is not. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(midnightUtc(text)) && new Date(midnightUtc(text)).toISOString().slice(0, 10) === text;

export const isZone = (zone: string): boolean => { try { return Boolean(partsIn(zone)); } catch { return false; } };

/**
 * The first instant of a day. Where clocks skip midnight that is the moment of the jump; where midnight comes twice, the first.
 * Throws a RangeError for what is no day.
 */
export const startOfDay = (day: string, zone: string): Date => {
  if (!isDay(day)) throw new RangeError("No such day.");
  const wall = midnightUtc(day);
  const candidates = [wall - DAY, wall, wall + DAY].map((near) => wall - offsetAt(near, zone)).filter((at) => localDay(new Date(at), zone) === day);
  return new Date(Math.min(...candidates));
};

/** 24:00 of a day, which is the first instant of the next one. */
export const endOfDay = (day: string, zone: string): Date => startOfDay(addDays(day, 1), zone);

export const addDays = (day: string, days: number): string => new Date(midnightUtc(day) + days * DAY).toISOString().slice(0, 10);

/** The same-numbered day of a later month, or the last day of that month where it has none (Regulation 1182/71). */
export const addMonths = (day: string, months: number): string => {
  const [year, month, number] = day.split("-").map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  return new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(number, last.getUTCDate()))).toISOString().slice(0, 10);
};

/** Days from one day to another; negative where the second is the earlier. */
export const daysBetween = (from: string, to: string): number => Math.round((midnightUtc(to) - midnightUtc(from)) / DAY);
