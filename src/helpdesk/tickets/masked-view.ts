import type { Category, Disclosure } from "../../privacy";
import type { Translate } from "../../platform/i18n";

/** A value as ui/masked prints it: flat, and never more than its disclosure. */
export interface MaskedView {
  readonly text: string; readonly form: string; readonly masked: boolean; readonly category: Category; readonly label: string; readonly pseudonym: string;
  readonly reasons: readonly { readonly key: string; readonly values: Readonly<Record<string, string>> }[];
  readonly remedies: readonly { readonly key: string; readonly path: string | null; readonly values: Readonly<Record<string, string>> }[];
  readonly reveal: { readonly offered: boolean; readonly path: string; readonly subject: string; readonly minutes: readonly number[] };
  readonly until: string | null;
}

/** Where the step that lifts a mask is taken; a step that a person cannot take alone has no link. */
const REMEDY_PATHS: Readonly<Record<string, string>> = { declarePlace: "/account#place" };

/** The reasons that bind, each once, and what would lift them. */
export const explained = (disclosure: Pick<Disclosure, "because">): Pick<MaskedView, "reasons" | "remedies"> => ({
  reasons: disclosure.because.map(({ reason }) => ({ key: `why.${reason}`, values: {} })),
  remedies: [...new Set(disclosure.because.map(({ remedy }) => remedy).filter((remedy) => remedy !== null && remedy !== "reveal"))].map((remedy) => ({ key: `why.${remedy}`, path: REMEDY_PATHS[remedy!] ?? null, values: {} })),
});

/** Where a reason is given: on which ticket, for which person, and for how long it may be asked. */
export interface RevealPlace { readonly revealPath: string; readonly subject: string; readonly minutes: readonly number[]; readonly t: Translate }

/** The view of one disclosed value; `revealPath` is where a reason is given, on this ticket, for this person. */
export const maskedView = (disclosure: Disclosure, place: RevealPlace & { label?: string }): MaskedView => ({
  text: disclosure.text, form: disclosure.form, masked: disclosure.masked, category: disclosure.category,
  label: place.label ?? place.t(`ui.category.${disclosure.category}`), pseudonym: place.t("ui.pseudonym", { token: disclosure.pseudonym }),
  ...explained(disclosure),
  reveal: { offered: disclosure.revealOffered, path: place.revealPath, subject: place.subject, minutes: place.minutes },
  until: disclosure.until?.toISOString() ?? null,
});

/** A free text as one line, for lists and titles: masked passages by their kind. */
export const plainText = (disclosure: Disclosure, t: Translate): string => {
  if (disclosure.segments.length === 0) return disclosure.text || (disclosure.masked ? `[${t("ui.category.correspondence")}]` : "");
  return disclosure.segments.map((segment) => (segment.masked ? `[${segment.text || t(`ui.category.${segment.category}`)}]` : segment.text)).join("");
};

/** A name for lists and titles: the mask, or the pseudonym where nothing of the name is shown. */
export const nameText = (disclosure: Disclosure | undefined, t: Translate): string =>
  (!disclosure ? t("ui.unknownPerson") : disclosure.form === "hidden" || disclosure.text === "" ? t("ui.pseudonym", { token: disclosure.pseudonym }) : disclosure.form === "token" ? t("ui.pseudonym", { token: disclosure.text }) : disclosure.text);
