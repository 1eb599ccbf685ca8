import type { Request, RequestHandler } from "express";
import { z } from "zod";
import { now } from "../../platform/clock";
import { Timing } from "../../platform/context";
import { houseOf } from "../../platform/http";
import { PLACES } from "../../privacy";
import { authenticate, enterSession, freshSession, signedInAs } from "../passport";
import { proveSecondFactor } from "../second-factor/prove-second-factor";
import { identityAt } from "../service";
import { deviceOf, type Candidate } from "./check-password";
import { cookieOf, DEVICE_COOKIE, DEVICE_DAYS, rememberDevice } from "./known-device";
import { placeProblem } from "./places";
import { prove } from "./proof";
import { localPath } from "./return-path";

/** The place may be left open: it then counts as undeclared, which shows least. */
export const SignInForm = z.object({
  email: z.string("form.required").trim().min(1, "form.required").max(400, "form.email"),
  password: z.string("form.required").min(1, "form.required").max(10_000, "form.invalid"),
  place: z.enum(PLACES, "form.choice").default("undeclared"),
  country: z.string("form.choice").trim().toUpperCase().max(2, "form.choice").default(""),
  return: z.unknown().optional().transform(localPath),
});
export type SignInInput = z.infer<typeof SignInForm>;

/** The half-signed-in state: it opens the second-factor form and nothing else, for five minutes. */
interface Awaiting { agentId: string; signInId: string; account: string; place: string; country: string; path: string; until: number }
declare module "express-session" { interface SessionData { awaiting: Awaiting } }
const PATIENCE_MS = 5 * 60_000;

const awaitingOf = (req: Request): Awaiting | null => {
  const awaiting = req.session?.awaiting;
  return awaiting && awaiting.until > now().getTime() ? awaiting : null;
};

/** Opens the session and makes this a known device of the account. */
const enter = async (req: Request, user: { agentId: string; signInId: string; account: Buffer }): Promise<void> => {
  await enterSession(req, user);
  markDevice(req, user.account);
};

/**
 * Makes this a known device of the account: after a sign-in, and after a link from the mailbox, so that the owner passes
 * the delays that strangers caused. Sent to the sign-in pages only.
 */
export const markDevice = (req: Request, account: Buffer): void => {
  const { key, secure } = identityAt(houseOf(req).database);
  req.res!.cookie(DEVICE_COOKIE, rememberDevice(key, cookieOf(req.headers.cookie, DEVICE_COOKIE), account, now()), {
    httpOnly: true, sameSite: "lax", secure, path: "/sign-in", maxAge: DEVICE_DAYS * 86_400_000, encode: String,
  });
};

/**
 * Before the transaction of POST /sign-in: counts the try, checks the password and gives the session a new id. The
 * session names a sign-in that only the action behind it records: without that row it means nothing.
 */
export const admit: RequestHandler = async (req, res, next) => {
  const form = SignInForm.safeParse(req.body ?? {});
  const candidate = form.success && !placeProblem(form.data.place, form.data.country) ? await authenticate(req, res) : null;
  if (candidate && form.success) {
    const replaces = signedInAs(req);
    const { agentId, signInId, secondFactor: awaiting } = candidate;
    const chosen = { place: form.data.place, country: form.data.country, path: form.data.return };
    if (awaiting) await hold(req, candidate, chosen);
    else await enter(req, candidate);
    prove(req, { admission: { agentId, signInId, awaiting, method: "password", replaces, ...chosen } });
  }
  next();
};

const hold = async (req: Request, candidate: Candidate, chosen: Pick<Awaiting, "place" | "country" | "path">): Promise<void> => {
  await freshSession(req);
  const { agentId, signInId, account } = candidate;
  req.session.awaiting = { agentId, signInId, account: account.toString("base64url"), ...chosen, until: now().getTime() + PATIENCE_MS };
};

/** Only whoever has just typed the right password sees the second form. */
export const onlyAwaiting: RequestHandler = (req, res, next) => {
  if (awaitingOf(req)) next();
  else res.redirect(303, "/sign-in?notice=identityStartAgain");
};

/** Before the transaction of POST /sign-in/second-factor; stands behind `onlyAwaiting`. */
export const admitSecondFactor: RequestHandler = async (req, _res, next) => {
  const awaiting = awaitingOf(req);
  const typed = (req.body as { code?: unknown } | undefined)?.code;
  if (awaiting && typeof typed === "string" && typed.length <= 100) {
    const { agentId, signInId, place, country, path } = awaiting;
    const method = await proveFor(req, awaiting, typed);
    if (method) {
      await enter(req, { agentId, signInId, account: Buffer.from(awaiting.account, "base64url") });
      prove(req, { admission: { agentId, signInId, place, country, path, awaiting: false, method } });
    }
  }
  next();
};

const proveFor = async (req: Request, awaiting: Awaiting, typed: string) => {
  const { database } = houseOf(req);
  const { attempts, key } = identityAt(database);
  const account = Buffer.from(awaiting.account, "base64url");
  const attempt = await attempts.begin("secondFactor", { account, address: req.ip, device: deviceOf(req, key, account) });
  const method = await database.transaction((db) => proveSecondFactor({ db, timing: new Timing(), now: now() }, awaiting.agentId, typed));
  if (method) await attempt.succeeded();
  return method;
};
