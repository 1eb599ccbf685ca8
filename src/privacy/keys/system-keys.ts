import { generateKeyPairSync, randomBytes } from "node:crypto";
import type { EntityManager } from "typeorm";
import { row, rows } from "../../platform/database";
import type { MasterKeys } from "./master-key";

/**
 * Secrets of the installation, each under the master key, so that rotating the master key changes none of them.
 * They are also the canary: a master key that cannot open them is not the one of this database.
 */
const NAMES = ["blindIndex", "pseudonym", "session", "replyToken", "links"] as const;
export type SystemKeyName = (typeof NAMES)[number];
export interface SystemKeys extends Readonly<Record<SystemKeyName, Buffer>> {
  /** Ed25519 private key (PKCS#8 DER) that signs the checkpoints of the access log. */
  readonly logSigning: Buffer;
}

interface Stored { name: string; wrapped: Buffer; master_key_id: string }

/**
 * Opens the system keys, or makes them on a database that has never held sealed data. Throws UnknownMasterKey
 * before anything is written when the master key is not the one of this database.
 */
export const openSystemKeys = async (db: EntityManager, master: MasterKeys): Promise<SystemKeys> => {
  await db.query("LOCK TABLE system_keys IN EXCLUSIVE MODE");
  const stored = await rows<Stored>(db, "SELECT name, wrapped, master_key_id FROM system_keys");
  const opened = Object.fromEntries(stored.map((key) => [key.name, master.unwrap(key.wrapped, key.master_key_id)]));
  const missing = [...NAMES, "logSigning"].filter((name) => !(name in opened));
  if (missing.length > 0 && stored.length === 0) await refuseOverSealedData(db);
  for (const name of missing) {
    const fresh = name === "logSigning" ? generateKeyPairSync("ed25519").privateKey.export({ format: "der", type: "pkcs8" }) : randomBytes(32);
    const { wrapped, masterKeyId } = master.wrap(fresh);
    await db.query("INSERT INTO system_keys (name, wrapped, master_key_id) VALUES ($1, $2, $3)", [name, wrapped, masterKeyId]);
    opened[name] = fresh;
  }
  return opened as unknown as SystemKeys;
};

/** True on a database that has no keys yet: the only state in which a master key may be made. */
export const isUnkeyed = async (db: EntityManager): Promise<boolean> =>
  (await row(db, "SELECT 1 FROM system_keys UNION ALL SELECT 1 FROM data_keys LIMIT 1")) === null;

const refuseOverSealedData = async (db: EntityManager): Promise<void> => {
  if (await row(db, "SELECT 1 FROM data_keys LIMIT 1")) {
    throw new Error("This database holds sealed data but its system keys are gone. Nothing was written. Restore the table system_keys from a backup.");
  }
};
