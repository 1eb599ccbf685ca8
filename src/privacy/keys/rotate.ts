import { setTimeout as pause } from "node:timers/promises";
import type { Database } from "../../platform/database";
import { countOldWrappings, rewrapBatch, rewrapSystemKeys } from "./data-keys";
import { addMasterKey, dropOldMasterKeys, type MasterKeys, type MasterKeySource } from "./master-key";

export interface Rotation {
  readonly database: Database;
  readonly source: MasterKeySource;
  /** Told in plain sentences how far it is; never a key, never a person. */
  print(text: string): void;
  /** Milliseconds between two looks for keys that a running transaction holds. */
  readonly patience?: number;
}

/** Looks for keys left over this often before it gives up and keeps the old master key. */
const TURNS = 20;
const PATIENCE_MS = 500;

/**
 * Re-wraps every key to a fresh master key, beside a serving program. The order makes every moment safe to stop at:
 * the new key is on disk before anything is wrapped with it, the old one goes only when nothing is wrapped with it any
 * more, and a second run takes up what the first has left. Throws UnknownMasterKey, with nothing changed, when the known keys do
 * not fit the database. Returns false when something still holds old wrappings; the old key is kept then.
 */
export const rotateMasterKey = async ({ database, source, print, patience = PATIENCE_MS }: Rotation): Promise<boolean> => {
  const master = addMasterKey(source);
  await database.transaction((db) => rewrapSystemKeys(db, master));
  print("The keys of the installation are wrapped with the new master key.\n");
  for (let turn = 0; turn < TURNS; turn += 1) {
    await rewrapAll(database, master, print);
    if (await database.transaction((db) => countOldWrappings(db, master)) === 0) return finish(source, print);
    await pause(patience);
  }
  print("Some keys are held by other work and keep their old wrapping. Nothing is lost and the old master key is kept; run this again.\n");
  return false;
};

const rewrapAll = async (database: Database, master: MasterKeys, print: (text: string) => void): Promise<void> => {
  let done = 0;
  for (;;) {
    const batch = await database.transaction((db) => rewrapBatch(db, master));
    if (batch === 0) break;
    done += batch;
    print(`${done} keys of people are wrapped with the new master key.\n`);
  }
};

const finish = (source: MasterKeySource, print: (text: string) => void): true => {
  dropOldMasterKeys(source);
  print(source.current
    ? "Done: every key is wrapped with MASTER_KEY. Remove MASTER_KEY_PREVIOUS from the environment and start every process again; keep the old key as long as backups from before today.\n"
    : `Done: ${source.file} holds the new master key alone. Back it up now, apart from the database; keep the old copy as long as backups from before today.\n`);
  return true;
};
