import { prepared } from "../../platform/database";
import { openStaffName, type AgentViewer, type Ctx } from "../../privacy";
import type { TicketFacts } from "../tickets/about-ticket";
import { ticketPolicy } from "../tickets/policy";

export interface Choice { readonly id: string; readonly name: string }

interface Found { kind: "queue" | "employer" | "agent"; id: string; name: string | null; sealed: Buffer | null; wrapped: Buffer | null; master: string | null }

/** Where a ticket can go and to whom, for the forms of its page: queues and employers in-house only, people who may read it. One statement. */
export const choicesFor = async (ctx: Ctx, ticket: TicketFacts): Promise<{ queues: Choice[]; employers: Choice[]; agents: Choice[] }> => {
  const viewer = ctx.viewer as AgentViewer;
  if (!ticketPolicy.work(viewer, ticket)) return { queues: [], employers: [], agents: [] };
  const routes = ticketPolicy.route(viewer, ticket);
  const found = await prepared<Found>(ctx.db, `
    SELECT 'queue' AS kind, id, CASE WHEN $5 = 'de' THEN name_de ELSE name_en END AS name, NULL::bytea AS sealed, NULL::bytea AS wrapped, NULL AS master, position::text AS rank FROM queues WHERE $4
    UNION ALL SELECT 'employer', e.id, e.name, NULL, NULL, NULL, e.kind FROM employers e WHERE $4 AND (e.kind = 'inHouse' OR EXISTS (SELECT 1 FROM contracts_in_force($6) c WHERE c.employer_id = e.id AND c.takes_new AND $1 = ANY(c.queues)))
    UNION ALL SELECT 'agent', a.id, NULL, a.name, k.wrapped, k.master_key_id, '' FROM agents a JOIN data_keys k ON k.subject = a.id JOIN agent_queues q ON q.agent_id = a.id JOIN employers e ON e.id = a.employer_id
      WHERE q.queue_id = $1 AND a.state = 'active' AND a.role IN ('agent', 'lead') AND ((e.kind = 'inHouse' AND $4) OR (a.employer_id = $2 AND ($4 OR a.employer_id = $3)))
    ORDER BY 1, 7`, [ticket.queueId, ticket.routedTo, viewer.standing.employer.id, routes, viewer.locale, ctx.now]);
  const nameOf = ({ id, name, sealed, wrapped, master }: Found): string => (sealed ? openStaffName(ctx, id, { sealed, wrapped, masterKeyId: master }) : name) ?? "";
  const of = (wanted: Found["kind"]): Choice[] => found.filter(({ kind }) => kind === wanted).map((entry) => ({ id: entry.id, name: nameOf(entry) }));
  return { queues: of("queue"), employers: of("employer"), agents: of("agent").sort((a, b) => a.name.localeCompare(b.name)) };
};
