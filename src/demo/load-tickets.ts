import { randomUUID } from "node:crypto";
import { addMessage, openTicket, Ticket } from "../helpdesk";
import type { Ctx } from "../privacy";
import { asOf } from "./as-of";
import { sampleFile } from "./attachment-bytes";
import type { LoadedHouse } from "./load-house";
import type { SampleMessage, SampleTicket } from "./types";

/** Everybody a ticket can name: the house, and the customers by their key. */
export interface Known extends LoadedHouse { readonly customers: ReadonlyMap<string, string> }

type Message = Parameters<typeof openTicket>[1]["first"];

const SECOND = 1000;
const CLOSED_AFTER = 90 * SECOND;

/** Opens one ticket and plays its conversation, each message at its own time. */
export const loadTicket = async (present: Ctx, ticket: SampleTicket, known: Known): Promise<void> => {
  const [first, ...others] = ticket.messages as [SampleMessage, ...SampleMessage[]];
  const customerId = known.customers.get(ticket.customer)!;
  const assigneeId = ticket.assignee ? known.agents.get(ticket.assignee)! : null;
  const opened = await openTicket(asOf(present, first.at), {
    customerId, assigneeId, queueId: known.queues.get(ticket.queue)!, routedTo: known.employers.get(ticket.routedTo)!, subject: ticket.subject,
    purpose: ticket.purpose, priority: ticket.priority, channel: ticket.channel, language: ticket.language, first: messageOf(first, { customerId, channel: ticket.channel, known }),
  });
  const entity = await present.db.findOneByOrFail(Ticket, { id: opened.id });
  await settle(present, opened, first, known);
  for (const message of others) {
    const written = await addMessage(asOf(present, message.at), entity, messageOf(message, { customerId, channel: "mail", known }));
    await settle(present, { id: opened.id, messageId: written.id }, message, known);
  }
  await finish(present, opened.id, { status: ticket.status, assigneeId, at: ticket.messages.at(-1)!.at });
};

const messageOf = (message: SampleMessage, { customerId, channel, known }: { customerId: string; channel: SampleTicket["channel"]; known: Known }): Message => {
  const byCustomer = message.author === "customer";
  return {
    kind: message.kind, text: message.text, at: message.at,
    author: byCustomer ? { kind: "customer", id: customerId } : { kind: "agent", id: known.agents.get(message.author)! },
    channel: byCustomer || channel === "phone" ? channel : "screen",
    files: message.attachments?.map(({ fileName, kind }) => ({ kind: "file" as const, fileName, ...sampleFile(kind) })),
  };
};

/** What stands around a message that a person wrote on the screen: who did it, that the mail arrived, who was put in copy. */
const settle = async ({ db }: Ctx, { id, messageId }: { id: string; messageId: string }, message: SampleMessage, known: Known): Promise<void> => {
  if (message.author !== "customer") {
    await db.query("UPDATE ticket_events SET actor_kind = 'agent', actor_id = $2 WHERE ticket_id = $1 AND at = $3 AND actor_kind = 'system'", [id, known.agents.get(message.author), message.at]);
    if (message.kind === "public") {
      await db.query("INSERT INTO outbound_mails (id, message_id, state, attempts, queued_at, settled_at) VALUES ($1, $2, 'sent', 1, $3, $4)", [randomUUID(), messageId, message.at, new Date(message.at.getTime() + 3 * SECOND)]);
    }
  }
  if (message.cc) await db.query("INSERT INTO ticket_participants (ticket_id, customer_id, kind) VALUES ($1, $2, 'copy') ON CONFLICT DO NOTHING", [id, known.customers.get(message.cc)]);
};

/** The state that the conversation has led to, whatever its last message alone would say. */
const finish = async ({ db }: Ctx, id: string, { status, assigneeId, at }: { status: SampleTicket["status"]; assigneeId: string | null; at: Date }): Promise<void> => {
  await db.query("UPDATE tickets SET status = $2 WHERE id = $1", [id, status]);
  if (status !== "closed") return;
  await db.query("INSERT INTO ticket_events (id, ticket_id, at, actor_kind, actor_id, kind) VALUES ($1, $2, $3, $4, $5, 'closed')",
    [randomUUID(), id, new Date(at.getTime() + CLOSED_AFTER), assigneeId ? "agent" : "system", assigneeId]);
};
