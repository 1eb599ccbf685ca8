import { rows } from "../../platform/database";
import { allow, type FieldErrors } from "../../platform/faults";
import type { Page, Typed } from "../../platform/http";
import { translator } from "../../platform/i18n";
import { disclose, sealedAt, type AgentCtx, type Item } from "../../privacy";
import { ticketFacts } from "../tickets/about-ticket";
import { nameText } from "../tickets/masked-view";
import { ticketPolicy } from "../tickets/policy";
import { candidatesFor } from "./candidates";

export interface RecipientRow { readonly name: string; readonly address: string; readonly kind: string; readonly removePath: string | null }
export interface RecipientsPage {
  readonly number: string; readonly back: string; readonly path: string; readonly error: string; readonly address: { readonly value: string; readonly error: string };
  readonly people: readonly RecipientRow[]; readonly candidates: readonly { readonly value: string; readonly label: string; readonly selected: boolean }[]; readonly kinds: readonly { readonly value: string; readonly label: string; readonly hint: string; readonly selected: boolean }[];
}

interface Stored { id: string; kind: string; name: Buffer | null; email: Buffer | null }
const PEOPLE = `SELECT p.customer_id AS id, p.kind, c.name, (SELECT v.value FROM customer_values v WHERE v.customer_id = c.id AND v.category = 'email' ORDER BY v.position, v.id LIMIT 1) AS email
  FROM ticket_participants p JOIN customers c ON c.id = p.customer_id WHERE p.ticket_id = $1 ORDER BY p.kind DESC, p.added_at NULLS FIRST, c.id`;

/** Who gets our answers, masked like everything, and how somebody is added. */
export const recipientsPage = async (ctx: AgentCtx, number: string, typed: Typed = {}, errors: FieldErrors = {}, reason = ""): Promise<Page> => {
  const t = translator(ctx.viewer.locale);
  const ticket = await ticketFacts(ctx, number, ctx.viewer.locale);
  allow(ticketPolicy.work(ctx.viewer, ticket), "workOnTicket");
  const people = await rows<Stored>(ctx.db, PEOPLE, [ticket.id]);
  const candidates = await candidatesFor(ctx, ticket);
  const base = { about: ticket.about, purpose: ticket.purpose };
  const shown = await disclose(ctx, { action: "view", surface: "ticket", items: [
    ...people.flatMap(({ id, name, email }): Item[] => [
      { kind: "value", key: `name ${id}`, category: "name", subject: id, value: sealedAt("customers.name", name), ...base }, { kind: "value", key: `email ${id}`, category: "email", subject: id, value: sealedAt("customer_values.value", email), ...base },
    ]),
    ...candidates.map(({ id, name }): Item => ({ kind: "value", key: `candidate ${id}`, category: "name", subject: id, value: name, ...base })),
  ] });
  const addressOf = (id: string): string => { const { form, text } = shown.get(`email ${id}`)!; return form === "hidden" || form === "token" ? t("recipients.addressMasked") : text; };
  const say = (key: string | undefined): string => (key ? t(key) : "");
  const model: RecipientsPage = {
    number, back: `/tickets/${number}`, path: `/tickets/${number}/recipients`, error: reason ? t(`error.${reason}`) : "", address: { value: typed.address ?? "", error: say(errors.address) },
    people: people.map(({ id, kind }) => ({ name: nameText(shown.get(`name ${id}`), t), address: addressOf(id), kind: t(`recipients.kind.${kind}`), removePath: kind === "requester" ? null : `/tickets/${number}/recipients/${id}/removal` })),
    candidates: candidates.map(({ id }) => ({ value: id, label: nameText(shown.get(`candidate ${id}`), t), selected: typed.person === id })),
    kinds: (["copy", "blind"] as const).map((value) => ({ value, label: t(`recipients.kind.${value}`), hint: t(`recipients.hint.${value}`), selected: (typed.kind ?? "copy") === value })),
  };
  return { template: "helpdesk/recipients/show", model, title: t("recipients.title", { number }) };
};
