import { randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import { LessThan } from "typeorm";
import { event } from "../../platform/context";
import { rows } from "../../platform/database";
import type { Ctx } from "../../privacy";
import { identityOf } from "../service";
import { linkIdOf, linkToken, tokenHash } from "./link-token";
import { LINK_HOURS, OneTimeLink, type LinkKind } from "./one-time-link";

const KEPT_DAYS = 7;

/** Makes a link and returns its secret. What expired a week ago is thrown away on the way. */
export const createLink = async (ctx: Pick<Ctx, "db" | "now">, kind: LinkKind, agentId: string | null): Promise<{ id: string; token: string }> => {
  const links = ctx.db.getRepository(OneTimeLink);
  const id = randomUUID();
  const token = linkToken(identityOf(ctx).key, kind, id);
  await links.delete({ expiresAt: LessThan(new Date(ctx.now.getTime() - KEPT_DAYS * 86_400_000)) });
  await links.insert({ id, kind, agentId, tokenHash: tokenHash(token), expiresAt: new Date(ctx.now.getTime() + LINK_HOURS[kind] * 3_600_000), usedAt: null });
  return { id, token };
};

/** Makes a link and has it mailed after the commit. The job gets the id alone; nobody's link is not mailed. */
export const issueLink = async (ctx: Ctx, kind: LinkKind, agentId: string | null): Promise<void> => {
  const { id } = await createLink(ctx, kind, agentId);
  await ctx.publish(event("LinkIssued", { link: id }));
};

/** The link behind a token, as long as it opens something: forged, unknown, used and expired ones are the same null. */
export const findLink = async (ctx: { db: EntityManager; now: Date }, kind: LinkKind, token: string, lock = false): Promise<OneTimeLink | null> => {
  const id = linkIdOf(identityOf(ctx).key, kind, token);
  const link = id && await ctx.db.getRepository(OneTimeLink).findOne({ where: { id, kind, tokenHash: tokenHash(token) }, ...(lock ? { lock: { mode: "pessimistic_write" } } : {}) });
  return link && link.isOpen(ctx.now) ? link : null;
};

/** How many links of a kind are still open for somebody. */
export const openLinks = async (ctx: Pick<Ctx, "db" | "now">, kind: LinkKind, agentId: string): Promise<number> =>
  (await rows<{ count: number }>(ctx.db, "SELECT count(*)::int AS count FROM one_time_links WHERE agent_id = $1 AND kind = $2 AND used_at IS NULL AND expires_at > $3", [agentId, kind, ctx.now]))[0]!.count;

/** Closes every link of somebody: a newer act has made them pointless. */
export const closeLinks = async (ctx: Pick<Ctx, "db" | "now">, agentId: string): Promise<void> => {
  await rows(ctx.db, "UPDATE one_time_links SET used_at = $2 WHERE agent_id = $1 AND used_at IS NULL", [agentId, ctx.now]);
};
