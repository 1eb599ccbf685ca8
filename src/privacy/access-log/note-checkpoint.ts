import { HASH_BYTES, isSize } from "./merkle-tree";
import { openNote, signNote, type Signer, type Verifier } from "./note-sign";
import { NoteError, decodeBase64 } from "./note-keys";

/** The head of the tree (C2SP tlog-checkpoint): which log, how many leaves, which root, and when that was signed. */
export interface Checkpoint { origin: string; size: number; root: Buffer; time?: Date }

/** Our extension line: the signed time binds the leaves of a checkpoint to a moment, which the rows alone could claim freely. */
const TIME_LINE = /^time (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/;
const timeIn = (lines: readonly string[]): { time?: Date } => {
  const found = lines.map((line) => TIME_LINE.exec(line)?.[1]).find((time) => time !== undefined && !Number.isNaN(Date.parse(time)));
  return found ? { time: new Date(found) } : {};
};

/**
 * The signed checkpoint: origin, size in decimal, root in base64 and, where given, the time, a line each, as a signed note. The caller must never sign two
 * checkpoints of which one is not a prefix of the other. Throws a NoteError for what the format cannot carry.
 */
export const signCheckpoint = ({ origin, size, root, time }: Checkpoint, signer: Signer): string => {
  if (origin === "" || origin.includes("\n")) throw new NoteError("the origin is one line and not empty");
  if (!isSize(size)) throw new NoteError("the size of a checkpoint is a whole number");
  if (root.length !== HASH_BYTES) throw new NoteError(`the root of a checkpoint has ${HASH_BYTES} bytes`);
  return signNote(`${origin}\n${size}\n${root.toString("base64")}\n${time ? `time ${time.toISOString()}\n` : ""}`, signer);
};

/**
 * Verifies the signature, then reads the checkpoint. A NoteError says what is wrong. Extension lines, which the format allows, are
 * signed but, except for the time, not read. The origin is the log's word for itself: compare it with the log you expect.
 */
export const openCheckpoint = (text: string, verifier: Verifier): Checkpoint => {
  const lines = openNote(text, verifier).slice(0, -1).split("\n");
  const [origin, size, encoded] = lines;
  if (!origin || !size || !encoded || lines.includes("")) throw new NoteError("a checkpoint has an origin, a size and a root, and no empty line");
  if (!/^(0|[1-9]\d*)$/.test(size) || !isSize(Number(size))) throw new NoteError("the size of the checkpoint is not a decimal number");
  const root = decodeBase64(encoded);
  if (root?.length !== HASH_BYTES) throw new NoteError("the root of the checkpoint is not a SHA-256 hash in base64");
  return { origin, size: Number(size), root, ...timeIn(lines.slice(3)) };
};
