import { row } from "../../platform/database";
import type { AgentCtx } from "../../privacy";

/**
 * How often somebody may say something wrong. Checks that hold a wrong thing count, whoever was asked about what; the
 * limits are proposals, no law says a number.
 */
const LIMITS = { ticket: { wrong: 3, minutes: 15 }, customer: { wrong: 6, minutes: 60 }, agent: { wrong: 12, minutes: 60 } } as const;
type Who = keyof typeof LIMITS;
const WHO = Object.keys(LIMITS) as Who[];

/** When the last wrong check that is allowed was, for a ticket ($1), a person ($2) and an agent ($3) at the moment $4: three columns. */
export const NTH_WRONG = WHO.map((who, index) => `(SELECT at + interval '${LIMITS[who].minutes} minutes' FROM (SELECT at FROM caller_checks WHERE ${who}_id = $${index + 1} AND at > $4::timestamptz - interval '${LIMITS[who].minutes} minutes'
    AND asked <> matched ORDER BY at DESC LIMIT ${LIMITS[who].wrong}) w ORDER BY at OFFSET ${LIMITS[who].wrong - 1}) AS ${who}`).join(",\n  ");

/** Until when all of them hold, or null where none does. */
export const latestOf = (found: Readonly<Record<Who, Date | null>>): Date | null => {
  const ends = WHO.map((who) => found[who]).filter((end): end is Date => end !== null);
  return ends.length === 0 ? null : new Date(Math.max(...ends.map((end) => end.getTime())));
};

/** Until when nothing may be checked here any more, or null. The same for what does not match and for what would. */
export const lockedUntil = async (ctx: AgentCtx, ticketId: string, customerId: string): Promise<Date | null> =>
  latestOf((await row<Record<Who, Date | null>>(ctx.db, `SELECT ${NTH_WRONG}`, [ticketId, customerId, ctx.viewer.id, ctx.now]))!);
