import { row, rows } from "../../platform/database";
import { NotFound } from "../../platform/faults";
import type { AgentViewer, Ctx } from "../../privacy";
import { isOutsourced } from "../tickets/outsourced-role";

export interface ReturnedView { readonly number: string; readonly at: string; readonly path: string }

const SHOWN = 5;

/** Tickets that were taken from this person and of which they have not said that they know: a number and a time, never why. */
export const returnedTickets = async (ctx: Ctx, viewer: AgentViewer): Promise<ReturnedView[]> => {
  if (!isOutsourced(viewer)) return [];
  const found = await rows<{ id: string; number: string; at: Date }>(ctx.db, "SELECT id, number, at FROM ticket_returns WHERE agent_id = $1 AND read_at IS NULL ORDER BY at DESC, id LIMIT $2", [viewer.id, SHOWN]);
  return found.map(({ id, number, at }) => ({ number, at: at.toISOString(), path: `/returned-tickets/${id}/receipt` }));
};

/** The person knows. Somebody else's, and what is not there, is not found. */
export const acknowledgeReturn = async (ctx: Ctx, viewer: AgentViewer, id: string): Promise<void> => {
  const read = await row(ctx.db, "WITH read AS (UPDATE ticket_returns SET read_at = $3 WHERE id = $1 AND agent_id = $2 AND read_at IS NULL RETURNING 1) SELECT 1 FROM read", [id, viewer.id, ctx.now]);
  if (!read) throw new NotFound();
};
