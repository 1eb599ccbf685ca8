import { toDataURL } from "qrcode";
import type { Page } from "../../platform/http";
import { rows } from "../../platform/database";
import { openStaff, type AgentViewer, type Ctx } from "../../privacy";
import { agentsOf, openAgent } from "../agents";
import { fieldsOf, FRESH, textsFor, type Again, type Field } from "../forms";
import { identityOf } from "../service";
import { recoveryCodesFor } from "./recovery-codes";
import { otpAuthUri } from "./totp";

export type SetUpForm = "begin" | "confirm" | "remove";
export interface SetUpPage {
  readonly confirmed: boolean; readonly required: boolean; readonly codesLeft: number;
  /** While a secret waits for its first code; null otherwise. Shown to its owner only, and never again. */
  readonly pending: { readonly qr: string; readonly secret: string; readonly recoveryCodes: readonly string[] } | null;
  readonly begin: Record<"form" | "current" | "code", Field>;
  readonly confirm: Record<"form" | "code" | "saved", Field>;
  readonly remove: Record<"form" | "current" | "code", Field>;
}

export const showSetUp = async (ctx: Ctx, viewer: AgentViewer, form?: SetUpForm, again: Again = FRESH): Promise<Page> => {
  const [left] = await rows<{ left: number }>(ctx.db, "SELECT count(*)::int AS left FROM recovery_codes WHERE agent_id = $1 AND used_at IS NULL", [viewer.id]);
  const of = (part: SetUpForm): Again => (part === form ? again : FRESH);
  const model: SetUpPage = {
    ...viewer.secondFactor, codesLeft: left!.left, pending: await pendingOf(ctx, viewer),
    begin: fieldsOf(viewer, ["current", "code"], of("begin")), confirm: fieldsOf(viewer, ["code", "saved"], of("confirm")), remove: fieldsOf(viewer, ["current", "code"], of("remove")),
  };
  return { template: "identity/second-factor-set-up", model, title: textsFor(viewer)("identity.secondFactor.title") };
};

const pendingOf = async (ctx: Ctx, viewer: AgentViewer): Promise<SetUpPage["pending"]> => {
  const agent = await agentsOf(ctx).get(viewer.id);
  const [secret] = await openStaff(ctx, [{ agentId: agent.id, value: agent.totpPending }]);
  if (!secret) return null;
  const { key, companyName } = identityOf(ctx);
  const { email } = await openAgent(ctx, agent);
  return {
    qr: await toDataURL(otpAuthUri(secret, email, companyName), { errorCorrectionLevel: "M", margin: 2, width: 232 }),
    secret: secret.replace(/(.{4})(?=.)/g, "$1 "), recoveryCodes: recoveryCodesFor(key, agent.id, secret),
  };
};
