import type { Page, Typed } from "../../platform/http";
import { Detour } from "../../platform/http";
import { isAgent, type Ctx } from "../../privacy";
import { fieldsOf, FRESH, localeOfViewer, optionsOf, textsFor, type Again, type Field, type Option } from "../forms";
import { countryOptions, DECLARABLE } from "./places";
import { localPath } from "./return-path";

export interface SignInPage {
  readonly form: Record<"form" | "email" | "password" | "place" | "country", Field>;
  readonly return: string;
  readonly places: readonly Option[];
  readonly countries: readonly Option[];
}

/** Whoever is signed in already goes on. */
export const showSignIn = async (ctx: Ctx, path: string): Promise<Page> => {
  if (isAgent(ctx.viewer)) throw new Detour(path);
  return signInPage(ctx, path, FRESH);
};

export const showSignInAgain = async (ctx: Ctx, again: Again & { typed: Typed }): Promise<Page> => signInPage(ctx, localPath(again.typed.return), again);

const signInPage = (ctx: Ctx, path: string, again: Again): Page => {
  const model: SignInPage = {
    form: fieldsOf(ctx.viewer, ["email", "password", "place", "country"], again),
    return: path, places: optionsOf(ctx.viewer, "identity.places", DECLARABLE), countries: countryOptions(localeOfViewer(ctx.viewer)),
  };
  return { template: "identity/sign-in", model, title: textsFor(ctx.viewer)("identity.signIn.title") };
};

export interface SecondFactorPage { readonly form: Record<"form" | "code", Field> }

export const showSecondFactor = async (ctx: Ctx, again: Again = FRESH): Promise<Page> => {
  const model: SecondFactorPage = { form: fieldsOf(ctx.viewer, ["code"], again) };
  return { template: "identity/second-factor", model, title: textsFor(ctx.viewer)("identity.secondFactor.signIn.title") };
};
