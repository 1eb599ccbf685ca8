import type { Page } from "../../platform/http";
import { rows } from "../../platform/database";
import type { AgentViewer, Ctx, Place, Role } from "../../privacy";
import { agentsOf, openAgent } from "../agents";
import { fieldsOf, FRESH, localeOfViewer, optionsOf, textsFor, type Again, type Field, type Option } from "../forms";
import { countryOptions, DECLARABLE } from "../sign-in/places";

export interface AccountPage {
  readonly email: string; readonly role: string; readonly employer: string;
  readonly profile: Record<"form" | "name" | "locale", Field>;
  readonly password: Record<"form" | "current" | "password" | "repeat", Field>;
  readonly place: Record<"form" | "place" | "country", Field>;
  readonly locales: readonly Option[]; readonly places: readonly Option[]; readonly countries: readonly Option[];
  readonly secondFactor: boolean; readonly secondFactorRequired: boolean;
}

export type AccountForm = "profile" | "password" | "place";

/** The own account on one page; `form` names the part that came back with messages. */
export const showAccount = async (ctx: Ctx, viewer: AgentViewer, form?: AccountForm, again: Again = FRESH): Promise<Page> => {
  const t = textsFor(viewer);
  const { name, email } = await openAgent(ctx, await agentsOf(ctx).get(viewer.id));
  const { role, employer, place, country } = viewer.standing;
  const of = (part: AccountForm): Again => (part === form ? again : FRESH);
  const model: AccountPage = {
    email, role: t(`identity.roles.${role satisfies Role}`), employer: employer.name,
    profile: fieldsOf(viewer, ["name", "locale"], of("profile"), { name, locale: viewer.locale }),
    password: fieldsOf(viewer, ["current", "password", "repeat"], of("password")),
    place: fieldsOf(viewer, ["place", "country"], of("place"), { place: place satisfies Place, country: country === "unknown" ? "" : country }),
    locales: optionsOf(viewer, "ui.language", ["de", "en"]), places: optionsOf(viewer, "identity.places", DECLARABLE), countries: countryOptions(localeOfViewer(viewer)),
    secondFactor: viewer.secondFactor.confirmed, secondFactorRequired: viewer.secondFactor.required,
  };
  return { template: "identity/account", model, title: t("identity.account.title") };
};

interface Listed { id: string; client: string; started_at: Date; ends_at: Date; place: Place; second_factor: boolean }
export interface SessionsPage { readonly others: boolean; readonly sessions: readonly { id: string; client: string; startedAt: Date; endsAt: Date; place: string; secondFactor: boolean; current: boolean }[] }

/** Where this person is signed in; only their own, only what still lives. */
export const showSessions = async (ctx: Ctx, viewer: AgentViewer): Promise<Page> => {
  const t = textsFor(viewer);
  const live = await rows<Listed>(ctx.db, `
    SELECT id, client, started_at, ends_at, place, second_factor FROM sign_ins
    WHERE agent_id = $1 AND ended_at IS NULL AND ends_at > $2 ORDER BY (id = $3) DESC, started_at DESC LIMIT 100`, [viewer.id, ctx.now, viewer.signIn]);
  const model: SessionsPage = {
    others: live.length > 1,
    sessions: live.map((one) => ({
      id: one.id, client: one.client, startedAt: one.started_at, endsAt: one.ends_at, place: t(`identity.places.${one.place}`),
      secondFactor: one.second_factor, current: one.id === viewer.signIn,
    })),
  };
  return { template: "identity/sessions", model, title: t("identity.sessions.title") };
};
