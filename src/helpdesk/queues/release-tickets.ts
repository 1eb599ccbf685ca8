import type { z } from "zod";
import { rows } from "../../platform/database";
import type { Job } from "../../platform/jobs";
import { WorkWithdrawn } from "../../identity";
import type { Ctx, RunAsSystem } from "../../privacy";
import { announce } from "../tickets/tickets";
import { coveredByContract } from "./coverage";

type Withdrawal = z.infer<typeof WorkWithdrawn>;
interface Released { id: string; queue_id: string; routed_to: string; version: number; was_routed_to: string }

/**
 * One statement, so that tickets, their history and their counters move together. A person's open tickets lose their
 * assignee, except those given to them after the withdrawal. What no contract covers any more goes to the controller.
 */
const RELEASE = `
WITH due AS (
  SELECT t.id, t.routed_to AS was_routed_to, CASE WHEN f.covered THEN t.routed_to ELSE house.id END AS goes_to
  FROM tickets t JOIN employers e ON e.id = t.routed_to JOIN employers house ON house.kind = 'inHouse'
    CROSS JOIN LATERAL (SELECT e.kind = 'inHouse' OR ${coveredByContract({ employer: "t.routed_to", queue: "t.queue_id", purpose: "t.purpose", at: "$5::timestamptz" })} AS covered) f
  WHERE t.status <> 'closed' AND (
    (t.assignee_id = $1::uuid AND NOT EXISTS (SELECT 1 FROM ticket_events v WHERE v.ticket_id = t.id AND v.kind = 'assigned' AND v.detail ->> 'agent' = $1::text AND v.at > $4::timestamptz))
    OR (t.routed_to = $2::uuid AND NOT f.covered))
  ORDER BY t.id FOR UPDATE OF t
), released AS (
  UPDATE tickets t SET assignee_id = NULL, routed_to = due.goes_to, version = t.version + 1 FROM due WHERE t.id = due.id
  RETURNING t.id, t.queue_id, t.routed_to, t.version, due.was_routed_to
), noted AS (
  INSERT INTO ticket_events (id, ticket_id, at, actor_kind, actor_id, kind, detail)
  SELECT gen_random_uuid(), id, $5, 'system', NULL, 'withdrawn', jsonb_build_object('why', $3::text) FROM released
)
SELECT id, queue_id, routed_to, version, was_routed_to FROM released`;

/** Looks that were granted to somebody whose work is withdrawn end with it. */
const END_REVEALS = "UPDATE reveals SET expires_at = GREATEST($2::timestamptz, granted_at + interval '1 millisecond') WHERE agent_id = $1 AND granted_at <= $3 AND expires_at > $2";

/** Gives tickets back to their queue. Running it again changes nothing. Returns how many went. */
export const releaseTickets = async (ctx: Ctx, { agentId, employerId, reason, at }: Withdrawal): Promise<number> => {
  const released = await rows<Released>(ctx.db, RELEASE, [agentId, employerId, reason, new Date(at), ctx.now]);
  if (agentId) await ctx.db.query(END_REVEALS, [agentId, ctx.now, new Date(at)]);
  for (const { id, queue_id: queueId, routed_to: routedTo, version, was_routed_to: before } of released) {
    announce(ctx, { id, queueId, routedTo, version });
    if (before !== routedTo) ctx.signal({ topic: `route:${before}`, id, version });
  }
  return released.length;
};

export const releaseTicketsJob = (run: RunAsSystem): Job<Withdrawal> => ({
  name: "release-tickets", on: "WorkWithdrawn", payload: WorkWithdrawn, retries: 12,
  run: async (withdrawal) => { await run("release tickets", (ctx) => releaseTickets(ctx, withdrawal)); },
});
