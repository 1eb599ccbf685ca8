import { randomUUID } from "node:crypto";
import { event } from "../../platform/context";
import { prepared, sendAlong, sideBySide } from "../../platform/database";
import { sealText, type Ctx } from "../../privacy";
import { draftMessage, indexWords, keepMessage, penFor, type NewMessage } from "../conversation/write-message";
import type { RoutedTicket } from "../routing/choose-company";
import { companyByRules } from "../routing/place-ticket";
import { together } from "./content";
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

/** Opens a ticket with its first message: subject, text and file names sealed for the customer, words blindly indexed. */
export const openTicket = async (ctx: Ctx, ticket: NewTicket): Promise<OpenedTicket> => {
  const id = randomUUID();
  const at = ticket.first.at ?? ctx.now;
  const pen = await penFor(ctx, ticket.customerId);
  const subject = sealText(ctx, pen.sealer, "tickets.subject", ticket.subject, pen.known);
  const draft = draftMessage(ctx, pen, ticket.first);
  const { level, categories } = together([subject, draft]);
  const [[created], message] = await sideBySide([
    prepared<{ number: string; routed_to: string }>(ctx.db, `INSERT INTO tickets (id, customer_id, subject, queue_id, routed_to, status, priority, purpose, channel, language, level, categories, assignee_id, created_at, activity_at)
      SELECT $1, $2, $3, $4, COALESCE($5, (SELECT e.id FROM employers e WHERE e.kind = 'inHouse')), 'open', $6, $7, $8, $9, $10, $11, $12, $13, $13 RETURNING number, routed_to`,
    [id, ticket.customerId, subject.sealed.toPostgres(), ticket.queueId, ticket.routedTo ?? null, ticket.priority ?? "normal", ticket.purpose, ticket.channel, ticket.language, level, categories, ticket.assigneeId ?? null, at]),
    keepMessage(ctx, id, draft),
  ]);
  sendAlong(ctx.db, "INSERT INTO ticket_participants (ticket_id, customer_id, kind) VALUES ($1, $2, 'requester')", [id, ticket.customerId]);
  await indexWords(ctx, id, at, [subject.tokens, draft]);
  await record(ctx, id, "opened", { channel: ticket.channel }, ticket.first.author.kind === "customer" ? { kind: "customer", id: ticket.customerId } : undefined);
  const routedTo = isForTheRules(ticket) ? await routeNew(ctx, { ...ticket, id, level, categories }, created!.routed_to) : created!.routed_to;
  announce(ctx, { id, queueId: ticket.queueId, routedTo, version: 1 });
  await ctx.publish(event("TicketOpened", { ticket: id }));
  return { id, number: created!.number, messageId: message.id };
};

/** Nobody has said where it goes and nobody has taken it. */
const isForTheRules = ({ routedTo, assigneeId }: NewTicket): boolean => !routedTo && !assigneeId;

const routeNew = async (ctx: Ctx, ticket: RoutedTicket, house: string): Promise<string> => {
  const company = await companyByRules(ctx, ticket, "opened") ?? house;
  if (company !== house) await ctx.db.query("UPDATE tickets SET routed_to = $2 WHERE id = $1", [ticket.id, company]);
  return company;
};
