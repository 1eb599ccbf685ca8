import type { Ctx } from "../../privacy";
import { referenceToken } from "./mail-references";

/** First half of the advisory locks of this room. */
const LOCK = 7_341_926;
const MOST = 50;

/**
 * Waits until no other transaction takes in something from or about these addresses. Two mails at once then record a
 * person once and see each other as duplicates. Always in the same order, so that nobody waits for each other.
 */
export const inTurn = async (ctx: Ctx, addresses: readonly string[]): Promise<void> => {
  const keys = addresses.slice(0, MOST).map((address) => referenceToken(ctx, `address ${address.toLowerCase()}`).readInt32BE(0));
  for (const key of [...new Set(keys)].sort((a, b) => a - b)) await ctx.db.query("SELECT pg_advisory_xact_lock($1, $2)", [LOCK, key]);
};
