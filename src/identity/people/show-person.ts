import type { Page } from "../../platform/http";
import { allow } from "../../platform/faults";
import { ROLES, type Ctx } from "../../privacy";
import type { AgentState } from "../agent";
import { agentsOf, openAgent } from "../agents";
import { fieldsOf, FRESH, optionsOf, textsFor, type Again, type Field, type Option } from "../forms";
import { identityPolicy } from "../policy";
import { employmentOptions } from "./list-people";

export interface PersonPage {
  readonly id: string; readonly name: string; readonly email: string; readonly state: AgentState; readonly secondFactor: boolean;
  /** Nobody changes themselves, and nothing changes about somebody who left. */
  readonly changeable: boolean;
  readonly form: Record<"form" | "role" | "employer" | "team", Field>;
  readonly roles: readonly Option[]; readonly employers: readonly Option[]; readonly teams: readonly Option[];
}

export const showPerson = async (ctx: Ctx, id: string, again: Again = FRESH): Promise<Page> => {
  const { viewer } = ctx;
  allow(identityPolicy.administer(viewer), "forbidden");
  const agent = await agentsOf(ctx).get(id);
  const { name, email } = await openAgent(ctx, agent);
  const shown = name || textsFor(viewer)("identity.people.erased");
  const model: PersonPage = {
    id, name: shown, email, state: agent.state, secondFactor: agent.hasSecondFactor,
    changeable: identityPolicy.change(viewer, id) && agent.state !== "left",
    form: fieldsOf(viewer, ["role", "employer", "team"], again, { role: agent.role, employer: agent.employerId, team: agent.teamId ?? "" }),
    roles: optionsOf(viewer, "identity.roles", ROLES), ...await employmentOptions(ctx),
  };
  return { template: "identity/person", model, title: shown };
};
