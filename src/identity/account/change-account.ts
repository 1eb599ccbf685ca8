import { z } from "zod";
import { row } from "../../platform/database";
import { Invalid, NotFound } from "../../platform/faults";
import { openSealer, PLACES, type AgentViewer, type Ctx } from "../../privacy";
import { agentsOf } from "../agents";
import { closeLinks } from "../links/links";
import { newPasswordHash, NewPasswordForm } from "../links/new-password";
import { countryOf, placeProblem } from "../sign-in/places";
import type { Proof } from "../sign-in/proof";
import { endSignIns } from "../sign-in/record-sign-in";
import { localPath } from "../sign-in/return-path";
import { SignIn } from "../sign-in/sign-in";

export const ProfileForm = z.object({
  name: z.string("form.required").trim().min(1, "form.required").max(120, "form.invalid"),
  locale: z.enum(["de", "en"], "form.choice"),
});

export const changeProfile = async (ctx: Ctx, viewer: AgentViewer, { name, locale }: z.infer<typeof ProfileForm>): Promise<void> => {
  const agents = agentsOf(ctx);
  const agent = await agents.lock(viewer.id);
  agent.name = (await openSealer(ctx, agent.id)).seal("agents.name", name);
  agent.locale = locale;
  await agents.save(agent);
};

/** One form may hold one preference or all; what is absent stays. */
export const PreferencesForm = z.object({
  theme: z.enum(["auto", "light", "dark"], "form.choice").optional(),
  density: z.enum(["comfortable", "compact"], "form.choice").optional(),
  locale: z.enum(["de", "en"], "form.choice").optional(),
  shortcuts: z.enum(["on", "off"], "form.choice").optional(),
  return: z.unknown().optional().transform(localPath),
});

export const changePreferences = async (ctx: Ctx, viewer: AgentViewer, { theme, density, locale, shortcuts }: z.infer<typeof PreferencesForm>): Promise<void> => {
  const agents = agentsOf(ctx);
  const agent = await agents.lock(viewer.id);
  agent.theme = theme ?? agent.theme;
  agent.density = density ?? agent.density;
  agent.locale = locale ?? agent.locale;
  agent.shortcuts = shortcuts === undefined ? agent.shortcuts : shortcuts === "on";
  await agents.save(agent);
};

export const PasswordForm = NewPasswordForm.extend({ current: z.string("form.required").min(1, "form.required").max(10_000, "form.invalid") });

/** Throws Invalid unless the current password was typed rightly. */
export const requireOwnPassword = ({ ownPassword }: Proof): void => {
  if (!ownPassword) throw new Invalid({ current: "identity.password.currentWrong" });
};

/** Ends every other sign-in: whoever knew the old password is out. */
export const changePassword = async (ctx: Ctx, viewer: AgentViewer, proof: Proof): Promise<void> => {
  requireOwnPassword(proof);
  const agents = agentsOf(ctx);
  const agent = await agents.lock(viewer.id);
  agent.changePassword(newPasswordHash(proof));
  await agents.save(agent);
  await closeLinks(ctx, agent.id);
  await endSignIns(ctx, agent.id, viewer.signIn);
};

export const PlaceForm = z.object({
  place: z.enum(PLACES, "form.choice"),
  country: z.string("form.choice").trim().toUpperCase().max(2, "form.choice").default(""),
  return: z.unknown().optional().transform((path) => (path === undefined ? "/account" : localPath(path))),
});

/** Declares where this sign-in works from now on. Takes effect on the next request. */
export const declarePlace = async (ctx: Ctx, viewer: AgentViewer, { place, country }: z.infer<typeof PlaceForm>): Promise<void> => {
  const problem = placeProblem(place, country);
  if (problem) throw new Invalid({ country: problem });
  const signIns = ctx.db.getRepository(SignIn);
  const signIn = await signIns.findOneBy({ id: viewer.signIn, agentId: viewer.id });
  const employer = await row<{ country: string }>(ctx.db, "SELECT country FROM employers WHERE id = $1", [viewer.standing.employer.id]);
  if (!signIn || !employer) throw new NotFound();
  signIn.declare(place, countryOf(place, country, employer.country), ctx.now);
  await signIns.save(signIn);
};
