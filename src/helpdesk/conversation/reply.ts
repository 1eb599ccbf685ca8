import { randomUUID } from "node:crypto";
import { z } from "zod";
import { event } from "../../platform/context";
import { row } from "../../platform/database";
import { allow, Conflict, Invalid } from "../../platform/faults";
import { isAgent, type Ctx } from "../../privacy";
import type { Uploads } from "../../platform/http";
import { record } from "../tickets/history";
import { ticketPolicy } from "../tickets/policy";
import { ticketsFor } from "../tickets/tickets";
import { addMessage } from "./add-message";
import { inspected } from "./inspect-upload";

export const Reply = z.object({
  kind: z.enum(["reply", "note"]),
  body: z.string().trim().min(1, "form.writeSomething").max(100_000, "form.tooLong"),
  /** The number of the last message that was on the screen when this was written. */
  seen: z.coerce.number().int().min(0).max(1_000_000),
  /** What to do with the ticket besides. */
  then: z.enum(["stay", "close", "next"]).default("stay"),
});
export type Reply = z.infer<typeof Reply>;

/**
 * Answers the customer or leaves a note. When something newer than `seen` has arrived, nothing is sent (Conflict) and
 * the form comes back with the text and the newer message. A public reply is queued in the same transaction.
 */
export const replyToTicket = async (ctx: Ctx, number: string, reply: Reply, uploads: Uploads): Promise<void> => {
  const ticket = await ticketsFor(ctx).lock(number);
  allow(ticketPolicy.work(ctx.viewer, ticket), "workOnTicket");
  const last = await row<{ number: number }>(ctx.db, "SELECT COALESCE(max(number), 0) AS number FROM messages WHERE ticket_id = $1", [ticket.id]);
  if (reply.seen < last!.number) throw new Conflict("staleReply", { count: last!.number - reply.seen });
  if (reply.kind === "reply" && !(await hasMailAddress(ctx, ticket.customerId))) throw new Invalid({ body: "form.noMailAddress" });
  const agent = isAgent(ctx.viewer) ? ctx.viewer.id : null;
  if (reply.kind === "reply" && ticket.assigneeId === null) ticket.assigneeId = agent;
  const written = await addMessage(ctx, ticket, {
    kind: reply.kind === "reply" ? "public" : "note", author: { kind: "agent", id: agent }, channel: "screen", text: reply.body, files: await inspected(uploads),
  });
  if (reply.kind === "reply") await queueMail(ctx, written.id);
  if (reply.then === "close" && ticket.isOpen) {
    ticket.close();
    await ticketsFor(ctx).save(ticket);
    await record(ctx, ticket.id, "closed");
  }
};

const hasMailAddress = async (ctx: Ctx, customerId: string): Promise<boolean> =>
  (await row(ctx.db, "SELECT 1 FROM customer_values WHERE customer_id = $1 AND category = 'email' LIMIT 1", [customerId])) !== null;

/** The mail leaves after the commit; its state stands beside the message. */
export const queueMail = async (ctx: Ctx, messageId: string): Promise<void> => {
  const id = randomUUID();
  await ctx.db.query("INSERT INTO outbound_mails (id, message_id, state, queued_at) VALUES ($1, $2, 'queued', $3)", [id, messageId, ctx.now]);
  await ctx.publish(event("MailQueued", { mail: id }));
};
