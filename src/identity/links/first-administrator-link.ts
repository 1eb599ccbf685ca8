import type { Ctx } from "../../privacy";
import { Agent } from "../agent";
import { createLink } from "./links";

/**
 * The path that creates the first administrator, to be printed on the console; null as soon as there is anybody. Each
 * start prints one of its own; all of them are worth nothing once one was used.
 */
export const firstAdministratorLink = async (ctx: Ctx): Promise<string | null> => {
  if (await ctx.db.getRepository(Agent).count() > 0) return null;
  const { token } = await createLink(ctx, "firstAdministrator", null);
  return `/first-administrator/${token}`;
};
