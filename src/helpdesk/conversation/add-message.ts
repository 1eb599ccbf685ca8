import type { Ctx } from "../../privacy";
import { returnReopened } from "../queues/return-reopened";
import { together } from "../tickets/content";
import { takeBackUncovered } from "../routing/place-ticket";
import { record } from "../tickets/history";
import { ticketsFor } from "../tickets/tickets";
import type { Ticket } from "../tickets/ticket";
import { draftMessage, indexWords, keepMessage, penFor, type NewMessage, type Written } from "./write-message";

const EVENT = { customer: "customerWrote", agent: "replied", system: "replied" } as const;

/** Adds a message to a locked ticket: text sealed, what the ticket holds kept up, words found, screens told. */
export const addMessage = async (ctx: Ctx, ticket: Ticket, message: NewMessage): Promise<Written> => {
  const pen = await penFor(ctx, ticket.customerId);
  const written = await keepMessage(ctx, ticket.id, draftMessage(ctx, pen, message));
  const before = { ...ticket };
  Object.assign(ticket, together([ticket, written]));
  if (ticket.level !== before.level || ticket.categories.length > before.categories.length) await takeBackUncovered(ctx, ticket, "content");
  if (message.kind === "public" && message.author.kind === "agent") ticket.waitForCustomer();
  if (message.author.kind === "customer") {
    if (!ticket.isOpen) await returnReopened(ctx, ticket);
    ticket.customerWrote();
  }
  await ticketsFor(ctx).save(ticket, { activity: true, before });
  await indexWords(ctx, ticket.id, ctx.now, [written]);
  const author = message.author.kind === "customer" && message.author.id ? { kind: "customer" as const, id: message.author.id } : undefined;
  await record(ctx, ticket.id, message.kind === "note" ? "noted" : EVENT[message.author.kind], { message: String(written.number) }, author);
  return written;
};
