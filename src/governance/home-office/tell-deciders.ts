import { rows } from "../../platform/database";
import type { Ctx } from "../../privacy";
import { sendNotice } from "../notices";
import type { Approver } from "./agreement";

/** Those who act in each name for agent $1: the policy's `capacity`, asked the other way round. */
const DECIDERS: Readonly<Record<Approver, string>> = {
  lead: "d.role = 'lead' AND d.employer_id = a.employer_id AND (e.kind = 'processor' OR d.team_id = a.team_id OR a.team_id IS NULL OR a.role <> 'agent')",
  client: "d.role = 'lead' AND e.kind = 'processor' AND de.kind = 'inHouse' AND EXISTS (SELECT 1 FROM agent_queues dq JOIN agent_queues aq ON aq.queue_id = dq.queue_id WHERE dq.agent_id = d.id AND aq.agent_id = a.id)",
  privacy: "d.role = 'privacyOfficer' AND de.kind = 'inHouse'",
};

/** A mail to each of them that something waits; it names nobody. */
export const tellDeciders = async (ctx: Ctx, agentId: string, as: Approver, template: string): Promise<void> => {
  const deciders = await rows<{ id: string }>(ctx.db, `
    SELECT d.id FROM agents a JOIN employers e ON e.id = a.employer_id, agents d JOIN employers de ON de.id = d.employer_id
    WHERE a.id = $1 AND d.id <> a.id AND d.state = 'active' AND ${DECIDERS[as]} ORDER BY d.id LIMIT 20`, [agentId]);
  for (const { id } of deciders) await sendNotice(ctx, { to: id, template, path: "/home-office" });
};
