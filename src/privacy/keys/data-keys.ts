import { randomBytes } from "node:crypto";
import type { EntityManager } from "typeorm";
import { row, rows, prepared } from "../../platform/database";
import { Conflict } from "../../platform/faults";
import { encrypt, Sealed, type Place } from "../sealed";
import { UnknownMasterKey, type MasterKeys } from "./master-key";

/**
 * One data key per person. Keys are read with the work that needs them and kept nowhere: unwrapping costs
 * microseconds, and a destroyed key is gone for every node at the next query.
 */
export interface SubjectKey {
  readonly key: Buffer | null;
  /** Frozen under Art. 18 GDPR: seen by nobody until lifted. */
  readonly restricted: boolean;
}

interface StoredKey { subject: string; wrapped: Buffer | null; master_key_id: string | null; restricted: boolean }

/** The keys of these people, in one query. A person without a key, or erased, has none. */
export const loadKeys = async (db: EntityManager, master: MasterKeys, subjects: readonly string[]): Promise<Map<string, SubjectKey>> => {
  if (subjects.length === 0) return new Map();
  const stored = await prepared<StoredKey>(db, "SELECT subject, wrapped, master_key_id, restricted_at IS NOT NULL AS restricted FROM data_keys WHERE subject = ANY($1)", [subjects]);
  return new Map(stored.map((entry) => [entry.subject, {
    key: entry.wrapped && entry.master_key_id ? master.unwrap(entry.wrapped, entry.master_key_id) : null,
    restricted: entry.restricted,
  }]));
};

/** Seals values for one person. Writing needs no permission; reading does. */
export interface Sealer {
  readonly subject: string;
  seal(place: Place, clear: string): Sealed;
  sealBytes(place: Place, clear: Buffer): Buffer;
}

const sealerOf = (subject: string, key: Buffer): Sealer => ({
  subject,
  seal: (place, clear) => new Sealed(place, encrypt(key, place, subject, Buffer.from(clear, "utf8"))),
  sealBytes: (place, clear) => encrypt(key, place, subject, clear),
});

/** Held shared by whoever makes a data key, alone by the rotation while it switches the current master key. */
export const ROTATION_LOCK = 7_341_926_002;

/**
 * Makes the data key of a new person under the master key that the database calls current, which is not the one in
 * front of the key file while a rotation runs, or after one that was interrupted. The shared lock holds the answer
 * true until the commit: a rotation cannot switch the key and throw the old one away meanwhile.
 */
export const createSealer = async (db: EntityManager, master: MasterKeys, subject: string): Promise<Sealer> => {
  const key = randomBytes(32);
  await db.query("SELECT pg_advisory_xact_lock_shared($1)", [ROTATION_LOCK]);
  if (!(await storeKey(db, subject, master.wrap(key)))) {
    if (!(await storeKey(db, subject, master.wrap(key, await currentMasterKey(db))))) throw new UnknownMasterKey();
  }
  return sealerOf(subject, key);
};

const storeKey = async (db: EntityManager, subject: string, { wrapped, masterKeyId }: { wrapped: Buffer; masterKeyId: string }): Promise<boolean> => {
  const stored = await rows(db, `INSERT INTO data_keys (subject, wrapped, master_key_id)
    SELECT $1, $2, $3 FROM system_keys WHERE name = 'blindIndex' AND master_key_id = $3 RETURNING subject`, [subject, wrapped, masterKeyId]);
  return stored.length === 1;
};

/** The master key that the system keys are wrapped with. Throws where there are none: nothing may be sealed then. */
const currentMasterKey = async (db: EntityManager): Promise<string> => {
  const found = await row<{ master_key_id: string }>(db, "SELECT master_key_id FROM system_keys WHERE name = 'blindIndex'");
  if (!found) throw new UnknownMasterKey();
  return found.master_key_id;
};

/** This person was erased; nothing can be stored about them any more. A form that tries comes back with what was typed. */
export class SubjectErased extends Conflict {
  constructor() { super("subjectErased"); this.name = "SubjectErased"; }
}

/** Opens the sealer of a known person. Throws SubjectErased where the key is destroyed or absent. */
export const openSealer = async (db: EntityManager, master: MasterKeys, subject: string): Promise<Sealer> => {
  const found = (await loadKeys(db, master, [subject])).get(subject);
  if (!found?.key) throw new SubjectErased();
  return sealerOf(subject, found.key);
};

/** Destroys the key: everything sealed for this person is noise from now on, here and in every backup of the values. */
export const destroyKey = async (db: EntityManager, subject: string, now: Date): Promise<void> => {
  await db.query("UPDATE data_keys SET wrapped = NULL, master_key_id = NULL, destroyed_at = $2 WHERE subject = $1", [subject, now]);
};

/**
 * Re-wraps one batch of keys that an older master key holds; returns how many were left to do before. Safe beside a
 * serving program: rows are locked one batch at a time and a reader sees either wrapping.
 */
export const rewrapBatch = async (db: EntityManager, master: MasterKeys, size = 500): Promise<number> => {
  const batch = await rows<{ subject: string; wrapped: Buffer; master_key_id: string }>(db,
    "SELECT subject, wrapped, master_key_id FROM data_keys WHERE wrapped IS NOT NULL AND master_key_id <> $1 ORDER BY subject LIMIT $2 FOR UPDATE SKIP LOCKED", [master.current, size]);
  if (batch.length === 0) return 0;
  const fresh = batch.map((entry) => master.wrap(master.unwrap(entry.wrapped, entry.master_key_id)));
  await db.query("UPDATE data_keys SET wrapped = new.wrapped, master_key_id = $3 FROM unnest($1::uuid[], $2::bytea[]) AS new(subject, wrapped) WHERE data_keys.subject = new.subject",
    [batch.map((entry) => entry.subject), fresh.map((entry) => entry.wrapped), master.current]);
  return batch.length;
};

/** Keys that the key in front does not wrap yet, of people and of the installation; 0 means that the others can go. */
export const countOldWrappings = async (db: EntityManager, master: MasterKeys): Promise<number> => {
  const found = await row<{ count: number }>(db, `SELECT ((SELECT count(*) FROM data_keys WHERE wrapped IS NOT NULL AND master_key_id <> $1)
    + (SELECT count(*) FROM system_keys WHERE master_key_id <> $1))::int AS count`, [master.current]);
  return found!.count;
};

/**
 * Re-wraps the system keys; from its commit on the new master key is the current one for every node. Waits for
 * transactions that are making a data key under the old one.
 */
export const rewrapSystemKeys = async (db: EntityManager, master: MasterKeys): Promise<void> => {
  await db.query("SELECT pg_advisory_xact_lock($1)", [ROTATION_LOCK]);
  for (const entry of await rows<{ name: string; wrapped: Buffer; master_key_id: string }>(db, "SELECT name, wrapped, master_key_id FROM system_keys FOR UPDATE")) {
    const { wrapped, masterKeyId } = master.wrap(master.unwrap(entry.wrapped, entry.master_key_id));
    await db.query("UPDATE system_keys SET wrapped = $2, master_key_id = $3 WHERE name = $1", [entry.name, wrapped, masterKeyId]);
  }
};
