import { z } from "zod";
import { rows } from "../../platform/database";
import { translator } from "../../platform/i18n";
import type { Page, Typed } from "../../platform/http";
import type { FieldErrors } from "../../platform/faults";
import { allow, NotFound } from "../../platform/faults";
import { pseudonymsOf, type AgentViewer, type Ctx } from "../../privacy";
import { LOOK_UP_CATEGORIES, SECOND_CATEGORIES, type LookedUp } from "../search/look-up";
import { knowsCustomer, openableQueues } from "./record-contact";
import { plainText } from "./masked-view";
import { ticketPolicy } from "./policy";
import { PRIORITIES, TICKET_PURPOSES } from "./ticket";

/** The form for a call or a visit; comes back with everything that was typed. `typed.customer` is the handle of a person whom the viewer has a ticket of. */
export const contactPage = async (ctx: Ctx, viewer: AgentViewer, typed: Typed = {}, errors: FieldErrors = {}): Promise<Page> => {
  const customer = typed.customer ?? "";
  allow(customer ? ticketPolicy.openFor(viewer) : ticketPolicy.open(viewer), "openTicket");
  if (customer && !(z.uuid().safeParse(customer).success && await knowsCustomer(ctx, customer))) throw new NotFound();
  const t = translator(viewer.locale);
  const queues = await rows<{ value: string; label: string }>(ctx.db, "SELECT id AS value, CASE WHEN $2 = 'de' THEN name_de ELSE name_en END AS label FROM queues WHERE id = ANY($1) ORDER BY position", [[...openableQueues(viewer).keys()], viewer.locale]);
  const error = (field: string): string => (errors[field] ? t(errors[field]) : "");
  const field = (name: string) => ({ value: typed[name] ?? "", error: error(name) });
  const options = (values: readonly string[], group: string, name: string, initial: string) => values.map((value) => ({ value, label: t(`helpdesk.${group}.${value}`), selected: (typed[name] ?? initial) === value }));
  return {
    template: "helpdesk/tickets/new", title: t("helpdesk.new.title"),
    model: {
      customer, person: customer ? t("ui.pseudonym", { token: pseudonymsOf(ctx, [customer]).get(customer)! }) : "",
      name: field("name"), email: field("email"), phone: field("phone"), subject: field("subject"), body: field("body"),
      queue: { error: error("queue"), options: queues.map((queue) => ({ ...queue, selected: typed.queue === queue.value })) },
      purpose: { error: error("purpose"), options: options(TICKET_PURPOSES, "purpose", "purpose", "support") },
      priority: { error: error("priority"), options: options(PRIORITIES, "priority", "priority", "normal") },
      language: { options: [{ value: "de", label: "Deutsch", selected: (typed.language ?? viewer.locale) === "de" }, { value: "en", label: "English", selected: (typed.language ?? viewer.locale) === "en" }] },
    },
  };
};

export interface LookUpModel {
  readonly asked: boolean; readonly category: string; readonly error: string; readonly many: boolean; readonly value: string; readonly value2: string;
  readonly seconds: readonly { value: string; label: string; selected: boolean }[];
  readonly categories: readonly { value: string; label: string; selected: boolean }[];
  readonly people: readonly { token: string; allPath: string; callPath: string | null; tickets: readonly { path: string; number: string; subject: string; status: string; at: string }[] }[];
}

/** What was asked, as far as the page repeats it: only while there is more to say about it. */
export interface Asked { readonly found: LookedUp | null; readonly typed: Typed; readonly error: string }

/** Look up by saying: what was said is not kept, and not shown again once it has found somebody or nobody. */
export const lookUpPage = async (ctx: Ctx, viewer: AgentViewer, { found, typed, error }: Asked = { found: null, typed: {}, error: "" }): Promise<Page> => {
  const t = translator(viewer.locale);
  const again = error !== "" || found?.many === true;
  const options = (values: readonly string[], chosen: string) => values.map((value) => ({ value, label: t(`ui.category.${value}`), selected: value === chosen }));
  const model: LookUpModel = {
    asked: found !== null, category: typed.category ?? "email", error, many: again && (found?.many === true || Boolean(typed.value2)), value: again ? typed.value ?? "" : "", value2: again ? typed.value2 ?? "" : "",
    categories: options(LOOK_UP_CATEGORIES, typed.category ?? "email"), seconds: options(SECOND_CATEGORIES, typed.category2 ?? "customerNumber"),
    people: (found?.people ?? []).map(({ id, token }) => ({
      token: t("ui.pseudonym", { token }), allPath: `/tickets?customer=${id}&view=all`, callPath: ticketPolicy.openFor(viewer) ? `/tickets/new?customer=${id}` : null,
      tickets: found!.tickets.filter((ticket) => ticket.customer_id === id).map((ticket) => ({
        path: `/tickets/${ticket.number}`, number: ticket.number, status: t(`helpdesk.status.${ticket.status}`), at: ticket.activity_at.toISOString(), subject: plainText(found!.disclosures.get(ticket.id)!, t),
      })),
    })),
  };
  return { template: "helpdesk/tickets/look-up", title: t("helpdesk.lookUp.title"), model };
};
