import { randomUUID } from "node:crypto";
import { z } from "zod";
import { event } from "../../platform/context";
import { row } from "../../platform/database";
import { allow, Conflict, Invalid, TooMany, Unavailable } from "../../platform/faults";
import { use } from "../../platform/services";
import { append, askableCategories, type AgentCtx } from "../../privacy";
import { addMessage } from "../conversation/add-message";
import { record } from "../tickets/history";
import { ticketPolicy } from "../tickets/policy";
import { aboutOf, ticketsFor } from "../tickets/tickets";
import { TELEPHONY } from "./telephony";

/** Which number of the person, by its handle. */
export const CallForm = z.object({ value: z.uuid("form.choose") });

const PER_HOUR = 60;
/** A call that is on its way for so long is none any more. */
export const STALE_SECONDS = 90;

/**
 * Has the person called: the number is filled in on the server after the commit, goes to the telephone system, and
 * is seen by nobody here. Only where the rules let this viewer have anything of a number at all; frozen and erased
 * people are not called. Throws Unavailable where no telephone system is configured.
 */
export const placeCall = async (ctx: AgentCtx, number: string, { value }: z.infer<typeof CallForm>): Promise<void> => {
  const ticket = await ticketsFor(ctx).lock(number);
  allow(ticketPolicy.work(ctx.viewer, ticket), "workOnTicket");
  if (!use(ctx.db, TELEPHONY)) throw new Unavailable("telephonyNotConfigured");
  if (!(await row(ctx.db, "SELECT 1 FROM customer_values WHERE id = $1 AND customer_id = $2 AND category = 'phone'", [value, ticket.customerId]))) throw new Invalid({ value: "form.choose" });
  allow((await askableCategories(ctx, { subject: ticket.customerId, about: aboutOf(ticket), purpose: ticket.purpose }, ["phone"])).has("phone"), "callNotOffered");
  await refuseBurst(ctx);
  const id = randomUUID();
  await ctx.db.query("INSERT INTO calls (id, ticket_id, customer_id, value_id, agent_id, at, state) VALUES ($1, $2, $3, $4, $5, $6, 'queued')", [id, ticket.id, ticket.customerId, value, ctx.viewer.id, ctx.now]);
  await ticketsFor(ctx).save(ticket, { activity: false });
  await record(ctx, ticket.id, "called");
  await append(ctx, [{ action: "call", subjects: [ticket.customerId], ticket: ticket.number, forms: { phone: "token" }, purpose: ticket.purpose, recipient: "telephone system", count: 1 }]);
  await ctx.publish(event("CallAsked", { call: id }));
};

/** One call at a time, so that a double click rings once. */
const refuseBurst = async (ctx: AgentCtx): Promise<void> => {
  await row(ctx.db, "SELECT id FROM agents WHERE id = $1 FOR UPDATE", [ctx.viewer.id]);
  const found = await row<{ running: number; hour: number }>(ctx.db, `SELECT count(*) FILTER (WHERE state = 'queued' AND at > $2::timestamptz - interval '${STALE_SECONDS} seconds')::int AS running, count(*)::int AS hour FROM calls WHERE agent_id = $1 AND at > $2::timestamptz - interval '1 hour'`, [ctx.viewer.id, ctx.now]);
  if (found!.running > 0) throw new Conflict("callRunning");
  if (found!.hour >= PER_HOUR) throw new TooMany(3600, "callQuota");
};

export const PhoneNote = z.object({ body: z.string().trim().min(1, "form.writeSomething").max(100_000, "form.tooLong") });

/** What was said on the phone, as a note for colleagues. */
export const writePhoneNote = async (ctx: AgentCtx, number: string, { body }: z.infer<typeof PhoneNote>): Promise<void> => {
  const ticket = await ticketsFor(ctx).lock(number);
  allow(ticketPolicy.work(ctx.viewer, ticket), "workOnTicket");
  await addMessage(ctx, ticket, { kind: "note", author: { kind: "agent", id: ctx.viewer.id }, channel: "phone", text: body });
};
