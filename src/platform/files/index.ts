import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { Service } from "../services";

/**
 * Where sealed bytes are kept: attachments, originals, quarantined mails. The store sees ciphertext only; an object
 * store can stand behind the same three calls.
 */
export interface FileStore {
  /** Keeps the bytes durably and answers the key under which they are found again. */
  put(bytes: Buffer): Promise<string>;
  /** Throws FileGone when there is nothing under this key. */
  get(key: string): Promise<Buffer>;
  /** Removes; a key that is not there is fine. */
  remove(key: string): Promise<void>;
}
export { undoable, undoing } from "./undo";
export const FILES: Service<FileStore> = { name: "files" };

export class FileGone extends Error {
  constructor() { super("A stored file is missing on disk."); this.name = "FileGone"; }
}

const KEY = /^[0-9a-f]{2}\/[0-9a-f-]{36}$/;

/** Files under a folder, written beside and renamed, so that a crash or a full disk leaves no half file. */
export const createDiskStore = (root: string): FileStore => ({
  put: async (bytes) => {
    const name = randomUUID();
    const key = `${createHash("sha256").update(name).digest("hex").slice(0, 2)}/${name}`;
    const target = path.join(root, key);
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    const partial = `${target}.part`;
    try {
      const file = await open(partial, "wx", 0o600);
      try { await file.writeFile(bytes); await file.sync(); } finally { await file.close(); }
      await rename(partial, target);
    } catch (error) {
      await rm(partial, { force: true }).catch(() => undefined);
      throw error;
    }
    return key;
  },
  get: async (key) => {
    if (!KEY.test(key)) throw new FileGone();
    try { return await readFile(path.join(root, key)); } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") throw new FileGone();
      throw error;
    }
  },
  remove: async (key) => { if (KEY.test(key)) await rm(path.join(root, key), { force: true }); },
});
