import type { Log } from "../../platform/log";
import { exportCheckpoints, type Exported, type Transactions } from "./checkpoint-export";
import { newestExported } from "./checkpoint-files";
import { integrate, type Integrated } from "./integrate";
import { NoteError } from "./note";
import type { LogIdentity } from "./log-identity";
import { LogDamaged } from "./tree-store";

export interface Keeping { readonly identity: LogIdentity; readonly dir: string; readonly now: Date; readonly log: Pick<Log, "error" | "warn"> }
export interface Kept extends Exported { readonly added: number; readonly size: number; readonly damaged: boolean }

/** Runs of one turn: a backlog is worked off in transactions of a bounded length. */
const TURNS = 40;

/**
 * The job that keeps the access log provable, to be run every minute: takes up new rows, signs, writes the checkpoints out. It never signs a tree that lacks
 * what was exported before. Problems are reported to the process log and tried again by the next run; only an unreachable database throws.
 */
export const keepAccessLog = async (database: Transactions, { identity, dir, now, log }: Keeping): Promise<Kept> => {
  const taken = await takeUp(database, { identity, dir, now, log });
  const exported = await exportCheckpoints(database, { dir, verifier: identity.verifier, now });
  if (exported.failure) log.error({ code: exported.failure, pending: exported.pending }, "checkpoints of the access log could not be written out; they wait for the next run");
  return { ...taken, ...exported };
};

/** Damage, a foreign note, or a folder that cannot be read: without knowing what is outside, nothing is signed. */
const isOurs = (error: unknown): error is Error =>
  error instanceof LogDamaged || error instanceof NoteError || (error instanceof Error && "syscall" in error && "path" in error);

const takeUp = async (database: Transactions, { identity, dir, now, log }: Keeping): Promise<Pick<Kept, "added" | "size" | "damaged">> => {
  let [added, last]: [number, Integrated | null] = [0, null];
  try {
    const exported = await newestExported(dir, identity.verifier);
    for (let turn = 0; turn < TURNS && !last?.complete; turn++) {
      last = await database.transaction((db) => integrate(db, { ...identity, now, exported }));
      added += last.added;
    }
  } catch (error) {
    if (!isOurs(error)) throw error;
    log.error({ problem: error.message }, "the access log is damaged, was set back, or its checkpoints cannot be read; nothing is signed until npm run log:verify has been looked at");
    return { added, size: last?.size ?? 0, damaged: true };
  }
  if (last && last.malformed > 0) log.warn({ rows: last.malformed }, "rows of the access log cannot be taken up; npm run log:verify names them");
  return { added, size: last?.size ?? 0, damaged: false };
};
