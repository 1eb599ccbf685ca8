import type { EntityManager } from "typeorm";
import { NotFound } from "../platform/faults";
import { rows } from "../platform/database";
import { openStaff, sealedAt, staffEmailToken, type Ctx } from "../privacy";
import { Agent } from "./agent";

type Db = { readonly db: EntityManager };

/** Finding and saving people. Throws NotFound for an id that is nobody's. */
export const agentsOf = ({ db }: Db) => {
  const agents = db.getRepository(Agent);
  const found = (agent: Agent | null): Agent => { if (!agent) throw new NotFound(); return agent; };
  return {
    get: async (id: string): Promise<Agent> => found(await agents.findOneBy({ id })),
    /** Nobody else changes this person until the transaction ends. */
    lock: async (id: string): Promise<Agent> => found(await agents.findOne({ where: { id }, lock: { mode: "pessimistic_write" } })),
    byEmail: async (email: string): Promise<Agent | null> => {
      const emailToken = staffEmailToken({ db }, email);
      return emailToken && agents.findOneBy({ emailToken });
    },
    save: async (agent: Agent): Promise<void> => { await agents.save(agent); },
  };
};

/** The name and the address of one person, opened. An erased person has neither. */
export const openAgent = async (ctx: Pick<Ctx, "db" | "timing">, agent: Agent): Promise<{ name: string; email: string }> => {
  const [name, email] = await openStaff(ctx, [{ agentId: agent.id, value: agent.name }, { agentId: agent.id, value: agent.email }]);
  return { name: name ?? "", email: email ?? "" };
};

/** Names of colleagues by id, in two queries; whoever was erased is missing. */
export const agentNames = async (ctx: Pick<Ctx, "db" | "timing">, ids: readonly string[]): Promise<Map<string, string>> => {
  if (ids.length === 0) return new Map();
  const stored = await rows<{ id: string; name: Buffer }>(ctx.db, "SELECT id, name FROM agents WHERE id = ANY($1)", [[...new Set(ids)]]);
  const names = await openStaff(ctx, stored.map(({ id, name }) => ({ agentId: id, value: sealedAt("agents.name", name) })));
  return new Map(stored.flatMap(({ id }, index) => (names[index] ? [[id, names[index]] as const] : [])));
};
