import type { Ctx } from "../privacy";

const DAY = 86_400_000;

/** So many days after `time`, or before it where the number is negative. */
export const daysFrom = (time: Date, days: number): Date => new Date(time.getTime() + days * DAY);

/**
 * The same transaction at another moment. What happened then wakes nobody today: no signal goes out, no job starts and
 * no mail leaves for it.
 */
export const asOf = (ctx: Ctx, now: Date): Ctx => ({ ...ctx, now, publish: async () => undefined, signal: () => undefined });
