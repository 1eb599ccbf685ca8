import type { ParsedMail } from "../../platform/mail";
import { findOrRecordByEmail } from "../../customers";
import type { Ctx } from "../../privacy";
import { baseAddress, type OwnAddresses } from "./own-addresses";

/** More people than this in one mail are a mailing, not a conversation. */
const MAX_COPIES = 20;

export const addParticipant = async (ctx: Ctx, ticketId: string, customerId: string): Promise<void> => {
  await ctx.db.query("INSERT INTO ticket_participants (ticket_id, customer_id, kind) VALUES ($1, $2, 'copy') ON CONFLICT DO NOTHING", [ticketId, customerId]);
};

/**
 * The people whom the sender has put in copy get our answers too. Never our own addresses, at most 20 to a ticket, and
 * nobody where we were a blind copy ourselves: our answer to all would tell what the sender kept quiet.
 */
export const addCopies = async (ctx: Ctx, ticketId: string, mail: ParsedMail, own: OwnAddresses, language: "de" | "en"): Promise<void> => {
  const named = [...mail.to, ...mail.cc];
  if (!named.some(({ address }) => own.all.has(baseAddress(address)))) return;
  const sender = mail.from.address.toLowerCase();
  const others = new Map(named.filter(({ address }) => address.toLowerCase() !== sender && !own.all.has(baseAddress(address))).map((person) => [person.address.toLowerCase(), person]));
  const [{ room }] = await ctx.db.query("SELECT $2::int - count(*)::int AS room FROM ticket_participants WHERE ticket_id = $1 AND kind = 'copy'", [ticketId, MAX_COPIES]) as [{ room: number }];
  for (const { address, name } of [...others.values()].slice(0, Math.max(0, room))) {
    const { id } = await findOrRecordByEmail(ctx, address, name.trim() || null, language);
    await addParticipant(ctx, ticketId, id);
  }
};
