import type { ParsedMail } from "../../platform/mail";
import { row } from "../../platform/database";
import type { Ctx } from "../../privacy";
import type { Thread } from "./find-thread";
import { baseAddress, type OwnAddresses } from "./own-addresses";

/** One person who opens more tickets than this within an hour is a machine, or needs somebody to look. */
export const TICKETS_PER_HOUR = 20;
/** Messages from outside that one ticket takes within an hour. */
export const MESSAGES_PER_HOUR = 60;
/** A mail that has passed more servers than this runs in a circle (RFC 5321, 6.3). */
const MAX_HOPS = 50;
const HEADER_BYTES = 256 * 1024;

const hopsOf = (raw: Buffer): number => {
  const start = raw.toString("latin1", 0, Math.min(raw.length, HEADER_BYTES));
  const end = /\r?\n\r?\n/.exec(start)?.index ?? start.length;
  return start.slice(0, end).match(/^received:/gim)?.length ?? 0;
};

/** Whether the mail comes from ourselves or runs in a circle. */
export const runsInCircle = (parsed: ParsedMail, raw: Buffer, own: OwnAddresses): boolean =>
  own.all.has(baseAddress(parsed.from.address)) || hopsOf(raw) > MAX_HOPS;

/** Whether this hour has had enough: tickets of the people behind the sender's address, or messages in the ticket it continues. */
export const floods = async (ctx: Ctx, thread: Thread | null, senders: readonly string[]): Promise<boolean> => {
  const since = new Date(ctx.now.getTime() - 3_600_000);
  const counted = thread
    ? await row<{ count: number }>(ctx.db, "SELECT count(*)::int AS count FROM messages WHERE ticket_id = $1 AND channel = 'mail' AND created_at > $2", [thread.ticketId, since])
    : await row<{ count: number }>(ctx.db, "SELECT count(*)::int AS count FROM tickets WHERE customer_id = ANY($1) AND channel = 'mail' AND created_at > $2", [senders, since]);
  return counted!.count >= (thread ? MESSAGES_PER_HOUR : TICKETS_PER_HOUR);
};
