import { z } from "zod";
import { allow, Invalid } from "../../platform/faults";
import { row } from "../../platform/database";
import { findOrRecordByEmail, addValues } from "../../customers";
import { isAgent, type Ctx } from "../../privacy";
import { openTicket, type OpenedTicket } from "./open-ticket";
import { ticketPolicy } from "./policy";
import { PRIORITIES, TICKET_PURPOSES } from "./ticket";

export const ContactForm = z.object({
  name: z.string().trim().max(200, "form.tooLong").default(""),
  email: z.email("form.email").max(320, "form.tooLong"),
  phone: z.string().trim().max(60, "form.tooLong").default(""),
  subject: z.string().trim().min(1, "form.writeSomething").max(300, "form.tooLong"),
  body: z.string().trim().min(1, "form.writeSomething").max(100_000, "form.tooLong"),
  queue: z.uuid("form.choose"),
  purpose: z.enum(TICKET_PURPOSES, "form.choose"),
  priority: z.enum(PRIORITIES).default("normal"),
  language: z.enum(["de", "en"]).default("de"),
});

/** Writes down what a caller or visitor asked: finds or records the person by the address they say, and opens the ticket. */
export const recordContact = async (ctx: Ctx, form: z.infer<typeof ContactForm>): Promise<OpenedTicket> => {
  allow(ticketPolicy.open(ctx.viewer), "openTicket");
  const viewer = ctx.viewer;
  if (!isAgent(viewer) || !viewer.standing.queues.includes(form.queue) || !(await row(ctx.db, "SELECT 1 FROM queues WHERE id = $1", [form.queue]))) throw new Invalid({ queue: "form.choose" });
  const { id, isNew } = await findOrRecordByEmail(ctx, form.email, form.name || null, form.language);
  if (isNew && form.phone) await addValues(ctx, id, [{ category: "phone", value: form.phone }]);
  return openTicket(ctx, {
    customerId: id, queueId: form.queue, subject: form.subject, purpose: form.purpose, priority: form.priority, channel: "phone", language: form.language, assigneeId: viewer.id,
    first: { kind: "note", author: { kind: "agent", id: viewer.id }, channel: "phone", text: form.body },
  });
};
