import { z } from "zod";
import { row } from "../../platform/database";
import { allow, Invalid, NotFound } from "../../platform/faults";
import { CATEGORIES, markPassage, sealedAt, type AgentCtx, type Ctx } from "../../privacy";
import { reindexTicket } from "../search/reindex-ticket";
import { record } from "./history";
import { ticketPolicy } from "./policy";
import { aboutOf, ticketsFor } from "./tickets";

export const MarkForm = z.object({
  message: z.uuid(),
  kind: z.enum(["mark", "unmark"]),
  category: z.enum(CATEGORIES),
  passage: z.string().trim().min(1, "form.writePassage").max(500, "form.tooLong"),
});

/**
 * Marks or frees one passage of a message by hand, wherever it occurs in that message. In-house only. The text is not
 * changed; the mark stands inside the sealed envelope and in the history, and searches follow it.
 */
export const markInMessage = async (ctx: Ctx, number: string, form: z.infer<typeof MarkForm>): Promise<void> => {
  const ticket = await ticketsFor(ctx).lock(number);
  allow(ticketPolicy.route(ctx.viewer, ticket), "workOnTicket");
  const message = await row<{ body: Buffer; subject_id: string }>(ctx.db, "SELECT body, subject_id FROM messages WHERE id = $1 AND ticket_id = $2 FOR UPDATE", [form.message, ticket.id]);
  if (!message) throw new NotFound();
  const marked = await markPassage(ctx as AgentCtx, { subject: message.subject_id, value: sealedAt("messages.body", message.body), about: aboutOf(ticket), purpose: ticket.purpose, kind: form.kind, passage: form.passage, category: form.category });
  if (!marked) throw new Invalid({ passage: "form.passageNotFound" });
  await ctx.db.query("UPDATE messages SET body = $2 WHERE id = $1", [form.message, marked.toPostgres()]);
  await reindexTicket(ctx, ticket.id);
  await ticketsFor(ctx).save(ticket, { activity: false });
  await record(ctx, ticket.id, "marked", { kind: form.kind, category: form.category });
};
