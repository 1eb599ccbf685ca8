import { generateKeyPairSync } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { appendAsSystem } from "../../../../src/privacy/access-log/append";
import { integrate } from "../../../../src/privacy/access-log/integrate";
import { keepAccessLog } from "../../../../src/privacy/access-log/keep";
import { logIdentity } from "../../../../src/privacy/access-log/log-identity";
import { decodeVerifier, openCheckpoint } from "../../../../src/privacy/access-log/note";
import { monthsBefore, removeSegment } from "../../../../src/privacy/access-log/retention";
import { TestLog } from "./log";

jest.setTimeout(120_000);

let log: TestLog;
const messages: object[] = [];
const ROWS = Number(process.env.ROWS ?? 20_000);
const processLog = { error: (about: object) => { messages.push(about); }, warn: (about: object) => { messages.push(about); } } as never;
const keep = (dir = log.dir) => keepAccessLog(log.database, { identity: log.identity, dir, now: log.now, log: processLog });

beforeAll(async () => {
  log = await TestLog.open();
  mkdirSync(log.dir);
  await log.keep();
});
beforeEach(async () => { await log.reset(); messages.length = 0; });
afterAll(() => log.close());

test("an empty log adds nothing and signs nothing", async () => {
  expect(await log.integrate()).toEqual({ added: 0, size: 0, malformed: 0, complete: true });
  expect(await log.query("SELECT * FROM checkpoints")).toEqual([]);
});

test("two integrators at once give every row one leaf", async () => {
  await log.append(200);
  const both = await Promise.all([log.integrate(), log.integrate()]);
  expect(both.map(({ added }) => added).sort()).toEqual([0, 200]);
  await log.export();
  expect((await log.report()).kinds).toEqual([]);
});

test("a row that commits below others is taken up by the next run", async () => {
  await log.append(3);
  await log.integrate();
  // The number is drawn now; the row appears later, as if its transaction had been slow.
  await log.query("SELECT nextval(pg_get_serial_sequence('access_log', 'seq'))");
  await log.append(3);
  await log.integrate();
  await log.query(`INSERT INTO access_log (id, seq, at, viewer, role, employer, place, action, subjects, forms, purpose, count, decision, client, detail) OVERRIDING SYSTEM VALUE
    SELECT gen_random_uuid(), min(seq) + 3, min(at), 'x', 'agent', 'x', 'office', 'view', '{}', '{}', 'support', 0, 'x', 'app', '{}' FROM access_log`);
  log.minutes(1);
  expect(await log.integrate()).toMatchObject({ added: 1, size: 7 });
  await log.export();
  expect((await log.report()).kinds).toEqual([]);
});

/** Two open transactions at once need a server; the embedded engine runs one after the other. */
test("a slow transaction holds back what is settled, and its rows are taken up when it ends", async () => {
  if (log.database.embedded) return;
  let finish = (): void => undefined;
  const held = new Promise<void>((resolve) => { finish = resolve; });
  let written = (): void => undefined;
  const started = new Promise<void>((resolve) => { written = resolve; });
  const slow = log.database.transaction(async (db) => { await appendAsSystem(db, "slow", log.now, [log.access(), log.access()]); written(); await held; });
  await started;
  for (let run = 0; run < 3; run++) {
    await log.append(4);
    await log.integrate();
    log.minutes(2);
  }
  const settled = async (): Promise<string> => (await log.query<{ settled: string }>("SELECT settled_seq - (SELECT min(seq) FROM access_log) AS settled FROM checkpoints ORDER BY size DESC LIMIT 1"))[0]!.settled;
  expect(Number(await settled())).toBeLessThan(0);
  finish();
  await slow;
  expect(await log.integrate()).toMatchObject({ added: 2, size: 14 });
  await log.othersEnded();
  log.minutes(2);
  await log.append(1);
  await log.integrate();
  expect(Number(await settled())).toBeGreaterThanOrEqual(12);
  await log.export();
  expect((await log.report()).kinds).toEqual([]);
});

test("two integrators at the same instant on open transactions do not wait for each other", async () => {
  if (log.database.embedded) return;
  await log.append(5);
  const [mine, other] = await log.database.transaction(async (db) => {
    const first = await integrate(db, { ...log.identity, now: log.now });
    return [first, await log.integrate()];
  });
  expect([mine!.added, other!.added]).toEqual([5, 0]);
});

test("what is settled moves on, but only over what a run has really read", async () => {
  await log.append(30);
  for (let run = 0; run < 3; run++) { await log.integrate({ most: 10 }); await log.othersEnded(); log.minutes(2); }
  await log.append(1);
  await log.integrate();
  const marks = await log.query<{ size: string; seen_seq: string; settled_seq: string }>("SELECT size, seen_seq, settled_seq FROM checkpoints ORDER BY size");
  const first = Number(marks[0]!.seen_seq) - 10;
  expect(marks.map(({ size }) => Number(size))).toEqual([10, 20, 30, 31]);
  expect(marks.map(({ settled_seq: settled }) => Math.max(0, Number(settled) - first))).toEqual([0, 10, 20, 30]);
});

test("a backlog that takes several runs is not mistaken for rows with a forged time", async () => {
  await log.append(3);
  for (let run = 0; run < 2; run++) { log.minutes(20); expect(await log.integrate({ most: 1 })).toMatchObject({ added: 1, complete: false }); }
  log.minutes(20);
  expect(await log.integrate()).toMatchObject({ added: 1, complete: true });
  await log.export();
  expect((await log.report()).kinds).toEqual([]);
  const notes = await log.query<{ note: string }>("SELECT note FROM checkpoints ORDER BY size");
  expect(notes.map(({ note }) => /^time /m.test(note))).toEqual([false, false, true]);
});

test("a tree that does not fit its last checkpoint is not signed over", async () => {
  await log.checkpoint(5);
  await log.append(1);
  await log.tamper("UPDATE access_log_leaves SET hash = sha256('x') WHERE leaf_index = 4");
  await expect(log.integrate()).rejects.toThrow("The access log is damaged");
  expect(await keep()).toMatchObject({ damaged: true, added: 0, exported: 0 });
  expect(messages).toHaveLength(1);
});

test("a database that was set back is not signed over what is outside", async () => {
  await log.checkpoint(4);
  await log.checkpoint(4);
  for (const sql of ["access_log_leaves WHERE leaf_index >= 4", "checkpoints WHERE size > 4", "access_log_nodes WHERE (node_index + 1) << level > 4", "access_log WHERE seq > (SELECT max(row_seq) FROM access_log_leaves)"]) await log.tamper(`DELETE FROM ${sql}`);
  await log.append(9);
  expect(await keep()).toMatchObject({ damaged: true, added: 0 });
  expect(JSON.stringify(messages)).toContain("set back");
});

test("after a restore the job goes on once the newer checkpoints were put away as evidence", async () => {
  await log.checkpoint(4);
  await log.checkpoint(4);
  for (const sql of ["access_log_leaves WHERE leaf_index >= 4", "checkpoints WHERE size > 4", "access_log_nodes WHERE (node_index + 1) << level > 4", "access_log WHERE seq > (SELECT max(row_seq) FROM access_log_leaves)"]) await log.tamper(`DELETE FROM ${sql}`);
  for (const name of ["000000000008.checkpoint", "latest"]) renameSync(path.join(log.dir, name), path.join(log.home, name));
  await log.append(2);
  expect(await keep()).toMatchObject({ damaged: false, added: 2, exported: 1, failure: null });
  expect((await log.report()).kinds).toEqual([]);
});

test("a malformed row is skipped, told, and holds nobody up", async () => {
  await log.append(2);
  await log.tamper("ALTER TABLE access_log DROP CONSTRAINT access_log_detail");
  await log.tamper("UPDATE access_log SET detail = '{\"a\": 1}' WHERE seq = (SELECT min(seq) FROM access_log)");
  expect(await keep()).toMatchObject({ added: 1 });
  expect(messages).toEqual([{ rows: 1 }]);
  log.minutes(11);
  expect((await log.report()).kinds).toEqual(["rowInserted"]);
  await log.reset();
  await log.query("ALTER TABLE access_log ADD CONSTRAINT access_log_detail CHECK (jsonb_typeof(detail) = 'object' AND NOT jsonb_path_exists(detail, '$.* ? (@.type() != \"string\")'))");
});

test.each(["UPDATE access_log SET count = -1", "UPDATE access_log SET forms = '[]'", "UPDATE access_log SET detail = '{\"a\":{}}'", "UPDATE access_log SET at = at + interval '1 microsecond'"])("the database refuses what no leaf could carry: %s", async (sql) => {
  await log.append(1);
  await log.query("ALTER TABLE access_log DISABLE TRIGGER access_log_no_update");
  await expect(log.query(sql)).rejects.toThrow("check constraint");
  await log.query("ALTER TABLE access_log ENABLE TRIGGER access_log_no_update");
});

describe("writing out", () => {
  test("each checkpoint is a file that the key beside it opens; nothing unfinished stays", async () => {
    await log.checkpoint(3);
    await log.checkpoint(2);
    expect(readdirSync(log.dir).sort()).toEqual(["000000000003.checkpoint", "000000000005.checkpoint", "latest", "log.vkey"]);
    const verifier = decodeVerifier(readFileSync(path.join(log.dir, "log.vkey"), "utf8").trim());
    expect(openCheckpoint(readFileSync(path.join(log.dir, "latest"), "utf8"), verifier)).toMatchObject({ size: 5, origin: log.identity.origin, time: log.now });
    expect(await log.export()).toEqual({ exported: 0, pending: 0, failure: null });
  });

  test("what cannot be written waits, is told, and is written when the folder is back", async () => {
    await log.append(1);
    rmSync(log.dir, { recursive: true });
    writeFileSync(log.dir, "not a folder");
    await log.integrate();
    expect(await log.export()).toEqual({ exported: 0, pending: 1, failure: expect.stringMatching(/^E/) });
    rmSync(log.dir);
    log.minutes(11);
    expect(await keep()).toMatchObject({ exported: 1, pending: 0, failure: null });
    expect((await log.report()).kinds).toEqual([]);
  });

  test("a file with other content is evidence and is not overwritten", async () => {
    writeFileSync(path.join(log.dir, "000000000002.checkpoint"), "something else");
    await log.append(2);
    await log.integrate();
    expect(await log.export()).toEqual({ exported: 0, pending: 1, failure: "differs" });
    expect(readFileSync(path.join(log.dir, "000000000002.checkpoint"), "utf8")).toBe("something else");
  });

  test("another installation's folder is refused before anything is signed", async () => {
    const foreign = logIdentity(generateKeyPairSync("ed25519").privateKey.export({ format: "der", type: "pkcs8" }));
    await log.checkpoint(2);
    await log.append(1);
    expect(await keepAccessLog(log.database, { identity: foreign, dir: log.dir, now: log.now, log: processLog })).toMatchObject({ damaged: true, added: 0 });
  });

  test("the folder need not be there", async () => {
    rmSync(log.dir, { recursive: true });
    await log.append(2);
    expect(await keep(path.join(log.dir, "deep", "er"))).toMatchObject({ added: 2, exported: 1, damaged: false });
    expect(existsSync(path.join(log.dir, "deep", "er", "latest"))).toBe(true);
    chmodSync(log.dir, 0o755);
  });
});

describe("retention", () => {
  const remove = (upTo: Date) => log.database.transaction((db) => removeSegment(db, upTo, "retention.A-12m", log.now), "owner");

  test("removes a whole segment, keeps the leaves, and the log still verifies", async () => {
    for (const count of [5, 7, 8]) { await log.checkpoint(count); log.minutes(60); }
    const cut = new Date("2026-03-02T09:30:00Z");
    expect(await remove(cut)).toEqual({ first: 0, last: 11, rows: 12 });
    expect(await remove(cut)).toBeNull();
    log.minutes(2);
    await keep();
    const { kinds, text } = await log.report();
    expect(kinds).toEqual([]);
    expect(text).toContain("leaves 0 to 11 (retention.A-12m)");
    expect(await log.query("SELECT action, viewer, count FROM access_log ORDER BY seq DESC LIMIT 1")).toEqual([{ action: "delete", viewer: "system:retention", count: 12 }]);
  });

  test("a removal that is recorded explains nothing that was younger than the log is kept", async () => {
    await log.checkpoint(3);
    log.minutes(30);
    await log.checkpoint(2);
    await remove(new Date("2030-01-01"));
    await keep();
    log.keptMonths = 12;
    // The first three stand before any other checkpoint: nothing signed tells how old they are.
    try { expect((await log.report()).kinds).toEqual(["removedEarly", "removedEarly"]); } finally { log.keptMonths = 0; }
  });

  test("what was old enough may go, and a removal dated into the future does not make it old", async () => {
    await log.checkpoint(3);
    log.minutes(30);
    await log.checkpoint(2);
    log.now = new Date(log.now.getTime() + 400 * 86_400_000);
    expect(await remove(monthsBefore(log.now, 12))).toMatchObject({ rows: 5 });
    await keep();
    log.keptMonths = 12;
    try {
      expect((await log.report()).kinds).toEqual([]);
      log.keptMonths = 24;
      await log.tamper("UPDATE removed_segments SET removed_at = now() + interval '30 years'");
      expect((await log.report()).kinds).toEqual(["removedEarly", "removedEarly"]);
    } finally { log.keptMonths = 0; }
  });

  test("never beyond the last checkpoint", async () => {
    await log.append(3);
    expect(await remove(new Date("2030-01-01"))).toBeNull();
    await log.integrate();
    await log.append(2);
    expect(await remove(new Date("2030-01-01"))).toMatchObject({ first: 0, last: 2 });
  });

  test("the program's own role may not", async () => {
    await log.checkpoint(3);
    await expect(log.database.transaction((db) => removeSegment(db, new Date("2030-01-01"), "x", log.now))).rejects.toThrow("permission denied");
  });

  test("a removal that is recorded beyond the last checkpoint is no excuse", async () => {
    await log.checkpoint(3);
    await log.tamper("INSERT INTO removed_segments VALUES (0, 9, now(), 'x'), (2, 3, now(), 'x')");
    expect((await log.report()).kinds).toEqual(["segmentBad", "segmentBad", "segmentBad"]);
  });
});

test("any sequence of appends, runs and removals verifies", async () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant("append" as const), count: fc.integer({ min: 1, max: 12 }) }),
    fc.record({ do: fc.constant("integrate" as const), most: fc.integer({ min: 1, max: 9 }) }),
    fc.record({ do: fc.constant("keep" as const) }), fc.record({ do: fc.constant("remove" as const), ago: fc.integer({ min: 0, max: 30 }) }));
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
    await log.reset();
    for (const one of steps) {
      log.minutes(3);
      if (one.do === "append") await log.database.transaction((db) => appendAsSystem(db, "test", log.now, Array.from({ length: one.count }, () => log.access())));
      if (one.do === "integrate") await log.database.transaction((db) => integrate(db, { ...log.identity, now: log.now, most: one.most }));
      if (one.do === "keep") await keep();
      if (one.do === "remove") await log.database.transaction((db) => removeSegment(db, new Date(log.now.getTime() - one.ago * 60_000), "x", log.now), "owner");
    }
    await keep();
    expect((await log.report()).kinds).toEqual([]);
    expect(await log.query("SELECT 1 FROM access_log a WHERE NOT EXISTS (SELECT 1 FROM access_log_leaves l WHERE l.row_seq = a.seq)")).toEqual([]);
  }), { numRuns: 15, examples: [[[{ do: "append", count: 3 }, { do: "append", count: 1 }, { do: "remove", ago: 0 }, { do: "integrate", most: 1 }, { do: "integrate", most: 1 }]]] });
});

test("many rows are taken up in batches within seconds, and verified (ROWS=100000 SHOW=1 measures)", async () => {
  await log.query(`INSERT INTO access_log (id, at, viewer, role, employer, place, action, subjects, forms, purpose, count, decision, client, detail)
    SELECT gen_random_uuid(), '2026-03-02T08:00:00Z', 'P-1F2E', 'agent', 'x', 'office', 'view', ARRAY[gen_random_uuid()], '{"name":"clear","email":"brief"}', 'support', 1, 'policy 1', 'app', '{}' FROM generate_series(1, $1::int)`, [ROWS]);
  const [start, before] = [performance.now(), process.memoryUsage().rss];
  expect(await keep()).toMatchObject({ added: ROWS });
  const taken = performance.now() - start;
  expect((await log.report()).kinds).toEqual([]);
  const verified = performance.now() - start - taken;
  if (process.env.SHOW) process.stderr.write(`taken up ${taken.toFixed(0)} ms, verified ${verified.toFixed(0)} ms, +${((process.memoryUsage().rss - before) / 1e6).toFixed(0)} MB\n`);
  expect(taken).toBeLessThan(60_000);
});
