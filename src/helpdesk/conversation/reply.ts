import { randomUUID } from "node:crypto";
import { z } from "zod";
import { event } from "../../platform/context";
import { prepared, sendAlong } from "../../platform/database";
import { allow, Conflict, Invalid } from "../../platform/faults";
import { isAgent, type Ctx } from "../../privacy";
import type { Uploads } from "../../platform/http";
import { checkRecipients } from "../recipients/send-check";
import { record } from "../tickets/history";
import { asProgram } from "../tickets/outsourced-role";
import { ticketPolicy } from "../tickets/policy";
import type { Ticket } from "../tickets/ticket";
import { ticketsFor } from "../tickets/tickets";
import { addMessage } from "./add-message";
import { inspected } from "./inspect-upload";
import type { IncomingFile } from "./write-message";

export const Reply = z.object({
  kind: z.enum(["reply", "note"]),
  body: z.string().trim().min(1, "form.writeSomething").max(100_000, "form.tooLong"),
  /** The number of the last message that was on the screen when this was written. */
  seen: z.coerce.number().int().min(0).max(1_000_000),
  /** What to do with the ticket besides. */
  then: z.enum(["stay", "close", "next"]).default("stay"),
  /** What the writer was shown about new recipients and sends anyway (recipients/send-check.ts). */
  checked: z.string().max(40).default(""),
});
export type Reply = z.infer<typeof Reply>;

/**
 * Answers the customer or leaves a note. When something newer than `seen` has arrived, nothing is sent (Conflict) and
 * the form comes back with the text and the newer message. A public reply is queued in the same transaction. False when what was
 * written has taken the ticket out of the writer's scope.
 */
export const replyToTicket = async (ctx: Ctx, number: string, reply: Reply, uploads: Uploads): Promise<boolean> => {
  const ticket = await ticketsFor(ctx).lock(number);
  allow(ticketPolicy.work(ctx.viewer, ticket), "workOnTicket");
  const { last, addressed } = await stateOf(ctx, ticket);
  if (reply.seen < last) throw new Conflict("staleReply", { count: last - reply.seen });
  if (reply.kind === "reply" && !addressed) throw new Invalid({ body: "form.noMailAddress" });
  if (reply.kind === "reply") await checkRecipients(ctx, ticket.id, reply);
  const files = await inspected(uploads);
  await asProgram(ctx, () => write(ctx, ticket, reply, files));
  return ticketPolicy.read(ctx.viewer, ticket);
};

const write = async (ctx: Ctx, ticket: Ticket, reply: Reply, files: IncomingFile[]): Promise<void> => {
  const agent = isAgent(ctx.viewer) ? ctx.viewer.id : null;
  if (reply.kind === "reply" && ticket.assigneeId === null) ticket.assigneeId = agent;
  const written = await addMessage(ctx, ticket, { kind: reply.kind === "reply" ? "public" : "note", author: { kind: "agent", id: agent }, channel: "screen", text: reply.body, files });
  if (reply.kind === "reply") await queueMail(ctx, written.id);
  if (reply.then === "close" && ticket.isOpen) {
    ticket.close();
    await ticketsFor(ctx).save(ticket);
    await record(ctx, ticket.id, "closed");
  }
};

/** The number of the last message, and whether a mail could be sent. */
const stateOf = async (ctx: Ctx, ticket: Ticket): Promise<{ last: number; addressed: boolean }> => {
  const [found] = await prepared<{ last: number; addressed: boolean }>(ctx.db, `SELECT (SELECT COALESCE(max(number), 0) FROM messages WHERE ticket_id = $1) AS last,
    EXISTS (SELECT 1 FROM customer_values WHERE customer_id = $2 AND category = 'email') AS addressed`, [ticket.id, ticket.customerId]);
  return found!;
};

/** The mail leaves after the commit; its state stands beside the message. */
export const queueMail = async (ctx: Ctx, messageId: string): Promise<void> => {
  const id = randomUUID();
  sendAlong(ctx.db, "INSERT INTO outbound_mails (id, message_id, state, queued_at) VALUES ($1, $2, 'queued', $3)", [id, messageId, ctx.now]);
  await ctx.publish(event("MailQueued", { mail: id }));
};
