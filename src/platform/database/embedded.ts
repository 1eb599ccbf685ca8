import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Worker } from "node:worker_threads";
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
export const startEmbedded = async (options: { dataDir: string; snapshot?: Buffer }): Promise<Embedded> => {
  const socketDir = mkdtempSync(path.join(tmpdir(), "diskret-"));
  const worker = new Worker(path.join(ROOT, "src/platform/database/embedded-engine.cjs"), {
    workerData: { dataDir: options.dataDir, socket: socketIn(socketDir), snapshot: options.snapshot },
  });
  await answerOf(worker, "ready");
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

export class DataDirBusy extends Error {
  constructor(dir: string, pid: number) {
    super(`The data folder ${dir} is in use by process ${pid}. Nothing was changed. Stop that process first, or set DATA_DIR to another folder.`);
    this.name = "DataDirBusy";
  }
}

/** Who holds the data folder, or null. A lock whose process is gone (kill -9) holds nothing. */
const holderOf = (lock: string): { pid: number; socketDir: string } | null => {
  if (!existsSync(lock)) return null;
  try {
    const held = JSON.parse(readFileSync(lock, "utf8")) as { pid: number; socketDir: string };
    return alive(held.pid) && existsSync(socketIn(held.socketDir)) ? held : null;
  } catch { return null; }
};

/**
 * The embedded engine over `<dataDir>/postgres`. One process at a time may open the files; with `join` a command-line
 * tool talks to the engine of the program that is already serving instead.
 */
export const openEmbedded = async (dataDir: string, options: { join?: boolean } = {}): Promise<Embedded> => {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = path.join(dataDir, "postgres.lock");
  const held = holderOf(lock);
  if (held && held.pid !== process.pid) {
    if (!options.join) throw new DataDirBusy(dataDir, held.pid);
    return { socketDir: held.socketDir, snapshot: () => Promise.reject(new Error("not ours")), stop: async () => undefined };
  }
  const engine = await startEmbedded({ dataDir: path.join(dataDir, "postgres") });
  writeFileSync(lock, JSON.stringify({ pid: process.pid, socketDir: engine.socketDir }), { mode: 0o600 });
  return { ...engine, stop: async () => { await engine.stop(); rmSync(lock, { force: true }); } };
};
