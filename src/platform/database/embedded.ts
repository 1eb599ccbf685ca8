import { randomUUID } from "node:crypto";
import { existsSync, linkSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { now } from "../clock";
import { ROOT } from "../root";

/** A running embedded engine; `socketDir` is what the `pg` driver takes as its host. */
export interface Embedded {
  readonly socketDir: string;
  snapshot(): Promise<Buffer>;
  stop(): Promise<void>;
}

const PORT = 5432;
const socketIn = (dir: string): string => path.join(dir, `.s.PGSQL.${PORT}`);

/** The next message of the engine that has the wanted key; a failure rejects. */
const answerOf = <T>(worker: Worker, key: string): Promise<T> => new Promise((resolve, reject) => {
  const listen = (message: Record<string, unknown>): void => {
    if (!(key in message) && !("failed" in message)) return;
    worker.off("message", listen);
    if ("failed" in message) reject(new Error(`The embedded database did not start: ${String(message.failed)}`));
    else resolve(message[key] as T);
  };
  worker.on("message", listen);
  worker.once("error", reject);
});

/**
 * Starts PGlite in a worker thread. `dataDir` "memory://" keeps nothing. The socket lives in a private temporary
 * folder (0700): a path under the data folder could be too long for a Unix socket, and a crash leaves none behind
 * that the next start would trip over.
 */
export const startEmbedded = async (options: { dataDir: string; snapshot?: Buffer; socketDir?: string }): Promise<Embedded> => {
  const socketDir = options.socketDir ?? mkdtempSync(path.join(tmpdir(), "diskret-"));
  const worker = new Worker(path.join(ROOT, "src/platform/database/embedded-engine.cjs"), {
    workerData: { dataDir: options.dataDir, socket: socketIn(socketDir), snapshot: options.snapshot },
  });
  await answerOf(worker, "ready").catch(async (error: unknown) => {
    await worker.terminate();
    rmSync(socketDir, { recursive: true, force: true });
    throw error;
  });
  const ask = <T>(question: string, key: string): Promise<T> => {
    const answer = answerOf<T>(worker, key);
    worker.postMessage(question);
    return answer;
  };
  return {
    socketDir,
    snapshot: () => ask<Buffer>("snapshot", "snapshot"),
    stop: async () => {
      await ask("stop", "stopped");
      await worker.terminate();
      rmSync(socketDir, { recursive: true, force: true });
    },
  };
};

const alive = (pid: number): boolean => {
  try { process.kill(pid, 0); return true; } catch (error) { return (error as NodeJS.ErrnoException).code === "EPERM"; }
};

/** Whether an engine answers in this folder. A socket file that a crash has left behind refuses. */
const answers = (socketDir: string): Promise<boolean> => new Promise((resolve) => {
  const socket = connect(socketIn(socketDir));
  const tell = (answer: boolean): void => { socket.destroy(); resolve(answer); };
  socket.once("connect", () => tell(true)).once("error", () => tell(false)).setTimeout(2_000, () => tell(true));
});

export class DataDirBusy extends Error {
  constructor(dir: string, pid: number) {
    super(`The data folder ${dir} is in use by process ${pid}. Nothing was changed. Stop that process first, or set DATA_DIR to another folder.`);
    this.name = "DataDirBusy";
  }
}

export class DataDirUnusable extends Error {
  constructor(dir: string, cause: unknown) {
    super(`DATA_DIR: the data folder ${dir} cannot be written (${(cause as NodeJS.ErrnoException).code ?? "unknown reason"}). Nothing was started. Give the program the right to write there and enough space, or set DATA_DIR.`);
    this.name = "DataDirUnusable";
  }
}

/** The locks of this very process: one with our number that is not among them is from before a restart. */
const ours = new Set<string>();
interface Lock { readonly pid: number; readonly socketDir: string }
const STARTING_SECONDS = 60;

const readLock = (file: string): (Lock & { fresh: boolean }) | null => {
  try {
    const fresh = now().getTime() - statSync(file).mtimeMs < STARTING_SECONDS * 1000;
    return { ...JSON.parse(readFileSync(file, "utf8")) as Lock, fresh };
  } catch { return null; }
};
const textOf = (file: string): string | null => { try { return readFileSync(file, "utf8"); } catch { return null; } };

/**
 * Puts away the lock that was judged to be dead, and no other: of two that judge at the same moment the second may find the new lock of the
 * first, and puts it back. False: somebody else was quicker.
 */
export const putAway = (file: string, judged: string | null): boolean => {
  const aside = `${file}.${randomUUID()}`;
  try { renameSync(file, aside); } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return true;
    throw error;
  }
  const dead = textOf(aside) === judged;
  if (!dead && !existsSync(file)) linkSync(aside, file);
  rmSync(aside, { force: true });
  return dead;
};

/**
 * Who holds the data folder, or null: an engine that answers, or a process that is just starting one. A lock whose
 * engine is gone (kill -9, a restarted container where another program has the old number) holds nothing.
 */
const holderOf = async (file: string): Promise<Lock | null> => {
  const lock = readLock(file);
  if (!lock || !alive(lock.pid)) return null;
  if (lock.pid === process.pid) return ours.has(file) ? lock : null;
  return await answers(lock.socketDir) || (lock.fresh && !existsSync(socketIn(lock.socketDir))) ? lock : null;
};

/**
 * Writes the lock before the files are opened, so that two processes that start together do not both open them. It appears with all of its
 * content or not at all: half a lock would be taken for a dead one.
 */
const acquire = (file: string, lock: Lock): boolean => {
  const written = `${file}.${randomUUID()}`;
  writeFileSync(written, JSON.stringify(lock), { mode: 0o600, flag: "wx" });
  try {
    linkSync(written, file);
    ours.add(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally { rmSync(written, { force: true }); }
};

const joined = (socketDir: string): Embedded => ({ socketDir, snapshot: () => Promise.reject(new Error("not ours")), stop: async () => undefined });

/**
 * The embedded engine over `<dataDir>/postgres`. One process at a time may open the files; with `join` a command-line
 * tool talks to the engine of the program that is already serving instead. Throws DataDirBusy and DataDirUnusable.
 */
export const openEmbedded = async (dataDir: string, options: { join?: boolean } = {}): Promise<Embedded> => {
  const file = path.resolve(dataDir, "postgres.lock");
  const socketDir = mkdtempSync(path.join(tmpdir(), "diskret-"));
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    if (!acquire(file, { pid: process.pid, socketDir })) {
      const judged = textOf(file);
      const holder = await holderOf(file);
      if (holder && options.join) { rmSync(socketDir, { recursive: true, force: true }); return joined(holder.socketDir); }
      if (holder) throw new DataDirBusy(dataDir, holder.pid);
      if (!putAway(file, judged) || !acquire(file, { pid: process.pid, socketDir })) throw new DataDirBusy(dataDir, readLock(file)?.pid ?? 0);
    }
  } catch (error) {
    rmSync(socketDir, { recursive: true, force: true });
    throw error instanceof DataDirBusy ? error : new DataDirUnusable(dataDir, error);
  }
  const release = (): void => { ours.delete(file); rmSync(file, { force: true }); };
  const engine = await startEmbedded({ dataDir: path.join(dataDir, "postgres"), socketDir }).catch((error: unknown) => { release(); throw error; });
  return { ...engine, stop: async () => { await engine.stop(); release(); } };
};
