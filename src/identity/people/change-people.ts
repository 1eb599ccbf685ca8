import { z } from "zod";
import { rows } from "../../platform/database";
import { allow, Conflict, Invalid, NotFound } from "../../platform/faults";
import type { Ctx } from "../../privacy";
import { agentsOf } from "../agents";
import { createAgent, createTeam } from "../create-agent";
import { closeLinks, issueLink } from "../links/links";
import { identityPolicy } from "../policy";
import { removeSecondFactor } from "../second-factor/set-up";
import { endSignIns } from "../sign-in/record-sign-in";
import { Employment, logged } from "./change-employment";
import { lockForChange } from "./lock-person";
import { checkQueues, setQueues, tickedQueues } from "./queues";

export const InvitationForm = z.looseObject({
  ...Employment,
  name: z.string("form.required").trim().min(1, "form.required").max(120, "form.invalid"),
  email: z.string("form.required").trim().max(400, "form.email").regex(/^[^\s@]+@[^\s@]+$/, "form.email"),
  locale: z.enum(["de", "en"], "form.choice"),
}).transform(({ role, employer, team, name, email, locale, ...ticks }) => ({ role, employer, team, name, email, locale, queues: tickedQueues(ticks) }));
export const TeamForm = z.object({
  teamName: z.string("form.required").trim().min(1, "form.required").max(80, "form.invalid"),
  teamEmployer: z.uuid("form.choice"),
});

/** Makes the person and mails a link with which they choose their password. */
export const invite = async (ctx: Ctx, { employer, team, queues, ...person }: z.infer<typeof InvitationForm>): Promise<string> => {
  allow(identityPolicy.invite(ctx.viewer, { role: person.role, employerId: employer }), "forbidden");
  await checkQueues(ctx, queues);
  const id = await createAgent(ctx, { ...person, employerId: employer, teamId: team });
  await setQueues(ctx, id, queues);
  await issueLink(ctx, "invitation", id);
  await logged(ctx, "invited");
  return id;
};

/** A link that got lost or expired; earlier ones stop working. */
export const inviteAgain = async (ctx: Ctx, id: string): Promise<void> => {
  allow(identityPolicy.invites(ctx.viewer), "forbidden");
  const agent = await agentsOf(ctx).lock(id);
  // Somebody of another employer is nobody to a processor's lead.
  if (!identityPolicy.invite(ctx.viewer, agent)) throw new NotFound();
  if (agent.state !== "invited") throw new Conflict("conflict");
  await closeLinks(ctx, id);
  await issueLink(ctx, "invitation", id);
};

/** For somebody who has lost authenticator and recovery codes. Their sign-ins end. */
export const removeLostSecondFactor = async (ctx: Ctx, id: string): Promise<void> => {
  await lockForChange(ctx, id);
  await removeSecondFactor(ctx, id);
  await endSignIns(ctx, id);
  await logged(ctx, "secondFactorRemoved");
};

export const addTeam = async (ctx: Ctx, { teamName, teamEmployer }: z.infer<typeof TeamForm>): Promise<void> => {
  allow(identityPolicy.administer(ctx.viewer), "forbidden");
  const [employer] = await rows<{ id: string }>(ctx.db, "SELECT id FROM employers WHERE id = $1", [teamEmployer]);
  if (!employer) throw new Invalid({ teamEmployer: "form.choice" });
  const [taken] = await rows(ctx.db, "SELECT 1 FROM teams WHERE employer_id = $1 AND lower(name) = lower($2)", [teamEmployer, teamName]);
  if (taken) throw new Invalid({ teamName: "identity.people.teamTaken" });
  await createTeam(ctx, { employerId: teamEmployer, name: teamName });
};
