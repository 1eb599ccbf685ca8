import { rows } from "../../platform/database";
import { allow, Invalid } from "../../platform/faults";
import type { Ctx } from "../../privacy";
import type { Agent } from "../agent";
import { agentsOf } from "../agents";
import { identityPolicy } from "../policy";

export interface Locked { readonly agent: Agent; /** Nobody else could let people in. */ readonly lastAdministrator: boolean }

/**
 * The person for a change, locked. All administrators are locked first and in order, so that two of them neither remove
 * each other at once nor wait for each other.
 */
export const lockForChange = async (ctx: Ctx, id: string): Promise<Locked> => {
  allow(identityPolicy.change(ctx.viewer, id), "forbidden");
  const active = await rows<{ id: string }>(ctx.db, `
    SELECT a.id FROM agents a JOIN employers e ON e.id = a.employer_id
    WHERE a.role = 'administrator' AND a.state = 'active' AND e.kind = 'inHouse' ORDER BY a.id FOR UPDATE OF a`);
  return { agent: await agentsOf(ctx).lock(id), lastAdministrator: active.length === 1 && active[0]!.id === id };
};

export const keepAnAdministrator = (lastAdministrator: boolean): void => {
  if (lastAdministrator) throw new Invalid({ form: "identity.people.lastAdministrator" });
};
