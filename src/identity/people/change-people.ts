import { z } from "zod";
import { rows } from "../../platform/database";
import { allow, Conflict, Invalid } from "../../platform/faults";
import { append, ROLES, type Ctx } from "../../privacy";
import type { Agent } from "../agent";
import { agentsOf } from "../agents";
import { checkEmployment, createAgent, createTeam } from "../create-agent";
import { closeLinks, issueLink } from "../links/links";
import { identityPolicy } from "../policy";
import { removeSecondFactor } from "../second-factor/set-up";
import { endSignIns } from "../sign-in/record-sign-in";
import { withdrawWork } from "../work-withdrawn";

const Employment = {
  role: z.enum(ROLES, "form.choice"),
  employer: z.uuid("form.choice"),
  /** Empty: no team. */
  team: z.union([z.literal(""), z.uuid()], "form.choice").default("").transform((id) => id || null),
};
export const EmploymentForm = z.object(Employment);
export const InvitationForm = z.object({
  ...Employment,
  name: z.string("form.required").trim().min(1, "form.required").max(120, "form.invalid"),
  email: z.string("form.required").trim().max(400, "form.email").regex(/^[^\s@]+@[^\s@]+$/, "form.email"),
  locale: z.enum(["de", "en"], "form.choice"),
});
export const TeamForm = z.object({
  teamName: z.string("form.required").trim().min(1, "form.required").max(80, "form.invalid"),
  teamEmployer: z.uuid("form.choice"),
});

/** Administrative acts stand in the access log by what they were; whom they met stands in the table itself. */
const logged = (ctx: Ctx, what: string): Promise<void> =>
  append(ctx, [{ action: what === "invited" ? "create" : "edit", subjects: [], ticket: null, forms: {}, purpose: "security", count: 1, detail: { what } }]);

/** Makes the person and mails a link with which they choose their password. */
export const invite = async (ctx: Ctx, { employer, team, ...person }: z.infer<typeof InvitationForm>): Promise<string> => {
  allow(identityPolicy.administer(ctx.viewer), "forbidden");
  const id = await createAgent(ctx, { ...person, employerId: employer, teamId: team });
  await issueLink(ctx, "invitation", id);
  await logged(ctx, "invited");
  return id;
};

/** A link that got lost or expired; earlier ones stop working. */
export const inviteAgain = async (ctx: Ctx, id: string): Promise<void> => {
  allow(identityPolicy.change(ctx.viewer, id), "forbidden");
  const agent = await agentsOf(ctx).lock(id);
  if (agent.state !== "invited") throw new Conflict("conflict");
  await closeLinks(ctx, id);
  await issueLink(ctx, "invitation", id);
};

interface Locked { readonly agent: Agent; /** Nobody else could let people in. */ readonly lastAdministrator: boolean }

/**
 * The person for a change, locked. All administrators are locked first and in order, so that two of them neither remove
 * each other at once nor wait for each other.
 */
const lockForChange = async (ctx: Ctx, id: string): Promise<Locked> => {
  allow(identityPolicy.change(ctx.viewer, id), "forbidden");
  const active = await rows<{ id: string }>(ctx.db, `
    SELECT a.id FROM agents a JOIN employers e ON e.id = a.employer_id
    WHERE a.role = 'administrator' AND a.state = 'active' AND e.kind = 'inHouse' ORDER BY a.id FOR UPDATE OF a`);
  return { agent: await agentsOf(ctx).lock(id), lastAdministrator: active.length === 1 && active[0]!.id === id };
};

const keepAnAdministrator = (lastAdministrator: boolean): void => {
  if (lastAdministrator) throw new Invalid({ form: "identity.people.lastAdministrator" });
};

/** Role, employer and team; holds from the person's next request on. */
export const changeEmployment = async (ctx: Ctx, id: string, { role, employer, team }: z.infer<typeof EmploymentForm>): Promise<void> => {
  const { agent, lastAdministrator } = await lockForChange(ctx, id);
  await checkEmployment(ctx, { role, employerId: employer, teamId: team });
  keepAnAdministrator(lastAdministrator && role !== "administrator");
  const moves = agent.role !== role || agent.employerId !== employer;
  agent.employ({ role, employerId: employer, teamId: team });
  await agentsOf(ctx).save(agent);
  if (moves) await withdrawWork(ctx, { agentId: id }, "moved");
  await logged(ctx, "employmentChanged");
};

/** The person has left: every sign-in ends, links stop working, and nobody signs in with this address again. */
export const endEmployment = async (ctx: Ctx, id: string): Promise<void> => {
  const { agent, lastAdministrator } = await lockForChange(ctx, id);
  keepAnAdministrator(lastAdministrator);
  agent.leave();
  await agentsOf(ctx).save(agent);
  await rows(ctx.db, "DELETE FROM recovery_codes WHERE agent_id = $1", [id]);
  await closeLinks(ctx, id);
  await endSignIns(ctx, id);
  await withdrawWork(ctx, { agentId: id }, "left");
  await logged(ctx, "employmentEnded");
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
