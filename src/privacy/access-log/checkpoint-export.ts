import type { EntityManager } from "typeorm";
import { rows } from "../../platform/database";
import { LATEST_FILE, VERIFIER_FILE, fileOf, readNote, writeWhole } from "./checkpoint-files";
import { encodeVerifier, type Verifier } from "./note";

/** The little that exporting needs of the database: files are written between transactions, never inside one. */
export interface Transactions { transaction<T>(work: (db: EntityManager) => Promise<T>): Promise<T> }

export interface ExportOptions { readonly dir: string; readonly verifier: Verifier; readonly now: Date }
/** `pending` checkpoints wait for the next run; `failure` is the code of the file system ("ENOSPC"), or "differs" for a file that holds something else. */
export interface Exported { readonly exported: number; readonly pending: number; readonly failure: string | null }

const MOST = 1_000;
interface Pending { size: string; note: string }

/**
 * Writes each checkpoint that is not outside yet to the folder, and only then marks it. What fails stays unmarked and is tried again by the next run.
 * A file that is there with other content is never overwritten: it is evidence.
 */
export const exportCheckpoints = async (database: Transactions, options: ExportOptions): Promise<Exported> => {
  const pending = await database.transaction((db) => rows<Pending>(db, "SELECT size, note FROM checkpoints WHERE exported_at IS NULL ORDER BY size LIMIT $1", [MOST]));
  if (pending.length === 0) return { exported: 0, pending: 0, failure: null };
  const written: string[] = [];
  const failure = await writeAll(options, pending, written);
  if (written.length > 0) await database.transaction((db) => db.query("UPDATE checkpoints SET exported_at = $2 WHERE size = ANY($1::bigint[])", [written, options.now]));
  return { exported: written.length, pending: pending.length - written.length, failure };
};

const writeAll = async ({ dir, verifier }: ExportOptions, pending: readonly Pending[], written: string[]): Promise<string | null> => {
  try {
    await writeOnce(dir, VERIFIER_FILE, `${encodeVerifier(verifier)}\n`);
    for (const { size, note } of pending) {
      await writeOnce(dir, fileOf(Number(size)), note);
      written.push(size);
    }
    const newest = pending.at(-1)!;
    await writeWhole(dir, LATEST_FILE, newest.note);
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? "unknown";
  }
};

class Differs extends Error {
  readonly code = "differs";
}

const writeOnce = async (dir: string, name: string, text: string): Promise<void> => {
  const there = await readNote(dir, name);
  if (there === null) return writeWhole(dir, name, text);
  if (there !== text) throw new Differs(`${name} holds something else`);
};
