import { randomUUID } from "node:crypto";
import { z } from "zod";
import { Conflict, Forbidden, Invalid } from "../../platform/faults";
import { openSealer, openStaff, type AgentViewer, type Ctx } from "../../privacy";
import { requireOwnPassword } from "../account/change-account";
import { agentsOf } from "../agents";
import { identityOf } from "../service";
import { endSignIns } from "../sign-in/record-sign-in";
import type { Proof } from "../sign-in/proof";
import { RecoveryCode } from "./recovery-code";
import { recoveryCodesFor, recoveryHash } from "./recovery-codes";
import { codeOf, newSecret, stepOf } from "./totp";

export const PasswordOnly = z.object({ current: z.string("form.required").min(1, "form.required").max(10_000, "form.invalid") });
export const PasswordAndCode = PasswordOnly.extend({ code: z.string("form.required").trim().max(100, "form.invalid").default("") });
export const ConfirmForm = z.object({
  code: z.string("form.required").trim().min(1, "form.required").max(100, "form.invalid"),
  saved: z.literal("on", "form.required"),
});

/** Whoever has a second factor shows it before changing it. Throws Invalid. */
const requireOwnFactor = (viewer: AgentViewer, proof: Proof): void => {
  requireOwnPassword(proof);
  if (viewer.secondFactor.confirmed && !proof.ownFactor) throw new Invalid({ code: "identity.secondFactor.wrong" });
};

/** Makes a secret that counts once a code of it was typed. One that counts already goes on counting until then. */
export const beginSecondFactor = async (ctx: Ctx, viewer: AgentViewer, proof: Proof): Promise<void> => {
  requireOwnFactor(viewer, proof);
  const agents = agentsOf(ctx);
  const agent = await agents.lock(viewer.id);
  agent.prepareSecondFactor((await openSealer(ctx, agent.id)).seal("agents.totp_pending", newSecret()));
  await agents.save(agent);
};

/** The secret counts from now on, and its recovery codes replace all earlier ones. Other sign-ins end. */
export const confirmSecondFactor = async (ctx: Ctx, viewer: AgentViewer, typed: string): Promise<void> => {
  const agents = agentsOf(ctx);
  const agent = await agents.lock(viewer.id);
  const [secret] = await openStaff(ctx, [{ agentId: agent.id, value: agent.totpPending }]);
  if (!secret) throw new Conflict("conflict");
  const code = codeOf(typed);
  const step = code === null ? null : stepOf(secret, code, ctx.now);
  if (step === null) throw new Invalid({ code: "identity.secondFactor.wrong" });
  agent.confirmSecondFactor((await openSealer(ctx, agent.id)).seal("agents.totp_secret", secret), step, ctx.now);
  await agents.save(agent);
  await replaceRecoveryCodes(ctx, agent.id, secret);
  await endSignIns(ctx, agent.id, viewer.signIn);
};

const replaceRecoveryCodes = async (ctx: Ctx, agentId: string, secret: string): Promise<void> => {
  const codes = ctx.db.getRepository(RecoveryCode);
  const { key } = identityOf(ctx);
  await codes.delete({ agentId });
  await codes.insert(recoveryCodesFor(key, agentId, secret).map((code) => ({ id: randomUUID(), agentId, hash: recoveryHash(key, agentId, code)!, usedAt: null })));
};

/** Throws Forbidden where the role requires a second factor. */
export const removeOwnSecondFactor = async (ctx: Ctx, viewer: AgentViewer, proof: Proof): Promise<void> => {
  if (viewer.secondFactor.required) throw new Forbidden();
  requireOwnFactor(viewer, proof);
  await removeSecondFactor(ctx, viewer.id);
};

/** Forgets secret and recovery codes; the next request already counts without. */
export const removeSecondFactor = async (ctx: Ctx, agentId: string): Promise<void> => {
  const agents = agentsOf(ctx);
  const agent = await agents.lock(agentId);
  agent.endSecondFactor();
  await agents.save(agent);
  await ctx.db.getRepository(RecoveryCode).delete({ agentId });
};
