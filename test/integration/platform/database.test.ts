import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openDatabase, prepared, row, rows, sendAlong, sideBySide, type Database } from "../../../src/platform/database";
import { MIGRATIONS } from "../../../migrations";

describe("the embedded engine", () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), "diskret-test-"));
  let database: Database;
  beforeAll(async () => { database = await openDatabase({ dataDir, pool: 4, entities: [], migrations: MIGRATIONS }); }, 60_000);
  afterAll(async () => { await database.close(); rmSync(dataDir, { recursive: true, force: true }); });

  it("keeps concurrent statements of different connections apart", async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => i % 3 === 0
      ? database.transaction((db) => row<{ n: number }>(db, "SELECT $1::int AS n", [i]).then((found) => found!.n))
      : database.pool.query("SELECT $1::int AS n, $2::text AS t", [i, "x"]).then((found) => found.rows[0].n as number)));
    expect(answers).toEqual(Array.from({ length: 200 }, (_, i) => i));
  });

  it("keeps nothing of a transaction that fails", async () => {
    await expect(database.transaction(async (db) => {
      await db.query("INSERT INTO role_security VALUES ('x', true)");
      throw new Error("no");
    })).rejects.toThrow("no");
    expect(await rows(database.source.manager, "SELECT * FROM role_security")).toEqual([]);
  });

  it("fails with a statement that was sent along, and keeps nothing", async () => {
    await expect(database.transaction(async (db) => {
      await db.query("INSERT INTO role_security VALUES ('x', true)");
      sendAlong(db, "INSERT INTO role_security VALUES ($1, $2)", ["x", true]);
    })).rejects.toThrow(/duplicate key/);
    expect(await rows(database.source.manager, "SELECT * FROM role_security")).toEqual([]);
  });

  it("takes statements in the order in which they were sent, waited for or not", async () => {
    const [found] = await database.transaction(async (db) => {
      sendAlong(db, "INSERT INTO role_security VALUES ($1, $2)", ["y", true]);
      sendAlong(db, "DELETE FROM role_security WHERE role = $1", ["y"]);
      return prepared<{ left: number }>(db, "SELECT count(*)::int AS left FROM role_security");
    });
    expect(found).toEqual({ left: 0 });
  });

  it("waits for all that travels side by side before the transaction ends, also when one fails", async () => {
    let slow = "running";
    await expect(database.transaction((db) => sideBySide([
      Promise.reject(new Error("no")), prepared(db, "SELECT 1").then(() => prepared(db, "SELECT 2")).then(() => { slow = "done"; }),
    ]))).rejects.toThrow("no");
    expect(slow).toBe("done");
  });

  it("lets the program append to the access log and never change it", async () => {
    for (const sql of ["UPDATE access_log SET role = 'x'", "DELETE FROM access_log", "TRUNCATE access_log"]) {
      await expect(database.transaction((db) => db.query(sql))).rejects.toThrow(/permission denied/);
    }
  });
});
