import type { Request } from "express";
import type { Done } from "../../platform/http";
import { Invalid } from "../../platform/faults";
import type { Ctx } from "../../privacy";
import type { SignInInput } from "./admit";
import { clientLabel } from "./client-label";
import { placeProblem } from "./places";
import { proofOf } from "./proof";
import { endSignIn, recordSignIn } from "./record-sign-in";

/** The same sentence for an unknown address, a wrong password, somebody invited and somebody who left. */
export const startSignIn = async (ctx: Ctx, form: SignInInput, req: Request): Promise<Done> => {
  const problem = placeProblem(form.place, form.country);
  if (problem) throw new Invalid({ country: problem });
  const { admission } = proofOf(req);
  if (!admission) throw new Invalid({ form: "identity.signIn.refused" });
  if (admission.replaces) await endSignIn(ctx, admission.replaces.agentId, admission.replaces.signInId);
  if (admission.awaiting) return { path: "/sign-in/second-factor" };
  await recordSignIn(ctx, admission, clientLabel(req.get("user-agent")));
  return { path: admission.path };
};

export const finishSignIn = async (ctx: Ctx, req: Request): Promise<Done> => {
  const { admission } = proofOf(req);
  if (!admission) throw new Invalid({ code: "identity.secondFactor.wrong" });
  await recordSignIn(ctx, admission, clientLabel(req.get("user-agent")));
  return admission.method === "recoveryCode" ? { path: "/account/second-factor", notice: "identityRecoveryCodeUsed" } : { path: admission.path };
};
