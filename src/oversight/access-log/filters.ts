import { z } from "zod";
import { TIME_ZONE } from "../../platform/i18n";
import { ACTIONS, CATEGORIES, FORMS, PLACES } from "../../privacy";
import type { Where } from "./policy";

const day = z.iso.date().refine((date) => date >= "2000-01-01" && date <= "2099-12-31");

/** One schema per field: a wrong one is told beside its field, and then nothing is listed, because fewer filters would show more rows than were asked for. */
const FIELDS = {
  subject: z.uuid().transform((id) => id.toLowerCase()), ticket: z.string().regex(/^[1-9]\d{0,15}$/), action: z.enum(ACTIONS), category: z.enum(CATEGORIES),
  form: z.enum(FORMS), employer: z.string().regex(/^[^\p{C}]{1,200}$/u), place: z.enum(PLACES), from: day, to: day,
  viewer: z.string().regex(/^[A-Za-z0-9:._-]{1,80}$/),
};
export type FilterName = keyof typeof FIELDS;
export type Filters = { readonly [Name in FilterName]?: string };
const NAMES = Object.keys(FIELDS) as FilterName[];

/** Where the page begins: rows older than, or newer than, a row number. */
export interface Cursor { readonly before?: string; readonly after?: string }
const SEQ = /^[1-9]\d{0,17}$/;

/** The address of a list may hold anything; only text is looked at. */
export const AnyQuery = z.record(z.string(), z.unknown());
export type AnyQuery = z.infer<typeof AnyQuery>;

export interface ReadFilters { readonly filters: Filters; readonly wrong: readonly FilterName[]; readonly typed: Readonly<Partial<Record<FilterName, string>>>; readonly cursor: Cursor }

/** Reads the filters of an address. Empty fields are no filters; a field that is given twice or malformed is `wrong`. */
export const readFilters = (query: AnyQuery): ReadFilters => {
  const filters: { [Name in FilterName]?: string } = {};
  const typed: { [Name in FilterName]?: string } = {};
  const wrong: FilterName[] = [];
  for (const name of NAMES) {
    const given = Object.hasOwn(query, name) ? query[name] : undefined;
    if (given === undefined || given === "") continue;
    const parsed = FIELDS[name].safeParse(typeof given === "string" ? given.trim() : given);
    if (parsed.success) filters[name] = typed[name] = parsed.data;
    else {
      wrong.push(name);
      typed[name] = typeof given === "string" ? given.slice(0, 200) : "";
    }
  }
  if (filters.from && filters.to && filters.from > filters.to) wrong.push("to");
  return { filters, wrong, typed, cursor: cursorOf(query) };
};

const cursorOf = ({ before, after }: AnyQuery): Cursor => {
  if (typeof after === "string" && SEQ.test(after)) return { after };
  return typeof before === "string" && SEQ.test(before) ? { before } : {};
};

const CONDITIONS: Readonly<Record<FilterName, string>> = {
  subject: "a.subjects @> ARRAY[?::uuid]", ticket: "a.ticket = ?", action: "a.action = ?", category: "jsonb_exists(a.forms, ?)",
  form: "EXISTS (SELECT 1 FROM jsonb_each_text(a.forms) shown WHERE shown.value = ?)", employer: "a.employer = ?", place: "a.place = ?", viewer: "a.viewer = ?",
  from: `a.at >= (?::date)::timestamp AT TIME ZONE '${TIME_ZONE}'`, to: `a.at < (?::date + 1)::timestamp AT TIME ZONE '${TIME_ZONE}'`,
};

/** The filters as conditions. A category with a form means that category in that form. */
export const narrow = (where: Where, filters: Filters): Where => {
  const paired = filters.category !== undefined && filters.form !== undefined;
  if (paired) where.add("a.forms ->> ?::text = ?", filters.category, filters.form);
  for (const name of NAMES) {
    if (filters[name] === undefined || (paired && (name === "category" || name === "form"))) continue;
    where.add(CONDITIONS[name], filters[name]);
  }
  return where;
};

/** The address of a list with these filters: the state of the bar is in the address and nowhere else. */
export const pathOf = (base: string, filters: Filters, more: Readonly<Record<string, string>> = {}): string => {
  const search = new URLSearchParams({ ...filters, ...more }).toString();
  return search ? `${base}?${search}` : base;
};

/** What a reading of the log says about itself: its filters as codes. People and tickets have columns of their own. */
export const detailOf = (filters: Filters): Record<string, string> =>
  Object.fromEntries(NAMES.filter((name) => filters[name] !== undefined && name !== "subject" && name !== "ticket").map((name) => [name, filters[name]!]));
