import type { Page } from "../../platform/http";
import { allow, Conflict } from "../../platform/faults";
import { ROLES, type Ctx } from "../../privacy";
import type { Agent } from "../agent";
import { agentsOf, openAgent } from "../agents";
import { checkEmployment } from "../create-agent";
import { fieldsOf, FRESH, optionsOf, textsFor, type Again, type Field, type Option } from "../forms";
import { identityPolicy } from "../policy";
import { isAnotherJob, type EmploymentForm } from "./change-employment";
import { ASSETS } from "./employments";
import { listEndings, type Ends } from "./endings";
import { employmentOptions } from "./list-people";
import { checkQueues, queueField, queueOptions, queuesOf } from "./queues";

interface Change { readonly label: string; readonly before: string; readonly after: string }

export interface EmploymentPreview {
  readonly id: string; readonly name: string; readonly changes: readonly Change[]; readonly endings: readonly string[]; readonly nothing: boolean;
  /** The form once more, so that confirming sends what was read. */
  readonly hidden: readonly Option[];
}
export interface DeparturePage { readonly id: string; readonly name: string; readonly endings: readonly string[]; readonly assets: readonly Option[]; readonly form: Record<"form", Field> }

const personFor = async (ctx: Ctx, id: string): Promise<{ agent: Agent; name: string }> => {
  allow(identityPolicy.change(ctx.viewer, id), "forbidden");
  const agent = await agentsOf(ctx).get(id);
  if (agent.state === "left") throw new Conflict("conflict");
  return { agent, name: (await openAgent(ctx, agent)).name || textsFor(ctx.viewer)("identity.people.erased") };
};

/** What would change and what would end with it. Nothing is changed yet; refuses what confirming would refuse. */
export const previewEmployment = async (ctx: Ctx, id: string, form: EmploymentForm): Promise<Page> => {
  const { agent, name } = await personFor(ctx, id);
  await checkEmployment(ctx, { role: form.role, employerId: form.employer, teamId: form.team });
  await checkQueues(ctx, form.queues);
  const t = textsFor(ctx.viewer);
  const changes = await changesOf(ctx, agent, form);
  const ends: Ends = agent.employerId !== form.employer ? "employer" : "role";
  const model: EmploymentPreview = {
    id, name, changes, nothing: changes.length === 0, endings: isAnotherJob(agent, form) ? await listEndings(ctx, id, ends) : [],
    hidden: [["role", form.role], ["employer", form.employer], ["team", form.team ?? ""], ...form.queues.map((queue) => [queueField(queue), "on"])].map(([label, value]) => ({ label: label!, value: value! })),
  };
  return { template: "identity/employment-preview", model, title: t("identity.people.preview") };
};

const changesOf = async (ctx: Ctx, agent: Agent, form: EmploymentForm): Promise<Change[]> => {
  const t = textsFor(ctx.viewer);
  const { employers, teams } = await employmentOptions(ctx);
  const named = (options: readonly Option[], value: string | null): string => options.find((option) => option.value === value)?.label ?? t("identity.people.noTeam");
  const queues = await queueOptions(ctx);
  const listed = (ids: readonly string[]): string => queues.filter(({ value }) => ids.includes(value)).map(({ label }) => label).join(", ") || t("identity.people.noQueue");
  const roles = optionsOf(ctx.viewer, "identity.roles", ROLES);
  return [
    { label: t("identity.people.role"), before: named(roles, agent.role), after: named(roles, form.role) },
    { label: t("identity.people.employer"), before: named(employers, agent.employerId), after: named(employers, form.employer) },
    { label: t("identity.people.team"), before: named(teams, agent.teamId), after: named(teams, form.team) },
    { label: t("identity.people.queues"), before: listed(await queuesOf(ctx, agent.id)), after: listed(form.queues) },
  ].filter(({ before, after }) => before !== after);
};

/** What ends when this person leaves, and what they gave back. */
export const showDeparture = async (ctx: Ctx, id: string, again: Again = FRESH): Promise<Page> => {
  const { name } = await personFor(ctx, id);
  const t = textsFor(ctx.viewer);
  const model: DeparturePage = {
    id, name, endings: await listEndings(ctx, id, "left"), form: fieldsOf(ctx.viewer, [], again),
    assets: ASSETS.map((asset) => ({ value: `returned.${asset}`, label: t(`identity.assets.${asset}`) })),
  };
  return { template: "identity/departure", model, title: t("identity.people.leave") };
};
