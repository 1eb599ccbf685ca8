import { rows } from "../../../platform/database";
import type { Ctx } from "../../../privacy";

/** Whom and what the end of a contract concerns. */
export interface Concerned { readonly agents: number; readonly tickets: number; readonly queues: readonly string[]; readonly returnsTo: readonly string[] }

/**
 * Agents whom the processor has named, and open tickets that would return to the controller, by contract. The one place of governance
 * that reads tickets: counts, no content (the helpdesk stands below and cannot be asked).
 */
export const concernedBy = async (ctx: Pick<Ctx, "db">, contracts: readonly string[], locale: "de" | "en"): Promise<Map<string, Concerned>> => {
  if (contracts.length === 0) return new Map();
  const found = await rows<{ id: string; agents: number; tickets: number; queues: string[]; returns: string[] }>(ctx.db, `
    SELECT c.id,
      (SELECT count(*)::int FROM processor_people p JOIN agents a ON a.id = p.agent_id AND a.employer_id = p.employer_id WHERE p.employer_id = c.employer_id AND p.withdrawn_at IS NULL AND a.state = 'active') AS agents,
      (SELECT count(*)::int FROM tickets t WHERE t.routed_to = c.employer_id AND t.status <> 'closed' AND t.queue_id = ANY(c.queues)) AS tickets,
      ARRAY(SELECT CASE WHEN $2 = 'de' THEN q.name_de ELSE q.name_en END FROM queues q WHERE q.id = ANY(c.queues) ORDER BY q.position) AS queues,
      ARRAY(SELECT CASE WHEN $2 = 'de' THEN q.name_de ELSE q.name_en END FROM queues q WHERE q.id = ANY(c.queues) AND EXISTS (SELECT 1 FROM tickets t WHERE t.queue_id = q.id AND t.routed_to = c.employer_id AND t.status <> 'closed') ORDER BY q.position) AS returns
    FROM processor_contracts c WHERE c.id = ANY($1::uuid[])`, [contracts, locale]);
  return new Map(found.map(({ id, agents, tickets, queues, returns }) => [id, { agents, tickets, queues, returnsTo: returns }]));
};
