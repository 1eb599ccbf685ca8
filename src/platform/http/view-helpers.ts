import Handlebars, { type HelperDelegate, type HelperOptions } from "handlebars";
import { formatDate, formatDuration, formatNumber, formatRelative, isDateStyle, type Locale, type Translate } from "../i18n";
import { SHORTCUTS, shortcutFor } from "./shortcuts";
import type { PageFrame } from "./views";

export type HelperParts = { assets: (name: string) => string; translate: (locale: Locale) => Translate };

const { escapeExpression: escape, SafeString } = Handlebars;
const frame = (options: HelperOptions): PageFrame => (options.data as { page: PageFrame }).page;
/** Helpers get their options last; what stands before are the arguments. */
const split = (all: unknown[]): { given: unknown[]; options: HelperOptions } => ({ given: all.slice(0, -1), options: all[all.length - 1] as HelperOptions });
const key = (value: unknown, where: string): string => {
  if (typeof value !== "string" || value === "") throw new Error(`${where} was given no name.`);
  return value;
};
const time = (value: unknown): Date => {
  const date = value instanceof Date ? value : new Date(typeof value === "string" || typeof value === "number" ? value : NaN);
  if (Number.isNaN(date.getTime())) throw new Error("A date helper was given no date.");
  return date;
};
const timeTag = (date: Date, text: string, title = ""): Handlebars.SafeString =>
  new SafeString(`<time datetime="${escape(date.toISOString())}"${title && ` title="${escape(title)}"`}>${escape(text)}</time>`);

/** Texts and formats: they follow the page's locale. */
const words = ({ translate }: HelperParts): Record<string, HelperDelegate> => ({
  /** `{{t "ui.masked.why" name=label}}` or, with values from a model, `{{t reason.key reason.values}}`. */
  t: (...all: unknown[]) => {
    const { given: [name, values], options } = split(all);
    return translate(frame(options).locale)(key(name, "t"), { ...(values as object | undefined), ...(options.hash as object) });
  },
  /** `{{tOr (concat "error." reason) "error.bug" values}}`: the second key where the first has no text. For error pages, which must not fail. */
  tOr: (...all: unknown[]) => {
    const { given: [first, second, values], options } = split(all);
    const say = translate(frame(options).locale);
    try {
      const text = say(key(first, "tOr"), values as Record<string, unknown>);
      if (text !== first) return text;
    } catch { /* The second key is the answer. */ }
    return say(key(second, "tOr"), values as Record<string, unknown>);
  },
  /** `{{date at}}` or `{{date at "long"}}`: a <time> element; styles are those of formatDate. */
  date: (...all: unknown[]) => {
    const { given: [value, style], options } = split(all);
    const date = time(value);
    return timeTag(date, formatDate(date, frame(options).locale, isDateStyle(style) ? style : "dateTime"));
  },
  /** `{{ago at}}`: "2 hr ago" as a <time> element, the full date in its title. */
  ago: (value: unknown, options: HelperOptions) => {
    const { locale, now } = frame(options);
    const date = time(value);
    return timeTag(date, formatRelative(date, now, locale), formatDate(date, locale, "full"));
  },
  /** `(clockTime at)`: plain text "09:46", to be used inside a sentence. */
  clockTime: (value: unknown, options: HelperOptions) => formatDate(time(value), frame(options).locale, "time"),
  /** `(duration minutes)`: "2 hr 5 min". */
  duration: (minutes: unknown, options: HelperOptions) => formatDuration(Number(minutes), frame(options).locale),
  /** `{{number count}}`, `{{number share style="percent"}}`. */
  number: (value: unknown, options: HelperOptions) => {
    if (typeof value !== "number" && typeof value !== "bigint") throw new Error("number was given no number.");
    return formatNumber(value, frame(options).locale, options.hash as Intl.NumberFormatOptions);
  },
  /** `(secondsUntil at)`: whole seconds from the page's time, never negative; the browser's own clock may be wrong. */
  secondsUntil: (value: unknown, options: HelperOptions) => Math.max(0, Math.ceil((time(value).getTime() - frame(options).now.getTime()) / 1000)),
  /** `(initials name)`: "Jana Weiß" is "JW"; an empty name is "?". */
  initials: (name: unknown) => {
    const parts = String(name ?? "").split(/[\s.]+/).filter((part) => /^\p{L}/u.test(part));
    const letters = parts.length > 1 ? [parts[0]!, parts[parts.length - 1]!] : parts;
    return letters.map((part) => [...part][0]!.toLocaleUpperCase("de")).join("") || "?";
  },
});

/** Built files. */
const files = ({ assets }: HelperParts): Record<string, HelperDelegate> => ({
  /** `{{icon "lock"}}`: decorative; the text beside it or the control's label says what it means. */
  icon: (name: unknown, options: HelperOptions) => {
    const id = key(name, "icon");
    if (!/^[a-z0-9-]+$/.test(id)) throw new Error("icon was given a name that is no icon's.");
    const extra = typeof options.hash["class"] === "string" ? ` ${options.hash["class"]}` : "";
    return new SafeString(`<svg class="icon${escape(extra)}" width="18" height="18" aria-hidden="true" focusable="false"><use href="${escape(assets("icons.svg"))}#${escape(id)}"></use></svg>`);
  },
  /** `{{asset "app.css"}}`: the address of a built file. */
  asset: (name: unknown) => assets(key(name, "asset")),
});

/** Logic, for use as sub-expressions. Truth is JavaScript's, except that an empty list is false as in `{{#if}}`. */
const truth = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value));
const logic: Record<string, HelperDelegate> = {
  eq: (a: unknown, b: unknown) => a === b,
  not: (value: unknown) => !truth(value),
  /** The last value when all are true, else false: `(and a b)`. */
  and: (...all: unknown[]) => { const { given } = split(all); return given.every(truth) ? given[given.length - 1] : false; },
  /** The first true value or the last: `(or hint "")` gives a default. */
  or: (...all: unknown[]) => { const { given } = split(all); return given.find(truth) ?? given[given.length - 1]; },
  concat: (...all: unknown[]) => split(all).given.map((part) => String(part ?? "")).join(""),
  list: (...all: unknown[]) => split(all).given,
  /** `(dict label="x" href="/y")`: an object written in the template. */
  dict: (options: HelperOptions) => ({ ...(options.hash as object) }),
  /** `(uid "field")`: an id that no other element of the page has. Give components an id of your own where a refresh must find them. */
  uid: (prefix: unknown, options: HelperOptions) => {
    const counter = (options.data as { counter: { next: number } }).counter;
    return `${key(prefix, "uid")}-${counter.next++}`;
  },
  shortcuts: (group: unknown) => SHORTCUTS.filter((entry) => entry.group === group),
  /** `(caps "reply")`: the key caps of a command, or nothing. */
  caps: (command: unknown) => shortcutFor(String(command))?.caps ?? [],
  /** `(keyHint label "reply")`: "Reply (R)", for tooltips. */
  keyHint: (label: unknown, command: unknown) => `${String(label)} (${(shortcutFor(String(command))?.caps ?? []).join(" ")})`,
};

/** All helpers of the templates. Helper output that is HTML is built only by escaping its parts. */
export const viewHelpers = (parts: HelperParts): Record<string, HelperDelegate> => ({ ...words(parts), ...files(parts), ...logic });
