import { z } from "zod";
import { row } from "../../platform/database";
import { allow, NotFound } from "../../platform/faults";
import { CATEGORIES, isAgent, markText, sealedAt, type Ctx } from "../../privacy";
import { record } from "./history";
import { ticketPolicy } from "./policy";
import { ticketsFor } from "./tickets";

export const MarkForm = z.object({
  message: z.uuid(),
  kind: z.enum(["mark", "unmark"]),
  category: z.enum(CATEGORIES),
  start: z.coerce.number().int().min(0).max(2_000_000),
  end: z.coerce.number().int().min(1).max(2_000_000),
});

/**
 * Marks or unmarks one passage by hand. In-house only: whoever may unmark sees the passage in clear at least. The
 * text itself is not changed; who marked and when stands inside the sealed envelope and in the history.
 */
export const markPassage = async (ctx: Ctx, number: string, form: z.infer<typeof MarkForm>): Promise<void> => {
  const ticket = await ticketsFor(ctx).lock(number);
  allow(ticketPolicy.route(ctx.viewer, ticket), "workOnTicket");
  const message = await row<{ body: Buffer; subject_id: string }>(ctx.db, "SELECT body, subject_id FROM messages WHERE id = $1 AND ticket_id = $2 FOR UPDATE", [form.message, ticket.id]);
  if (!message) throw new NotFound();
  const marked = await markText(ctx, message.subject_id, sealedAt("messages.body", message.body), {
    kind: form.kind, start: form.start, end: form.end, category: form.category, by: isAgent(ctx.viewer) ? ctx.viewer.id : "system", at: ctx.now.toISOString(),
  });
  await ctx.db.query("UPDATE messages SET body = $2 WHERE id = $1", [form.message, marked.toPostgres()]);
  await ticketsFor(ctx).save(ticket, { activity: false });
  await record(ctx, ticket.id, "marked", { kind: form.kind, category: form.category });
};
