import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import i18next, { type i18n, type Resource } from "i18next";
import type { Locale } from "./formats";

export * from "./formats";

/** Looks a text up by its key ("ui.masked.why") and fills in values; `count` selects the plural form. */
export type Translate = (key: string, values?: Readonly<Record<string, unknown>>) => string;
/** `throw` finds the gap while building; `key` keeps a page standing in production. */
export type MissingText = "throw" | "key";

/** The project root, found from the source tree and from `dist` alike. */
const projectRoot = (from: string = __dirname): string => {
  if (existsSync(join(from, "locales", "de"))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error("No folder named locales above the program.");
  return projectRoot(parent);
};

/** Every file of `locales/<locale>/` is the group of texts that its name says: a room changes its own file. */
export const readTexts = (locale: Locale): Record<string, unknown> => {
  const folder = join(projectRoot(), "locales", locale);
  return Object.fromEntries(readdirSync(folder).filter((file) => file.endsWith(".json")).sort()
    .map((file) => [basename(file, ".json"), JSON.parse(readFileSync(join(folder, file), "utf8")) as unknown]));
};

/**
 * An i18next instance that fails loudly. Interpolated values are data: they are not escaped here (the view engine
 * escapes every text once) and neither `{{…}}` nor `$t(…)` inside them is expanded.
 */
const instance = (locale: Locale, missing: MissingText, texts: Record<string, unknown>): i18n => {
  const gap = (key: string, what: string): string => {
    if (missing === "throw") throw new Error(`Text "${key}" (${locale}): ${what}.`);
    return key;
  };
  const made = i18next.createInstance();
  void made.init({
    lng: locale, fallbackLng: false, resources: { [locale]: { translation: texts } } as Resource,
    initAsync: false, showSupportNotice: false, nsSeparator: false, returnNull: false, returnEmptyString: true,
    interpolation: { escapeValue: false, skipOnVariables: true },
    parseMissingKeyHandler: (key) => gap(key, "is missing"),
    returnedObjectHandler: (key) => gap(key, "is a group of texts"),
    missingInterpolationHandler: (text: string, match: RegExpExecArray) => gap(text, `has no value for ${match[1] ?? "?"}`),
  });
  return made;
};

/** A translator over given texts; `translator` below is the one over `locales/`. */
export const translatorOver = (locale: Locale, texts: Record<string, unknown>, missing: MissingText = "throw"): Translate => {
  const made = instance(locale, missing, texts);
  // Values go into `replace`, so that a value named `lng` or `defaultValue` stays a value and never becomes an option.
  const say: Translate = (key, values = {}) => made.t(key, {
    replace: values, nest: false,
    ...(typeof values["count"] === "number" ? { count: values["count"] } : {}),
  });
  // Most texts have no values: they are looked up once. Unknown keys are not kept, since a key may come from a query.
  const plain = new Map<string, string>();
  return (key, values) => {
    if (values && Object.keys(values).length > 0) return say(key, values);
    const known = plain.get(key);
    if (known !== undefined) return known;
    const text = say(key);
    if (text !== key) plain.set(key, text);
    return text;
  };
};

const translators = new Map<string, Translate>();

/**
 * The texts of `locales/<locale>/`, read once. A missing key throws unless `missing` is "key"
 * (production passes "key": the page then shows the key instead of failing).
 */
export const translator = (locale: Locale, missing: MissingText = "throw"): Translate => {
  const name = `${locale} ${missing}`;
  const known = translators.get(name);
  if (known) return known;
  const fresh = translatorOver(locale, readTexts(locale), missing);
  translators.set(name, fresh);
  return fresh;
};
