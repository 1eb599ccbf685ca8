import { translator } from "../../platform/i18n";
import type { ParsedMail, ReceivedMail } from "../../platform/mail";
import { findOrRecordByEmail } from "../../customers";
import { lookUp, openSealer, type Ctx } from "../../privacy";
import { addMessage } from "../conversation/add-message";
import { record } from "../tickets/history";
import { openTicket } from "../tickets/open-ticket";
import { ticketsFor } from "../tickets/tickets";
import { findThread, participantAmong, recipientsOf, type Thread } from "./find-thread";
import { inTurn } from "./in-turn";
import { floods, runsInCircle } from "./judge-mail";
import { identityOf, isKnown, referenceToken, rememberMail } from "./mail-references";
import { contentOf, languageOf } from "./message-of-mail";
import { noteBounce } from "./note-bounce";
import { baseAddress, ownAddresses, purposeOf, queueFor, type OwnAddresses } from "./own-addresses";
import { addCopies, addParticipant } from "./participants";
import { quarantine } from "./quarantine";

/** What became of a mail. `ignored`: a delivery report, noted on the mail of ours that it is about. */
export type MailOutcome = "ticket" | "message" | "duplicate" | "ignored" | "quarantined";
/** `ticket` is where it went, for the outcomes `ticket` and `message`. */
export interface Kept { readonly outcome: MailOutcome; readonly ticket: string | null }

/** A mail that could be read. `released`: a person has looked at the reason and wants it in a ticket. */
export interface ReadableMail { readonly mail: ReceivedMail; readonly parsed: ParsedMail; readonly released: boolean }

const of = (outcome: MailOutcome, ticket: string | null = null): Kept => ({ outcome, ticket });

/** Decides where a readable mail belongs and puts it there; the whole of it in the caller's transaction. */
export const keepMail = async (ctx: Ctx, readable: ReadableMail): Promise<Kept> => {
  const { mail, parsed, released } = readable;
  const own = await ownAddresses(ctx);
  await inTurn(ctx, [parsed.from, ...parsed.cc, ...parsed.to].map(({ address }) => address).filter((address) => !own.all.has(baseAddress(address))));
  const token = referenceToken(ctx, identityOf(parsed, mail.raw));
  if (await isKnown(ctx, token)) return of("duplicate");
  const senders = await lookUp(ctx, "email", parsed.from.address);
  const thread = await findThread(ctx, mail, parsed, senders);
  if (!released) {
    const apart = await keepApart(ctx, readable, own, { thread, senders });
    if (apart) return apart;
  }
  if (thread) return continueTicket(ctx, readable, { thread, senders, own, token });
  return openFrom(ctx, readable, own, token);
};

const keepApart = async (ctx: Ctx, { mail, parsed }: ReadableMail, own: OwnAddresses, { thread, senders }: { thread: Thread | null; senders: readonly string[] }): Promise<Kept | null> => {
  if (parsed.auto === "bounce") return await noteBounce(ctx, parsed) ? of("ignored") : of(await quarantine(ctx, mail, "bounce"));
  if (runsInCircle(parsed, mail.raw, own)) return of(await quarantine(ctx, mail, "loop"));
  if (parsed.auto === "auto-reply" && !thread) return of(await quarantine(ctx, mail, "autoReply"));
  if (await floods(ctx, thread, senders)) return of(await quarantine(ctx, mail, "flood"));
  if (!thread && own.queues.length === 0) return of(await quarantine(ctx, mail, "noQueue"));
  return null;
};

interface Continued { readonly thread: Thread; readonly senders: readonly string[]; readonly own: OwnAddresses; readonly token: Buffer }

/**
 * Adds the mail to its ticket. Whoever holds a signed reply address takes part from then on, and so do those whom a
 * participant puts in copy. A mail that came by reference from a stranger is shown and makes nobody a participant, and
 * one that came by the number in its subject neither: a forged sender could otherwise have our answers sent to themselves.
 */
const continueTicket = async (ctx: Ctx, { mail, parsed }: ReadableMail, { thread, senders, own, token }: Continued): Promise<Kept> => {
  const ticket = await ticketsFor(ctx).lock(thread.number);
  if (await isKnown(ctx, token)) return of("duplicate");
  const content = await contentOf(ctx, parsed, ticket.customerId, { language: ticket.language, oversize: mail.oversize });
  if (parsed.auto === "auto-reply") {
    const text = `${translator(ticket.language, "key")("mail.note.autoReply")}\n\n${content.subject}\n\n${content.text}`;
    const note = await addMessage(ctx, ticket, { kind: "note", author: { kind: "system", id: null }, channel: "mail", text, files: content.files });
    await remember(ctx, { token, parsed }, { ticketId: ticket.id, customerId: ticket.customerId, messageId: note.id });
    return of("message", ticket.id);
  }
  const participant = await participantAmong(ctx, ticket.id, senders);
  const author = participant ?? (await findOrRecordByEmail(ctx, parsed.from.address, parsed.from.name.trim() || null, ticket.language)).id;
  const wasClosed = !ticket.isOpen;
  const message = await addMessage(ctx, ticket, { kind: "public", author: { kind: "customer", id: author }, channel: "mail", text: content.text, files: content.files });
  if (wasClosed) await record(ctx, ticket.id, "reopened", {}, { kind: "customer", id: author });
  if (thread.by === "token") await addParticipant(ctx, ticket.id, author);
  if (thread.by === "token" || (thread.by === "reference" && participant)) await addCopies(ctx, ticket.id, parsed, own, ticket.language);
  await remember(ctx, { token, parsed }, { ticketId: ticket.id, customerId: ticket.customerId, messageId: message.id });
  return of("message", ticket.id);
};

const openFrom = async (ctx: Ctx, { mail, parsed }: ReadableMail, own: OwnAddresses, token: Buffer): Promise<Kept> => {
  const language = languageOf(parsed);
  const queue = queueFor(own, recipientsOf(mail, parsed));
  if (!queue) return of(await quarantine(ctx, mail, "noQueue"));
  const { id: customerId } = await findOrRecordByEmail(ctx, parsed.from.address, parsed.from.name.trim() || null, language);
  const { subject, text, files } = await contentOf(ctx, parsed, customerId, { language, oversize: mail.oversize });
  const opened = await openTicket(ctx, {
    customerId, queueId: queue.id, subject, purpose: purposeOf(queue.key), channel: "mail", language,
    first: { kind: "public", author: { kind: "customer", id: customerId }, channel: "mail", text, files },
  });
  await addCopies(ctx, opened.id, parsed, own, language);
  await remember(ctx, { token, parsed }, { ticketId: opened.id, customerId, messageId: opened.messageId });
  return of("ticket", opened.id);
};

const remember = async (ctx: Ctx, { token, parsed }: { token: Buffer; parsed: ParsedMail }, at: { ticketId: string; customerId: string; messageId: string }): Promise<void> =>
  rememberMail(ctx, await openSealer(ctx, at.customerId), { token, ticketId: at.ticketId, messageId: at.messageId, direction: "in", mailId: parsed.messageId });
