import { z } from "zod";
import { event } from "../../platform/context";
import { rows } from "../../platform/database";
import { append, ROLES, type Ctx } from "../../privacy";
import type { Agent } from "../agent";
import { agentsOf } from "../agents";
import { checkEmployment } from "../create-agent";
import { closeLinks } from "../links/links";
import { endSignIns } from "../sign-in/record-sign-in";
import { withdrawWork } from "../work-withdrawn";
import { ASSETS, recordEmployment, type Asset } from "./employments";
import { keepAnAdministrator, lockForChange } from "./lock-person";
import { checkQueues, setQueues, tickedQueues } from "./queues";

export const Employment = {
  role: z.enum(ROLES, "form.choice"),
  employer: z.uuid("form.choice"),
  /** Empty: no team. */
  team: z.union([z.literal(""), z.uuid()], "form.choice").default("").transform((id) => id || null),
};
/** Queues come as ticks of their own names. */
export const EmploymentForm = z.looseObject(Employment).transform(({ role, employer, team, ...ticks }) => ({ role, employer, team, queues: tickedQueues(ticks) }));
export type EmploymentForm = z.infer<typeof EmploymentForm>;

/** What was given back, as ticks ("returned.badge"). */
export const DepartureForm = z.looseObject({}).transform((form): { returned: readonly Asset[] } => ({ returned: ASSETS.filter((asset) => form[`returned.${asset}`] === "on") }));

/** Administrative acts stand in the access log by what they were; whom they met stands in the table itself. */
export const logged = (ctx: Ctx, what: string): Promise<void> =>
  append(ctx, [{ action: what === "invited" ? "create" : "edit", subjects: [], ticket: null, forms: {}, purpose: "security", count: 1, detail: { what } }]);

/** Another role or another employer is another job: what the old one opened ends. Another team alone is not. */
export const isAnotherJob = (agent: Pick<Agent, "role" | "employerId">, to: Pick<EmploymentForm, "role" | "employer">): boolean =>
  agent.role !== to.role || agent.employerId !== to.employer;

/** Ends what the job opened: sign-ins with their sockets, links, and by the event the tickets, granted looks and papers. */
const endAccess = async (ctx: Ctx, agent: Agent, ended: { employer: string; reason: "left" | "employer" | "role"; employment: string | null }): Promise<void> => {
  if (agent.state !== "invited") await closeLinks(ctx, agent.id);
  await endSignIns(ctx, agent.id);
  await withdrawWork(ctx, { agentId: agent.id }, ended.reason === "left" ? "left" : "moved");
  await ctx.publish(event("EmploymentEnded", { agent: agent.id, ...ended }));
};

/** Role, employer, team and queues. The papers of another employer are other papers; who changes jobs signs in anew. */
export const changeEmployment = async (ctx: Ctx, id: string, { role, employer, team, queues }: EmploymentForm): Promise<void> => {
  const { agent, lastAdministrator } = await lockForChange(ctx, id);
  await checkEmployment(ctx, { role, employerId: employer, teamId: team });
  await checkQueues(ctx, queues);
  keepAnAdministrator(lastAdministrator && (role !== "administrator" || employer !== agent.employerId));
  const [moves, before] = [isAnotherJob(agent, { role, employer }), { employerId: agent.employerId, teamId: agent.teamId }];
  agent.employ({ role, employerId: employer, teamId: team });
  await agentsOf(ctx).save(agent);
  const taken = await setQueues(ctx, id, queues);
  const employment = moves || before.teamId !== team ? await recordEmployment(ctx, agent) : null;
  if (moves) await endAccess(ctx, agent, { employer: before.employerId, reason: before.employerId === employer ? "role" : "employer", employment });
  else if (taken > 0) await withdrawWork(ctx, { agentId: id }, "queues");
  await logged(ctx, "employmentChanged");
};

/**
 * The person has left: every sign-in ends and links stop working. The address is free again: whoever comes back comes
 * as somebody new, with papers of their own.
 */
export const endEmployment = async (ctx: Ctx, id: string, { returned }: z.infer<typeof DepartureForm>): Promise<void> => {
  const { agent, lastAdministrator } = await lockForChange(ctx, id);
  keepAnAdministrator(lastAdministrator);
  agent.leave();
  await agentsOf(ctx).save(agent);
  await rows(ctx.db, "DELETE FROM recovery_codes WHERE agent_id = $1", [id]);
  await setQueues(ctx, id, []);
  const employment = await recordEmployment(ctx, agent, returned);
  await endAccess(ctx, agent, { employer: agent.employerId, reason: "left", employment });
  await logged(ctx, "employmentEnded");
};
