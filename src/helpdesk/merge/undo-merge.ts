import { row } from "../../platform/database";
import { allow, Conflict, NotFound } from "../../platform/faults";
import { unmergeCustomers } from "../../customers";
import { append, isInHouse, resealer, type AgentCtx } from "../../privacy";
import { reindexTicket } from "../search/reindex-ticket";
import { record } from "../tickets/history";
import { ticketPolicy } from "../tickets/policy";
import { asProgram } from "../tickets/outsourced-role";
import { ticketsFor } from "../tickets/tickets";
import type { Ticket } from "../tickets/ticket";
import type { Moved } from "./merge-tickets";
import { returnConversations } from "./move-conversations";

interface Found { source: string; target: string; undo_until: Date; moved: Moved; last: boolean }
/** `last`: nothing was merged into or out of either since. */
const FIND = `SELECT s.number AS source, t.number AS target, m.undo_until, m.moved,
    NOT EXISTS (SELECT 1 FROM ticket_merges o WHERE o.undone_at IS NULL AND o.id <> m.id AND o.at >= m.at AND (o.source_id IN (m.source_id, m.target_id) OR o.target_id IN (m.source_id, m.target_id))) AS last
  FROM ticket_merges m JOIN tickets s ON s.id = m.source_id JOIN tickets t ON t.id = m.target_id WHERE m.id = $1 AND m.undone_at IS NULL AND $2 IN (s.number, t.number)`;

/**
 * Takes a merge back while its window is open: what came from the one ticket goes there again, and records that were
 * joined for it are two again. What was written into the other ticket since stays there. Answers the number of the ticket that is back.
 */
export const undoMerge = async (ctx: AgentCtx, number: string, mergeId: string): Promise<string> => {
  const found = await row<Found>(ctx.db, FIND, [mergeId, number]);
  if (!found) throw new NotFound("ticketNotFound");
  const { source, target } = await lockMerged(ctx, found);
  const again = await row<Found>(ctx.db, FIND, [mergeId, number]);
  if (!again) throw new Conflict("mergeUndone");
  if (again.undo_until <= ctx.now) throw new Conflict("mergeFinal");
  if (!again.last) throw new Conflict("mergeNotLast");
  if (again.moved.people) allow(isInHouse(ctx.viewer), "mergeRecords");
  await asProgram(ctx, async () => {
    await returnContents(ctx, source, target, again.moved);
    if (again.moved.people) await partPeople(ctx, target, again.moved.people);
    await ctx.db.query("UPDATE ticket_merges SET undone_at = $2, undone_by = $3 WHERE id = $1", [mergeId, ctx.now, ctx.viewer.id]);
    await settle(ctx, { source, target, moved: again.moved });
  });
  return source.number;
};

const lockMerged = async (ctx: AgentCtx, found: Found): Promise<{ source: Ticket; target: Ticket }> => {
  const locked = new Map<string, Ticket>();
  for (const one of [found.source, found.target].sort((a, b) => a.length - b.length || a.localeCompare(b))) locked.set(one, await ticketsFor(ctx).lock(one, { merged: one === found.source }));
  for (const ticket of locked.values()) allow(ticketPolicy.work(ctx.viewer, ticket), "workOnTicket");
  return { source: locked.get(found.source)!, target: locked.get(found.target)! };
};

const returnContents = async (ctx: AgentCtx, { id: source }: Ticket, { id: target }: Ticket, moved: Moved): Promise<void> => {
  await ctx.db.query("UPDATE messages SET ticket_id = $1, number = number - $3 WHERE ticket_id = $2 AND id = ANY($4)", [source, target, moved.offset, moved.messages]);
  await ctx.db.query("UPDATE mail_references SET ticket_id = $1 WHERE ticket_id = $2 AND encode(token, 'hex') = ANY($3)", [source, target, moved.references]);
  await ctx.db.query("UPDATE ticket_events SET ticket_id = $1 WHERE ticket_id = $2 AND id = ANY($3)", [source, target, moved.events]);
  await ctx.db.query("DELETE FROM ticket_participants WHERE ticket_id = $1 AND customer_id = ANY($2) AND kind <> 'requester'", [target, moved.added]);
};

const partPeople = async (ctx: AgentCtx, target: Ticket, { record: kept, conversations }: NonNullable<Moved["people"]>): Promise<void> => {
  const union = { from: kept.into, into: kept.from };
  const reseal = await resealer(ctx, { ...union, ticket: target.number, purpose: target.purpose });
  await returnConversations(ctx, conversations, union, reseal);
  await unmergeCustomers(ctx, kept, reseal);
};

const settle = async (ctx: AgentCtx, { source, target, moved }: { source: Ticket; target: Ticket; moved: Moved }): Promise<void> => {
  await ctx.db.query("UPDATE tickets SET merged_into = NULL, status = $2, version = version + 1 WHERE id = $1", [source.id, moved.status]);
  for (const ticket of [source, target]) {
    ticket.version = (await row<{ version: number }>(ctx.db, "SELECT version FROM tickets WHERE id = $1", [ticket.id]))!.version;
    if (ticket === source) ticket.status = moved.status;
    Object.assign(ticket, await reindexTicket(ctx, ticket.id));
    await ticketsFor(ctx).save(ticket, { activity: false });
  }
  await record(ctx, source.id, "unmerged");
  await record(ctx, target.id, "unmerged");
  if (!moved.people) await append(ctx, [{ action: "merge", subjects: [target.customerId], ticket: target.number, forms: {}, purpose: target.purpose, count: 1, detail: { undone: source.number, from: target.number } }]);
};
