import type { RequestHandler } from "express";
import { now } from "../../platform/clock";
import { Timing } from "../../platform/context";
import { houseOf } from "../../platform/http";
import { agentsOf, openAgent } from "../agents";
import { identityAt } from "../service";
import { prepareNewPassword, typedIn } from "./own-password";
import { prove } from "./proof";
import { findLink } from "../links/links";
import type { LinkKind } from "../links/one-time-link";

/** Before the transaction of a form behind a link: only a link that opens something is worth a hash. */
export const prepareLink = (kind: LinkKind): RequestHandler => async (req, _res, next) => {
  const email = await houseOf(req).database.transaction(async (db) => {
    const ctx = { db, timing: new Timing(), now: now() };
    const link = await findLink(ctx, kind, String(req.params.token));
    if (!link) return null;
    return link.agentId ? (await openAgent(ctx, await agentsOf(ctx).get(link.agentId))).email : typedIn(req, "email");
  });
  if (email !== null) prove(req, { newPassword: await prepareNewPassword(req, email) });
  next();
};

/** Counts how often a network asks for reset links. */
export const countAsk: RequestHandler = async (req, _res, next) => {
  await identityAt(houseOf(req).database).attempts.ask(req.ip);
  next();
};
