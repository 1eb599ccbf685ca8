import { randomUUID } from "node:crypto";
import { createAgent, createEmployer, createTeam } from "../identity";
import type { Ctx } from "../privacy";
import { asOf, daysFrom } from "./as-of";
import { loadAcknowledgements } from "./load-acknowledgements";
import { loadContracts } from "./load-contracts";
import { loadHomeOffice } from "./load-home-office";
import { loadTraining } from "./load-training";
import type { EmployerKey, QueueKey, SampleCompany } from "./types";

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
  const agents = await loadAgents(founding, ctx.now, { company, passwordHash, places: { employers, queues } });
  await loadAcknowledgements(ctx, company.agents.map((agent) => ({ id: agents.get(agent.key)!, employerId: employers.get(agent.employer)!, agent })));
  return { employers, queues, agents };
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

interface Staffing { readonly company: SampleCompany; readonly passwordHash: string; readonly places: Places }

const loadAgents = async (founding: Ctx, now: Date, { company, passwordHash, places }: Staffing): Promise<Map<string, string>> => {
  const ids = new Map<string, string>();
  const teams = new Map<string, string>();
  for (const agent of company.agents) {
    const employerId = places.employers.get(agent.employer)!;
    const team = `${agent.employer}/${agent.team}`;
    if (!teams.has(team)) teams.set(team, await createTeam(founding, { employerId, name: agent.team }));
    const id = await createAgent(founding, { name: agent.name, email: agent.email, role: agent.role, employerId, teamId: teams.get(team)!, locale: agent.locale, passwordHash });
    for (const key of agent.queues) await founding.db.query("INSERT INTO agent_queues (agent_id, queue_id, since) VALUES ($1, $2, $3)", [id, places.queues.get(key), founding.now]);
    await founding.db.query("INSERT INTO processor_people (id, agent_id, employer_id, named_at) SELECT $1, $2, id, $4 FROM employers WHERE id = $3 AND kind = 'processor'", [randomUUID(), id, employerId, founding.now]);
    await loadTraining(asOf(founding, now), { id, employerId }, agent);
    ids.set(agent.key, id);
  }
  for (const agent of company.agents) {
    const country = company.employers.find(({ key }) => key === agent.employer)!.country;
    await loadHomeOffice(founding, { id: ids.get(agent.key)!, employerId: places.employers.get(agent.employer)!, country, now, outsourced: agent.employer !== "nordlicht" }, agent, ids);
  }
  return ids;
};
