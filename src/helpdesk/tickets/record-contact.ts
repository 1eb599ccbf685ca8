import { z } from "zod";
import { allow, Forbidden, Invalid, NotFound } from "../../platform/faults";
import { prepared, row } from "../../platform/database";
import { findOrRecordByEmail, addValues } from "../../customers";
import { isAgent, isInHouse, type AgentViewer, type Ctx } from "../../privacy";
import { openTicket, type OpenedTicket } from "./open-ticket";
import { asProgram } from "./outsourced-role";
import { readableBy, ticketPolicy } from "./policy";
import { processorScope } from "./processor-scope";
import { PRIORITIES, TICKET_PURPOSES } from "./ticket";

export const ContactForm = z.object({
  name: z.string().trim().max(200, "form.tooLong").default(""),
  /** The person by their handle, in place of an address. */
  customer: z.uuid().optional().catch(undefined),
  email: z.union([z.email("form.email").max(320, "form.tooLong"), z.literal("")], "form.email").default(""),
  phone: z.string().trim().max(60, "form.tooLong").default(""),
  subject: z.string().trim().min(1, "form.writeSomething").max(300, "form.tooLong"),
  body: z.string().trim().min(1, "form.writeSomething").max(100_000, "form.tooLong"),
  queue: z.uuid("form.choose"),
  purpose: z.enum(TICKET_PURPOSES, "form.choose"),
  priority: z.enum(PRIORITIES).default("normal"),
  language: z.enum(["de", "en"]).default("de"),
}).refine(({ customer, email }) => customer !== undefined || email !== "", { path: ["email"], message: "form.email" });
type ContactForm = z.infer<typeof ContactForm>;

/** Queues in which this person can open a ticket, and for which purposes; for people of a processor, those of their contract. */
export const openableQueues = (viewer: AgentViewer): ReadonlyMap<string, readonly string[]> => (isInHouse(viewer)
  ? new Map(viewer.standing.queues.map((queue) => [queue, TICKET_PURPOSES]))
  : new Map(Object.entries(processorScope(viewer).queues).map(([queue, { purposes }]) => [queue, purposes])));

/** Whether the viewer has a ticket of this person; only then can the handle be used. */
export const knowsCustomer = async (ctx: Ctx, customerId: string): Promise<boolean> => {
  const scope = readableBy(ctx.viewer, 2);
  return (await row(ctx.db, `SELECT 1 FROM tickets t WHERE t.customer_id = $1 AND ${scope.sql} LIMIT 1`, [customerId, ...scope.parameters])) !== null;
};

/**
 * Writes down what a caller or visitor asked, and opens the ticket: for a person by their handle, whom the viewer has a
 * ticket of already, or by the address they say. Answers null where the ticket holds what the viewer's contract
 * does not cover: it is in-house then.
 */
export const recordContact = async (ctx: Ctx, form: ContactForm): Promise<OpenedTicket | null> => {
  const { viewer } = ctx;
  allow(form.customer ? ticketPolicy.openFor(viewer) : ticketPolicy.open(viewer), "openTicket");
  if (!isAgent(viewer)) throw new Forbidden("openTicket");
  const purposes = openableQueues(viewer).get(form.queue);
  if (!purposes || !(await prepared(ctx.db, "SELECT 1 FROM queues WHERE id = $1", [form.queue]))[0]) throw new Invalid({ queue: "form.choose" });
  if (!purposes.includes(form.purpose)) throw new Invalid({ purpose: "form.choose" });
  const customerId = form.customer ? await byHandle(ctx, form.customer) : await byAddress(ctx, form);
  const opened = await asProgram(ctx, () => openTicket(ctx, {
    customerId, queueId: form.queue, subject: form.subject, purpose: form.purpose, priority: form.priority, channel: "phone", language: form.language, assigneeId: viewer.id,
    routedTo: isInHouse(viewer) ? undefined : viewer.standing.employer.id,
    first: { kind: "note", author: { kind: "agent", id: viewer.id }, channel: "phone", text: form.body },
  }));
  if (isInHouse(viewer)) return opened;
  const scope = readableBy(viewer, 2);
  return (await row(ctx.db, `SELECT 1 FROM tickets t WHERE t.id = $1 AND ${scope.sql}`, [opened.id, ...scope.parameters])) ? opened : null;
};

const byHandle = async (ctx: Ctx, customerId: string): Promise<string> => {
  if (!(await knowsCustomer(ctx, customerId))) throw new NotFound();
  return customerId;
};

const byAddress = async (ctx: Ctx, form: ContactForm): Promise<string> => {
  const { id, isNew } = await findOrRecordByEmail(ctx, form.email, form.name || null, form.language);
  if (isNew && form.phone) await addValues(ctx, id, [{ category: "phone", value: form.phone }]);
  return id;
};
