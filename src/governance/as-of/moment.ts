import { TIME_ZONE } from "../../platform/i18n";

/** A moment as somebody says it: local time of the house, or with an offset of its own. */
export type Moment = { readonly kind: "one"; readonly at: Date } | { readonly kind: "twice"; readonly first: Date; readonly second: Date } | { readonly kind: "never" } | { readonly kind: "unreadable" };

const LOCAL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/;
const wall = new Intl.DateTimeFormat("en-CA", { timeZone: TIME_ZONE, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/** What the clock on the wall shows, as if it were UTC. */
const wallTime = (at: Date): number => {
  const parts = Object.fromEntries(wall.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(parts["year"]!, parts["month"]! - 1, parts["day"], parts["hour"], parts["minute"], parts["second"]);
};

/** "2026-05-03T14:00" as the wall shows it, for a form's field. */
export const localText = (at: Date): string => new Date(wallTime(at)).toISOString().slice(0, 16);

/**
 * Reads a moment. When the clocks go forward an hour is never on the wall, when they go back one is there twice: both are
 * said, nothing is guessed. An offset names one moment whatever the wall shows.
 */
export const readMoment = (text: string): Moment => {
  const [, year, month, day, hour, minute, second = "00", offset] = LOCAL.exec(text) ?? [];
  const named = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const said = new Date(`${named}Z`);
  if (!year || Number.isNaN(said.getTime()) || said.toISOString().slice(0, 19) !== named) return { kind: "unreadable" };
  if (offset) {
    const at = new Date(`${named}${offset}`);
    return Number.isNaN(at.getTime()) ? { kind: "unreadable" } : { kind: "one", at };
  }
  const around = [-1, 1].map((days) => new Date(said.getTime() + days * 86_400_000)).map((at) => wallTime(at) - at.getTime());
  const fitting = [...new Set(around)].map((ahead) => new Date(said.getTime() - ahead)).filter((at) => wallTime(at) === said.getTime()).sort((one, other) => one.getTime() - other.getTime());
  if (fitting.length === 0) return { kind: "never" };
  return fitting.length === 1 ? { kind: "one", at: fitting[0]! } : { kind: "twice", first: fitting[0]!, second: fitting[1]! };
};
