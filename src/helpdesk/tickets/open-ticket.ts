import { randomUUID } from "node:crypto";
import { event } from "../../platform/context";
import { rows } from "../../platform/database";
import { sealText, type Ctx, type Level } from "../../privacy";
import { indexWords, penFor, writeMessage, type NewMessage } from "../conversation/write-message";
import { record } from "./history";
import { announce } from "./tickets";
import type { Channel, Priority, TicketPurpose } from "./ticket";

export interface NewTicket {
  readonly customerId: string;
  readonly queueId: string;
  readonly subject: string;
  readonly purpose: TicketPurpose;
  readonly priority?: Priority;
  readonly channel: Channel;
  readonly language: "de" | "en";
  /** The in-house employer when absent. */
  readonly routedTo?: string;
  readonly assigneeId?: string | null;
  readonly first: NewMessage;
}
export interface OpenedTicket { readonly id: string; readonly number: string; readonly messageId: string }

const raised = (a: Level, b: Level): Level => { const top = a > b ? a : b; return top < "L2" ? "L2" : top; };

/** Opens a ticket with its first message: subject, text and file names sealed for the customer, words blindly indexed. */
export const openTicket = async (ctx: Ctx, ticket: NewTicket): Promise<OpenedTicket> => {
  const id = randomUUID();
  const at = ticket.first.at ?? ctx.now;
  const pen = await penFor(ctx, ticket.customerId);
  const subject = sealText(ctx, pen.sealer, "tickets.subject", ticket.subject, pen.known);
  const [created] = await rows<{ number: string; routed_to: string }>(ctx.db, `INSERT INTO tickets (id, customer_id, subject, queue_id, routed_to, status, priority, purpose, channel, language, level, assignee_id, created_at, activity_at)
    SELECT $1, $2, $3, $4, COALESCE($5, (SELECT e.id FROM employers e WHERE e.kind = 'inHouse')), 'open', $6, $7, $8, $9, 'L2', $10, $11, $11 RETURNING number, routed_to`,
  [id, ticket.customerId, subject.sealed.toPostgres(), ticket.queueId, ticket.routedTo ?? null, ticket.priority ?? "normal", ticket.purpose, ticket.channel, ticket.language, ticket.assigneeId ?? null, at]);
  await ctx.db.query("INSERT INTO ticket_participants (ticket_id, customer_id, kind) VALUES ($1, $2, 'requester')", [id, ticket.customerId]);
  const message = await writeMessage(ctx, id, pen, ticket.first);
  const level = raised(subject.level, message.level);
  if (level !== "L2") await ctx.db.query("UPDATE tickets SET level = $2 WHERE id = $1", [id, level]);
  await indexWords(ctx, id, at, [subject.tokens, message]);
  await record(ctx, id, "opened", { channel: ticket.channel }, ticket.first.author.kind === "customer" ? { kind: "customer", id: ticket.customerId } : undefined);
  announce(ctx, { id, queueId: ticket.queueId, routedTo: created!.routed_to, version: 1 });
  await ctx.publish(event("TicketOpened", { ticket: id }));
  return { id, number: created!.number, messageId: message.id };
};
