import { row } from "../../platform/database";
import { kernelOf } from "../kernel";
import type { Ctx } from "../viewer";
import { logIdentity } from "./log-identity";
import { inclusionProofFrom, placesFor, verifyInclusion, type Lookup } from "./merkle";
import { NoteError, openCheckpoint, type Checkpoint, type Verifier } from "./note";
import { ROW_COLUMNS, leafHashOf, type StoredRow } from "./stored-rows";
import { LogDamaged, loadNodes } from "./tree-store";

/** Whether a row is what a signed checkpoint covers, computed now from the row as it stands. */
export type Inclusion =
  | { readonly state: "waiting" }
  | { readonly state: "verified"; readonly leafIndex: number; readonly checkpoint: number; readonly signedAt: Date | null; readonly leaf: string; readonly proof: readonly string[]; readonly root: string }
  /** The row, its leaf, a node or the checkpoint was changed: `npm run log:verify` says which. */
  | { readonly state: "broken"; readonly leafIndex: number; readonly checkpoint: number };

type Covered = StoredRow & { leaf_index: string | null; size: string | null; note: string | null };
const ROW = `SELECT ${ROW_COLUMNS}, l.leaf_index, c.size, c.note FROM access_log a LEFT JOIN access_log_leaves l ON l.row_seq = a.seq
  LEFT JOIN LATERAL (SELECT size, note FROM checkpoints WHERE size > l.leaf_index ORDER BY size LIMIT 1) c ON true WHERE a.seq = $1`;

/**
 * Proves a row of the log: recomputes its leaf hash, takes the path from the stored nodes and holds both against the root that
 * this installation's key has signed. Null where there is no such row. O(log n) reads.
 */
export const proveInclusion = async (ctx: Pick<Ctx, "db">, seq: string): Promise<Inclusion | null> => {
  const found = await row<Covered>(ctx.db, ROW, [seq]);
  if (!found) return null;
  if (found.leaf_index === null || found.note === null) return { state: "waiting" };
  const [leafIndex, size] = [Number(found.leaf_index), Number(found.size)];
  const checkpoint = openOrNull(found.note, logIdentity(kernelOf(ctx).keys.logSigning).verifier);
  const leaf = leafHashOf(found);
  const prove = (lookup: Lookup): Buffer[] => inclusionProofFrom(lookup, leafIndex, size);
  const proof = await nodesOrNull(async () => prove(await loadNodes(ctx.db, placesFor(prove))));
  if (!checkpoint || !leaf || !proof || checkpoint.size !== size || !verifyInclusion(leafIndex, size, leaf, proof, checkpoint.root)) return { state: "broken", leafIndex, checkpoint: size };
  return {
    state: "verified", leafIndex, checkpoint: size, signedAt: checkpoint.time ?? null,
    leaf: leaf.toString("hex"), proof: proof.map((hash) => hash.toString("hex")), root: checkpoint.root.toString("hex"),
  };
};

const openOrNull = (note: string, verifier: Verifier): Checkpoint | null => {
  try { return openCheckpoint(note, verifier); } catch (error) { if (error instanceof NoteError) return null; throw error; }
};

const nodesOrNull = async (read: () => Promise<Buffer[]>): Promise<Buffer[] | null> => {
  try { return await read(); } catch (error) { if (error instanceof LogDamaged) return null; throw error; }
};
