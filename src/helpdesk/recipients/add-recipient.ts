import { z } from "zod";
import { row } from "../../platform/database";
import { allow, Conflict, Invalid, NotFound } from "../../platform/faults";
import { recordCustomer } from "../../customers";
import { append, saidToken, termToken, type AgentCtx } from "../../privacy";
import { baseAddress, ownAddresses } from "../mail/own-addresses";
import { limitLookUps } from "../search/look-up";
import { record } from "../tickets/history";
import { asProgram } from "../tickets/outsourced-role";
import { readableBy, ticketPolicy } from "../tickets/policy";
import type { Ticket } from "../tickets/ticket";
import { ticketsFor } from "../tickets/tickets";
import { isCandidate } from "./candidates";

export const RecipientForm = z.object({
  /** The handle of somebody whom the page offered. */
  person: z.union([z.uuid(), z.literal("")]).catch("").default(""),
  /** An address that somebody says; it is sealed at once and shown masked from then on. */
  address: z.union([z.email("form.email").max(320, "form.tooLong"), z.literal("")], "form.email").default(""),
  kind: z.enum(["copy", "blind"], "form.choose").default("copy"),
}).refine(({ person, address }) => person !== "" || address !== "", { path: ["address"], message: "form.recipient" });
type RecipientForm = z.infer<typeof RecipientForm>;

/** As many as a mail may bring along (src/helpdesk/mail/participants.ts). */
const MOST = 20;

/** Lets somebody have our answers too. Whose address it is, is filled in on the server; nothing old is sent to them. */
export const addRecipient = async (ctx: AgentCtx, number: string, form: RecipientForm): Promise<void> => {
  const ticket = await ticketsFor(ctx).lock(number);
  allow(ticketPolicy.work(ctx.viewer, ticket), "workOnTicket");
  const room = await row<{ count: number }>(ctx.db, "SELECT count(*)::int AS count FROM ticket_participants WHERE ticket_id = $1 AND kind <> 'requester'", [ticket.id]);
  if (room!.count >= MOST) throw new Conflict("tooManyRecipients");
  const person = form.person !== "" ? await byHandle(ctx, ticket, form.person) : await byAddress(ctx, ticket, form.address);
  const added = await asProgram(ctx, () => row(ctx.db, "INSERT INTO ticket_participants (ticket_id, customer_id, kind, added_at, added_by) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING customer_id", [ticket.id, person, form.kind, ctx.now, ctx.viewer.id]));
  if (!added) throw new Conflict("alreadyRecipient");
  await writeDown(ctx, ticket, person, "recipientAdded");
};

const byHandle = async (ctx: AgentCtx, ticket: Ticket, person: string): Promise<string> => {
  if (!(await isCandidate(ctx, ticket, person))) throw new NotFound();
  return person;
};

/**
 * Somebody whom the viewer has a ticket of and who has this address, else a new record that holds the address and nothing
 * else: so the answer tells nothing of people elsewhere. Limited and logged like a look-up, because it is one.
 */
const byAddress = async (ctx: AgentCtx, ticket: Ticket, address: string): Promise<string> => {
  if ((await ownAddresses(ctx)).all.has(baseAddress(address))) throw new Invalid({ address: "form.ownAddress" });
  await limitLookUps(ctx);
  const scope = readableBy(ctx.viewer, 2);
  const known = await row<{ id: string }>(ctx.db, `SELECT p.customer_id AS id FROM ticket_participants p JOIN tickets t ON t.id = p.ticket_id
    WHERE p.customer_id IN (SELECT subject FROM blind_index WHERE token = $1 AND kind = 'exact') AND ${scope.sql} ORDER BY t.activity_at DESC LIMIT 1`, [saidToken(ctx, "email", address), ...scope.parameters]);
  await append(ctx, [{ action: "lookUp", subjects: known ? [known.id] : [], ticket: ticket.number, forms: {}, purpose: ticket.purpose, count: known ? 1 : 0, detail: { category: "email", term: termToken(ctx, "email", address) } }]);
  return known?.id ?? asProgram(ctx, () => recordCustomer(ctx, { name: null, language: ticket.language, values: [{ category: "email", value: address }] }));
};

export const removeRecipient = async (ctx: AgentCtx, number: string, person: string): Promise<void> => {
  const ticket = await ticketsFor(ctx).lock(number);
  allow(ticketPolicy.work(ctx.viewer, ticket), "workOnTicket");
  if (!(await row(ctx.db, "WITH gone AS (DELETE FROM ticket_participants WHERE ticket_id = $1 AND customer_id = $2 AND kind <> 'requester' RETURNING customer_id) SELECT customer_id FROM gone", [ticket.id, person]))) throw new NotFound();
  await writeDown(ctx, ticket, person, "recipientRemoved");
};

const writeDown = async (ctx: AgentCtx, ticket: Ticket, person: string, what: "recipientAdded" | "recipientRemoved"): Promise<void> => {
  await ticketsFor(ctx).save(ticket, { activity: false });
  await record(ctx, ticket.id, what);
  await append(ctx, [{ action: "edit", subjects: [person], ticket: ticket.number, forms: {}, purpose: ticket.purpose, count: 1, detail: { change: what } }]);
};
