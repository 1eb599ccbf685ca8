import { generateKeyPairSync } from "node:crypto";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openDatabase, type Database } from "../../../../src/platform/database";
import { appendAsSystem } from "../../../../src/privacy/access-log/append";
import { keepAccessLog } from "../../../../src/privacy/access-log/keep";
import { logIdentity } from "../../../../src/privacy/access-log/log-identity";
import { encodeVerifier } from "../../../../src/privacy/access-log/note";
import { verifyCommand } from "../../../../src/privacy/access-log/verify-command";
import { MIGRATIONS } from "../../../../migrations";

jest.setTimeout(120_000);

/** On a data folder, as an operator or an outsider runs it. */
const home = mkdtempSync(path.join(tmpdir(), "diskret-verify-"));
const config = { databaseUrl: undefined, dataDir: path.join(home, "data"), checkpointDir: path.join(home, "data", "checkpoints"), accessLogMonths: 12 };
const identity = logIdentity(generateKeyPairSync("ed25519").privateKey.export({ format: "der", type: "pkcs8" }));
const now = new Date("2026-03-02T08:00:00.000Z");
const SECRET = "5f0c1d2e-0000-4000-8000-00000000abcd";

const run = async (...argv: string[]): Promise<{ code: number; text: string }> => {
  let text = "";
  const code = await verifyCommand(argv, { config, now: new Date(now.getTime() + 60_000), print: (part) => { text += part; } });
  return { code, text };
};
const withDatabase = async (work: (database: Database) => Promise<void>): Promise<void> => {
  const database = await openDatabase({ dataDir: config.dataDir, pool: 2, entities: [], migrations: MIGRATIONS });
  try { await work(database); } finally { await database.close(); }
};
afterAll(() => rmSync(home, { recursive: true, force: true }));

test("without a database or a key nothing can be checked, and nothing is made", async () => {
  writeFileSync(path.join(home, "some.vkey"), encodeVerifier(identity.verifier));
  expect(await run()).toMatchObject({ code: 2, text: expect.stringContaining("there is no key at") });
  expect(await run("--key", path.join(home, "some.vkey"))).toMatchObject({ code: 2, text: expect.stringContaining("there is no database in") });
  writeFileSync(path.join(home, "bad.vkey"), "hello");
  expect(await run("--key", path.join(home, "bad.vkey"))).toMatchObject({ code: 2, text: expect.stringContaining("not readable") });
  expect(await run("--colour")).toMatchObject({ code: 2, text: expect.stringContaining("--checkpoints") });
  expect((await run("--help")).code).toBe(0);
});

test("an operator, and an outsider with a dump and an own copy of the checkpoints, get the same answer", async () => {
  await withDatabase(async (database) => {
    await database.transaction((db) => appendAsSystem(db, "test", now, Array.from({ length: 20 }, () => ({ action: "view" as const, subjects: [SECRET], ticket: null, forms: {}, purpose: "support", count: 1 }))));
    await keepAccessLog(database, { identity, dir: config.checkpointDir, now, log: { error: () => undefined, warn: () => undefined } as never });
  });
  const outside = path.join(home, "outside");
  cpSync(config.checkpointDir, outside, { recursive: true });
  expect(await run()).toEqual({ code: 0, text: expect.stringContaining("20 rows, 20 leaves, 1 genuine checkpoints, the newest is checkpoint 20") });
  expect(await run("--months", "soon")).toMatchObject({ code: 2, text: expect.stringContaining("--months") });
  expect((await run("--months", "6")).code).toBe(0);
  expect((await run("--checkpoints", outside, "--key", path.join(outside, "log.vkey"))).code).toBe(0);
  expect(await run("--checkpoints", path.join(home, "nowhere"), "--key", path.join(outside, "log.vkey"))).toMatchObject({ code: 2, text: expect.stringContaining("cannot be read (ENOENT)") });

  await withDatabase((database) => database.transaction(async (db) => {
    await db.query("SET LOCAL session_replication_role = replica");
    await db.query("UPDATE access_log SET count = 2 WHERE seq = 7");
  }, "owner"));
  const { code, text } = await run("--checkpoints", outside);
  expect(code).toBe(1);
  expect(text).toContain("Row 7 (id ");
  expect(text).toContain("was changed after checkpoint 20 (2026-03-02T08:00:00.000Z) had covered it");
  expect(text).not.toContain(SECRET);
});

test("a database of another version cannot be checked", async () => {
  await withDatabase((database) => database.transaction(async (db) => { await db.query("ALTER TABLE removed_segments RENAME TO gone"); }, "owner"));
  expect(await run()).toMatchObject({ code: 2, text: expect.stringContaining("not one of this version") });
});
