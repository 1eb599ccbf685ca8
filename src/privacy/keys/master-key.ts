import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { closeSync, existsSync, fchmodSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeSync } from "node:fs";
import path from "node:path";

/**
 * The key that wraps every other key. It comes from the environment, a file (0600) or, behind the same interface, a
 * key service. Losing it means losing the data; whoever has it and the database can read everything.
 */
export interface MasterKeys {
  /** Id of the key in front: the one a rotation re-wraps to. */
  readonly current: string;
  /** Wraps with the key in front, or with the one named. Throws UnknownMasterKey when none of the known keys has this id. */
  wrap(key: Buffer, masterKeyId?: string): { wrapped: Buffer; masterKeyId: string };
  /** Throws UnknownMasterKey when none of the known keys has this id, and when the bytes were changed. */
  unwrap(wrapped: Buffer, masterKeyId: string): Buffer;
  /** Looks at the source again: a rotation has put a new key in front. */
  refresh(): void;
}

export class UnknownMasterKey extends Error {
  constructor() {
    super("The master key does not fit this database: its data was sealed with another one. Nothing was changed or written. Set MASTER_KEY or MASTER_KEY_FILE to the key that this database was made with.");
    this.name = "UnknownMasterKey";
  }
}
export class MasterKeyMissing extends Error {
  constructor(reason: string) { super(reason); this.name = "MasterKeyMissing"; }
}

/** A public name for a key, which tells nothing about it. */
const idOf = (key: Buffer): string => createHash("sha256").update("diskret master key id").update(key).digest("hex").slice(0, 16);

const NONCE = 12, TAG = 16;
const wrapWith = (master: Buffer, key: Buffer): Buffer => {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv("aes-256-gcm", master, nonce);
  return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
};
const unwrapWith = (master: Buffer, wrapped: Buffer): Buffer => {
  const decipher = createDecipheriv("aes-256-gcm", master, wrapped.subarray(0, NONCE));
  decipher.setAuthTag(wrapped.subarray(wrapped.length - TAG));
  return Buffer.concat([decipher.update(wrapped.subarray(NONCE, wrapped.length - TAG)), decipher.final()]);
};

/** Keys in memory; the first is current, the others only unwrap. `reload` is asked once when an id is unknown. */
export const masterKeysOf = (first: Buffer[], reload: () => Buffer[] = () => []): MasterKeys => {
  let keys = new Map(first.map((key) => [idOf(key), key]));
  let current = idOf(first[0]!);
  const refresh = (): void => {
    const found = reload();
    if (found.length === 0) return;
    keys = new Map([...keys, ...found.map((key) => [idOf(key), key] as const)]);
    current = idOf(found[0]!);
  };
  const keyOf = (id: string): Buffer => {
    if (!keys.has(id)) refresh();
    const key = keys.get(id);
    if (!key) throw new UnknownMasterKey();
    return key;
  };
  return {
    get current() { return current; },
    refresh,
    wrap: (key, id = current) => ({ wrapped: wrapWith(keyOf(id), key), masterKeyId: id }),
    unwrap: (wrapped, masterKeyId) => {
      const key = keyOf(masterKeyId);
      try { return unwrapWith(key, wrapped); } catch { throw new UnknownMasterKey(); }
    },
  };
};

const parseKeyFile = (file: string): Buffer[] => {
  const keys = readFileSync(file, "utf8").split("\n").map((line) => line.trim()).filter((line) => line && !line.startsWith("#")).map((line) => Buffer.from(line, "base64"));
  if (keys.length === 0 || keys.some((key) => key.length !== 32)) {
    throw new MasterKeyMissing(`MASTER_KEY_FILE: ${file} does not hold keys of 32 bytes in base64, one a line. Nothing was started; restore the file from its backup.`);
  }
  return keys;
};

const refuseReadableByOthers = (file: string): void => {
  if ((statSync(file).mode & 0o077) !== 0) throw new MasterKeyMissing(`MASTER_KEY_FILE: ${file} can be read by other users. Nothing was started; run: chmod 600 ${file}`);
};

const HEADER = "# Diskret master keys, the current one first. Whoever has this file and the database can read everything. Back it up apart from the database.\n";
/** On the disk before anything is wrapped with a key of it: a power failure must not leave data that no key opens. */
const writeKeyFile = (file: string, keys: Buffer[]): void => {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const next = `${file}.next`;
  const written = openSync(next, "w", 0o600);
  try {
    fchmodSync(written, 0o600);
    writeSync(written, HEADER + keys.map((key) => key.toString("base64")).join("\n") + "\n");
    fsyncSync(written);
  } finally { closeSync(written); }
  renameSync(next, file);
  const folder = openSync(path.dirname(file), "r");
  try { fsyncSync(folder); } finally { closeSync(folder); }
};

export interface MasterKeySource { readonly current?: string; readonly previous?: string; readonly file: string }

/**
 * Opens the master key. `mayCreate` is true only for the embedded default on an empty database: anywhere else a
 * missing key is a mistake, and a new one would seal new data apart from the old.
 */
export const openMasterKeys = (source: MasterKeySource, mayCreate: boolean): MasterKeys => {
  if (source.current) return masterKeysOf([source.current, source.previous].filter((key) => key !== undefined).map((key) => Buffer.from(key, "base64")));
  if (!existsSync(source.file)) {
    if (!mayCreate) throw new MasterKeyMissing(`MASTER_KEY: there is no master key. Set MASTER_KEY (32 bytes in base64), or put the key file at ${source.file} (MASTER_KEY_FILE). Nothing was started.`);
    writeKeyFile(source.file, [randomBytes(32)]);
  }
  refuseReadableByOthers(source.file);
  return masterKeysOf(parseKeyFile(source.file), () => parseKeyFile(source.file));
};

/** Puts a fresh key in front of the key file. A serving program picks it up when it first meets the new id. */
export const addMasterKey = (source: MasterKeySource): MasterKeys => {
  const known = openMasterKeys(source, false);
  if (source.current) return known;
  writeKeyFile(source.file, [randomBytes(32), ...parseKeyFile(source.file)]);
  return openMasterKeys(source, false);
};

/** Drops all but the key in front from the file, after every key was re-wrapped. Keys from the environment stay where they are. */
export const dropOldMasterKeys = (source: MasterKeySource): void => {
  if (!source.current) writeKeyFile(source.file, parseKeyFile(source.file).slice(0, 1));
};
