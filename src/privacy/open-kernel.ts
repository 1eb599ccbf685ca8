import type { EntityManager } from "typeorm";
import { rows, type Database } from "../platform/database";
import { provide } from "../platform/services";
import { KERNEL } from "./kernel";
import { openMasterKeys, type MasterKeySource, type MasterKeys } from "./keys/master-key";
import { isUnkeyed, openSystemKeys } from "./keys/system-keys";
import { ensurePolicy } from "./policy-store";

/** Secrets that other rooms need to sign with; each is a key of its own, none opens a sealed value. */
export interface OpenedKeys { readonly session: Buffer; readonly replyToken: Buffer; readonly links: Buffer; readonly logSigning: Buffer }

/**
 * Opens the kernel over a database: the master key is checked against the sealed system keys before anything is
 * written. Throws UnknownMasterKey or MasterKeyMissing, and then nothing was changed.
 */
export const openKernel = async (database: Database, source: MasterKeySource, now: Date): Promise<OpenedKeys> => {
  const keys = await database.transaction(async (db) => {
    const master = await masterFor(db, database.embedded, source);
    const opened = await openSystemKeys(db, master);
    await ensurePolicy(db, now);
    provide(database.source, KERNEL, { master, keys: opened });
    return opened;
  }, "owner");
  return { session: keys.session, replyToken: keys.replyToken, links: keys.links, logSigning: keys.logSigning };
};

/**
 * Refuses a master key that is not the one of this database, before the schema or anything else is changed. A database
 * without keys has nothing to compare with.
 */
export const refuseForeignMasterKey = (source: MasterKeySource) => async (db: EntityManager): Promise<void> => {
  const [{ keyed }] = await rows<{ keyed: boolean }>(db, "SELECT to_regclass('system_keys') IS NOT NULL AS keyed") as [{ keyed: boolean }];
  if (!keyed) return;
  const stored = await rows<{ wrapped: Buffer; master_key_id: string }>(db, "SELECT wrapped, master_key_id FROM system_keys");
  if (stored.length === 0) return;
  const master = openMasterKeys(source, false);
  for (const { wrapped, master_key_id } of stored) master.unwrap(wrapped, master_key_id);
};

const masterFor = async (db: EntityManager, embedded: boolean, source: MasterKeySource): Promise<MasterKeys> =>
  openMasterKeys(source, embedded && await isUnkeyed(db));
