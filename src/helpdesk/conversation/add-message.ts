import type { Ctx, Level } from "../../privacy";
import { record } from "../tickets/history";
import { ticketsFor } from "../tickets/tickets";
import type { Ticket } from "../tickets/ticket";
import { indexWords, penFor, writeMessage, type NewMessage, type Written } from "./write-message";

const EVENT = { customer: "customerWrote", agent: "replied", system: "replied" } as const;

/** Adds a message to a locked ticket: text sealed, level raised where it must be, words found, screens told. */
export const addMessage = async (ctx: Ctx, ticket: Ticket, message: NewMessage): Promise<Written> => {
  const pen = await penFor(ctx, ticket.customerId);
  const written = await writeMessage(ctx, ticket.id, pen, message);
  if (written.level > (ticket.level as Level)) ticket.level = written.level;
  if (message.kind === "public" && message.author.kind === "agent") ticket.waitForCustomer();
  if (message.author.kind === "customer") ticket.customerWrote();
  await ticketsFor(ctx).save(ticket);
  await indexWords(ctx, ticket.id, ctx.now, [written]);
  const author = message.author.kind === "customer" && message.author.id ? { kind: "customer" as const, id: message.author.id } : undefined;
  await record(ctx, ticket.id, message.kind === "note" ? "noted" : EVENT[message.author.kind], { message: String(written.number) }, author);
  return written;
};
