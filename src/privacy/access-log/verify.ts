import type { EntityManager } from "typeorm";
import { row } from "../../platform/database";
import { monthsBefore } from "./retention";
import { Checkpoints, type Trusted } from "./verify-checkpoints";
import { Findings, pointOf } from "./verify-findings";
import { verifyRows } from "./verify-rows";
import { Walk, segmentsOf, type Reading, type Segment } from "./verify-walk";

/** What verifying needs of the database: transactions that only read. */
export interface Readable { transaction<T>(work: (db: EntityManager) => Promise<T>, role?: "app" | "owner"): Promise<T> }

export interface Verification {
  readonly findings: Findings;
  readonly rows: number;
  readonly leaves: number;
  readonly checkpoints: number;
  /** Rows of the last minutes that have no leaf yet. */
  readonly fresh: number;
  /** Checkpoints that fail only because an earlier one does. */
  readonly consequences: number;
  readonly segments: readonly Segment[];
  readonly newest: string | null;
}

/** As the connecting user, so that a reader with SELECT and nothing else will do; many short transactions, so that a serving program is not held up. */
const readingOf = (database: Readable): Reading => (work) => database.transaction(async (db) => {
  await db.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  return work(db);
}, "owner");

interface Start { size: number; head: number; seenSeq: string; strays: number; segments: Segment[] }

/**
 * Checks the whole access log against checkpoints that somebody keeps outside: every row against its leaf, every leaf and node against the signed roots, every
 * signature, and all checkpoints with one another (each is the root of the same growing tree at its size). Reads page by page; memory does not
 * grow with the log. Findings name rows by number, id and time. `keptMonths` is how long rows are kept: a removal that is recorded explains rows that
 * were older, and no others. Throws what the database or the folder throws: then nothing is known.
 */
export const verifyLog = async (database: Readable, { keptMonths, ...trusted }: Trusted & { readonly keptMonths: number }, now: Date): Promise<Verification> => {
  const [findings, read] = [new Findings(), readingOf(database)];
  // The folder first: the database then has everything that was written out before.
  const checkpoints = await Checkpoints.open(trusted, findings, now);
  const start = await read(startOf);
  const walk = new Walk(read, checkpoints, findings, (removedAt) => monthsBefore(removedAt < now ? removedAt : now, keptMonths));
  if (await walk.run(start.size)) await ends(read, start, checkpoints, findings);
  if (start.strays > 0) findings.add("nodeChanged", `${start.strays} leaves or nodes stand where the tree has none.`);
  checkSegments(start, findings);
  const seen = await verifyRows(read, findings, now, start.seenSeq);
  return {
    findings, rows: seen.rows, leaves: start.size, checkpoints: checkpoints.verified, fresh: seen.fresh, consequences: walk.consequences,
    segments: start.segments, newest: start.head > 0 ? `checkpoint ${start.head}` : null,
  };
};

const startOf = async (db: EntityManager): Promise<Start> => {
  const found = await row<{ size: string; head: string; seen: string; strays: string }>(db, `
    WITH tree AS (SELECT coalesce(max(leaf_index) + 1, 0) AS size, coalesce(max(row_seq), 0) AS seen FROM access_log_leaves)
    SELECT size, seen, (SELECT coalesce(max(c.size), 0) FROM checkpoints c) AS head,
      (SELECT count(*) FROM access_log_leaves WHERE leaf_index < 0) +
      (SELECT count(*) FROM access_log_nodes WHERE level < 1 OR level > 52 OR node_index < 0 OR node_index >= (tree.size >> greatest(0, least(level, 62)))) AS strays
    FROM tree`);
  return { size: Number(found!.size), head: Number(found!.head), seenSeq: found!.seen, strays: Number(found!.strays), segments: await segmentsOf(db) };
};

const ends = async (read: Reading, start: Start, checkpoints: Checkpoints, findings: Findings): Promise<void> => {
  if (start.size > start.head) findings.add("leafUncovered", `Leaves ${start.head} to ${start.size - 1} are covered by no checkpoint of the database: it was removed, or the leaves were inserted.`);
  const later = (await read((db) => checkpoints.between(db, start.size, Math.max(start.size, start.head)))).at(-1);
  const beyond = (await checkpoints.beyond()).at(-1) ?? later;
  if (!beyond) return;
  findings.add("setBack", `The log was set back: ${pointOf(beyond)} is signed, and the database reaches only to leaf ${start.size - 1}. ${beyond.size - start.size} rows are gone.`);
};

const checkSegments = ({ segments, head }: Start, findings: Findings): void => {
  segments.forEach(({ first, last }, index) => {
    const before = segments[index - 1]?.last ?? -1;
    if (first <= before || last < first) findings.add("segmentBad", `The record of the removed leaves ${first} to ${last} contradicts another one.`);
    if (last >= head) findings.add("segmentBad", `The record of the removed leaves ${first} to ${last} goes beyond the last checkpoint: retention never does.`);
  });
};
