import type { EntityManager } from "typeorm";
import { row, rows } from "../../platform/database";
import { appendAsSystem } from "./append";

/** Leaves of one segment at most, so that a removal stays a short transaction. */
const MOST = 50_000;

export interface RemovedSegment { readonly first: number; readonly last: number; readonly rows: number }

/** The moment that retention looks back to, in UTC as the job does it. */
export const monthsBefore = (at: Date, months: number): Date => {
  const moment = new Date(at);
  moment.setUTCMonth(moment.getUTCMonth() - months);
  return moment;
};

interface Bounds { first: string; end: string }

/** From the first leaf that is not removed yet to the first that must stay: too young, or beyond the last checkpoint. */
const BOUNDS = `
  WITH start AS (SELECT coalesce(max(last_leaf) + 1, 0) AS first FROM removed_segments),
  covered AS (SELECT coalesce(max(size), 0) AS size FROM checkpoints)
  SELECT start.first, least(covered.size, start.first + $2, coalesce(
    (SELECT l.leaf_index FROM access_log_leaves l JOIN access_log a ON a.seq = l.row_seq
     WHERE l.leaf_index >= start.first AND a.at >= $1 ORDER BY l.leaf_index LIMIT 1), covered.size)) AS "end"
  FROM start, covered`;

/**
 * Removes the oldest rows as one whole segment: every row before `upTo` that no younger row precedes, never beyond the last checkpoint. Leaf hashes
 * and nodes stay, so that all checkpoints and the rows that remain can still be verified. The removal is recorded (`removed_segments`) and is
 * itself a row of the log. Null when there is nothing to remove; call again while it answers, each time in a transaction of its own
 * that runs as the owner.
 *
 * `reason` is a code ("retention.A-12m"), never free text.
 */
export const removeSegment = async (db: EntityManager, upTo: Date, reason: string, now: Date): Promise<RemovedSegment | null> => {
  await db.query("LOCK TABLE removed_segments IN EXCLUSIVE MODE");
  const bounds = await row<Bounds>(db, BOUNDS, [upTo, MOST]);
  const [first, last] = [Number(bounds!.first), Number(bounds!.end) - 1];
  if (last < first) return null;
  await db.query("INSERT INTO removed_segments (first_leaf, last_leaf, removed_at, reason) VALUES ($1, $2, $3, $4)", [first, last, now, reason]);
  const [removed] = await rows<{ count: number }>(db, `
    WITH gone AS (DELETE FROM access_log a USING access_log_leaves l WHERE l.row_seq = a.seq AND l.leaf_index BETWEEN $1 AND $2 RETURNING 1)
    SELECT count(*)::int AS count FROM gone`, [first, last]);
  await appendAsSystem(db, "retention", now, [{
    action: "delete", subjects: [], ticket: null, forms: {}, purpose: "audit", reason, count: removed!.count, detail: { what: "accessLog", firstLeaf: String(first), lastLeaf: String(last) },
  }]);
  return { first, last, rows: removed!.count };
};
