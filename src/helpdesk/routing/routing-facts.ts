import { z } from "zod";
import { contractsInForce } from "../../governance";
import { prepared } from "../../platform/database";
import type { Ctx } from "../../privacy";
import type { Company, Profile, RoutingRule } from "./choose-company";
import type { WorkingHours } from "./working-hours";

interface FoundRule { id: string; queue_id: string | null; purpose: string | null; language: string | null; skill: string; shares: unknown }
const Shares = z.record(z.string(), z.number());

/** The rules in their order. Shares that nobody understands are none. */
export const routingRules = async (ctx: Ctx): Promise<RoutingRule[]> => {
  const found = await prepared<FoundRule>(ctx.db, "SELECT id, queue_id, purpose, language, skill, shares FROM routing_rules ORDER BY position, id");
  return found.map(({ queue_id: queueId, shares, ...rule }) => ({ ...rule, queueId, shares: Shares.safeParse(shares).data ?? {} }));
};

interface FoundCompany { id: string; kind: "inHouse" | "processor"; languages: string[] | null; skills: string[] | null; open_per_agent: number | null; hours: WorkingHours | null; open: number; present: Record<string, number> }

/**
 * Present are people with this queue who are signed in at a declared place, by country. Open tickets are counted as far as any
 * capacity could reach.
 */
const COMPANIES = `
SELECT e.id, e.kind, p.languages, p.skills, p.open_per_agent, p.hours,
  (SELECT count(*)::int FROM (SELECT 1 FROM tickets t WHERE t.routed_to = e.id AND t.status = 'open' LIMIT 20000) o) AS open,
  COALESCE((SELECT jsonb_object_agg(country, people) FROM (
    SELECT s.place_country AS country, count(DISTINCT a.id) AS people FROM agents a JOIN agent_queues q ON q.agent_id = a.id AND q.queue_id = $1 JOIN sign_ins s ON s.agent_id = a.id
    WHERE a.employer_id = e.id AND a.state = 'active' AND a.role IN ('agent', 'lead') AND s.ended_at IS NULL AND s.ends_at > $2 AND s.place <> 'undeclared' AND s.place_declared_at > $2::timestamptz - interval '8 hours' GROUP BY 1) c), '{}') AS present
FROM employers e LEFT JOIN routing_profiles p ON p.employer_id = e.id ORDER BY e.kind, e.key`;

/** The companies as they stand for one queue; a processor's contracts are those that take new work. */
export const companiesFor = async (ctx: Ctx, queueId: string): Promise<Company[]> => {
  const [found, contracts] = await Promise.all([prepared<FoundCompany>(ctx.db, COMPANIES, [queueId, ctx.now]), contractsInForce(ctx)]);
  return found.map((company): Company => {
    const own = contracts.filter(({ employer, takesNew }) => employer === company.id && takesNew);
    return { id: company.id, kind: company.kind, profile: profileOf(company), contracts: own, open: company.open, present: presentIn(company, own.flatMap(({ queues, countries }) => (queues.includes(queueId) ? countries : []))) };
  });
};

const profileOf = ({ languages, skills, open_per_agent: openPerAgent, hours }: FoundCompany): Profile | null =>
  (languages && skills && openPerAgent && hours ? { languages, skills, openPerAgent, hours } : null);

const presentIn = ({ kind, present }: FoundCompany, countries: readonly string[]): number =>
  Object.entries(present).filter(([country]) => kind === "inHouse" || countries.includes(country)).reduce((sum, [, people]) => sum + people, 0);
