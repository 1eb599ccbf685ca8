import { rows } from "../../platform/database";
import { translator } from "../../platform/i18n";
import type { Page, Typed } from "../../platform/http";
import type { FieldErrors } from "../../platform/faults";
import { allow } from "../../platform/faults";
import type { AgentViewer, Ctx } from "../../privacy";
import type { LookedUp } from "../search/look-up";
import { plainText } from "./masked-view";
import { ticketPolicy } from "./policy";
import { PRIORITIES, TICKET_PURPOSES } from "./ticket";

/** The form for a call or a visit; comes back with everything that was typed. */
export const contactPage = async (ctx: Ctx, viewer: AgentViewer, typed: Typed = {}, errors: FieldErrors = {}): Promise<Page> => {
  allow(ticketPolicy.open(viewer), "openTicket");
  const t = translator(viewer.locale);
  const queues = await rows<{ value: string; label: string }>(ctx.db, "SELECT id AS value, CASE WHEN $2 = 'de' THEN name_de ELSE name_en END AS label FROM queues WHERE id = ANY($1) ORDER BY position", [viewer.standing.queues, viewer.locale]);
  const error = (field: string): string => (errors[field] ? t(errors[field]) : "");
  const field = (name: string) => ({ value: typed[name] ?? "", error: error(name) });
  const options = (values: readonly string[], group: string, name: string, initial: string) => values.map((value) => ({ value, label: t(`helpdesk.${group}.${value}`), selected: (typed[name] ?? initial) === value }));
  return {
    template: "helpdesk/tickets/new", title: t("helpdesk.new.title"),
    model: {
      name: field("name"), email: field("email"), phone: field("phone"), subject: field("subject"), body: field("body"),
      queue: { error: error("queue"), options: queues.map((queue) => ({ ...queue, selected: typed.queue === queue.value })) },
      purpose: { error: error("purpose"), options: options(TICKET_PURPOSES, "purpose", "purpose", "support") },
      priority: { error: error("priority"), options: options(PRIORITIES, "priority", "priority", "normal") },
      language: { options: [{ value: "de", label: "Deutsch", selected: (typed.language ?? viewer.locale) === "de" }, { value: "en", label: "English", selected: (typed.language ?? viewer.locale) === "en" }] },
    },
  };
};

export interface LookUpModel {
  readonly asked: boolean; readonly category: string; readonly error: string;
  readonly categories: readonly { value: string; label: string; selected: boolean }[];
  readonly people: readonly { token: string; tickets: readonly { path: string; number: string; subject: string; status: string; at: string }[] }[];
}

/** Look up by saying: what was said is not shown again, and not kept. */
export const lookUpPage = async (ctx: Ctx, viewer: AgentViewer, result: { found: LookedUp | null; category: string; error: string } = { found: null, category: "email", error: "" }): Promise<Page> => {
  const t = translator(viewer.locale);
  const model: LookUpModel = {
    asked: result.found !== null, category: result.category, error: result.error,
    categories: ["email", "phone", "customerNumber", "name"].map((value) => ({ value, label: t(`ui.category.${value}`), selected: value === result.category })),
    people: (result.found?.people ?? []).map(({ id, token }) => ({
      token: t("ui.pseudonym", { token }),
      tickets: result.found!.tickets.filter((ticket) => ticket.customer_id === id).map((ticket) => ({
        path: `/tickets/${ticket.number}`, number: ticket.number, status: t(`helpdesk.status.${ticket.status}`), at: ticket.activity_at.toISOString(), subject: plainText(result.found!.disclosures.get(ticket.id)!, t),
      })),
    })),
  };
  return { template: "helpdesk/tickets/look-up", title: t("helpdesk.lookUp.title"), model };
};
