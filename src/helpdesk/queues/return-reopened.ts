import { row } from "../../platform/database";
import type { Ctx } from "../../privacy";
import { takeBackUncovered } from "../routing/place-ticket";
import { record } from "../tickets/history";
import type { Ticket } from "../tickets/ticket";

/** Whether the assignee still works in the queue, for the company that the ticket is routed to or in-house. */
const HOLDS = `
SELECT a.state = 'left' AS gone, a.state = 'active' AND a.role IN ('agent', 'lead') AND EXISTS (SELECT 1 FROM agent_queues q WHERE q.agent_id = a.id AND q.queue_id = $2) AND (e.kind = 'inHouse' OR e.id = $3) AS holds
FROM agents a JOIN employers e ON e.id = a.employer_id WHERE a.id = $1`;

/**
 * A closed ticket keeps its assignee and its company, whatever became of them. When it opens again it must not wait for
 * somebody who is gone, nor at a processor whom no contract covers: it goes back, and says why. The caller saves it.
 */
export const returnReopened = async (ctx: Ctx, ticket: Ticket): Promise<void> => {
  if (await takeBackUncovered(ctx, ticket, "contract") || ticket.assigneeId === null) return;
  const held = await row<{ gone: boolean; holds: boolean }>(ctx.db, HOLDS, [ticket.assigneeId, ticket.queueId, ticket.routedTo]);
  if (held?.holds) return;
  ticket.assigneeId = null;
  await record(ctx, ticket.id, "withdrawn", { why: held?.gone ? "left" : "moved" });
};
