import { z } from "zod";
import { addValues, recordOrganisation, removeValue, renameCustomer, replaceValue, setOrganisation, VALUE_CATEGORIES, VALUE_LABELS } from "../../customers";
import { rows } from "../../platform/database";
import { allow, Invalid, type FieldErrors } from "../../platform/faults";
import type { Page, Typed } from "../../platform/http";
import { translator } from "../../platform/i18n";
import { append, type AgentViewer, type Category, type Ctx } from "../../privacy";
import { ticketFacts } from "./about-ticket";
import { maskedView, type MaskedView } from "./masked-view";
import { ticketPolicy } from "./policy";
import { showTicket } from "./show-ticket";
import { ticketsFor } from "./tickets";
import { record } from "./history";

const text = (max: number) => z.string().trim().min(1, "form.writeSomething").max(max, "form.tooLong");

/** One change at a time; the value that is there is never sent along. */
export const CustomerChange = z.discriminatedUnion("change", [
  z.object({ change: z.literal("name"), name: text(200) }),
  z.object({ change: z.literal("replace"), value: z.uuid(), text: text(500) }),
  z.object({ change: z.literal("remove"), value: z.uuid() }),
  z.object({ change: z.literal("add"), category: z.enum(VALUE_CATEGORIES, "form.choose"), label: z.enum(VALUE_LABELS, "form.choose").default(""), text: text(500) }),
  z.object({ change: z.literal("organisation"), organisation: z.union([z.uuid(), z.literal("")]).default("") }),
  z.object({ change: z.literal("newOrganisation"), organisationName: text(200) }),
]);
type CustomerChange = z.infer<typeof CustomerChange>;

/** Corrects the record of the ticket's customer (Art. 16 GDPR). Writes which kind of data was changed, never what it was. */
export const changeCustomer = async (ctx: Ctx, number: string, change: CustomerChange): Promise<void> => {
  const ticket = await ticketsFor(ctx).lock(number);
  allow(ticketPolicy.work(ctx.viewer, ticket), "workOnTicket");
  const category = await apply(ctx, ticket.customerId, change);
  await ticketsFor(ctx).save(ticket, { activity: false });
  await record(ctx, ticket.id, "customerChanged", { change: change.change, category: category ?? "" });
  await append(ctx, [{ action: "edit", subjects: [ticket.customerId], ticket: ticket.number, forms: {}, purpose: ticket.purpose, count: 1, detail: { change: change.change, category: category ?? "" } }]);
};

const apply = async (ctx: Ctx, customerId: string, change: CustomerChange): Promise<Category | null> => {
  switch (change.change) {
    case "name": await renameCustomer(ctx, customerId, change.name); return "name";
    case "replace": return replaceValue(ctx, customerId, change.value, change.text);
    case "remove": return removeValue(ctx, customerId, change.value);
    case "add": await addValues(ctx, customerId, [{ category: change.category, label: change.label, value: change.text }]); return change.category;
    case "organisation": await chooseOrganisation(ctx, customerId, change.organisation); return null;
    default: await setOrganisation(ctx, customerId, await recordOrganisation(ctx, { name: change.organisationName })); return null;
  }
};

const chooseOrganisation = async (ctx: Ctx, customerId: string, organisationId: string): Promise<void> => {
  if (organisationId && (await rows(ctx.db, "SELECT 1 FROM organisations WHERE id = $1", [organisationId])).length === 0) throw new Invalid({ organisation: "form.choose" });
  await setOrganisation(ctx, customerId, organisationId || null);
};

export interface CustomerForm {
  readonly number: string; readonly path: string; readonly back: string; readonly error: string; readonly typedText: string; readonly typedName: string; readonly typedOrganisation: string; readonly failed: string;
  readonly name: MaskedView; readonly values: readonly (MaskedView & { readonly id: string })[];
  readonly categories: readonly { value: string; label: string }[]; readonly labels: readonly { value: string; label: string }[]; readonly organisations: readonly { value: string; label: string; selected: boolean }[];
}

/** The record as this viewer sees it, with a field beside each value to put a new one in its place. */
export const customerForm = async (ctx: Ctx, number: string, typed: Typed = {}, errors: FieldErrors = {}, reason = ""): Promise<Page> => {
  const viewer = ctx.viewer as AgentViewer;
  const t = translator(viewer.locale);
  const facts = await ticketFacts(ctx, number, viewer.locale);
  allow(ticketPolicy.work(viewer, facts), "workOnTicket");
  const shown = await showTicket(ctx, number);
  const place = { revealPath: `/tickets/${number}/disclosures`, subject: facts.customerId, minutes: [1], t };
  const organisations = await rows<{ id: string; name: string; current: boolean }>(ctx.db, "SELECT o.id, o.name, o.id = (SELECT organisation_id FROM customers WHERE id = $1) AS current FROM organisations o ORDER BY o.name LIMIT 1000", [facts.customerId]);
  const key = Object.values(errors)[0];
  const model: CustomerForm = {
    number, path: `/tickets/${number}/customer`, back: `/tickets/${number}`, error: key ? t(key) : reason ? t(`error.${reason}`) : "", failed: typed.value ?? typed.change ?? "",
    typedText: typed.text ?? "", typedName: typed.name ?? "", typedOrganisation: typed.organisationName ?? "",
    name: maskedView(shown.disclosures.get("name")!, place),
    values: shown.values.map(({ id, category, label }) => ({ id, ...maskedView(shown.disclosures.get(`value ${id}`)!, { ...place, label: label ? t("helpdesk.labelled", { category: t(`ui.category.${category}`), label: t(`helpdesk.valueLabel.${label}`) }) : undefined }) })),
    labels: VALUE_LABELS.filter((value) => value !== "").map((value) => ({ value, label: t(`helpdesk.valueLabel.${value}`) })),
    categories: VALUE_CATEGORIES.map((value) => ({ value, label: t(`ui.category.${value}`) })),
    organisations: organisations.map(({ id, name, current }) => ({ value: id, label: name, selected: current })),
  };
  return { template: "helpdesk/tickets/edit-customer", model, title: t("helpdesk.edit.title") };
};
