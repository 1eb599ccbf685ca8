import { mkdir, open, readFile, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { openCheckpoint, type Checkpoint, type Verifier } from "./note";

/** The folder outside the database: one file per checkpoint, the key that verifies them, and a copy of the newest. */
export const VERIFIER_FILE = "log.vkey";
export const LATEST_FILE = "latest";
const NOTE_FILE = /^(\d{12})\.checkpoint$/;

export const fileOf = (size: number): string => `${String(size).padStart(12, "0")}.checkpoint`;

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === "ENOENT";

/** The text of a file of the folder; null where there is none. */
export const readNote = async (dir: string, name: string): Promise<string | null> => {
  try {
    return await readFile(path.join(dir, name), "utf8");
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
};

/** The sizes of all exported checkpoints, ascending. */
export const exportedSizes = async (dir: string): Promise<number[]> =>
  (await readdir(dir)).flatMap((name) => NOTE_FILE.exec(name)?.[1] ?? []).map(Number).sort((a, b) => a - b);

/**
 * Whole or not at all: a crash or a full disk leaves no half a file under the name. Throws the error of the file system, with the
 * unfinished file removed.
 */
export const writeWhole = async (dir: string, name: string, text: string): Promise<void> => {
  await mkdir(dir, { recursive: true });
  const unfinished = path.join(dir, `.${name}.unfinished`);
  try {
    const file = await open(unfinished, "w", 0o644);
    try {
      await file.writeFile(text, "utf8");
      await file.sync();
    } finally { await file.close(); }
    await rename(unfinished, path.join(dir, name));
    await syncFolder(dir);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
};

/** The new name itself must survive a power cut. Some file systems cannot sync a folder; the name is then as safe as they make it. */
const syncFolder = async (dir: string): Promise<void> => {
  const folder = await open(dir, "r");
  try { await folder.sync(); } catch (error) { if ((error as NodeJS.ErrnoException).code !== "EINVAL") throw error; } finally { await folder.close(); }
};

/** The newest exported checkpoint, or null; throws a NoteError when its file is not what this key has signed. */
export const newestExported = async (dir: string, verifier: Verifier): Promise<Checkpoint | null> => {
  const note = await readNote(dir, LATEST_FILE) ?? await newestListed(dir);
  return note === null ? null : openCheckpoint(note, verifier);
};

const newestListed = async (dir: string): Promise<string | null> => {
  const sizes = await exportedSizes(dir).catch((error: unknown) => { if (isMissing(error)) return []; throw error; });
  const newest = sizes.at(-1);
  return newest === undefined ? null : readNote(dir, fileOf(newest));
};
