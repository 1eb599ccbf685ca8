/** Dates, numbers and durations in words, through Intl. Formatters are costly to make and stateless, so each is made once. */

export type Locale = "de" | "en";
export const LOCALES: readonly Locale[] = ["de", "en"];
export const TIME_ZONE = "Europe/Berlin";

/** English with day before month and a 24-hour clock: agents of both languages read the same screens aloud to one another. */
const TAG: Readonly<Record<Locale, string>> = { de: "de-DE", en: "en-GB" };

const DATE_STYLES = {
  date: { day: "2-digit", month: "2-digit", year: "numeric" },
  time: { hour: "2-digit", minute: "2-digit" },
  dateTime: { day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit" },
  day: { day: "numeric", month: "short" },
  month: { month: "long", year: "numeric" },
  long: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  full: { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;
export type DateStyle = keyof typeof DATE_STYLES;
export const isDateStyle = (name: unknown): name is DateStyle => typeof name === "string" && Object.hasOwn(DATE_STYLES, name);

const made = new Map<string, unknown>();
const once = <T>(key: string, make: () => T): T => {
  const known = made.get(key) as T | undefined;
  if (known !== undefined) return known;
  const fresh = make();
  made.set(key, fresh);
  return fresh;
};

/** A point in time as text. Throws a RangeError on an invalid date. */
export const formatDate = (date: Date, locale: Locale, style: DateStyle = "dateTime", timeZone: string = TIME_ZONE): string =>
  once(`date ${locale} ${style} ${timeZone}`, () => new Intl.DateTimeFormat(TAG[locale], { ...DATE_STYLES[style], timeZone })).format(date);

/** A number as text: `formatNumber(1234.5, "de")` is "1.234,5". */
export const formatNumber = (value: number | bigint, locale: Locale, options: Intl.NumberFormatOptions = {}): string =>
  once(`number ${locale} ${JSON.stringify(options)}`, () => new Intl.NumberFormat(TAG[locale], options)).format(value);

const STEPS: readonly (readonly [limit: number, unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  [60, "second", 1], [3600, "minute", 60], [86_400, "hour", 3600], [7 * 86_400, "day", 86_400],
  [30 * 86_400, "week", 7 * 86_400], [365 * 86_400, "month", 30 * 86_400], [Infinity, "year", 365 * 86_400],
];

/** The distance of `date` from `now` in its largest whole unit: "vor 2 Std.", "in 3 days", "now" within a minute. */
export const formatRelative = (date: Date, now: Date, locale: Locale): string => {
  const seconds = (date.getTime() - now.getTime()) / 1000;
  const size = Math.abs(seconds);
  const format = once(`relative ${locale}`, () => new Intl.RelativeTimeFormat(TAG[locale], { numeric: "auto", style: "short" }));
  if (size < 60) return format.format(0, "second");
  const [, unit, length] = STEPS.find(([limit]) => size < limit) ?? STEPS[STEPS.length - 1]!;
  return format.format(Math.sign(seconds) * Math.floor(size / length), unit);
};

/** A length of time in its two largest units: 135 is "2 Std. 15 Min." or "2h 15m" in words of the locale. Never negative. */
export const formatDuration = (minutes: number, locale: Locale): string => {
  const whole = Math.max(0, Math.round(minutes));
  const parts: [number, string][] = [[Math.floor(whole / 1440), "day"], [Math.floor((whole % 1440) / 60), "hour"], [whole % 60, "minute"]];
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return formatNumber(0, locale, { style: "unit", unit: "minute", unitDisplay: "short" });
  return parts.slice(first, first + 2).filter(([count]) => count > 0)
    .map(([count, unit]) => formatNumber(count, locale, { style: "unit", unit, unitDisplay: "short" })).join(" ");
};
