import type { EntityManager } from "typeorm";
import { rows } from "../../platform/database";
import { exportedSizes, fileOf, readNote } from "./checkpoint-files";
import { NoteError, openCheckpoint, type Checkpoint, type Verifier } from "./note";
import { pointOf, type Findings } from "./verify-findings";

/** Where the trusted checkpoints are, and the key that they must be signed with. */
export interface Trusted { readonly dir: string; readonly verifier: Verifier }

interface StoredCheckpoint { size: string; root: Buffer; note: string; exported_at: Date | null; late: boolean }

/** Checkpoints of the database and of the folder side by side, read as the walk comes along. */
export class Checkpoints {
  #next = 0;
  verified = 0;

  private constructor(private readonly trusted: Trusted, private readonly sizes: readonly number[], private readonly findings: Findings, private readonly now: Date) {}

  /** Throws the file system's error when the folder cannot be read. */
  static async open(trusted: Trusted, findings: Findings, now: Date): Promise<Checkpoints> {
    return new Checkpoints(trusted, await exportedSizes(trusted.dir), findings, now);
  }

  /** The trusted checkpoints with from < size ≤ to, ascending: the exported one where there is one, else the database's. */
  async between(db: EntityManager, from: number, to: number): Promise<Checkpoint[]> {
    const inside = new Map<number, Checkpoint>();
    const stored = await rows<StoredCheckpoint>(db, `SELECT size, root, note, exported_at, signed_at < $3::timestamptz - interval '10 minutes' AS late
      FROM checkpoints WHERE size > $1 AND size <= $2 ORDER BY size`, [from, to, this.now]);
    for (const one of stored) await this.takeStored(one, inside);
    const outside = await this.outside(to);
    for (const checkpoint of outside) this.compare(inside, checkpoint);
    for (const checkpoint of outside) inside.set(checkpoint.size, checkpoint);
    this.verified += inside.size;
    return [...inside.values()].sort((a, b) => a.size - b.size);
  }

  /** Exported checkpoints beyond the database's last leaf. */
  beyond(): Promise<Checkpoint[]> { return this.outside(Infinity); }

  private async outside(to: number): Promise<Checkpoint[]> {
    const found: Checkpoint[] = [];
    for (let size = this.sizes[this.#next]; size !== undefined && size <= to; size = this.sizes[++this.#next]) {
      const note = await readNote(this.trusted.dir, fileOf(size));
      const checkpoint = note === null ? null : this.openNote(note, size, "exportBad", `The exported file ${fileOf(size)}`);
      if (checkpoint) found.push(checkpoint);
    }
    return found;
  }

  private async takeStored(one: StoredCheckpoint, inside: Map<number, Checkpoint>): Promise<void> {
    const size = Number(one.size);
    const checkpoint = this.openNote(one.note, size, "checkpointBad", `Checkpoint ${size} of the database`);
    if (checkpoint && !checkpoint.root.equals(one.root)) this.findings.add("checkpointBad", `Checkpoint ${size} of the database was changed: its root is not the one that was signed.`);
    if (checkpoint) inside.set(size, checkpoint);
    if (one.exported_at && await readNote(this.trusted.dir, fileOf(size)) === null) this.findings.add("exportMissing", `The exported file ${fileOf(size)} is missing from the folder of checkpoints.`);
    if (!one.exported_at && one.late) this.findings.add("exportWaiting", `Checkpoint ${size} has not been written out for more than 10 minutes: the job stands still, or the folder cannot be written.`);
  }

  private openNote(note: string, size: number, kind: "exportBad" | "checkpointBad", what: string): Checkpoint | null {
    try {
      const checkpoint = openCheckpoint(note, this.trusted.verifier);
      if (checkpoint.size === size && checkpoint.origin === this.trusted.verifier.name) return checkpoint;
      this.findings.add(kind, `${what} was replaced: what was signed in it is of another size or another log.`);
    } catch (error) {
      if (!(error instanceof NoteError)) throw error;
      this.findings.add(kind, `${what} is not genuine: ${error.message}.`);
    }
    return null;
  }

  private compare(inside: ReadonlyMap<number, Checkpoint>, outside: Checkpoint): void {
    const here = inside.get(outside.size);
    if (!here) this.findings.add("checkpointMissing", `The exported ${pointOf(outside)} is missing from the database, or not genuine there.`);
    else if (!here.root.equals(outside.root)) this.findings.add("fork", `Two different checkpoints of size ${outside.size} are signed: the one in the database is not the one that was exported (${outside.time?.toISOString() ?? "no time"}).`);
  }
}
