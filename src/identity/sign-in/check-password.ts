import { createHash, randomUUID } from "node:crypto";
import type { Request } from "express";
import type { EntityManager } from "typeorm";
import { now } from "../../platform/clock";
import { houseOf } from "../../platform/http";
import { staffEmailToken } from "../../privacy";
import { Agent } from "../agent";
import { identityAt } from "../service";
import { cookieOf, DEVICE_COOKIE, knownDevice } from "./known-device";

/** Somebody whose password was right; not signed in yet. */
export interface Candidate {
  readonly agentId: string;
  /** The id that the sign-in will have. */
  readonly signInId: string;
  readonly secondFactor: boolean;
  /** The blind index of the address: names the account in limits and in the cookie of a known device. */
  readonly account: Buffer;
}

/** A text that is no address is counted like one, so that the answer does not tell them apart. */
const accountOf = (db: EntityManager, email: string): Buffer =>
  staffEmailToken({ db }, email) ?? createHash("sha256").update("no address ").update(email).digest();

export const deviceOf = (req: Request, key: Buffer, account: Buffer): string | null =>
  knownDevice(key, cookieOf(req.headers.cookie, DEVICE_COOKIE), account, now());

/**
 * Whether address and password are those of somebody active. Unknown, invited and left people cost the same hash and
 * get the same answer as a wrong password. No connection is held while the hash is computed. Throws TooMany.
 */
export const checkPassword = async (req: Request, email: string, password: string): Promise<Candidate | null> => {
  const { database } = houseOf(req);
  const { attempts, passwords, key } = identityAt(database);
  const { account, agent } = await database.transaction(async (db) => {
    const emailToken = accountOf(db, email);
    return { account: emailToken, agent: await db.getRepository(Agent).findOneBy({ emailToken }) };
  });
  const attempt = await attempts.begin("password", { account, address: req.ip, device: deviceOf(req, key, account) });
  const right = await passwords.verify(agent?.isActive ? agent.passwordHash : null, password);
  if (!right || !agent) return null;
  await attempt.succeeded();
  return { agentId: agent.id, signInId: randomUUID(), secondFactor: agent.hasSecondFactor, account };
};
