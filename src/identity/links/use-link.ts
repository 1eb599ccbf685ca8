import { z } from "zod";
import { Conflict, NotFound } from "../../platform/faults";
import { append, staffEmailToken, type Ctx } from "../../privacy";
import { Agent } from "../agent";
import { agentsOf } from "../agents";
import { createAgent, createEmployer, inHouseEmployer } from "../create-agent";
import { isCountry } from "../sign-in/places";
import type { Proof } from "../sign-in/proof";
import { endSignIns } from "../sign-in/record-sign-in";
import { closeLinks, findLink, issueLink, openLinks } from "./links";
import { newPasswordHash, NewPasswordForm } from "./new-password";
import { OneTimeLink, type LinkKind } from "./one-time-link";

export const AskForm = z.object({ email: z.string("form.required").trim().min(1, "form.required").max(400, "form.email") });

/** While so many reset links are open, further ones would only fill the mailbox; the open ones still work. */
const MOST_OPEN = 3;

/**
 * Has a reset link mailed. Known and unknown addresses take the same way, a link included, which then belongs to
 * nobody: neither the answer nor its time tells them apart.
 */
export const askPasswordReset = async (ctx: Ctx, email: string): Promise<void> => {
  const agent = await agentsOf(ctx).byEmail(email);
  const open = await openLinks(ctx, "passwordReset", agent?.id ?? "00000000-0000-0000-0000-000000000000");
  await issueLink(ctx, "passwordReset", agent?.isActive && open < MOST_OPEN ? agent.id : null);
};

/** The link with its agent, both locked. Throws NotFound where it opens nothing, whatever the reason. */
const lockLink = async (ctx: Ctx, kind: LinkKind, token: string): Promise<{ link: OneTimeLink; agent: Agent }> => {
  const link = await findLink(ctx, kind, token, true);
  if (!link?.agentId) throw new NotFound();
  return { link, agent: await agentsOf(ctx).lock(link.agentId) };
};

const useUp = async (ctx: Ctx, link: OneTimeLink): Promise<void> => {
  link.use(ctx.now);
  await ctx.db.getRepository(OneTimeLink).save(link);
};

/** The first password of an invited person. All three commands return the account, so that the route can make the device known to it. */
export const acceptInvitation = async (ctx: Ctx, token: string, proof: Proof): Promise<Buffer> => {
  const { link, agent } = await lockLink(ctx, "invitation", token);
  agent.activate(newPasswordHash(proof));
  await useUp(ctx, link);
  await agentsOf(ctx).save(agent);
  await closeLinks(ctx, agent.id);
  return agent.emailToken;
};

/** A new password ends every sign-in. */
export const resetPassword = async (ctx: Ctx, token: string, proof: Proof): Promise<Buffer> => {
  const { link, agent } = await lockLink(ctx, "passwordReset", token);
  agent.changePassword(newPasswordHash(proof));
  await useUp(ctx, link);
  await agentsOf(ctx).save(agent);
  await closeLinks(ctx, agent.id);
  await endSignIns(ctx, agent.id);
  return agent.emailToken;
};

export const FirstAdministratorForm = NewPasswordForm.extend({
  name: z.string("form.required").trim().min(1, "form.required").max(120, "form.invalid"),
  email: z.string("form.required").trim().max(400, "form.email").regex(/^[^\s@]+@[^\s@]+$/, "form.email"),
  company: z.string("form.required").trim().min(1, "form.required").max(120, "form.invalid"),
  country: z.string("form.choice").trim().toUpperCase().refine(isCountry, "form.choice").default("DE"),
});

/** Names the company and makes its first administrator. Throws Conflict when there is somebody already. */
export const createFirstAdministrator = async (ctx: Ctx, token: string, form: z.infer<typeof FirstAdministratorForm>, proof: Proof): Promise<Buffer> => {
  await ctx.db.query("LOCK TABLE agents IN SHARE ROW EXCLUSIVE MODE");
  const link = await findLink(ctx, "firstAdministrator", token, true);
  if (!link) throw new NotFound();
  if (await ctx.db.getRepository(Agent).count() > 0) throw new Conflict("conflict");
  const passwordHash = newPasswordHash(proof);
  const employerId = await inHouseEmployer(ctx) ?? await createEmployer(ctx, { key: "in-house", name: form.company, kind: "inHouse", country: form.country });
  const locale = ctx.viewer.kind === "system" ? "de" : ctx.viewer.locale;
  await createAgent(ctx, { name: form.name, email: form.email, role: "administrator", employerId, teamId: null, locale, passwordHash });
  await useUp(ctx, link);
  await append(ctx, [{ action: "create", subjects: [], ticket: null, forms: {}, purpose: "security", count: 1, detail: { what: "firstAdministrator" } }]);
  return staffEmailToken(ctx, form.email)!;
};
