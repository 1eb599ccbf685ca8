import type { Page } from "../../platform/http";
import { rows } from "../../platform/database";
import type { AgentViewer, Ctx, Role } from "../../privacy";
import { agentsOf, openAgent } from "../agents";
import { fieldsOf, FRESH, optionsOf, textsFor, type Again, type Field, type Option } from "../forms";

export interface AccountPage {
  readonly email: string; readonly role: string; readonly employer: string;
  readonly profile: Record<"form" | "name" | "locale", Field>;
  readonly password: Record<"form" | "current" | "password" | "repeat", Field>;
  readonly locales: readonly Option[];
  readonly secondFactor: boolean; readonly secondFactorRequired: boolean;
}

export type AccountForm = "profile" | "password";

/** The own account on one page; `form` names the part that came back with messages. */
export const showAccount = async (ctx: Ctx, viewer: AgentViewer, form?: AccountForm, again: Again = FRESH): Promise<Page> => {
  const t = textsFor(viewer);
  const { name, email } = await openAgent(ctx, await agentsOf(ctx).get(viewer.id));
  const { role, employer } = viewer.standing;
  const of = (part: AccountForm): Again => (part === form ? again : FRESH);
  const model: AccountPage = {
    email, role: t(`identity.roles.${role satisfies Role}`), employer: employer.name,
    profile: fieldsOf(viewer, ["name", "locale"], of("profile"), { name, locale: viewer.locale }),
    password: fieldsOf(viewer, ["current", "password", "repeat"], of("password")),
    locales: optionsOf(viewer, "ui.language", ["de", "en"]),
    secondFactor: viewer.secondFactor.confirmed, secondFactorRequired: viewer.secondFactor.required,
  };
  return { template: "identity/account", model, title: t("identity.account.title") };
};

interface Listed { id: string; client: string; started_at: Date; ends_at: Date; second_factor: boolean }
export interface SessionsPage { readonly others: boolean; readonly sessions: readonly { id: string; client: string; startedAt: Date; endsAt: Date; secondFactor: boolean; current: boolean }[] }

/** Where this person is signed in; only their own, only what still lives. */
export const showSessions = async (ctx: Ctx, viewer: AgentViewer): Promise<Page> => {
  const t = textsFor(viewer);
  const live = await rows<Listed>(ctx.db, `
    SELECT id, client, started_at, ends_at, second_factor FROM sign_ins
    WHERE agent_id = $1 AND ended_at IS NULL AND ends_at > $2 ORDER BY (id = $3) DESC, started_at DESC LIMIT 100`, [viewer.id, ctx.now, viewer.signIn]);
  const model: SessionsPage = {
    others: live.length > 1,
    sessions: live.map((one) => ({
      id: one.id, client: one.client, startedAt: one.started_at, endsAt: one.ends_at,
      secondFactor: one.second_factor, current: one.id === viewer.signIn,
    })),
  };
  return { template: "identity/sessions", model, title: t("identity.sessions.title") };
};
