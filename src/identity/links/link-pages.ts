import type { Page } from "../../platform/http";
import type { Ctx } from "../../privacy";
import { Agent } from "../agent";
import { agentsOf, openAgent } from "../agents";
import { fieldsOf, FRESH, localeOfViewer, textsFor, type Again, type Field, type Option } from "../forms";
import { countryOptions } from "../sign-in/places";
import { findLink } from "./links";

export interface AskPage { readonly form: Record<"form" | "email", Field>; readonly sent: boolean }

export const showAskReset = async (ctx: Ctx, sent: boolean, again: Again = FRESH): Promise<Page> => {
  const model: AskPage = { form: fieldsOf(ctx.viewer, ["email"], again), sent };
  return { template: "identity/ask-reset", model, title: textsFor(ctx.viewer)("identity.reset.title") };
};

export interface NewPasswordPage { readonly form: Record<"form" | "password" | "repeat", Field>; readonly path: string; readonly email: string; readonly title: string; readonly intro: string }

/** The form behind a mailed link, or a page that says that the link opens nothing. */
export const showNewPassword = async (ctx: Ctx, kind: "invitation" | "passwordReset", token: string, again: Again = FRESH): Promise<Page> => {
  const link = await findLink(ctx, kind, token);
  if (!link?.agentId) return gone(ctx);
  const t = textsFor(ctx.viewer);
  const { name, email } = await openAgent(ctx, await agentsOf(ctx).get(link.agentId));
  const words = kind === "invitation" ? "identity.invitation" : "identity.reset";
  const model: NewPasswordPage = {
    form: fieldsOf(ctx.viewer, ["password", "repeat"], again), email, title: t(`${words}.title`), intro: t(`${words}.intro`, { name }),
    path: `/${kind === "invitation" ? "invitations" : "password-reset"}/${token}`,
  };
  return { template: "identity/new-password", model, title: model.title };
};

export interface FirstAdministratorPage { readonly form: Record<"form" | "name" | "email" | "company" | "country" | "password" | "repeat", Field>; readonly path: string; readonly countries: readonly Option[] }

export const showFirstAdministrator = async (ctx: Ctx, token: string, again: Again = FRESH): Promise<Page> => {
  if (!await findLink(ctx, "firstAdministrator", token) || await ctx.db.getRepository(Agent).count() > 0) return gone(ctx);
  const model: FirstAdministratorPage = {
    form: fieldsOf(ctx.viewer, ["name", "email", "company", "country", "password", "repeat"], again, { country: "DE" }),
    path: `/first-administrator/${token}`, countries: countryOptions(localeOfViewer(ctx.viewer)),
  };
  return { template: "identity/first-administrator", model, title: textsFor(ctx.viewer)("identity.firstAdministrator.title") };
};

const gone = (ctx: Ctx): Page => ({ template: "identity/link-gone", model: {}, title: textsFor(ctx.viewer)("identity.gone.title"), status: 404 });
