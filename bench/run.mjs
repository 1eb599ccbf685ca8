/** `npm run bench`: see docs/bench.md. */
import { fork } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { cpus, tmpdir, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { databaseUrl, MASTER_KEY, openBench, prepareDatabase, serverVersion } from "./database.mjs";
import { measureKernel } from "./kernel.mjs";
import { LIMITS, measuresFor, TARGETS } from "./measures.mjs";
import { AGENTS } from "./seed.mjs";

const { values: options } = parseArgs({ options: {
  tickets: { type: "string", default: "100000" }, seconds: { type: "string", default: "10" }, connections: { type: "string", default: "16" },
  processes: { type: "string", default: "1,2" }, only: { type: "string" }, json: { type: "string" }, fresh: { type: "boolean", default: false }, "cpu-prof": { type: "string" },
} });
const [tickets, seconds, connections] = [Number(options.tickets), Number(options.seconds), Math.min(Number(options.connections), AGENTS)];
const here = dirname(fileURLToPath(import.meta.url));
const say = (text) => process.stderr.write(`  ${text}\n`);
const dataDir = mkdtempSync(join(tmpdir(), "diskret-bench-"));

const freePort = () => new Promise((resolve, reject) => {
  const probe = createServer().once("error", reject).listen(0, "127.0.0.1", () => { const { port } = probe.address(); probe.close(() => resolve(port)); });
});

/** Starts the server and waits until it answers; `startMs` is from the start of the process to the first right answer. */
const startServer = async ({ processes, kernel }) => {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const started = performance.now();
  const child = fork(join(here, "server.mjs"), {
    execArgv: options["cpu-prof"] ? ["--cpu-prof", `--cpu-prof-dir=${options["cpu-prof"]}`] : [],
    env: {
      PATH: process.env.PATH, NODE_ENV: "production", LOG_LEVEL: process.env.LOG_LEVEL ?? "silent", SERVER_TIMING: "true", PORT: String(port), BASE_URL: origin, DATA_DIR: dataDir, DATABASE_URL: databaseUrl, MASTER_KEY,
      SMTP_IN_PORT: "0", WORKER: "separate", BENCH_PROCESSES: String(processes), BENCH_KERNEL: kernel, ...(process.env.DISKRET_ROOT ? { DISKRET_ROOT: process.env.DISKRET_ROOT } : {}), ...(process.env.DATABASE_POOL ? { DATABASE_POOL: process.env.DATABASE_POOL } : {}),
    },
  });
  let gone = false;
  child.once("exit", () => { gone = true; });
  for (;;) {
    if (gone) throw new Error("The server did not start; LOG_LEVEL=error says why.");
    if (await fetch(`${origin}/health`).then(({ status }) => status === 200, () => false)) break;
    if (performance.now() - started > 60_000) throw new Error("The server did not answer within a minute.");
    await new Promise((resolve) => { setTimeout(resolve, 10); });
  }
  const startMs = performance.now() - started;
  return {
    port, origin, startMs,
    state: () => new Promise((resolve) => { child.once("message", resolve); child.send("peak"); }),
    stop: () => new Promise((resolve) => { if (gone) resolve(); child.once("exit", resolve); child.send("stop"); setTimeout(() => child.kill("SIGKILL"), 15_000).unref(); }),
  };
};

const load = fork(join(here, "load.mjs"));
const waiting = new Map();
load.on("message", ({ id, result, error }) => { const { resolve, reject } = waiting.get(id); waiting.delete(id); if (error) reject(new Error(error)); else resolve(result); });
load.once("exit", () => { for (const { reject } of waiting.values()) reject(new Error("The load process ended.")); });
const asked = (door, given) => new Promise((resolve, reject) => { const id = waiting.size + Math.random(); waiting.set(id, { resolve, reject }); load.send({ id, door, given }); });

/** Processor seconds of these processes so far, and of the database's where it runs on this machine (its processes are named after the database). */
const cpuOf = (pids) => {
  const ticks = (pid) => { try { const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" "); return Number(fields[11]) + Number(fields[12]); } catch { return 0; } };
  const isOurs = (pid) => { try { return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("diskret_bench"); } catch { return false; } };
  const database = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && isOurs(name));
  const sum = (list) => list.reduce((total, pid) => total + ticks(pid), 0) / 100;
  return { server: sum(pids), database: sum(database) };
};

const percentile = (sorted, share) => (sorted.length === 0 ? NaN : sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]);
const KERNEL_PARTS = ["keys", "kernel", "log", "detect"];
/** Detection is booked within "kernel" too (privacy/texts.ts) and counts once. */
const shareOf = ({ total, ...sums }) => (total ? KERNEL_PARTS.filter((part) => part !== "detect").reduce((sum, part) => sum + (sums[part] ?? 0), 0) / total : NaN);

const summary = ({ taken, sums, ...run }) => ({
  ...run, perSecond: run.count / run.seconds, p50: percentile(taken, 0.5), p95: percentile(taken, 0.95), p99: percentile(taken, 0.99), kernelShare: shareOf(sums),
  server: Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / run.count])),
});

const names = (options.only ? options.only.split(",") : Object.keys(measuresFor({ tickets, queues: [""] })));

/** Nobody may look up more than twenty people a minute: the next run of them waits for that minute to pass. */
const afterLookUps = async (bench) => {
  const { rows: [{ wait }] } = await bench.database.pool.query("SELECT GREATEST(0, 61 - EXTRACT(epoch FROM now() - max(at)))::float AS wait FROM access_log WHERE action = 'lookUp'");
  if (wait > 0) { say(`waits ${Math.ceil(wait)} s for the limit of look-ups`); await new Promise((resolve) => { setTimeout(resolve, wait * 1000); }); }
};

const measureServer = async ({ bench, processes, kernel, queues, wanted }) => {
  const server = await startServer({ processes, kernel });
  try {
    await asked("open", { port: server.port, origin: server.origin, tickets, queues, connections });
    const { pids } = await server.state();
    const results = {};
    for (const name of wanted) {
      if (name === "lookUp") await afterLookUps(bench);
      if (processes === 1 && name !== "lookUp") results[`${name} alone`] = summary(await asked("measure", { name, seconds: Math.min(seconds, 3), connections: 1, warmUp: Math.min(1, seconds / 4) }));
      const before = cpuOf(pids);
      const run = await asked("measure", { name, seconds, connections, warmUp: Math.min(2, seconds / 4) });
      const after = cpuOf(pids);
      const each = (spent) => (1000 * spent) / run.all;
      results[name] = { ...summary(run), cpu: { server: each(after.server - before.server), database: each(after.database - before.database), load: each(run.loadCpu) } };
      const { perSecond, p95, failures, firstFailure } = results[name];
      say(`${name}: ${perSecond.toFixed(1)}/s, p95 ${p95.toFixed(0)} ms${failures ? `, ${failures} WRONG (${firstFailure})` : ""}`);
    }
    return { processes, kernel, startMs: server.startMs, peakMiB: (await server.state()).peak, results };
  } finally { await server.stop(); }
};

const n = (value, digits = 0) => (Number.isFinite(value) ? value.toFixed(digits) : "-");
const table = (rows) => {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  return rows.map((row) => row.map((cell, column) => (column === 0 ? String(cell).padEnd(widths[column]) : String(cell).padStart(widths[column]))).join("  ").trimEnd()).join("\n");
};

const verdict = (name, perSecond, p95) => {
  if (!TARGETS[name]) return "";
  const [best, times] = TARGETS[name];
  return `${n(perSecond / best, 1)}x of ${best} (aim ${times}x)${LIMITS[name] && p95 > LIMITS[name] ? `, p95 over ${LIMITS[name]}` : ""}`;
};

const printed = ({ machine, seeding, servers, micro }) => {
  const labels = measuresFor({ tickets, queues: [""] });
  const parts = [`${machine.cores} cores, ${machine.memory} GiB, Node ${machine.node}, PostgreSQL ${machine.postgres}, load average before ${machine.loadBefore}`, `${tickets} tickets with four messages each (${seeding.seeded ? `seeded in ${n(seeding.seconds)} s` : "kept from an earlier run"}); ${connections} connections, ${seconds} s each`];
  for (const { processes, kernel, startMs, peakMiB, results } of servers) {
    parts.push(`\n${processes} server process${processes > 1 ? "es" : ""}, kernel ${kernel}; started in ${n(startMs)} ms, peak memory ${n(peakMiB)} MiB`);
    parts.push(table([["", "per s", "p50 ms", "p95 ms", "p99 ms", "alone ms", "kernel share", "CPU ms: server", "database", "load", "wrong", ""], ...Object.keys(labels).filter((name) => results[name]).map((name) => {
      const [run, alone] = [results[name], results[`${name} alone`]];
      return [labels[name].label, n(run.perSecond, 1), n(run.p50), n(run.p95), n(run.p99), n(alone?.p50, 1), kernel === "on" ? `${n(100 * (alone?.kernelShare ?? run.kernelShare), 0)} %` : "", n(run.cpu.server, 1), n(run.cpu.database, 1), n(run.cpu.load, 1), run.failures, kernel === "on" ? verdict(name, run.perSecond, run.p95) : ""];
    })]));
  }
  parts.push("", table([["the kernel by itself", "on", "off", "difference", "budget"], ...micro.map(({ label, on, off, budget, unit }) => [label, `${n(on, 3)} ${unit}`, `${n(off, 3)} ${unit}`, `${n(on - off, 3)} ${unit}`, budget])]));
  return parts.join("\n");
};

const main = async () => {
  const { loadavg } = await import("node:os");
  const machine = { cores: cpus().length, memory: Math.round(totalmem() / 2 ** 30), node: process.versions.node, postgres: await serverVersion(), loadBefore: loadavg()[0].toFixed(2) };
  const seeding = await prepareDatabase({ tickets, fresh: options.fresh, say });
  const bench = await openBench();
  const queues = (await bench.database.pool.query("SELECT id FROM queues ORDER BY position")).rows.map(({ id }) => id);
  const micro = await measureKernel(bench, { rounds: Math.max(20, Math.round(seconds * 20)) });
  const servers = [];
  const reading = names.filter((name) => ["list", "ticket", "common", "rare"].includes(name));
  for (const processes of options.processes.split(",").map(Number)) servers.push(await measureServer({ bench, processes, kernel: "on", queues, wanted: names }));
  if (reading.length > 0) servers.splice(1, 0, await measureServer({ bench, processes: 1, kernel: "off", queues, wanted: reading }));
  await bench.database.pool.query("DELETE FROM pgboss.job WHERE state = 'created'");
  await bench.database.close();
  const result = { machine, tickets, connections, seconds, seeding, micro, servers };
  process.stdout.write(`${printed(result)}\n`);
  if (options.json) writeFileSync(options.json, `${JSON.stringify(result, null, 2)}\n`);
  if (servers.some(({ results }) => Object.values(results).some(({ failures, count }) => failures > 0 || count === 0))) throw new Error("Some answers were wrong: the figures mean nothing.");
};

main().catch((error) => { process.stderr.write(`${error.stack}\n`); process.exitCode = 1; }).finally(() => { load.kill(); rmSync(dataDir, { recursive: true, force: true }); });
