import { Router } from "express";
import { z } from "zod";
import { Forbidden } from "../../platform/faults";
import { action, isAgent, page, type AgentViewer, type Ctx } from "../../privacy";
import { beginSecondFactor, ConfirmForm, confirmSecondFactor, PasswordAndCode, removeOwnSecondFactor } from "../second-factor/set-up";
import { showSetUp, type SetUpForm } from "../second-factor/set-up-page";
import { askOwnFactor, askOwnPassword } from "../sign-in/own-password";
import { proofOf } from "../sign-in/proof";
import { endSignIn, endSignIns } from "../sign-in/record-sign-in";
import type { Again } from "../forms";
import { showAccount, showSessions, type AccountForm } from "./account-pages";
import { changePassword, changePreferences, changeProfile, declarePlace, PasswordForm, PlaceForm, PreferencesForm, ProfileForm } from "./change-account";

/** Everything here is about the signed-in person; nobody else's account is reachable by any of these paths. */
const own = ({ viewer }: Ctx): AgentViewer => { if (!isAgent(viewer)) throw new Forbidden(); return viewer; };
const accountAgain = (form: AccountForm) => (ctx: Ctx, again: Again) => showAccount(ctx, own(ctx), form, again);
const setUpAgain = (form: SetUpForm) => (ctx: Ctx, again: Again) => showSetUp(ctx, own(ctx), form, again);
const SignInId = z.object({ id: z.uuid() });

const ownAccount = Router()
  .get("/account", page({}, (ctx) => showAccount(ctx, own(ctx))))
  .post("/account", action({ body: ProfileForm, again: accountAgain("profile") }, async (ctx, { body }) => {
    await changeProfile(ctx, own(ctx), body);
    return { path: "/account", notice: "identitySaved" };
  }))
  .post("/account/password", askOwnPassword({ replaces: true }), action({ body: PasswordForm, again: accountAgain("password") }, async (ctx, _input, req) => {
    await changePassword(ctx, own(ctx), proofOf(req));
    return { path: "/account", notice: "identityPasswordChanged" };
  }))
  .post("/account/place", action({ body: PlaceForm, again: accountAgain("place") }, async (ctx, { body }) => {
    await declarePlace(ctx, own(ctx), body);
    return { path: body.return, notice: "identityPlaceDeclared" };
  }))
  .post("/preferences", action({ access: "public", body: PreferencesForm }, async (ctx, { body }) => {
    if (isAgent(ctx.viewer)) await changePreferences(ctx, ctx.viewer, body);
    return { path: body.return };
  }))
  .get("/account/sessions", page({}, (ctx) => showSessions(ctx, own(ctx))))
  .post("/account/sessions/endings", action({}, async (ctx) => {
    await endSignIns(ctx, own(ctx).id, own(ctx).signIn);
    return { path: "/account/sessions", notice: "identitySessionsEnded" };
  }))
  .post("/account/sessions/:id/ending", action({ params: SignInId }, async (ctx, { params }) => {
    await endSignIn(ctx, own(ctx).id, params.id);
    return { path: "/account/sessions", notice: "identitySessionEnded" };
  }));

const ownSecondFactor = Router()
  .get("/account/second-factor", page({}, (ctx) => showSetUp(ctx, own(ctx))))
  .post("/account/second-factor", askOwnPassword(), askOwnFactor, action({ body: PasswordAndCode, again: setUpAgain("begin") }, async (ctx, _input, req) => {
    await beginSecondFactor(ctx, own(ctx), proofOf(req));
    return { path: "/account/second-factor" };
  }))
  .post("/account/second-factor/confirmation", action({ body: ConfirmForm, again: setUpAgain("confirm") }, async (ctx, { body }) => {
    await confirmSecondFactor(ctx, own(ctx), body.code);
    return { path: "/account/second-factor", notice: "identitySecondFactorOn" };
  }))
  .post("/account/second-factor/removal", askOwnPassword(), askOwnFactor, action({ body: PasswordAndCode, again: setUpAgain("remove") }, async (ctx, _input, req) => {
    await removeOwnSecondFactor(ctx, own(ctx), proofOf(req));
    return { path: "/account/second-factor", notice: "identitySecondFactorOff" };
  }));

export const accountRoutes = Router().use(ownAccount, ownSecondFactor);
