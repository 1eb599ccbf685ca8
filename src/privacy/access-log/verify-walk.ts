import type { EntityManager } from "typeorm";
import { row, rows } from "../../platform/database";
import { HASH_BYTES } from "./merkle-tree";
import type { Checkpoint } from "./note";
import { ROW_COLUMNS, accessRowOf, leafHashOf, type StoredRow } from "./stored-rows";
import type { Checkpoints } from "./verify-checkpoints";
import { nameOf, pointOf, type Findings, type Named, type Point } from "./verify-findings";
import { Regrown, type NodeSuspect } from "./verify-tree";

const PAGE = 5_000;
const LATE_MS = 10 * 60_000;
const SUSPECTS = 1_000;

export type Reading = <T>(work: (db: EntityManager) => Promise<T>) => Promise<T>;
export interface Segment { readonly first: number; readonly last: number; readonly at: Date; readonly reason: string }
export const segmentsOf = async (db: EntityManager): Promise<Segment[]> =>
  (await rows<{ first_leaf: string; last_leaf: string; removed_at: Date; reason: string }>(db, "SELECT first_leaf, last_leaf, removed_at, reason FROM removed_segments ORDER BY first_leaf"))
    .map((one) => ({ first: Number(one.first_leaf), last: Number(one.last_leaf), at: one.removed_at, reason: one.reason }));

type LeafPage = StoredRow & { leaf_index: string; row_seq: string; hash: Buffer };
/** `notBefore`: the row was not written earlier, since a checkpoint signed then does not cover it; "" where none says so. */
interface Suspect { readonly what: "differs" | "removed" | "malformed"; readonly leaf: number; readonly row: Named; readonly notBefore?: string }

/** Per leaf and per level, so that a page costs a page whatever the planner knows about the tables (LIMIT and OFFSET keep it from joining them whole). */
const LEAVES = `SELECT l.leaf_index, l.row_seq, l.hash, ${ROW_COLUMNS} FROM access_log_leaves l
  LEFT JOIN LATERAL (SELECT * FROM access_log found WHERE found.seq = l.row_seq LIMIT 1) a ON true
  WHERE l.leaf_index >= $1 AND l.leaf_index < $2 ORDER BY l.leaf_index`;
/** The nodes that become complete with the leaves from $1 up to $2. */
const NODES = `SELECT n.level, n.node_index, n.hash FROM generate_series(1, 52) AS wanted(level) CROSS JOIN LATERAL (
  SELECT level, node_index, hash FROM access_log_nodes found
  WHERE found.level = wanted.level AND found.node_index >= ($1::bigint >> wanted.level) AND found.node_index < ($2::bigint >> wanted.level) OFFSET 0) n`;

/**
 * Grows the tree again from the stored leaves, page by page, and holds it against the rows, the stored nodes and the root of each
 * checkpoint. A second tree grows beside it from the first row on that does not fit its leaf: whichever has the signed root tells
 * whether the row or the leaf was changed.
 */
export class Walk {
  private tree = new Regrown();
  private byRows: Regrown | null = null;
  private suspects: Suspect[] = [];
  private missing: { first: number; last: number } | null = null;
  private good: Point = { size: 0 };
  private broken = false;
  private earliest = "";
  consequences = 0;
  rows = 0;

  /** `dueBefore` tells which rows a removal may concern: those written before. */
  constructor(private readonly read: Reading, private readonly checkpoints: Checkpoints, private readonly findings: Findings, private readonly dueBefore: (removedAt: Date) => Date) {}

  /** Leaves from 0 up to `size`; false when so many are missing that the rest cannot be placed. */
  async run(size: number): Promise<boolean> {
    for (let from = 0; from < size; from += PAGE) {
      const whole = await this.read((db) => this.page(db, from, Math.min(size, from + PAGE)));
      if (!whole) return false;
    }
    this.flushMissing();
    await this.read((db) => this.explain(db, this.broken || this.tree.suspects.length > 0 ? "unclear" : "row", null));
    return true;
  }

  private async page(db: EntityManager, from: number, to: number): Promise<boolean> {
    const leaves = new Map((await rows<LeafPage>(db, LEAVES, [from, to])).map((leaf) => [Number(leaf.leaf_index), leaf]));
    const nodes = new Map((await rows<{ level: number; node_index: string; hash: Buffer }>(db, NODES, [from, to])).map((node) => [`${node.level}/${node.node_index}`, node.hash]));
    const due = await this.checkpoints.between(db, from, to);
    if (leaves.size === 0) {
      this.findings.add("leafMissing", `Leaves are missing from ${from} on; what comes after them cannot be checked.`);
      return false;
    }
    for (let index = from; index < to; index++) {
      this.leaf(index, leaves.get(index), nodes);
      for (; due[0]?.size === index + 1; due.shift()) await this.settle(db, due[0]);
    }
    return true;
  }

  private leaf(index: number, leaf: LeafPage | undefined, nodes: ReadonlyMap<string, Buffer>): void {
    const stored = leaf?.hash.length === HASH_BYTES ? leaf.hash : Buffer.alloc(HASH_BYTES);
    if (!leaf) this.miss(index);
    const own = leaf ? this.compare(index, leaf) : stored;
    if (!this.byRows && !own.equals(stored)) this.byRows = this.tree.clone();
    this.tree.append(stored, nodes);
    this.byRows?.append(own, nodes);
  }

  /** The hash that the row itself gives, where it gives one. */
  private compare(index: number, leaf: LeafPage): Buffer {
    if (leaf.id === null) {
      this.suspect({ what: "removed", leaf: index, row: { seq: leaf.row_seq, id: null, at: null }, notBefore: this.earliest });
      return leaf.hash;
    }
    this.rows++;
    const named = { seq: leaf.row_seq, id: leaf.id, at: accessRowOf(leaf).at };
    if (named.at < this.earliest) this.findings.add("rowBackdated", `${nameOf(named)} is older than ${pointOf(this.good)}, which does not cover it: it was inserted later with an earlier time.`, named.seq);
    const own = leafHashOf(leaf);
    if (!own) this.suspect({ what: "malformed", leaf: index, row: named });
    else if (!own.equals(leaf.hash)) this.suspect({ what: "differs", leaf: index, row: named });
    return own ?? leaf.hash;
  }

  private suspect(suspect: Suspect): void {
    if (this.suspects.length < SUSPECTS || suspect.what === "removed") this.suspects.push(suspect);
    else this.findings.add("rowChanged", `${nameOf(suspect.row)} was changed.`, suspect.row.seq);
  }

  private miss(index: number): void {
    const joins = this.missing?.last === index - 1;
    if (!joins) this.flushMissing();
    this.missing = { first: joins ? this.missing!.first : index, last: index };
  }

  private flushMissing(): void {
    if (this.missing) this.findings.add("leafMissing", this.missing.first === this.missing.last ? `Leaf ${this.missing.first} was removed.` : `Leaves ${this.missing.first} to ${this.missing.last} were removed.`);
    this.missing = null;
  }

  private async settle(db: EntityManager, checkpoint: Checkpoint): Promise<void> {
    if (this.tree.root().equals(checkpoint.root)) await this.holds(db, checkpoint, "row");
    else if (this.byRows?.root().equals(checkpoint.root)) {
      this.tree = this.byRows;
      await this.holds(db, checkpoint, "leaf");
    } else await this.fails(db, checkpoint);
    this.byRows = null;
    if (checkpoint.time) this.earliest = new Date(checkpoint.time.getTime() - LATE_MS).toISOString();
  }

  private async holds(db: EntityManager, checkpoint: Checkpoint, changed: "row" | "leaf"): Promise<void> {
    for (const { level, index, missing } of this.tree.suspects) {
      this.findings.add("nodeChanged", `Node ${index} of level ${level} was ${missing ? "removed" : "changed"}; rows and leaves below it are as ${pointOf(checkpoint)} signed them.`);
    }
    await this.explain(db, changed, checkpoint);
    [this.good, this.broken] = [checkpoint, false];
  }

  private async fails(db: EntityManager, checkpoint: Checkpoint): Promise<void> {
    if (this.broken) this.consequences++;
    else this.findings.add("rootDiffers", `The log no longer has the root of ${pointOf(checkpoint)}: something in leaves ${this.good.size} to ${checkpoint.size - 1} was changed, removed or inserted after it was signed. ${this.good.size === 0 ? "No earlier checkpoint holds." : `The last that holds is ${pointOf(this.good)}.`}${await this.where(db)}`);
    this.broken = true;
    await this.explain(db, "unclear", checkpoint);
  }

  /** The lowest nodes that do not fit lead to the rows in question. */
  private async where(db: EntityManager): Promise<string> {
    const lowest = [...this.tree.suspects].sort((a, b) => a.level - b.level || a.index - b.index).slice(0, 5);
    const names: string[] = [];
    for (const node of lowest) names.push(await namesBelow(db, node));
    return names.length > 0 ? ` The change is in one of: ${names.join("; ")}.` : "";
  }

  private async explain(db: EntityManager, changed: "row" | "leaf" | "unclear", checkpoint: Checkpoint | null): Promise<void> {
    const removals = this.suspects.some(({ what }) => what === "removed") ? await segmentsOf(db) : [];
    for (const { what, leaf, row: named, notBefore } of this.suspects) {
      const covered = checkpoint ? ` after ${pointOf(checkpoint)} had covered it` : "";
      if (what === "removed") {
        const removal = removals.find(({ first, last }) => first <= leaf && leaf <= last);
        if (!removal) this.findings.add("rowRemoved", `${nameOf(named)} was removed${covered}; no recorded retention explains it.`, named.seq);
        else if (notBefore && notBefore > this.dueBefore(removal.at).toISOString()) this.findings.add("removedEarly", `${nameOf(named)} was removed on ${removal.at.toISOString()} before its time: a checkpoint signed before it was written is younger than the log is kept.`, named.seq);
      } else if (what === "malformed") this.findings.add("rowMalformed", `${nameOf(named)} was changed${covered} to something that no leaf can carry.`, named.seq);
      else if (changed === "leaf") this.findings.add("leafChanged", `The leaf of ${nameOf(named)} was changed; the row is as it was signed.`, named.seq);
      else this.findings.add("rowChanged", `${nameOf(named)} was changed${covered}${changed === "unclear" ? ", or its leaf was: they do not fit each other" : ""}.`, named.seq);
    }
    this.suspects = [];
    this.tree.suspects = [];
  }
}

const namesBelow = async (db: EntityManager, { level, index }: NodeSuspect): Promise<string> => {
  const width = 2 ** level;
  const found = await row<{ first: string | null; last: string | null; at: Date | null }>(db, `SELECT min(l.row_seq) AS first, max(l.row_seq) AS last, min(a.at) AS at
    FROM access_log_leaves l LEFT JOIN access_log a ON a.seq = l.row_seq WHERE l.leaf_index >= $1 AND l.leaf_index < $2`, [index * width, (index + 1) * width]);
  const when = found?.at ? `, from ${found.at.toISOString()}` : "";
  return found?.first ? `rows ${found.first} to ${found.last}${when}` : `leaves ${index * width} to ${(index + 1) * width - 1}`;
};
