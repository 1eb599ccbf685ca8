import { z } from "zod";
import { use } from "../../platform/services";
import { Forbidden, Invalid } from "../../platform/faults";
import { row } from "../../platform/database";
import { CATEGORIES, grantReveal, isAgent, REVEAL_REASONS, type AgentCtx, type Ctx } from "../../privacy";
import { HELPDESK_SETTINGS } from "../settings";
import { ticketFacts } from "./about-ticket";

export const RevealForm = z.object({
  category: z.enum(CATEGORIES),
  subject: z.uuid(),
  reason: z.enum(REVEAL_REASONS, "form.chooseReason"),
  note: z.string().trim().max(500, "form.tooLong").default(""),
  minutes: z.coerce.number().int().min(1).max(5).default(1),
});

/** A look at one masked category of one person on this ticket: reason first, log first, then the page shows it. */
export const revealValue = async (ctx: Ctx, number: string, form: z.infer<typeof RevealForm>): Promise<void> => {
  if (!isAgent(ctx.viewer)) throw new Forbidden();
  const ticket = await ticketFacts(ctx, number, ctx.viewer.locale);
  const belongs = form.subject === ticket.customerId || await row(ctx.db, "SELECT 1 FROM ticket_participants WHERE ticket_id = $1 AND customer_id = $2", [ticket.id, form.subject]);
  if (!belongs) throw new Invalid({ subject: "form.invalid" });
  await grantReveal(ctx as AgentCtx, { ...form, about: ticket.about, purpose: ticket.purpose }, use(ctx.db, HELPDESK_SETTINGS).revealsPerHour);
};
