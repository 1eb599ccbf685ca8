import { z } from "zod";
import { event } from "../platform/context";
import type { Ctx } from "../privacy";

/** Why somebody's access ended, as a code. What colleagues read of it on a ticket is chosen by the helpdesk. */
export const WITHDRAWALS = ["left", "moved", "acknowledgement", "training", "homeOffice", "placeOfWork", "contractEnded", "contractSuspended", "contractChanged"] as const;
export type Withdrawal = (typeof WITHDRAWALS)[number];

/** Whose work is withdrawn: one person's, or that of everybody of a processor. */
export type Withdrawn = { readonly agentId: string } | { readonly employerId: string };

/** The payload of `WorkWithdrawn`: ids, a code, and the moment in milliseconds, because a job may run late or twice. */
export const WorkWithdrawn = z.object({ agentId: z.uuid().nullable(), employerId: z.uuid().nullable(), reason: z.enum(WITHDRAWALS), at: z.int().positive() });

/**
 * Published by whoever ends somebody's access, in the transaction that ends it. The helpdesk then gives their open tickets
 * back to the queue; for an employer, those tickets whose queue and purpose no contract covers any more.
 */
export const withdrawWork = (ctx: Pick<Ctx, "publish" | "now">, whose: Withdrawn, reason: Withdrawal): Promise<void> =>
  ctx.publish(event("WorkWithdrawn", { agentId: null, employerId: null, ...whose, reason, at: ctx.now.getTime() }));
