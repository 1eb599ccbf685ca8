import { event } from "../../platform/context";
import { row } from "../../platform/database";
import { allow, Conflict } from "../../platform/faults";
import type { Ctx } from "../../privacy";
import { ticketPolicy } from "../tickets/policy";
import { ticketsFor } from "../tickets/tickets";

/** Queues a failed mail once more; Conflict when it is on its way or arrived after all. */
export const sendAgain = async (ctx: Ctx, number: string, messageId: string): Promise<void> => {
  const ticket = await ticketsFor(ctx).lock(number);
  allow(ticketPolicy.work(ctx.viewer, ticket), "workOnTicket");
  const queued = await row<{ id: string }>(ctx.db, `WITH queued AS (
      UPDATE outbound_mails o SET state = 'queued', failure = NULL, settled_at = NULL FROM messages m
      WHERE o.message_id = m.id AND m.id = $1 AND m.ticket_id = $2 AND o.state = 'failed' RETURNING o.id)
    SELECT id FROM queued`, [messageId, ticket.id]);
  if (!queued) throw new Conflict();
  await ticketsFor(ctx).save(ticket);
  await ctx.publish(event("MailQueued", { mail: queued.id }));
};
