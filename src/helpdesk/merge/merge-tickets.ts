import { randomUUID } from "node:crypto";
import { z } from "zod";
import { event } from "../../platform/context";
import { row, rows } from "../../platform/database";
import { allow, Conflict, Invalid } from "../../platform/faults";
import { mergeCustomers, type MovedRecord } from "../../customers";
import { append, isInHouse, resealer, type AgentCtx } from "../../privacy";
import { reindexTicket } from "../search/reindex-ticket";
import { record } from "../tickets/history";
import { ticketPolicy } from "../tickets/policy";
import type { Status, Ticket } from "../tickets/ticket";
import { asProgram } from "../tickets/outsourced-role";
import { ticketsFor } from "../tickets/tickets";
import { moveConversations, type MovedConversations } from "./move-conversations";

/** Within this time a merge can be taken back; then it is for good. A proposal, no law says a number. */
export const UNDO_HOURS = 24;

export const MergeForm = z.object({
  other: z.string().trim().regex(/^[1-9]\d{0,15}$/, "form.ticketNumber"),
  /** The versions of both tickets that the preview showed. */
  seen: z.string().regex(/^\d{1,9}-\d{1,9}$/, "form.invalid"),
});

/** What moved, as ids and digests: enough to take it back. */
export interface Moved {
  readonly offset: number; readonly status: Status; readonly messages: readonly string[]; readonly references: readonly string[]; readonly events: readonly string[]; readonly added: readonly string[];
  readonly people: { readonly record: MovedRecord; readonly conversations: MovedConversations } | null;
}

/**
 * Makes one ticket part of another: its messages, files, mail references, participants and history go there, and mail
 * that answers it arrives there. The ticket itself stays closed as a signpost. Where the two belong to two records of
 * one person, the records become one first. Answers the number of the ticket that goes on.
 */
export const mergeTickets = async (ctx: AgentCtx, number: string, { other, seen }: z.infer<typeof MergeForm>): Promise<string> => {
  const { source, target } = await lockBoth(ctx, number, other);
  if (seen !== `${source.version}-${target.version}`) throw new Conflict("mergeChanged");
  if (!target.isOpen) throw new Conflict("mergeIntoClosed");
  await refuseWidening(ctx, source, target);
  const people = source.customerId === target.customerId ? null : await mergePeople(ctx, source, target);
  await asProgram(ctx, async () => settle(ctx, source, target, { ...await moveContents(ctx, source, target), status: source.status, people }));
  return target.number;
};

/** Both in the viewer's scope and work, or nothing is said about either; always in the same order, so that two merges at once cannot wait for each other. */
export const lockBoth = async (ctx: AgentCtx, number: string, other: string): Promise<{ source: Ticket; target: Ticket }> => {
  if (number === other) throw new Invalid({ other: "form.mergeItself" });
  const locked = new Map<string, Ticket>();
  for (const one of [number, other].sort((a, b) => a.length - b.length || a.localeCompare(b))) locked.set(one, await ticketsFor(ctx).lock(one));
  for (const ticket of locked.values()) allow(ticketPolicy.work(ctx.viewer, ticket), "workOnTicket");
  return { source: locked.get(number)!, target: locked.get(other)! };
};

type Placed = Pick<Ticket, "routedTo" | "queueId" | "purpose">;
/** What comes into a ticket is seen by those who work on it: never by people of a processor who did not have it before, in this queue and for this purpose. */
export const widens = (source: Placed, target: Placed, toProcessor: boolean): boolean =>
  toProcessor && (source.routedTo !== target.routedTo || source.queueId !== target.queueId || source.purpose !== target.purpose);
const refuseWidening = async (ctx: AgentCtx, source: Ticket, target: Ticket): Promise<void> => {
  const employer = await row<{ kind: string }>(ctx.db, "SELECT kind FROM employers WHERE id = $1", [target.routedTo]);
  if (widens(source, target, employer?.kind !== "inHouse")) throw new Conflict("mergeWidens");
};

/** Records are joined in-house only: it touches tickets that people of a processor may not even know of. */
const mergePeople = async (ctx: AgentCtx, source: Ticket, target: Ticket): Promise<Moved["people"]> => {
  allow(isInHouse(ctx.viewer), "mergeRecords");
  const union = { from: source.customerId, into: target.customerId };
  const reseal = await resealer(ctx, { ...union, ticket: target.number, purpose: target.purpose });
  const record = await mergeCustomers(ctx, union, reseal);
  const people = { record, conversations: await moveConversations(ctx, union, reseal) };
  for (const ticket of [source, target]) ticket.version = (await row<{ version: number }>(ctx.db, "SELECT version FROM tickets WHERE id = $1", [ticket.id]))!.version;
  source.customerId = target.customerId;
  return people;
};

const moveContents = async (ctx: AgentCtx, { id: source }: Ticket, { id: target }: Ticket): Promise<Pick<Moved, "offset" | "messages" | "references" | "events" | "added">> => {
  const list = async (sql: string, parameters: unknown[] = [source, target]): Promise<string[]> => (await rows<{ id: string }>(ctx.db, sql, parameters)).map(({ id }) => id);
  const { offset } = (await row<{ offset: number }>(ctx.db, 'SELECT COALESCE(max(number), 0) AS "offset" FROM messages WHERE ticket_id = $1', [target]))!;
  return {
    offset,
    messages: await list("WITH moved AS (UPDATE messages SET ticket_id = $2, number = number + $3 WHERE ticket_id = $1 RETURNING id) SELECT id FROM moved", [source, target, offset]),
    references: await list("WITH moved AS (UPDATE mail_references SET ticket_id = $2 WHERE ticket_id = $1 RETURNING encode(token, 'hex') AS id) SELECT id FROM moved"),
    events: await list("WITH moved AS (UPDATE ticket_events SET ticket_id = $2 WHERE ticket_id = $1 RETURNING id) SELECT id FROM moved"),
    added: await list(`WITH moved AS (INSERT INTO ticket_participants (ticket_id, customer_id, kind, added_at, added_by)
      SELECT $2, customer_id, CASE kind WHEN 'requester' THEN 'copy' ELSE kind END, added_at, added_by FROM ticket_participants WHERE ticket_id = $1 ON CONFLICT DO NOTHING RETURNING customer_id AS id) SELECT id FROM moved`),
  };
};

const settle = async (ctx: AgentCtx, source: Ticket, target: Ticket, moved: Moved): Promise<void> => {
  for (const ticket of [source, target]) Object.assign(ticket, await reindexTicket(ctx, ticket.id));
  if (source.status === "open") target.customerWrote();
  source.become(target.id);
  await ctx.db.query("INSERT INTO ticket_merges (id, source_id, target_id, agent_id, at, undo_until, moved) VALUES ($1, $2, $3, $4, $5, $6, $7)",
    [randomUUID(), source.id, target.id, ctx.viewer.id, ctx.now, new Date(ctx.now.getTime() + UNDO_HOURS * 3_600_000), JSON.stringify(moved)]);
  await ticketsFor(ctx).save(source, { activity: false });
  await ctx.db.query("UPDATE tickets SET merged_into = $2 WHERE id = $1", [source.id, target.id]);
  await ticketsFor(ctx).save(target);
  await record(ctx, source.id, "mergedInto", { number: target.number });
  await record(ctx, target.id, "merged", { number: source.number });
  if (!moved.people) await append(ctx, [{ action: "merge", subjects: [target.customerId], ticket: target.number, forms: {}, purpose: target.purpose, count: 1, detail: { from: source.number, into: target.number } }]);
  await ctx.publish(event("TicketMerged", { ticket: target.id }));
};
