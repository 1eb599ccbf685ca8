import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { logIdentity } from "../../../../src/privacy/access-log/log-identity";
import { signCheckpoint } from "../../../../src/privacy/access-log/note";
import { rootOf } from "../../../../src/privacy/access-log/merkle";
import { ROW_COLUMNS, leafHashOf } from "../../../../src/privacy/access-log/stored-rows";
import { verifyLog } from "../../../../src/privacy/access-log/verify";
import { generateKeyPairSync } from "node:crypto";
import { TestLog } from "./log";

jest.setTimeout(120_000);

/** Each case begins with 30 rows under four checkpoints (5, 12, 20, 30), all written out. */
let log: TestLog;
beforeAll(async () => {
  log = await TestLog.open();
  for (const count of [5, 7, 8, 10]) await log.checkpoint(count);
  await log.keep();
});
beforeEach(() => log.reset());
afterAll(() => log.close());

const seqOf = async (leaf: number): Promise<string> => (await log.query<{ row_seq: string }>("SELECT row_seq FROM access_log_leaves WHERE leaf_index = $1", [leaf]))[0]!.row_seq;
const nothing = "Nothing was changed, removed or inserted.";

test("a log that nobody has touched verifies", async () => {
  const found = await log.verify();
  expect(found.findings.list).toEqual([]);
  expect(found).toMatchObject({ rows: 30, leaves: 30, checkpoints: 4, fresh: 0 });
  expect((await log.report()).text).toContain(nothing);
});

test.each([
  ["its time by a microsecond", "at = at + interval '1 microsecond'", true],
  ["its viewer", "viewer = 'P-00000000'", false], ["its team", "team = 'other'", false], ["a form", "forms = forms || '{\"name\":\"hidden\"}'", false],
  ["its people", "subjects = '{}'", false], ["its count", "count = 7", false], ["its detail", "detail = '{\"a\":\"b\"}'", false], ["its id", "id = gen_random_uuid()", false],
])("a row of which somebody changed %s is named, with the checkpoint that covered it", async (_what, assignment, loosen) => {
  const seq = await seqOf(8);
  if (loosen) await log.tamper("ALTER TABLE access_log DROP CONSTRAINT access_log_at_in_milliseconds");
  await log.tamper(`UPDATE access_log SET ${assignment} WHERE seq = $1`, [seq]);
  const { kinds, text } = await log.report();
  if (loosen) {
    await log.reset();
    await log.query("ALTER TABLE access_log ADD CONSTRAINT access_log_at_in_milliseconds CHECK (at = date_trunc('milliseconds', at))");
  }
  expect(kinds).toEqual([loosen ? "rowMalformed" : "rowChanged"]);
  expect(text).toMatch(new RegExp(`Row ${seq} \\(id [0-9a-f-]{36}, 2026-03-02T[\\d:.]+Z?\\) was changed after checkpoint 12 \\(2026`));
});

test("a removed row is named", async () => {
  const seq = await seqOf(13);
  await log.tamper("DELETE FROM access_log WHERE seq = $1", [seq]);
  const { kinds, text } = await log.report();
  expect(kinds).toEqual(["rowRemoved"]);
  expect(text).toContain(`Row ${seq} was removed after checkpoint 20`);
});

test("rows cannot be removed by mistake, not even by the owner", async () => {
  await expect(log.query("DELETE FROM access_log")).rejects.toThrow("whole segments");
  for (const table of ["access_log", "checkpoints", "removed_segments", "access_log_leaves", "access_log_nodes"]) await expect(log.query(`TRUNCATE ${table}`)).rejects.toThrow("append-only");
  await expect(log.query("UPDATE checkpoints SET note = ''")).rejects.toThrow("append-only");
});

const insert = (seq: string, at: string): Promise<void> => log.tamper(`INSERT INTO access_log (id, seq, at, viewer, role, employer, place, action, subjects, forms, purpose, count, decision, client, detail)
  OVERRIDING SYSTEM VALUE VALUES (gen_random_uuid(), $1, $2, 'x', 'agent', 'x', 'office', 'view', '{}', '{}', 'support', 0, 'x', 'app', '{}')`, [seq, at]);

test("a row inserted below what is settled never gets a leaf, and is named", async () => {
  await insert("-5", "2026-03-02T07:40:00Z");
  await log.checkpoint(3);
  const { kinds, text } = await log.report();
  expect(kinds).toEqual(["rowInserted"]);
  expect(text).toContain("Row -5 (id ");
});

test("a row inserted with an earlier time gives itself away by the checkpoint that does not cover it", async () => {
  log.minutes(30);
  await insert("9000", "2026-03-02T07:40:00Z");
  await log.checkpoint(1);
  const { kinds, text } = await log.report();
  expect(kinds).toEqual(["rowBackdated"]);
  expect(text).toContain("Row 9000 (id ");
});

test("a row with a time to come is named", async () => {
  await insert("9000", "2027-01-01T00:00:00Z");
  expect((await log.report()).kinds).toEqual(["rowAhead"]);
});

test("rows that wait for their leaf for too long are named; fresh ones are only counted", async () => {
  await log.append(2);
  expect(await log.verify()).toMatchObject({ fresh: 2, findings: { count: 0 } });
  log.minutes(11);
  expect((await log.report()).kinds).toEqual(["rowWaiting", "rowWaiting"]);
});

test("a changed leaf is told from a changed row", async () => {
  await log.tamper("UPDATE access_log_leaves SET hash = sha256('x') WHERE leaf_index = 8");
  const { kinds, text } = await log.report();
  expect(kinds).toEqual(["leafChanged"]);
  expect(text).toContain(`The leaf of Row ${await seqOf(8)}`);
});

test("a row and its leaf changed together are found by the nodes above", async () => {
  const seq = await seqOf(14);
  await log.tamper("UPDATE access_log SET purpose = 'delivery' WHERE seq = $1", [seq]);
  const [row] = await log.query<any>(`SELECT ${ROW_COLUMNS} FROM access_log a WHERE seq = $1`, [seq]);
  await log.tamper("UPDATE access_log_leaves SET hash = $2 WHERE row_seq = $1", [seq, leafHashOf(row)]);
  const { kinds, text } = await log.report();
  expect(kinds).toEqual(["rootDiffers"]);
  expect(text).toContain("no longer has the root of checkpoint 20");
  expect(text).toContain("The last that holds is checkpoint 12");
  expect(text).toContain(`one of: rows ${seq} to ${Number(seq) + 1}`);
  expect(text).toContain("1 later checkpoints fail in consequence");
});

test("a changed, a removed and an added node are named", async () => {
  await log.tamper("UPDATE access_log_nodes SET hash = sha256('x') WHERE level = 2 AND node_index = 1");
  await log.tamper("DELETE FROM access_log_nodes WHERE level = 1 AND node_index = 10");
  await log.tamper("INSERT INTO access_log_nodes VALUES (1, 99, sha256('x'))");
  const { kinds, text } = await log.report();
  expect(kinds).toEqual(["nodeChanged", "nodeChanged", "nodeChanged"]);
  expect(text).toContain("Node 1 of level 2 was changed");
  expect(text).toContain("Node 10 of level 1 was removed");
});

test("a removed leaf is named, and so is its row", async () => {
  const seq = await seqOf(8);
  await log.tamper("DELETE FROM access_log_leaves WHERE leaf_index = 8");
  log.minutes(20);
  const { kinds, text } = await log.report();
  expect(kinds).toEqual(expect.arrayContaining(["leafMissing", "rootDiffers", "rowInserted"]));
  expect(text).toContain("Leaf 8 was removed");
  expect(text).toContain(`Row ${seq} (id`);
});

test("a leaf number far off does not keep the verification busy", async () => {
  await log.tamper("INSERT INTO access_log_leaves VALUES (4000000000000, 77777, sha256('x'))");
  expect((await log.report()).kinds).toContain("leafMissing");
});

describe("checkpoints", () => {
  test("a forged note is not genuine; the exported one still verifies the log", async () => {
    const foreign = logIdentity(generateKeyPairSync("ed25519").privateKey.export({ format: "der", type: "pkcs8" }));
    await log.tamper("UPDATE checkpoints SET note = $1 WHERE size = 12", [signCheckpoint({ origin: log.identity.origin, size: 12, root: rootOf([]) }, foreign.signer)]);
    expect((await log.report()).kinds).toEqual(["checkpointBad", "checkpointMissing"]);
  });

  test("a checkpoint replaced with the stolen key is a fork of what is outside", async () => {
    await log.tamper("UPDATE checkpoints SET note = $1, root = $2 WHERE size = 12", [signCheckpoint({ origin: log.identity.origin, size: 12, root: rootOf([]) }, log.identity.signer), rootOf([])]);
    expect((await log.report()).kinds).toEqual(["fork"]);
  });

  test("a changed root column and a removed checkpoint are named", async () => {
    await log.tamper("UPDATE checkpoints SET root = sha256('x') WHERE size = 12");
    await log.tamper("DELETE FROM checkpoints WHERE size = 20");
    expect((await log.report()).kinds).toEqual(["checkpointBad", "checkpointMissing"]);
  });

  test("an exported file that was changed or removed is named", async () => {
    const [first, second] = readdirSync(log.dir).filter((name) => name.endsWith(".checkpoint")).sort();
    writeFileSync(path.join(log.dir, first!), readFileSync(path.join(log.dir, first!), "utf8").replace("\n5\n", "\n6\n"));
    rmSync(path.join(log.dir, second!));
    expect((await log.report()).kinds.sort()).toEqual(["exportBad", "exportMissing"]);
  });

  test("a log that was set back to an older state is found by the newer checkpoints outside", async () => {
    for (const table of ["access_log_leaves WHERE leaf_index >= 20", "checkpoints WHERE size > 20", "access_log_nodes WHERE (node_index + 1) << level > 20", "access_log WHERE seq > (SELECT max(row_seq) FROM access_log_leaves)"]) await log.tamper(`DELETE FROM ${table}`);
    const { kinds, text } = await log.report();
    expect(kinds).toEqual(["setBack"]);
    expect(text).toContain("checkpoint 30");
    expect(text).toContain("10 rows are gone");
  });

  test("a log rewritten from some point on, leaves, nodes and checkpoints by the stolen key, differs from what an outsider keeps", async () => {
    const kept = path.join(log.home, "outside");
    rmSync(path.join(log.home, "outside"), { recursive: true, force: true });
    cpSync(log.dir, kept, { recursive: true });
    for (const sql of ["DELETE FROM access_log WHERE seq = (SELECT row_seq FROM access_log_leaves WHERE leaf_index = 3)", "DELETE FROM access_log_leaves", "DELETE FROM access_log_nodes", "DELETE FROM checkpoints"]) await log.tamper(sql);
    rmSync(log.dir, { recursive: true });
    await log.integrate();
    await log.export();
    expect((await log.verify()).findings.list.map(({ kind }) => kind)).not.toContain("rootDiffers");
    const kinds = (await log.verify(kept)).findings.list.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(["rootDiffers", "setBack"]));
  });

  test("a folder that is not there throws: nothing is known then", async () => {
    await expect(log.verify(path.join(log.home, "nowhere"))).rejects.toThrow("ENOENT");
    mkdirSync(path.join(log.home, "empty"));
    expect((await log.verify(path.join(log.home, "empty"))).findings.list[0]!.kind).toBe("exportMissing");
  });

  test("another key verifies nothing", async () => {
    const { verifier } = logIdentity(generateKeyPairSync("ed25519").privateKey.export({ format: "der", type: "pkcs8" }));
    const { findings, checkpoints } = await verifyLog(log.database, { dir: log.dir, verifier, keptMonths: 12 }, log.now);
    expect([findings.count > 0, checkpoints]).toEqual([true, 0]);
  });
});
