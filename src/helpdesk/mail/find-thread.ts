import { use } from "../../platform/services";
import { row } from "../../platform/database";
import { readReplyToken, type ParsedMail, type ReceivedMail } from "../../platform/mail";
import { subjectStates, type Ctx } from "../../privacy";
import { HELPDESK_SETTINGS } from "../settings";
import { ticketsOf } from "./mail-references";

/** The ticket that a mail continues, and how we know. */
export interface Thread { readonly number: string; readonly ticketId: string; readonly customerId: string; readonly by: "token" | "reference" | "subject" }

/** Reply addresses work for a year after their month of issue; an older one is an ordinary address. */
const MAX_TOKEN_AGE_DAYS = 365;
const NUMBER_IN_SUBJECT = /\[#(\d{1,15})\]|(?:^|\s)#(\d{1,15})\b/;

/** Everyone to whom the mail says it goes, as addresses: envelope first, because it cannot be wrong about where it arrived. */
export const recipientsOf = (mail: ReceivedMail, parsed: ParsedMail): string[] =>
  [...mail.recipients, ...parsed.to.map(({ address }) => address), ...parsed.cc.map(({ address }) => address)];

/**
 * Finds the ticket: by a signed reply address, by the mails it refers to, and last by the number in the subject, which
 * proves nothing and counts only where the sender (`senders`: the people of its address) takes part in that ticket.
 * A forged or expired reply address counts as none. Conversations of erased people are not continued.
 */
export const findThread = async (ctx: Ctx, mail: ReceivedMail, parsed: ParsedMail, senders: readonly string[]): Promise<Thread | null> => {
  for (const number of tokenReferences(ctx, recipientsOf(mail, parsed))) {
    const thread = await threadOf(ctx, number, "token");
    if (thread) return thread;
  }
  const referred = [...parsed.inReplyTo, ...[...parsed.references].reverse()];
  for (const number of new Set(await ticketsOf(ctx, referred))) {
    const thread = await threadOf(ctx, number, "reference");
    if (thread) return thread;
  }
  return bySubject(ctx, parsed.subject, senders);
};

const tokenReferences = (ctx: Ctx, addresses: readonly string[]): string[] => {
  const { replyTokenKey } = use(ctx.db, HELPDESK_SETTINGS);
  return [...new Set(addresses.slice(0, 200).flatMap((address) => {
    const token = readReplyToken(address, replyTokenKey, { now: ctx.now, maxAgeDays: MAX_TOKEN_AGE_DAYS });
    return "ref" in token && /^\d{1,15}$/.test(token.ref) ? [token.ref] : [];
  }))];
};

const bySubject = async (ctx: Ctx, subject: string, senders: readonly string[]): Promise<Thread | null> => {
  const found = NUMBER_IN_SUBJECT.exec(subject);
  const number = found?.[1] ?? found?.[2];
  if (!number || senders.length === 0) return null;
  const thread = await threadOf(ctx, number, "subject");
  return thread && await participantAmong(ctx, thread.ticketId, senders) ? thread : null;
};

const threadOf = async (ctx: Ctx, number: string, by: Thread["by"]): Promise<Thread | null> => {
  const found = await row<{ id: string; number: string; customer_id: string }>(ctx.db, "SELECT id, number, customer_id FROM tickets WHERE number = $1", [number]);
  if (!found) return null;
  const state = (await subjectStates(ctx, [found.customer_id])).get(found.customer_id);
  return state === "erased" ? null : { number: found.number, ticketId: found.id, customerId: found.customer_id, by };
};

/** Who of these people takes part in the ticket; the requester first. */
export const participantAmong = async (ctx: Ctx, ticketId: string, people: readonly string[]): Promise<string | null> =>
  (await row<{ customer_id: string }>(ctx.db, "SELECT customer_id FROM ticket_participants WHERE ticket_id = $1 AND customer_id = ANY($2) ORDER BY kind DESC LIMIT 1", [ticketId, people]))?.customer_id ?? null;
