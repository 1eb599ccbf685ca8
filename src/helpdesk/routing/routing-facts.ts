import { z } from "zod";
import { contractsInForce, presentPeople } from "../../governance";
import { prepared } from "../../platform/database";
import { coveringContract, type Ctx } from "../../privacy";
import type { Company, Profile, RoutingRule } from "./choose-company";
import type { WorkingHours } from "./working-hours";

interface FoundRule { id: string; queue_id: string | null; purpose: string | null; language: string | null; skill: string; shares: unknown }
const Shares = z.record(z.string(), z.number());

/** The rules in their order. Shares that nobody understands are none. */
export const routingRules = async (ctx: Ctx): Promise<RoutingRule[]> => {
  const found = await prepared<FoundRule>(ctx.db, "SELECT id, queue_id, purpose, language, skill, shares FROM routing_rules ORDER BY position, id");
  return found.map(({ queue_id: queueId, shares, ...rule }) => ({ ...rule, queueId, shares: Shares.safeParse(shares).data ?? {} }));
};

interface FoundCompany { id: string; kind: "inHouse" | "processor"; languages: string[] | null; skills: string[] | null; open_per_agent: number | null; hours: WorkingHours | null; open: number }

/** Open tickets are counted as far as any capacity could reach. */
const COMPANIES = `
SELECT e.id, e.kind, p.languages, p.skills, p.open_per_agent, p.hours, (SELECT count(*)::int FROM (SELECT 1 FROM tickets t WHERE t.routed_to = e.id AND t.status = 'open' LIMIT 20000) o) AS open
FROM employers e LEFT JOIN routing_profiles p ON p.employer_id = e.id ORDER BY e.kind, e.key`;

/** The companies as they stand for one queue; a processor's contracts are those that take new work, its people those who are where a contract lets them be. */
export const companiesFor = async (ctx: Ctx, queueId: string): Promise<Company[]> => {
  const [found, contracts, present] = await Promise.all([prepared<FoundCompany>(ctx.db, COMPANIES), contractsInForce(ctx), presentPeople(ctx, queueId)]);
  return found.map((company): Company => {
    const own = contracts.filter(({ employer, takesNew }) => employer === company.id && takesNew);
    const countries = coveringContract(own, queueId)?.countries ?? [];
    const people = present.filter(({ employer, country }) => employer === company.id && (company.kind === "inHouse" || countries.includes(country)));
    return { id: company.id, kind: company.kind, profile: profileOf(company), contracts: own, open: company.open, present: people.reduce((sum, one) => sum + one.people, 0) };
  });
};

const profileOf = ({ languages, skills, open_per_agent: openPerAgent, hours }: FoundCompany): Profile | null =>
  (languages && skills && openPerAgent && hours ? { languages, skills, openPerAgent, hours } : null);
