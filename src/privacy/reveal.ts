import { randomUUID } from "node:crypto";
import { row } from "../platform/database";
import { Forbidden, TooMany } from "../platform/faults";
import { append } from "./access-log/append";
import type { Category } from "./categories";
import { decide } from "./decide";
import { loadKeys, openSealer } from "./keys/data-keys";
import { kernelOf } from "./kernel";
import type { About } from "./rules/rule";
import type { AgentCtx, AgentViewer, Purpose } from "./viewer";

/** Why somebody looks, from a list; the text beside it is optional. */
export const REVEAL_REASONS = ["callBack", "verifyIdentity", "sendGoods", "payment", "warrantyCheck", "legalDuty", "customerAsked", "incident"] as const;
export type RevealReason = (typeof REVEAL_REASONS)[number];

export interface RevealRequest { readonly about: About; readonly subject: string; readonly purpose: Purpose; readonly category: Category; readonly reason: RevealReason; readonly note: string; readonly minutes: number }

/** Minutes a look may last: five in the office, one anywhere else (domain rule 4.3). */
export const longestReveal = (viewer: AgentViewer): number => (viewer.standing.place === "office" ? 5 : 1);

/**
 * Grants a look at one category of one person on one ticket. Logged before anything is shown; counted against the
 * hourly quota; offered only where every rule would let go, so that a reveal never promises what another rule holds.
 * Throws Forbidden where a reveal would not show more (frozen and erased people among them), TooMany when the quota is used up.
 */
export const grantReveal = async (ctx: AgentCtx, request: RevealRequest, quotaPerHour: number): Promise<{ until: Date }> => {
  const { viewer, now } = ctx;
  const key = (await loadKeys(ctx.db, kernelOf(ctx).master, [request.subject])).get(request.subject);
  const decision = decide(viewer.standing, request.category, {
    viewerId: viewer.id, purpose: request.purpose, surface: "ticket", about: request.about, subject: request.subject, restricted: key?.restricted ?? true, policy: viewer.policy, now,
  });
  if (!key?.key || !decision.revealOffered) throw new Forbidden("revealNotOffered");
  await ctx.db.query("SELECT id FROM agents WHERE id = $1 FOR UPDATE", [viewer.id]);
  const used = await row<{ count: number }>(ctx.db, "SELECT count(*)::int AS count FROM reveals WHERE agent_id = $1 AND granted_at > $2", [viewer.id, new Date(now.getTime() - 3_600_000)]);
  if ((used?.count ?? 0) >= quotaPerHour) throw new TooMany(3600, "revealQuota");
  const minutes = Math.max(1, Math.min(request.minutes, longestReveal(viewer)));
  const until = new Date(now.getTime() + minutes * 60_000);
  const sealer = await openSealer(ctx.db, kernelOf(ctx).master, request.subject);
  await ctx.db.query("INSERT INTO reveals (id, agent_id, ticket_id, subject_id, category, reason, note, granted_at, expires_at) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)",
    [randomUUID(), viewer.id, request.about.ticket, request.subject, request.category, request.reason, request.note ? sealer.seal("reveals.note", request.note).toPostgres() : null, now, until]);
  await append(ctx, [{ action: "reveal", subjects: [request.subject], ticket: request.about.number, forms: { [request.category]: "clear" }, purpose: request.purpose, reason: request.reason, count: 1, detail: { minutes: String(minutes) } }]);
  return { until };
};
