import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { recordCustomer, knownValuesOf } from "../../../src/customers";
import { createLog } from "../../../src/platform/log";
import { compose, type Program } from "../../../src/app";
import { readConfig } from "../../../src/platform/config";
import { countOldWrappings, rewrapSystemKeys } from "../../../src/privacy/keys/data-keys";
import { addMasterKey, openMasterKeys } from "../../../src/privacy/keys/master-key";
import { openSystemKeys } from "../../../src/privacy/keys/system-keys";
import { rotateMasterKey } from "../../../src/privacy/keys/rotate";
import { useAsSystem } from "../../../src/privacy";
import { startTestEngine, type TestEngine } from "../../support/engine";

const QUIET = createLog("silent");
const NAME = "Erika Mustermann";

/** Programs over one database and one key file, started and stopped as a test likes. */
const installation = async (env: Record<string, string> = {}) => {
  const engine: TestEngine = await startTestEngine();
  const dataDir = mkdtempSync(path.join(tmpdir(), "diskret-test-"));
  const config = readConfig({ NODE_ENV: "test", DATA_DIR: dataDir, LOG_LEVEL: "silent", MASTER_KEY_FILE: path.join(dataDir, "master.key"), ...(engine.url ? { DATABASE_URL: engine.url } : {}), ...env });
  if (engine.url && !config.masterKey.current) {
    // A server never makes its own key; this stands for the one an operator has put there.
    writeFileSync(config.masterKey.file, `${Buffer.alloc(32, 5).toString("base64")}\n`, { mode: 0o600 });
  }
  const running: Program[] = [];
  const start = async (masterKey = config.masterKey): Promise<Program> => {
    const program = await compose({ config: { ...config, masterKey }, log: QUIET, socketDir: engine.socketDir, identity: { passwordCost: { log2N: 8, r: 8, p: 1 } } });
    running.push(program);
    return program;
  };
  const stop = async (): Promise<void> => {
    for (const program of running.splice(0)) await program.close();
    await engine.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { config, start, stop, running };
};

const record = (program: Program): Promise<string> => program.run("test", (ctx) => recordCustomer(ctx, { name: NAME, language: "de", values: [{ category: "email", value: "erika@example.com" }] }));

const nameOf = (program: Program, id: string): Promise<string | undefined> => program.run("test", async (ctx) => {
  const [value] = (await knownValuesOf(ctx, [id])).filter(({ category }) => category === "name");
  const opened = await useAsSystem(ctx, { purpose: "mailDelivery", recipient: "test", ticket: null, items: [{ key: "name", subject: id, category: "name", value: value!.value }] });
  return opened.get("name");
});

const print = (): void => undefined;

describe("rotating the master key in its file", () => {
  it("re-wraps everything beside a serving program that goes on reading and writing", async () => {
    const { config, start, stop } = await installation();
    try {
      const program = await start();
      const people = [await record(program), await record(program)];
      const before = readFileSync(config.masterKey.file);
      let serving = true;
      const reader = (async () => { while (serving) expect(await nameOf(program, people[0]!)).toBe(NAME); })();
      const writer = (async () => { while (serving) people.push(await record(program)); })();
      const said: string[] = [];
      expect(await rotateMasterKey({ database: program.database, source: config.masterKey, print: (text) => said.push(text), patience: 20 })).toBe(true);
      for (let i = 0; i < 3; i += 1) people.push(await record(program));
      serving = false;
      await Promise.all([reader, writer]);
      for (const id of people) expect(await nameOf(program, id)).toBe(NAME);
      expect(said.join("")).toContain("Done");

      expect(readFileSync(config.masterKey.file)).not.toEqual(before);
      expect(readFileSync(config.masterKey.file, "utf8").split("\n").filter((line) => line && !line.startsWith("#"))).toHaveLength(1);
      expect(statSync(config.masterKey.file).mode & 0o777).toBe(0o600);
      expect(existsSync(`${config.masterKey.file}.next`)).toBe(false);

      const old = `${config.masterKey.file}.old`;
      writeFileSync(old, before, { mode: 0o600 });
      const stale = openMasterKeys({ file: old }, false);
      await expect(program.database.transaction((db) => openSystemKeys(db, stale), "owner")).rejects.toMatchObject({ name: "UnknownMasterKey" });
      const wrapped = await program.database.transaction((db) => db.query("SELECT wrapped, master_key_id FROM data_keys")) as { wrapped: Buffer; master_key_id: string }[];
      for (const key of wrapped) expect(() => stale.unwrap(key.wrapped, key.master_key_id)).toThrow(/does not fit/);

      const again = await start();
      for (const id of people) expect(await nameOf(again, id)).toBe(NAME);
    } finally { await stop(); }
  }, 60_000);

  it("can be interrupted after the new key is on disk: the old program serves, a restarted one too, and a second run ends it", async () => {
    const { config, start, stop } = await installation();
    try {
      const program = await start();
      const first = await record(program);
      addMasterKey(config.masterKey);
      const restarted = await start();
      const people = [first, await record(program), await record(restarted)];
      for (const at of [program, restarted]) for (const id of people) expect(await nameOf(at, id)).toBe(NAME);
      expect(await rotateMasterKey({ database: restarted.database, source: config.masterKey, print, patience: 20 })).toBe(true);
      for (const id of people) expect(await nameOf(await start(), id)).toBe(NAME);
    } finally { await stop(); }
  }, 60_000);

  it("can be interrupted between the installation's keys and those of the people", async () => {
    const { config, start, stop } = await installation();
    try {
      const program = await start();
      const people = [await record(program)];
      const master = addMasterKey(config.masterKey);
      await program.database.transaction((db) => rewrapSystemKeys(db, master));
      const restarted = await start();
      people.push(await record(program), await record(restarted));
      for (const at of [program, restarted]) for (const id of people) expect(await nameOf(at, id)).toBe(NAME);
      expect(await program.database.transaction((db) => countOldWrappings(db, master))).toBe(1);
      expect(await rotateMasterKey({ database: program.database, source: config.masterKey, print, patience: 20 })).toBe(true);
      for (const id of people) expect(await nameOf(await start(), id)).toBe(NAME);
    } finally { await stop(); }
  }, 60_000);

  it("changes nothing when the key file is not the one of this database", async () => {
    const { config, start, stop } = await installation();
    try {
      const program = await start();
      const id = await record(program);
      const foreign = { file: `${config.masterKey.file}.foreign` };
      writeFileSync(foreign.file, `${Buffer.alloc(32, 9).toString("base64")}\n`, { mode: 0o600 });
      const keys = () => program.database.transaction((db) => db.query("SELECT * FROM data_keys ORDER BY subject"));
      const before = await keys();
      await expect(rotateMasterKey({ database: program.database, source: foreign, print })).rejects.toMatchObject({ name: "UnknownMasterKey" });
      expect(await keys()).toEqual(before);
      expect(await nameOf(program, id)).toBe(NAME);
    } finally { await stop(); }
  }, 60_000);
});

describe("rotating the master key in the environment", () => {
  it("re-wraps from MASTER_KEY_PREVIOUS to MASTER_KEY and says what to do next", async () => {
    const [old, fresh] = [Buffer.alloc(32, 1).toString("base64"), Buffer.alloc(32, 2).toString("base64")];
    const { config, start, stop, running } = await installation({ MASTER_KEY: old });
    try {
      const id = await record(await start());
      await running.pop()!.close();
      const both = { ...config.masterKey, current: fresh, previous: old };
      const program = await start(both);
      const people = [id, await record(program)];
      const said: string[] = [];
      expect(await rotateMasterKey({ database: program.database, source: both, print: (text) => said.push(text), patience: 20 })).toBe(true);
      people.push(await record(program));
      expect(said.join("")).toMatch(/Remove MASTER_KEY_PREVIOUS/);
      expect(said.join("")).not.toContain(fresh);
      const alone = await start({ ...config.masterKey, current: fresh });
      for (const person of people) expect(await nameOf(alone, person)).toBe(NAME);
      await expect(start(config.masterKey)).rejects.toMatchObject({ name: "UnknownMasterKey" });
    } finally { await stop(); }
  }, 60_000);
});
