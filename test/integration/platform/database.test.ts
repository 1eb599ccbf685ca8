import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openDatabase, row, rows, type Database } from "../../../src/platform/database";
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

  it("lets the program append to the access log and never change it", async () => {
    for (const sql of ["UPDATE access_log SET role = 'x'", "DELETE FROM access_log", "TRUNCATE access_log"]) {
      await expect(database.transaction((db) => db.query(sql))).rejects.toThrow(/permission denied/);
    }
  });
});
