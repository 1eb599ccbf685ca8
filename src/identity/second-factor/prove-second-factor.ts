import { IsNull } from "typeorm";
import { openStaff, type Ctx } from "../../privacy";
import type { Agent } from "../agent";
import { agentsOf } from "../agents";
import { identityOf } from "../service";
import { RecoveryCode } from "./recovery-code";
import { recoveryHash } from "./recovery-codes";
import { codeOf, stepOf } from "./totp";

export type SecondFactorMethod = "totp" | "recoveryCode";

/**
 * Uses up a code of the authenticator or a recovery code. Each counts once; the agent is locked meanwhile, so that
 * the same code typed twice at the same moment counts once too. Null where the code is not right.
 */
export const proveSecondFactor = async (ctx: Pick<Ctx, "db" | "timing" | "now">, agentId: string, typed: string): Promise<SecondFactorMethod | null> => {
  const agents = agentsOf(ctx);
  const agent = await agents.lock(agentId);
  if (!agent.isActive || !agent.hasSecondFactor) return null;
  const code = codeOf(typed);
  if (code === null) return await useRecoveryCode(ctx, agent, typed) ? "recoveryCode" : null;
  const [secret] = await openStaff(ctx, [{ agentId, value: agent.totpSecret }]);
  const step = secret ? stepOf(secret, code, ctx.now) : null;
  if (step === null || !agent.acceptStep(step)) return null;
  await agents.save(agent);
  return "totp";
};

const useRecoveryCode = async (ctx: Pick<Ctx, "db" | "now">, agent: Agent, typed: string): Promise<boolean> => {
  const hash = recoveryHash(identityOf(ctx).key, agent.id, typed);
  if (!hash) return false;
  const used = await ctx.db.getRepository(RecoveryCode).update({ agentId: agent.id, hash, usedAt: IsNull() }, { usedAt: ctx.now });
  return used.affected === 1;
};
