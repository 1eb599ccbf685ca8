import { rows } from "../../platform/database";
import type { Ctx } from "../../privacy";
import { textsFor } from "../forms";
import { identityOf } from "../service";

/** What ends with a job: of a person who leaves, moves to another employer, or takes another role with the same one. */
export type Ends = "left" | "employer" | "role";

/**
 * Other rooms say how much of theirs ends: a number by a key below `identity.endings.`. app.ts hands them in, because
 * tickets and papers lie below this room.
 */
export type CountEndings = (ctx: Ctx, agentId: string, ends: Ends) => Promise<Readonly<Record<string, number>>>;

const ownEndings: CountEndings = async (ctx, agentId) => {
  const [found] = await rows<{ signIns: number; links: number }>(ctx.db, `
    SELECT (SELECT count(*)::int FROM sign_ins WHERE agent_id = $1 AND ended_at IS NULL AND ends_at > $2) AS "signIns",
      (SELECT count(*)::int FROM one_time_links WHERE agent_id = $1 AND used_at IS NULL AND expires_at > $2) AS links`, [agentId, ctx.now]);
  return { ...found };
};

/** What a change would end, in sentences, for the page that asks for confirmation. Nothing is changed. */
export const listEndings = async (ctx: Ctx, agentId: string, ends: Ends): Promise<string[]> => {
  const t = textsFor(ctx.viewer);
  const counted: Record<string, number> = {};
  for (const count of [ownEndings, ...identityOf(ctx).endings]) Object.assign(counted, await count(ctx, agentId, ends));
  return Object.entries(counted).filter(([, count]) => count > 0).map(([key, count]) => t(`identity.endings.${key}`, { count }));
};
