import { createHash } from "node:crypto";
import { translator, type Locale } from "../../platform/i18n";

/**
 * The checklist of domain rule 2 (Arts 5(1)(f), 24, 25, 32 GDPR; self-check of the BayLDA of 2020). A blocker keeps the
 * agreement from being submitted; a must-fix has to be met within 14 days, or the agreement is suspended. Texts stand in
 * locales/ under `homeOffice.text.<version>`; a new text gets a new version, old ones stay. Not legal advice.
 */
export const CHECKLIST_VERSION = 1;
export const CHECKLIST_EFFECTIVE = "2026-11-01";
export const FIX_WITHIN_DAYS = 14;
export const LONGEST_MONTHS = 12;
export const EXPIRING_DAYS = 30;

export type Room = "lockable" | "screened" | "shared";
/** What of an agreement decides whether an item applies. */
export interface Circumstances { readonly paper: boolean; readonly privateDevice: boolean; readonly rooms: readonly Room[] }
export interface Item { readonly code: ItemCode; readonly weight: "blocker" | "mustFix"; readonly applies?: (about: Circumstances) => boolean }

export const CODES = ["HO-01", "HO-02", "HO-03", "HO-04", "HO-05", "HO-06", "HO-07", "HO-08", "HO-09", "HO-10", "HO-11", "HO-12", "HO-13", "HO-14", "HO-15"] as const;
export type ItemCode = (typeof CODES)[number];

const MUST_FIX: ReadonlySet<ItemCode> = new Set(["HO-06", "HO-10", "HO-13", "HO-14", "HO-15"]);
const APPLIES: Readonly<Partial<Record<ItemCode, Item["applies"]>>> = {
  "HO-06": ({ rooms }) => rooms.includes("shared"), "HO-08": ({ paper }) => paper, "HO-09": ({ privateDevice }) => privateDevice,
};
export const CHECKLIST: readonly Item[] = CODES.map((code) => ({ code, weight: MUST_FIX.has(code) ? "mustFix" : "blocker", ...(APPLIES[code] ? { applies: APPLIES[code] } : {}) }));

/** What applies and is not met. */
export const openItems = (met: readonly string[], about: Circumstances, weight: Item["weight"]): ItemCode[] =>
  CHECKLIST.filter((item) => item.weight === weight && (item.applies?.(about) ?? true) && !met.includes(item.code)).map(({ code }) => code);

export const itemText = (code: string, version: number, locale: Locale): string => translator(locale, "key")(`homeOffice.text.${version}.${code}`);

/** The hash of the text that somebody agreed to, over all items in order. */
export const textHash = (version: number, locale: Locale): string =>
  createHash("sha256").update(CODES.map((code) => `${code} ${itemText(code, version, locale)}\n`).join("")).digest("hex");
