import { translator, type Locale } from "../platform/i18n";
import type { Fault, FieldErrors } from "../platform/faults";
import type { Typed } from "../platform/http";
import type { Viewer } from "../privacy";

/** One field of a form as a template reads it: what was typed, and what is wrong with it, ready to print. */
export interface Field { readonly value: string; readonly error: string }
export interface Option { readonly value: string; readonly label: string }
/** A form that was not sent yet, or one that came back. */
export interface Again { readonly typed: Typed; readonly errors: FieldErrors; readonly fault?: Fault }
export const FRESH: Again = { typed: {}, errors: {} };

export const localeOfViewer = (viewer: Viewer): Locale => (viewer.kind === "system" ? "de" : viewer.locale);
export const textsFor = (viewer: Viewer): ((key: string, values?: Record<string, string | number>) => string) => translator(localeOfViewer(viewer), "key");

/** Passwords and codes are never sent back. */
const SECRET = new Set(["password", "repeat", "current", "code"]);

/** The named fields, filled with what was typed or with what is stored. `form` holds what is wrong with the whole. */
export const fieldsOf = <Name extends string>(viewer: Viewer, names: readonly Name[], { typed, errors: found, fault }: Again, stored: Partial<Record<Name, string>> = {}): Record<Name | "form", Field> => {
  const t = textsFor(viewer);
  const errors: FieldErrors = fault?.code === "conflict" ? { form: "identity.conflict", ...found } : found;
  return Object.fromEntries([...names, "form" as const].map((name) => [name, {
    value: SECRET.has(name) ? "" : typed[name] ?? stored[name as Name] ?? "",
    error: errors[name] ? t(errors[name]) : "",
  }])) as Record<Name | "form", Field>;
};

/** Options from values and the text keys below which their names stand. */
export const optionsOf = (viewer: Viewer, prefix: string, values: readonly string[]): Option[] => {
  const t = textsFor(viewer);
  return values.map((value) => ({ value, label: t(`${prefix}.${value}`) }));
};
