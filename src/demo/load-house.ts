import { randomUUID } from "node:crypto";
import { createAgent, createEmployer, createTeam } from "../identity";
import type { Ctx } from "../privacy";
import { asOf, daysFrom } from "./as-of";
import type { EmployerKey, QueueKey, SampleAgent, SampleCompany } from "./types";

/** The in-house employer of the sample, and of no other company: by it a filled demo is recognised. */
export const SAMPLE_HOUSE = "de300000-0000-4000-8000-000000000001";

export interface LoadedHouse {
  readonly employers: ReadonlyMap<EmployerKey, string>;
  readonly queues: ReadonlyMap<QueueKey, string>;
  /** By the agent's key. */
  readonly agents: ReadonlyMap<string, string>;
}
type Places = Pick<LoadedHouse, "employers" | "queues">;

/** Employers, queues, contracts, and the people with their papers. They have been here for more than a year. */
export const loadHouse = async (ctx: Ctx, company: SampleCompany, passwordHash: string): Promise<LoadedHouse> => {
  const founding = asOf(ctx, daysFrom(ctx.now, -500));
  const employers = new Map<EmployerKey, string>();
  for (const { key, name, kind, country } of company.employers) {
    employers.set(key, await createEmployer(founding, { id: kind === "inHouse" ? SAMPLE_HOUSE : randomUUID(), key, name, kind, country }));
  }
  const queues = await loadQueues(ctx, company);
  await loadContracts(ctx, company, { employers, queues });
  return { employers, queues, agents: await loadAgents(founding, ctx.now, { company, passwordHash, places: { employers, queues } }) };
};

const loadQueues = async (ctx: Ctx, { queues }: SampleCompany): Promise<Map<QueueKey, string>> => {
  const ids = new Map<QueueKey, string>();
  for (const [position, { key, nameDe, nameEn, address }] of queues.entries()) {
    const id = randomUUID();
    await ctx.db.query("INSERT INTO queues (id, key, name_de, name_en, address, position) VALUES ($1, $2, $3, $4, $5, $6)", [id, key, nameDe, nameEn, address, position]);
    ids.set(key, id);
  }
  return ids;
};

const loadContracts = async (ctx: Ctx, { contracts }: SampleCompany, { employers, queues }: Places): Promise<void> => {
  for (const [index, contract] of contracts.entries()) {
    const from = daysFrom(ctx.now, contract.validFromDays);
    await ctx.db.query(`INSERT INTO processor_contracts (id, employer_id, reference, state, valid_from, valid_until, queues, purposes, forms, countries, home_office_allowed)
      VALUES ($1, $2, $3, 'active', $4, $5, $6, $7, $8, $9, $10)`,
    [randomUUID(), employers.get(contract.employer), `AVV-${from.getUTCFullYear()}-${String(index + 1).padStart(2, "0")}`, from, daysFrom(ctx.now, contract.validUntilDays),
      contract.queues.map((key) => queues.get(key)), contract.purposes, JSON.stringify(contract.categories), contract.countries, contract.homeOfficeAllowed]);
  }
};

interface Staffing { readonly company: SampleCompany; readonly passwordHash: string; readonly places: Places }

const loadAgents = async (founding: Ctx, now: Date, { company, passwordHash, places }: Staffing): Promise<Map<string, string>> => {
  const ids = new Map<string, string>();
  const teams = new Map<string, string>();
  for (const agent of company.agents) {
    const employerId = places.employers.get(agent.employer)!;
    const team = `${agent.employer}/${agent.team}`;
    if (!teams.has(team)) teams.set(team, await createTeam(founding, { employerId, name: agent.team }));
    const id = await createAgent(founding, { name: agent.name, email: agent.email, role: agent.role, employerId, teamId: teams.get(team)!, locale: agent.locale, passwordHash });
    for (const key of agent.queues) await founding.db.query("INSERT INTO agent_queues (agent_id, queue_id) VALUES ($1, $2)", [id, places.queues.get(key)]);
    const country = company.employers.find(({ key }) => key === agent.employer)!.country;
    await loadPapers(founding, { id, employerId, country, now }, agent);
    ids.set(agent.key, id);
  }
  return ids;
};

/** A paper that has expired or is overdue was valid until a few weeks ago. */
const loadPapers = async ({ db }: Ctx, person: { id: string; employerId: string; country: string; now: Date }, { papers, place }: SampleAgent): Promise<void> => {
  const day = (days: number): Date => daysFrom(person.now, days);
  if (papers.acknowledgement !== "missing") {
    const [from, until] = papers.acknowledgement === "valid" ? [-200, 165] : [-386, -21];
    await db.query("INSERT INTO acknowledgements (id, agent_id, employer_id, valid_from, valid_until) VALUES ($1, $2, $3, $4, $5)", [randomUUID(), person.id, person.employerId, day(from), day(until)]);
  }
  const [passed, until] = papers.training === "valid" ? [-120, 245] : [-400, -35];
  await db.query("INSERT INTO trainings (id, agent_id, course, passed_at, valid_until) VALUES ($1, $2, 'basics', $3, $4)", [randomUUID(), person.id, day(passed), day(until)]);
  if (place === "home") {
    await db.query("INSERT INTO home_office_agreements (id, agent_id, countries, valid_from, valid_until) VALUES ($1, $2, $3, $4, $5)", [randomUUID(), person.id, [person.country], day(-180), day(185)]);
  }
};
