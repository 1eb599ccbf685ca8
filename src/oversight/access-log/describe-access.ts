import { translator, type Locale, type Translate } from "../../platform/i18n";
import { ACTIONS, CATEGORIES, FORMS, PLACES, PURPOSES, REVEAL_REASONS, ROLES } from "../../privacy";
import type { AccessRow } from "./list-accesses";

/** Codes that the interface has words for; a code of an older version is shown as it is. */
const KNOWN = {
  category: [CATEGORIES, "ui.category"], form: [FORMS, "oversight.form"], place: [PLACES, "oversight.place"], purpose: [PURPOSES, "oversight.purpose"],
  reason: [REVEAL_REASONS, "oversight.reason"], role: [[...ROLES, "system", "visitor"], "oversight.role"], action: [ACTIONS, "oversight.action"],
  client: [["app", "job", "api"], "oversight.client"],
} as const satisfies Record<string, readonly [readonly string[], string]>;

/** The words for a code, in one locale. */
export type Say = (kind: keyof typeof KNOWN, code: string) => string;
export const wordsIn = (locale: Locale): Say => {
  const t = translator(locale);
  return (kind, code) => ((KNOWN[kind][0] as readonly string[]).includes(code) ? t(`${KNOWN[kind][1]}.${code}`) : code);
};

const ICONS: Readonly<Record<string, string>> = {
  view: "eye", list: "list", search: "search", lookUp: "zoom-question", reveal: "lock-open", edit: "pencil", export: "download", print: "printer", send: "send", create: "plus",
  delete: "trash", restrict: "lock", signIn: "key", denied: "ban", readLog: "history", erase: "user-x",
};
const TONES: Readonly<Record<string, string>> = { reveal: "privacy", denied: "danger", export: "warning", delete: "warning", erase: "warning", print: "warning" };
export const iconOf = (action: string): string => ICONS[action] ?? "circle-dot";
export const toneOf = (action: string): string => TONES[action] ?? "neutral";

/** In the middle of an English sentence a label begins with a small letter; German nouns keep theirs. */
const inSentence = (label: string, locale: Locale): string => (locale === "en" ? label.charAt(0).toLowerCase() + label.slice(1) : label);

/** "name (in clear) and e-mail address (first letters)": what was shown; what stayed hidden was not. */
const whatOf = (forms: AccessRow["forms"], locale: Locale, t: Translate, say: Say): string => {
  const shown = Object.entries(forms).filter(([, form]) => form !== "hidden")
    .map(([category, form]) => t("oversight.shown", { category: inSentence(say("category", category), locale), form: say("form", form) }));
  return shown.length === 0 ? t("oversight.nothing") : new Intl.ListFormat(locale, { type: "conjunction" }).format(shown);
};

/** The access as one sentence: "P-1F2E3D4C saw name (in clear) of 1 person". */
export const sentenceOf = (row: Pick<AccessRow, "action" | "viewer" | "forms" | "count">, locale: Locale): string => {
  const t = translator(locale);
  if (!(ACTIONS as readonly string[]).includes(row.action)) return t("oversight.said.other", { viewer: row.viewer, action: row.action });
  return t(`oversight.said.${row.action}`, { viewer: row.viewer, what: whatOf(row.forms, locale, t, wordsIn(locale)), count: row.count });
};
