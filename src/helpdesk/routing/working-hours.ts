import { z } from "zod";

export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Day = (typeof DAYS)[number];

const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/;
/** From and until as the wall clock of the zone says; "24:00" is the end of the day. A night is two spans. */
const Span = z.tuple([z.string().regex(TIME), z.string().regex(TIME)]).refine(([from, until]) => from < until);

const clocks = new Map<string, Intl.DateTimeFormat | null>();
/** The wall clock of a zone, made once; null where there is no such zone. */
const clockOf = (timeZone: string): Intl.DateTimeFormat | null => {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const made = clockIn(timeZone);
  if (made) clocks.set(timeZone, made);
  return made;
};
const clockIn = (timeZone: string): Intl.DateTimeFormat | null => {
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", weekday: "short", hourCycle: "h23" });
  } catch { return null; }
};
const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);

/** When a company's people work: spans of each weekday on the wall clock of its zone, and dates on which they do not. */
export const WorkingHours = z.object({
  timeZone: z.string().max(60).refine((zone) => clockOf(zone) !== null), days: z.partialRecord(z.enum(DAYS), z.array(Span).max(6)), holidays: z.array(z.string().refine(isDate)).max(400),
});
export type WorkingHours = z.infer<typeof WorkingHours>;

/** What the wall clock of a zone shows at a moment: exactly one time, also in the hour that comes twice. */
const wallClock = (timeZone: string, at: Date): { date: string; time: string; day: Day } => {
  const parts = Object.fromEntries(clockOf(timeZone)!.formatToParts(at).map(({ type, value }) => [type, value])) as Record<string, string>;
  return { date: `${parts.year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}`, day: parts.weekday!.toLowerCase().slice(0, 3) as Day };
};

/** Whether people work at this moment. A day without spans is free; hours that nobody understands are none. */
export const worksAt = (hours: unknown, at: Date): boolean => {
  const known = WorkingHours.safeParse(hours);
  if (!known.success) return false;
  const { date, time, day } = wallClock(known.data.timeZone, at);
  return !known.data.holidays.includes(date) && (known.data.days[day] ?? []).some(([from, until]) => from <= time && time < until);
};

/** "08:00-12:00, 13:00-17:00" as spans; null where it is none, or where two overlap. */
export const spansOf = (text: string): [string, string][] | null => {
  const spans = text.split(",").map((part) => part.trim()).filter(Boolean).map((part) => part.split(/\s*[-–]\s*/u) as [string, string]);
  const sorted = [...spans].sort((a, b) => (a[0] < b[0] ? -1 : 1));
  const whole = z.array(Span).max(6).safeParse(sorted).success && sorted.every(([from], index) => index === 0 || sorted[index - 1]![1] <= from);
  return whole ? sorted : null;
};
