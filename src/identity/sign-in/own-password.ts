import type { Request, RequestHandler } from "express";
import { now } from "../../platform/clock";
import { Timing } from "../../platform/context";
import { row } from "../../platform/database";
import { houseOf } from "../../platform/http";
import { openStaff, sealedAt } from "../../privacy";
import { signedInAs } from "../passport";
import { passwordProblem } from "../passwords";
import { proveSecondFactor } from "../second-factor/prove-second-factor";
import { identityAt } from "../service";
import { prove, proofOf, type NewPassword } from "./proof";

interface Own { readonly agentId: string; readonly signInId: string; readonly hash: string | null; readonly account: Buffer; readonly email: string }

/** The signed-in person, as long as the sign-in lives. */
const ownOf = async (req: Request): Promise<Own | null> => {
  const signedIn = signedInAs(req);
  if (!signedIn) return null;
  return houseOf(req).database.transaction(async (db) => {
    const found = await row<{ password_hash: string | null; email_token: Buffer; email: Buffer }>(db, `
      SELECT a.password_hash, a.email_token, a.email FROM agents a JOIN sign_ins s ON s.agent_id = a.id
      WHERE a.id = $1 AND s.id = $2 AND a.state = 'active' AND s.ended_at IS NULL AND s.ends_at > $3`, [signedIn.agentId, signedIn.signInId, now()]);
    if (!found) return null;
    const [email] = await openStaff({ db, timing: new Timing() }, [{ agentId: signedIn.agentId, value: sealedAt("agents.email", found.email) }]);
    return { ...signedIn, hash: found.password_hash, account: found.email_token, email: email ?? "" };
  });
};

/** What was typed into a text field; anything else counts as nothing. */
export const typedIn = (req: Request, field: string): string => {
  const typed = (req.body as Record<string, unknown> | undefined)?.[field];
  return typeof typed === "string" && typed.length <= 10_000 ? typed : "";
};

/** The rule first, then the hash: what breaks the rule costs nothing. */
export const prepareNewPassword = async (req: Request, email: string): Promise<NewPassword> => {
  const password = typedIn(req, "password");
  const problem = password === typedIn(req, "repeat") ? passwordProblem(password, email) : "identity.password.differs";
  return problem ? { problem } : { hash: await identityAt(houseOf(req).database).passwords.hash(password) };
};

/**
 * Before the transaction of a change that asks for the current password: whoever finds an unlocked screen does not take the
 * account over. Each sign-in has ten tries in a quarter of an hour. With `replaces` the new password is hashed too.
 */
export const askOwnPassword = (options: { replaces?: boolean } = {}): RequestHandler => async (req, _res, next) => {
  const own = await ownOf(req);
  const current = typedIn(req, "current");
  if (own && current) {
    const { attempts, passwords } = identityAt(houseOf(req).database);
    const attempt = await attempts.begin("ownPassword", { account: own.account, address: req.ip, device: own.signInId });
    const ownPassword = await passwords.verify(own.hash, current);
    if (ownPassword) await attempt.succeeded();
    prove(req, { ownPassword });
    if (options.replaces && ownPassword) prove(req, { newPassword: await prepareNewPassword(req, own.email) });
  }
  next();
};

/**
 * Before the transaction of a change that asks for a code too; stands behind `askOwnPassword`. The code is used up whether or
 * not the change succeeds.
 */
export const askOwnFactor: RequestHandler = async (req, _res, next) => {
  const signedIn = signedInAs(req);
  const typed = typedIn(req, "code");
  if (signedIn && typed && proofOf(req).ownPassword) {
    const { database } = houseOf(req);
    const attempt = await identityAt(database).attempts.begin("secondFactor", { account: Buffer.from(signedIn.agentId), address: req.ip, device: signedIn.signInId });
    const method = await database.transaction((db) => proveSecondFactor({ db, timing: new Timing(), now: now() }, signedIn.agentId, typed));
    if (method) await attempt.succeeded();
    prove(req, { ownFactor: method !== null });
  }
  next();
};
