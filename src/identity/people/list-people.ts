import type { Page } from "../../platform/http";
import { rows } from "../../platform/database";
import { allow } from "../../platform/faults";
import { openStaff, ROLES, sealedAt, type Ctx, type Role } from "../../privacy";
import type { AgentState } from "../agent";
import { fieldsOf, FRESH, localeOfViewer, optionsOf, textsFor, type Again, type Field, type Option } from "../forms";
import { identityPolicy } from "../policy";

interface Listed { id: string; name: Buffer; email: Buffer; role: Role; state: AgentState; employer: string; team: string | null; second_factor: boolean }
export interface Person { readonly id: string; readonly name: string; readonly email: string; readonly role: string; readonly employer: string; readonly team: string; readonly state: AgentState; readonly secondFactor: boolean; readonly own: boolean }

export interface PeoplePage {
  readonly people: readonly Person[];
  readonly invite: Record<"form" | "name" | "email" | "role" | "employer" | "team" | "locale", Field>;
  readonly team: Record<"form" | "teamName" | "teamEmployer", Field>;
  readonly roles: readonly Option[]; readonly employers: readonly Option[]; readonly teams: readonly Option[]; readonly locales: readonly Option[];
}
export type PeopleForm = "invite" | "team";

/** Everybody who works or worked here, by name. Names are sealed, so that sorting happens after opening. */
const listPeople = async (ctx: Ctx, own: string): Promise<Person[]> => {
  const t = textsFor(ctx.viewer);
  const listed = await rows<Listed>(ctx.db, `
    SELECT a.id, a.name, a.email, a.role, a.state, e.name AS employer, t.name AS team, a.totp_confirmed_at IS NOT NULL AS second_factor
    FROM agents a JOIN employers e ON e.id = a.employer_id LEFT JOIN teams t ON t.id = a.team_id`);
  const opened = await openStaff(ctx, listed.flatMap(({ id, name, email }) => [
    { agentId: id, value: sealedAt("agents.name", name) }, { agentId: id, value: sealedAt("agents.email", email) },
  ]));
  return listed.map((one, index) => ({
    id: one.id, name: opened[index * 2] ?? t("identity.people.erased"), email: opened[index * 2 + 1] ?? "", role: t(`identity.roles.${one.role}`),
    employer: one.employer, team: one.team ?? "", state: one.state, secondFactor: one.second_factor, own: one.id === own,
  })).sort((a, b) => Number(a.state === "left") - Number(b.state === "left") || a.name.localeCompare(b.name, localeOfViewer(ctx.viewer)));
};

/** Employers and teams as options; a team names its employer, because teams of two employers may be called alike. */
export const employmentOptions = async (ctx: Ctx): Promise<{ employers: Option[]; teams: Option[] }> => {
  const employers = await rows<Option>(ctx.db, "SELECT id AS value, name AS label FROM employers ORDER BY kind, name");
  const teams = await rows<Option>(ctx.db, "SELECT t.id AS value, e.name || ' · ' || t.name AS label FROM teams t JOIN employers e ON e.id = t.employer_id ORDER BY e.name, t.name");
  return { employers, teams };
};

export const showPeople = async (ctx: Ctx, form?: PeopleForm, again: Again = FRESH): Promise<Page> => {
  const { viewer } = ctx;
  allow(identityPolicy.administer(viewer), "forbidden");
  const of = (part: PeopleForm): Again => (part === form ? again : FRESH);
  const model: PeoplePage = {
    people: await listPeople(ctx, viewer.kind === "agent" ? viewer.id : ""),
    invite: fieldsOf(viewer, ["name", "email", "role", "employer", "team", "locale"], of("invite"), { role: "agent", locale: "de" }),
    team: fieldsOf(viewer, ["teamName", "teamEmployer"], of("team")),
    roles: optionsOf(viewer, "identity.roles", ROLES), locales: optionsOf(viewer, "ui.language", ["de", "en"]), ...await employmentOptions(ctx),
  };
  return { template: "identity/people", model, title: textsFor(viewer)("identity.people.title") };
};
