import type { Translate } from "../../platform/i18n";
import type { Reason } from "./coverage";

/** SQL: the latest decision about the ticket `t` with the names of those who were passed over; the reasons say what a ticket holds, so it is null for people of a processor. */
export const LATEST_DECISION = `(SELECT row_to_json(d) FROM (
  SELECT d.at, d.cause, c.name AS company, (SELECT COALESCE(json_agg(json_build_object('company', e.name, 'reasons', p -> 'reasons') ORDER BY e.name), '[]') FROM jsonb_array_elements(d.passed_over) p JOIN employers e ON e.id::text = p ->> 'company') AS passed
  FROM routing_decisions d JOIN employers c ON c.id = d.company WHERE d.ticket_id = t.id ORDER BY d.at DESC, d.id LIMIT 1) d)`;
export interface FoundDecision { readonly at: string; readonly cause: string; readonly company: string; readonly passed: readonly { readonly company: string; readonly reasons: readonly Reason[] }[] }

/** Where a ticket went and why the others did not get it, as sentences for people in-house. */
export interface DecisionView { readonly at: string; readonly heading: string; readonly lines: readonly string[] }

/** One reason as part of a sentence: "the contract excludes bank details". */
export const reasonText = ({ code, categories = [] }: Reason, t: Translate, locale: string): string =>
  t(`routing.reason.${code}`, { categories: new Intl.ListFormat(locale, { type: "conjunction" }).format(categories.map((category) => t(`ui.category.${category}`))) });

export const reasonsText = (reasons: readonly Reason[], t: Translate, locale: string): string =>
  new Intl.ListFormat(locale, { type: "conjunction", style: "long" }).format(reasons.map((reason) => reasonText(reason, t, locale)));

/** One line for each company that was passed over: "Not offered to Callcenter Ost: the contract excludes bank details". */
export const decisionView = (found: FoundDecision | null, t: Translate, locale: string): DecisionView | null => (found ? {
  at: new Date(found.at).toISOString(), heading: t(`routing.cause.${found.cause}`, { company: found.company }),
  lines: found.passed.map(({ company, reasons }) => t(["content", "contract"].includes(found.cause) ? "routing.takenFrom" : "routing.notOffered", { company, reasons: reasonsText(reasons, t, locale) })),
} : null);
