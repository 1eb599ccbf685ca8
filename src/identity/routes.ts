import { Router, type Request } from "express";
import { z } from "zod";
import type { Done } from "../platform/http";
import { action, page } from "../privacy";
import { accountRoutes } from "./account/routes";
import { peopleRoutes } from "./people/routes";
import { acceptInvitation, askPasswordReset, AskForm, createFirstAdministrator, FirstAdministratorForm, resetPassword } from "./links/use-link";
import { showAskReset, showFirstAdministrator, showNewPassword } from "./links/link-pages";
import { NewPasswordForm } from "./links/new-password";
import { admit, admitSecondFactor, markDevice, onlyAwaiting, SignInForm } from "./sign-in/admit";
import { countAsk, prepareLink } from "./sign-in/prepare-link";
import { proofOf } from "./sign-in/proof";
import { leave, signOut } from "./sign-in/sign-out";
import { localPath } from "./sign-in/return-path";
import { showSecondFactor, showSignIn, showSignInAgain } from "./sign-in/sign-in-pages";
import { finishSignIn, startSignIn } from "./sign-in/start-sign-in";

const access = "public" as const;
const Return = z.object({ return: z.unknown().optional().transform(localPath) });
const Sent = z.object({ sent: z.literal("yes").optional().catch(undefined) });
const Token = z.object({ token: z.string().max(100) });
const Code = z.object({ code: z.string("form.required").trim().min(1, "form.required").max(100, "form.invalid") });

const passwordSet = (req: Request, account: Buffer): Done => {
  markDevice(req, account);
  return { path: "/sign-in", notice: "identityPasswordSet" };
};

const visitorRoutes = Router()
  .get("/sign-in", page({ access, query: Return }, (ctx, { query }) => showSignIn(ctx, query.return)))
  .post("/sign-in", admit, action({ access, body: SignInForm, again: showSignInAgain }, (ctx, { body }, req) => startSignIn(ctx, body, req)))
  .get("/sign-in/second-factor", onlyAwaiting, page({ access }, (ctx) => showSecondFactor(ctx)))
  .post("/sign-in/second-factor", onlyAwaiting, admitSecondFactor, action({ access, body: Code, again: showSecondFactor }, (ctx, _input, req) => finishSignIn(ctx, req)))
  .post("/sign-out", leave, action({ access }, (ctx, _input, req) => signOut(ctx, req)))
  .get("/password-reset", page({ access, query: Sent }, (ctx, { query }) => showAskReset(ctx, query.sent === "yes")))
  .post("/password-reset", countAsk, action({ access, body: AskForm, again: (ctx, again) => showAskReset(ctx, false, again) }, async (ctx, { body }) => {
    await askPasswordReset(ctx, body.email);
    return { path: "/password-reset?sent=yes" };
  }))
  .get("/password-reset/:token", page({ access, params: Token }, (ctx, { params }) => showNewPassword(ctx, "passwordReset", params.token)))
  .post("/password-reset/:token", prepareLink("passwordReset"), action({
    access, params: Token, body: NewPasswordForm, again: (ctx, { params, ...again }) => showNewPassword(ctx, "passwordReset", params.token, again),
  }, async (ctx, { params }, req) => passwordSet(req, await resetPassword(ctx, params.token, proofOf(req)))))
  .get("/invitations/:token", page({ access, params: Token }, (ctx, { params }) => showNewPassword(ctx, "invitation", params.token)))
  .post("/invitations/:token", prepareLink("invitation"), action({
    access, params: Token, body: NewPasswordForm, again: (ctx, { params, ...again }) => showNewPassword(ctx, "invitation", params.token, again),
  }, async (ctx, { params }, req) => passwordSet(req, await acceptInvitation(ctx, params.token, proofOf(req)))))
  .get("/first-administrator/:token", page({ access, params: Token }, (ctx, { params }) => showFirstAdministrator(ctx, params.token)))
  .post("/first-administrator/:token", prepareLink("firstAdministrator"), action({
    access, params: Token, body: FirstAdministratorForm, again: (ctx, { params, ...again }) => showFirstAdministrator(ctx, params.token, again),
  }, async (ctx, { params, body }, req) => passwordSet(req, await createFirstAdministrator(ctx, params.token, body, proofOf(req)))));

/** Everything about signing in, the own account, and who may sign in. */
export const identityRoutes = Router().use(visitorRoutes, accountRoutes, peopleRoutes);
