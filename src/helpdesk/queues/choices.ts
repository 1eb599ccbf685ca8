import { prepared } from "../../platform/database";
import { openStaff, sealedAt, type AgentViewer, type Ctx } from "../../privacy";
import type { TicketFacts } from "../tickets/about-ticket";
import { ticketPolicy } from "../tickets/policy";

export interface Choice { readonly id: string; readonly name: string }

interface Found { kind: "queue" | "employer" | "agent"; id: string; name: string | null; sealed: string | null }

/** Where a ticket can go and to whom, for the forms of its page: queues and employers in-house only, people who may read it. One statement. */
export const choicesFor = async (ctx: Ctx, ticket: TicketFacts): Promise<{ queues: Choice[]; employers: Choice[]; agents: Choice[] }> => {
  const viewer = ctx.viewer as AgentViewer;
  if (!ticketPolicy.work(viewer, ticket)) return { queues: [], employers: [], agents: [] };
  const routes = ticketPolicy.route(viewer, ticket);
  const found = await prepared<Found>(ctx.db, `
    SELECT 'queue' AS kind, id, CASE WHEN $5 = 'de' THEN name_de ELSE name_en END AS name, NULL AS sealed, position::text AS rank FROM queues WHERE $4
    UNION ALL SELECT 'employer', e.id, e.name, NULL, e.kind FROM employers e WHERE $4 AND (e.kind = 'inHouse' OR EXISTS (SELECT 1 FROM contracts_in_force($6) c WHERE c.employer_id = e.id AND c.takes_new AND $1 = ANY(c.queues)))
    UNION ALL SELECT 'agent', a.id, NULL, encode(a.name, 'base64'), '' FROM agents a JOIN agent_queues q ON q.agent_id = a.id JOIN employers e ON e.id = a.employer_id
      WHERE q.queue_id = $1 AND a.state = 'active' AND a.role IN ('agent', 'lead') AND ((e.kind = 'inHouse' AND $4) OR (a.employer_id = $2 AND ($4 OR a.employer_id = $3)))
    ORDER BY 1, 5`, [ticket.queueId, ticket.routedTo, viewer.standing.employer.id, routes, viewer.locale, ctx.now]);
  const people = found.filter(({ kind }) => kind === "agent");
  const names = await openStaff(ctx, people.map(({ id, sealed }) => ({ agentId: id, value: sealed ? sealedAt("agents.name", Buffer.from(sealed, "base64")) : null })));
  const of = (wanted: Found["kind"]): Choice[] => found.filter(({ kind }) => kind === wanted).map(({ id, name }) => ({ id, name: name ?? "" }));
  return { queues: of("queue"), employers: of("employer"), agents: people.map(({ id }, index) => ({ id, name: names[index] ?? "" })).sort((a, b) => a.name.localeCompare(b.name)) };
};
