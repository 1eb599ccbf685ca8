import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { compose } from "../../../src/app";
import { recordCustomer } from "../../../src/customers";
import { startServer } from "../../../src/serve";
import { readConfig, type Config } from "../../../src/platform/config";
import { openDatabase } from "../../../src/platform/database";
import { putAway } from "../../../src/platform/database/embedded";
import { createLog } from "../../../src/platform/log";
import { startTestEngine, type TestEngine } from "../../support/engine";

const QUIET = createLog("silent");
const keyOf = (byte: number): string => Buffer.alloc(32, byte).toString("base64");
const CHEAP = { passwordCost: { log2N: 8, r: 8, p: 1 } };
let dataDir: string;
let engine: TestEngine;
beforeAll(async () => { engine = await startTestEngine(); }, 120_000);
afterAll(() => engine.stop());
beforeEach(() => { dataDir = mkdtempSync(path.join(tmpdir(), "diskret-test-")); });
afterEach(() => { chmodSync(dataDir, 0o700); rmSync(dataDir, { recursive: true, force: true }); });

const configOf = (env: Record<string, string> = {}): Config => readConfig({ NODE_ENV: "test", PORT: "0", SMTP_IN_PORT: "0", BASE_URL: "http://127.0.0.1", DATA_DIR: dataDir, MASTER_KEY: keyOf(7), ...(engine.url ? { DATABASE_URL: engine.url } : {}), ...env });
const start = (env: Record<string, string> = {}) => compose({ config: configOf(env), log: QUIET, socketDir: engine.socketDir, identity: CHEAP });

/** Every row of every table as text. */
const dump = async (): Promise<string> => {
  const client = new Client(engine.url ? { connectionString: engine.url } : { host: engine.socketDir, user: "postgres", database: "postgres" });
  await client.connect();
  try {
    const tables = await client.query("SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2");
    const parts: string[] = [];
    for (const { schemaname, tablename } of tables.rows) {
      const { rows } = await client.query(`SELECT t::text AS line FROM "${schemaname}"."${tablename}" t ORDER BY 1`);
      parts.push(`${schemaname}.${tablename}`, ...rows.map(({ line }) => line as string));
    }
    return parts.join("\n");
  } finally { await client.end(); }
};

describe("the master key", () => {
  it("that is not the one of the database stops the start, and changes nothing", async () => {
    const program = await start();
    await program.run("test", (ctx) => recordCustomer(ctx, { name: "Erika Mustermann", language: "de", values: [] }));
    await program.close();
    const before = await dump();
    await expect(start({ MASTER_KEY: keyOf(8) })).rejects.toMatchObject({ name: "UnknownMasterKey", message: expect.stringMatching(/Nothing was changed/) });
    await expect(start({ MASTER_KEY: keyOf(8), MASTER_KEY_PREVIOUS: keyOf(9) })).rejects.toMatchObject({ name: "UnknownMasterKey" });
    expect(await dump()).toBe(before);
    expect(before).not.toMatch(/Mustermann/);
  }, 60_000);

  it("that is missing over a database with data stops the start, and none is made", async () => {
    await expect(start({ MASTER_KEY: "" })).rejects.toMatchObject({ name: "MasterKeyMissing", message: expect.stringMatching(/^MASTER_KEY: /) });
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it("in a file that others can read, or that holds rubbish, stops the start", async () => {
    const file = path.join(dataDir, "master.key");
    writeFileSync(file, `${keyOf(7)}\n`, { mode: 0o644 });
    await expect(start({ MASTER_KEY: "", MASTER_KEY_FILE: file })).rejects.toMatchObject({ name: "MasterKeyMissing", message: expect.stringMatching(/chmod 600/) });
    chmodSync(file, 0o600);
    const program = await start({ MASTER_KEY: "", MASTER_KEY_FILE: file });
    await program.close();
    writeFileSync(file, "rubbish");
    await expect(start({ MASTER_KEY: "", MASTER_KEY_FILE: file })).rejects.toMatchObject({ name: "MasterKeyMissing", message: expect.not.stringMatching(/rubbish/) });
  }, 60_000);
});

describe("the database", () => {
  it("that cannot be reached is named by its variable, without its password", async () => {
    const started = openDatabase({ url: "postgres://diskret:geheim@127.0.0.1:1/diskret", dataDir, pool: 2, entities: [], migrations: [] });
    await expect(started).rejects.toMatchObject({ name: "DatabaseUnreachable", message: expect.stringMatching(/DATABASE_URL.*ECONNREFUSED/) });
    await expect(started).rejects.toMatchObject({ message: expect.not.stringMatching(/geheim/) });
  });

  it("of a newer program is left alone", async () => {
    const client = new Client(engine.url ? { connectionString: engine.url } : { host: engine.socketDir, user: "postgres", database: "postgres" });
    await client.connect();
    await client.query("INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'FromTheFuture9999999999999')");
    const before = await dump();
    try {
      await expect(start()).rejects.toMatchObject({ name: "SchemaTooNew", message: expect.stringMatching(/newer version.*Nothing was changed/) });
      expect(await dump()).toBe(before);
    } finally {
      await client.query("DELETE FROM migrations WHERE name = 'FromTheFuture9999999999999'");
      await client.end();
    }
  }, 60_000);
});

describe("the port", () => {
  it("that is taken is named, and nothing is left running", async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => { other.listen(0, "127.0.0.1", () => resolve((other.address() as { port: number }).port)); });
    try {
      await expect(startServer({ config: configOf({ PORT: String(port) }), log: QUIET, socketDir: engine.socketDir, identity: CHEAP })).rejects.toMatchObject({ name: "ConfigError", message: expect.stringMatching(/PORT: another program/) });
    } finally { other.close(); }
  }, 60_000);
});

describe("the data folder", () => {
  const embedded = (join = false) => openDatabase({ dataDir, pool: 2, entities: [], migrations: [], join, migrate: false });
  const lock = (): string => path.join(dataDir, "postgres.lock");

  it("belongs to one engine at a time; a tool joins the one that runs", async () => {
    const first = await embedded();
    try {
      await expect(embedded()).rejects.toMatchObject({ name: "DataDirBusy", message: expect.stringMatching(/in use by process \d+.*DATA_DIR/) });
      await first.pool.query("CREATE TABLE seen (n int); INSERT INTO seen VALUES (1)");
      const tool = await embedded(true);
      expect((await tool.pool.query("SELECT n FROM seen")).rows).toEqual([{ n: 1 }]);
      await tool.close();
      expect((await first.pool.query("SELECT n FROM seen")).rows).toEqual([{ n: 1 }]);
    } finally { await first.close(); }
    expect(readdirSync(dataDir)).toEqual(["postgres"]);
  }, 60_000);

  it("is opened by one of two that start together", async () => {
    const answers = await Promise.allSettled([embedded(), embedded()]);
    const opened = answers.filter((answer) => answer.status === "fulfilled");
    for (const { value } of opened) await value.close();
    expect(opened).toHaveLength(1);
    expect(answers.find((answer) => answer.status === "rejected")!.reason).toMatchObject({ name: "DataDirBusy" });
  }, 60_000);

  it("is opened by one of many that find the same dead lock, and a living one is put back", async () => {
    const dead = JSON.stringify({ pid: 2 ** 22 - 3, socketDir: "/nowhere" });
    writeFileSync(lock(), dead);
    const answers = await Promise.allSettled([embedded(), embedded(), embedded()]);
    const opened = answers.filter((answer) => answer.status === "fulfilled");
    expect(opened).toHaveLength(1);
    const living = readFileSync(lock(), "utf8");
    expect(putAway(lock(), dead)).toBe(false);
    expect(readFileSync(lock(), "utf8")).toBe(living);
    for (const { value } of opened) await value.close();
    expect(readdirSync(dataDir)).toEqual(["postgres"]);
  }, 60_000);

  it("is not held by a lock whose engine is gone", async () => {
    const locks = {
      "a process that is gone": JSON.stringify({ pid: 2 ** 22 - 3, socketDir: "/nowhere" }), "another program that has the old number": JSON.stringify({ pid: process.ppid, socketDir: tmpdir() }),
      "our own number, before a restart": JSON.stringify({ pid: process.pid, socketDir: "/nowhere" }), rubbish: "rubbish", nothing: "",
    };
    for (const content of Object.values(locks)) {
      writeFileSync(lock(), content);
      utimesSync(lock(), new Date(0), new Date(0));
      const database = await embedded();
      await database.close();
    }
  }, 90_000);

  it("that cannot be written is named by its variable", async () => {
    writeFileSync(path.join(dataDir, "file"), "");
    await expect(openDatabase({ dataDir: path.join(dataDir, "file", "below"), pool: 2, entities: [], migrations: [] })).rejects.toMatchObject({ name: "DataDirUnusable", message: expect.stringMatching(/^DATA_DIR: /) });
  });
});
