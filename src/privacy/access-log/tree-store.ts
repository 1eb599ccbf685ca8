import type { EntityManager } from "typeorm";
import { row, rows } from "../../platform/database";
import { Frontier, placesFor, rootFrom, type Lookup, type Place, type TreeNode } from "./merkle";

/**
 * The log does not fit itself, or what was exported. Nothing is signed over that: `npm run log:verify` says what was changed. The message
 * holds sizes only.
 */
export class LogDamaged extends Error {
  constructor(what: string) {
    super(`The access log is damaged: ${what}. No checkpoint was signed. Run: npm run log:verify`);
    this.name = "LogDamaged";
  }
}

/** The newest checkpoint, and what the job has seen when it was signed. */
export interface Head { readonly size: number; readonly root: Buffer; readonly seenSeq: string; readonly settledSeq: string }

export const headOf = async (db: EntityManager): Promise<Head | null> => {
  const found = await row<{ size: string; root: Buffer; seen_seq: string; settled_seq: string }>(db,
    "SELECT size, root, seen_seq, settled_seq FROM checkpoints ORDER BY size DESC LIMIT 1");
  return found && { size: Number(found.size), root: found.root, seenSeq: found.seen_seq, settledSeq: found.settled_seq };
};

/** How many leaves the tree has; leaves are numbered without gaps. */
export const treeSize = async (db: EntityManager): Promise<number> =>
  Number((await row<{ size: string }>(db, "SELECT coalesce(max(leaf_index) + 1, 0) AS size FROM access_log_leaves"))!.size);

/** Reads the nodes of these places in one query; the look-up throws LogDamaged for one that is missing. Level 0 are the leaves. */
export const loadNodes = async (db: EntityManager, places: readonly Place[]): Promise<Lookup> => {
  const leaves = places.filter(({ level }) => level === 0);
  const inner = places.filter(({ level }) => level > 0);
  const found = await rows<{ level: number; place: string; hash: Buffer }>(db, `
    SELECT 0 AS level, l.leaf_index AS place, l.hash FROM access_log_leaves l WHERE l.leaf_index = ANY($1::bigint[])
    UNION ALL
    SELECT n.level, n.node_index, n.hash FROM unnest($2::int[], $3::bigint[]) AS wanted(level, place)
    JOIN access_log_nodes n ON n.level = wanted.level AND n.node_index = wanted.place`,
  [leaves.map(({ index }) => index), inner.map(({ level }) => level), inner.map(({ index }) => index)]);
  const known = new Map(found.map(({ level, place, hash }) => [`${level}/${place}`, hash]));
  return (level, index) => {
    const hash = known.get(`${level}/${index}`);
    if (!hash) throw new LogDamaged(`node ${index} of level ${level} is missing`);
    return hash;
  };
};

/** Where the roots of the maximal complete subtrees stand, largest first. */
const edgeOf = (size: number): Place[] => {
  const places: Place[] = [];
  let [start, level, width] = [0, 0, 1];
  while (width * 2 <= size) [width, level] = [width * 2, level + 1];
  for (; level >= 0; [width, level] = [width / 2, level - 1]) {
    if (size - start < width) continue;
    places.push({ level, index: start / width });
    start += width;
  }
  return places;
};

/** The right edge of the stored tree: O(log n) reads, whatever its size. */
export const loadFrontier = async (db: EntityManager, size: number): Promise<Frontier> => {
  const places = edgeOf(size);
  const lookup = await loadNodes(db, places);
  return new Frontier(places.map(({ level, index }) => lookup(level, index)), size);
};

/** The root that the stored tree had at an earlier size. */
export const storedRoot = async (db: EntityManager, size: number): Promise<Buffer> => {
  const prove = (lookup: Lookup): Buffer => rootFrom(lookup, size);
  return prove(await loadNodes(db, placesFor(prove)));
};

/** Stores leaves from `first` on, and the nodes above them, in two statements. */
export const storeLeaves = async (db: EntityManager, first: number, leaves: readonly { seq: string; hash: Buffer }[], nodes: readonly TreeNode[]): Promise<void> => {
  await db.query(`INSERT INTO access_log_leaves (leaf_index, row_seq, hash)
    SELECT $1::bigint + n - 1, seq, decode(hash, 'hex') FROM unnest($2::bigint[], $3::text[]) WITH ORDINALITY AS added(seq, hash, n)`,
  [first, leaves.map(({ seq }) => seq), leaves.map(({ hash }) => hash.toString("hex"))]);
  await db.query(`INSERT INTO access_log_nodes (level, node_index, hash)
    SELECT level, place, decode(hash, 'hex') FROM unnest($1::int[], $2::bigint[], $3::text[]) AS added(level, place, hash)`,
  [nodes.map(({ level }) => level), nodes.map(({ index }) => index), nodes.map(({ hash }) => hash.toString("hex"))]);
};
