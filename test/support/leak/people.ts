import type { AgentViewer, Place, Role } from "../../../src/privacy";
import { standingOf } from "../../../src/governance";
import { Browser } from "./browser";
import type { Given, GivenAgent } from "../given";
import type { Gardener } from "./plant";
import { newWord, shapeOf } from "./markers";
import type { Served } from "./start";

/** Somebody who looks: a browser, and for agents who they are at this moment. */
export interface Looker {
  readonly kind: string;
  readonly agent: GivenAgent | null;
  readonly browser: Browser;
  /** Read afresh from the real sign-in. */
  standing(): Promise<AgentViewer | null>;
}

type Wish = Parameters<Given["agent"]>[0];
export interface Company { readonly own: string; readonly partner: string; readonly rival: string; readonly lapsed: string; readonly queue: string; readonly otherQueue: string; readonly team: string }

/** Every kind of viewer there is; each is one way of being allowed or not. */
const kinds = (at: Company): Record<string, Wish> => {
  const inHouse = { employerId: at.own, queues: [at.queue] };
  const outsourced = (employerId: string): Wish => ({ employerId, queues: [at.queue] });
  return {
    inHouse, inHouseOtherQueue: { employerId: at.own, queues: [at.otherQueue] },
    outsourcedAssigned: outsourced(at.partner), outsourcedUnassigned: outsourced(at.partner), outsourcedElsewhere: outsourced(at.rival), outsourcedWithoutContract: outsourced(at.lapsed),
    outsourcedAtHome: { ...outsourced(at.partner), place: "home" as Place },
    atHome: { ...inHouse, place: "home" as Place }, atHomeWithoutAgreement: { ...inHouse, place: "home" as Place, home: false }, undeclared: { ...inHouse, place: "undeclared" as Place },
    unacknowledged: { ...inHouse, acknowledgement: false }, overdueTraining: { ...inHouse, training: "overdue" }, untrained: { ...inHouse, training: "missing" },
    lead: { ...inHouse, role: "lead" as Role, teamId: at.team }, privacyOfficer: { employerId: at.own, role: "privacyOfficer" as Role },
    administrator: { employerId: at.own, role: "administrator" as Role }, auditor: { employerId: at.own, role: "auditor" as Role },
  };
};

/** Makes an agent whose name and address are markers. */
export const hire = async (given: Given, garden: Gardener, wish: Wish): Promise<GivenAgent> => {
  const name = shapeOf("name"), local = newWord();
  const agent = await given.agent({ ...wish, name: name.text, email: `${local}@staff.example` });
  garden.mark(name, { kind: "staffName", category: "name", subject: agent.id, ticket: null, place: "agents.name" });
  garden.mark({ text: agent.email, needles: [local] }, { kind: "staffEmail", category: "email", subject: agent.id, ticket: null, place: "agents.email" });
  return agent;
};

export const hireEverybody = async (given: Given, garden: Gardener, at: Company): Promise<Map<string, GivenAgent>> => {
  const staff = new Map<string, GivenAgent>();
  for (const [kind, wish] of Object.entries(kinds(at))) staff.set(kind, await hire(given, garden, wish));
  return staff;
};

export const lookerFor = async (program: Served, kind: string, agent: GivenAgent | null): Promise<Looker> => {
  const browser = new Browser(program.port);
  const looker: Looker = {
    kind, agent, browser,
    standing: async () => {
      if (!agent) return null;
      const { rows: [signIn] } = await program.database.pool.query("SELECT id FROM sign_ins WHERE agent_id = $1 AND ended_at IS NULL ORDER BY started_at DESC LIMIT 1", [agent.id]);
      return signIn ? program.database.transaction((db) => standingOf(db, { agentId: agent.id, signInId: signIn.id as string }, new Date())) : null;
    },
  };
  if (agent) await browser.signIn(agent);
  return looker;
};

/** Somebody who has typed the right password and not the second factor: to the rules, nobody. */
export const halfSignedIn = async (program: Served, agent: GivenAgent): Promise<Looker> => {
  const browser = new Browser(program.port);
  await browser.signIn(agent);
  return { kind: "halfSignedIn", agent: null, browser, standing: async () => null };
};
