/**
 * The server under measurement: what `npm start` starts, in a process of its own or in several that share the port. Tells its parent
 * when it listens, and how much memory it took at most. BENCH_KERNEL=off replaces the disclosure (kernel-off.cjs).
 */
import cluster from "node:cluster";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { built } from "./program.mjs";

const processes = Number(process.env.BENCH_PROCESSES ?? 1);
const peakOf = (pid) => {
  try { return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024; } catch { return NaN; }
};

const serve = async () => {
  if (process.env.BENCH_KERNEL === "off") createRequire(import.meta.url)("./kernel-off.cjs").install();
  const { startServer } = built("src/serve");
  const { readConfig } = built("src/platform/config");
  const { createLog } = built("src/platform/log");
  const config = readConfig();
  const server = await startServer({ config, log: createLog(config.logLevel) });
  process.once("SIGTERM", () => { void server.close().then(() => process.exit(0)); });
};

/** Answers `peak` with MiB over all processes and who they are; stops all on `stop`. */
const listenToParent = (pids, stop) => process.on("message", (message) => {
  if (message === "peak") process.send({ pids: pids(), peak: pids().reduce((sum, pid) => sum + peakOf(pid), 0) });
  if (message === "stop") stop();
});

if (cluster.isPrimary && processes > 1) {
  for (let n = 0; n < processes; n += 1) cluster.fork();
  const pids = () => Object.values(cluster.workers).map((worker) => worker.process.pid);
  listenToParent(pids, () => { for (const pid of pids()) process.kill(pid, "SIGTERM"); cluster.disconnect(() => process.exit(0)); });
} else {
  await serve();
  if (cluster.isPrimary && process.send) listenToParent(() => [process.pid], () => process.kill(process.pid, "SIGTERM"));
}
