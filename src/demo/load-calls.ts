import { randomUUID } from "node:crypto";
import type { Ctx } from "../privacy";

/** Callers were verified before they got an answer: codes of what matched, and until when it held. */
export const loadCheck = async ({ db }: Ctx, { ticketId, customerId, agentId, at }: { ticketId: string; customerId: string; agentId: string; at: Date }): Promise<void> => {
  await db.query("INSERT INTO caller_checks (id, ticket_id, customer_id, agent_id, at, version, asked, matched, profile, holds_until) VALUES ($1, $2, $3, $4, $5, 1, $6, $6, 'P2', $5::timestamptz + interval '30 minutes')",
    [randomUUID(), ticketId, customerId, agentId, at, ["name", "customerNumber", "postalAddress"]]);
  await db.query("INSERT INTO ticket_events (id, ticket_id, at, actor_kind, actor_id, kind, detail) VALUES ($1, $2, $3, 'agent', $4, 'verified', '{\"to\":\"P2\"}')", [randomUUID(), ticketId, at, agentId]);
};
