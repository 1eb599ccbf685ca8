import type { EntityManager } from "typeorm";
import { row, rows } from "../../platform/database";
import type { Frontier, TreeNode } from "./merkle";
import { signCheckpoint, type Checkpoint, type Signer } from "./note";
import { ROW_COLUMNS, leafHashOf, type StoredRow } from "./stored-rows";
import { LogDamaged, headOf, loadFrontier, storeLeaves, storedRoot, treeSize, type Head } from "./tree-store";

const LOCK = 7_341_926_003;
const BATCH = 5_000;
/** Rows of one run, so that its transaction stays short; the rest is the next run's. */
const MOST = 50_000;

export interface Integration {
  readonly signer: Signer;
  readonly origin: string;
  readonly now: Date;
  /** The newest checkpoint outside the database: the tree must still contain it before anything is signed over it. */
  readonly exported?: Checkpoint | null;
  readonly most?: number;
}
/** `malformed` counts rows that no leaf can carry; `complete` says that no row was left for another run. */
export interface Integrated { readonly added: number; readonly size: number; readonly malformed: number; readonly complete: boolean }

/**
 * Gives each new row of the access log its leaf, extends the tree and signs a checkpoint when something was added. One at a time: who
 * does not get the lock adds nothing. Throws LogDamaged, and signs nothing, where the stored tree does not fit the last checkpoint.
 *
 * Which rows are new? Numbers are drawn when a row is inserted and rows appear when their transaction commits, so a row may appear
 * below others that have leaves already. Rows are therefore found by the absence of their leaf, from the newest checkpoint's
 * `settled_seq` on: at or below it, no row can appear any more (see `settledBy`).
 */
export const integrate = async (db: EntityManager, options: Integration): Promise<Integrated> => {
  const lock = await row<{ mine: boolean }>(db, "SELECT pg_try_advisory_xact_lock($1) AS mine", [LOCK]);
  const head = await headOf(db);
  if (!lock!.mine) return { added: 0, size: head?.size ?? 0, malformed: 0, complete: true };
  const frontier = await soundFrontier(db, head, options.exported ?? null);
  const settled = await settledBy(db, options.now);
  const taken = await take(db, frontier, head?.settledSeq ?? "0", options.most ?? MOST);
  if (taken.added > 0) await sign(db, frontier, options, { complete: taken.complete, seen: highest(head?.seenSeq ?? "0", taken.seen), settled: highest(head?.settledSeq ?? "0", taken.complete ? settled : lowest(settled, taken.seen)) });
  return { added: taken.added, size: frontier.size, malformed: taken.malformed, complete: taken.complete };
};

const highest = (a: string, b: string): string => (BigInt(a) > BigInt(b) ? a : b);
const lowest = (a: string, b: string): string => (BigInt(a) < BigInt(b) ? a : b);

/** The edge of the tree, once it fits the last checkpoint here and the last one outside. */
const soundFrontier = async (db: EntityManager, head: Head | null, exported: Checkpoint | null): Promise<Frontier> => {
  const size = await treeSize(db);
  if (size !== (head?.size ?? 0)) throw new LogDamaged(`it has ${size} leaves, its last checkpoint ${head?.size ?? 0}`);
  const frontier = await loadFrontier(db, size);
  if (head && !frontier.root().equals(head.root)) throw new LogDamaged(`the tree does not have the root of checkpoint ${size}`);
  if (!exported || exported.size === 0) return frontier;
  if (exported.size > size) throw new LogDamaged(`checkpoint ${exported.size} was exported, the database only reaches ${size}: it was set back`);
  if (!(await storedRoot(db, exported.size)).equals(exported.root)) throw new LogDamaged(`the exported checkpoint ${exported.size} is of another tree`);
  return frontier;
};

/**
 * The number up to which every row has appeared. A run notes the highest number it has seen and the transaction id that would be given
 * next (`horizon`). Lower numbers were drawn before, by transactions with lower ids; once the oldest running transaction is at or above
 * that horizon, all of these have ended, and this run, whose reading starts afterwards, sees what they left. The minute beside it covers the
 * instant between drawing a number and being given an id.
 */
const settledBy = async (db: EntityManager, now: Date): Promise<string> => {
  const found = await row<{ seen_seq: string }>(db, `
    SELECT seen_seq FROM checkpoints
    WHERE horizon <= (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint) AND signed_at <= $1::timestamptz - interval '1 minute'
    ORDER BY size DESC LIMIT 1`, [now]);
  return found?.seen_seq ?? "0";
};

/** The log is walked window by window along its numbers; a filter over an open range would tempt the planner to read all of it for each batch. */
const WINDOW = "SELECT max(seq) AS reached, count(*)::int AS count FROM (SELECT seq FROM access_log WHERE seq > $1 ORDER BY seq LIMIT $2) walked";
const NEW = `
  SELECT ${ROW_COLUMNS} FROM access_log a
  WHERE a.seq > $1 AND a.seq <= $2 AND (SELECT l.leaf_index FROM access_log_leaves l WHERE l.row_seq = a.seq) IS NULL
  ORDER BY a.seq LIMIT $3`;

interface Taken { added: number; malformed: number; seen: string; complete: boolean }

const take = async (db: EntityManager, frontier: Frontier, after: string, most: number): Promise<Taken> => {
  const taken: Taken = { added: 0, malformed: 0, seen: after, complete: false };
  for (let left = most; left > 0; left = most - taken.added - taken.malformed) {
    const window = await row<{ reached: string | null; count: number }>(db, WINDOW, [taken.seen, BATCH]);
    if (window!.reached === null) return { ...taken, complete: true };
    const found = await rows<StoredRow>(db, NEW, [taken.seen, window!.reached, left]);
    await addLeaves(db, frontier, found, taken);
    taken.seen = found.length < left ? window!.reached : found.at(-1)!.seq;
    if (found.length < left && window!.count < BATCH) return { ...taken, complete: true };
  }
  return taken;
};

const addLeaves = async (db: EntityManager, frontier: Frontier, found: readonly StoredRow[], taken: Taken): Promise<void> => {
  const first = frontier.size;
  const leaves: { seq: string; hash: Buffer }[] = [];
  const nodes: TreeNode[] = [];
  for (const stored of found) {
    const hash = leafHashOf(stored);
    if (!hash) { taken.malformed++; continue; }
    leaves.push({ seq: stored.seq, hash });
    nodes.push(...frontier.append(hash).slice(1));
  }
  if (leaves.length > 0) await storeLeaves(db, first, leaves, nodes);
  taken.added += leaves.length;
};

/**
 * The horizon is read here, after the rows: nothing that the run has seen is younger. A run that leaves rows for another signs no time: a time
 * says that what is older is covered, and the rows of a backlog would be taken for rows that somebody inserted later.
 */
const sign = async (db: EntityManager, frontier: Frontier, { signer, origin, now }: Integration, marks: { complete: boolean; seen: string; settled: string }): Promise<void> => {
  const [size, root] = [frontier.size, frontier.root()];
  const note = signCheckpoint({ origin, size, root, ...(marks.complete ? { time: now } : {}) }, signer);
  await db.query(`INSERT INTO checkpoints (size, root, note, signed_at, seen_seq, settled_seq, horizon)
    VALUES ($1, $2, $3, $4, $5, $6, pg_snapshot_xmax(pg_current_snapshot())::text::bigint)`, [size, root, note, now, marks.seen, marks.settled]);
};
