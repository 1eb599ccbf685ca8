import type { Request, RequestHandler } from "express";
import type { Done } from "../../platform/http";
import type { Ctx } from "../../privacy";
import { leaveSession, SESSION_COOKIE, signedInAs, type SignedIn } from "../passport";
import { endSignIn } from "./record-sign-in";

const left = new WeakMap<Request, SignedIn>();

/** Before the transaction: the session goes first, so that nothing of it is left should the rest fail. */
export const leave: RequestHandler = async (req, res, next) => {
  const signedIn = signedInAs(req);
  if (signedIn) left.set(req, signedIn);
  await leaveSession(req);
  res.clearCookie(SESSION_COOKIE, { path: "/" });
  next();
};

export const signOut = async (ctx: Ctx, req: Request): Promise<Done> => {
  const signedIn = left.get(req);
  if (signedIn) await endSignIn(ctx, signedIn.agentId, signedIn.signInId);
  return { path: "/sign-in", notice: "identitySignedOut" };
};
