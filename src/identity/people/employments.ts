import { randomUUID } from "node:crypto";
import { row } from "../../platform/database";
import { isAgent, type Ctx } from "../../privacy";
import type { Agent } from "../agent";

/** What somebody who leaves has given back; a list of codes, so that no free text about a person stands here. */
export const ASSETS = ["computer", "phone", "securityKey", "badge", "headset", "papers"] as const;
export type Asset = (typeof ASSETS)[number];

type Employed = Pick<Agent, "id" | "employerId" | "teamId" | "role" | "state">;

/**
 * Ends the open period of employment and, unless the person has left, begins the next one where it ended: also when the
 * clock was set back, periods neither turn over nor overlap. Returns the id of the period that ended.
 */
export const recordEmployment = async (ctx: Pick<Ctx, "db" | "viewer" | "now">, agent: Employed, returned: readonly Asset[] = []): Promise<string | null> => {
  const by = isAgent(ctx.viewer) ? ctx.viewer.id : null;
  const ended = await row<{ id: string; ends_at: Date }>(ctx.db, `
    WITH over AS (UPDATE employments SET ends_at = GREATEST($2, starts_at + interval '1 millisecond'), ended_by = $3, returned = $4 WHERE agent_id = $1 AND ends_at IS NULL RETURNING id, ends_at)
    SELECT id, ends_at FROM over`, [agent.id, ctx.now, by, returned]);
  if (agent.state === "left") return ended?.id ?? null;
  await ctx.db.query("INSERT INTO employments (id, agent_id, employer_id, team_id, role, starts_at, begun_by) VALUES ($1, $2, $3, $4, $5, $6, $7)",
    [randomUUID(), agent.id, agent.employerId, agent.teamId, agent.role, ended?.ends_at ?? ctx.now, by]);
  return ended?.id ?? null;
};
