import { generateKeyPairSync, randomUUID } from "node:crypto";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { EntityManager } from "typeorm";
import { openDatabase, type Database } from "../../../../src/platform/database";
import { appendAsSystem, type Access } from "../../../../src/privacy/access-log/append";
import { exportCheckpoints } from "../../../../src/privacy/access-log/checkpoint-export";
import { integrate } from "../../../../src/privacy/access-log/integrate";
import { logIdentity } from "../../../../src/privacy/access-log/log-identity";
import { verifyLog } from "../../../../src/privacy/access-log/verify";
import { reportOf } from "../../../../src/privacy/access-log/verify-command";
import { MIGRATIONS } from "../../../../migrations";
import { startTestEngine, type TestEngine } from "../../../support/engine";

const TABLES = ["access_log", "access_log_leaves", "access_log_nodes", "checkpoints", "removed_segments"];

/** An access log of its own on a database of its own, with a clock that is set by hand. */
export class TestLog {
  readonly identity = logIdentity(generateKeyPairSync("ed25519").privateKey.export({ format: "der", type: "pkcs8" }));
  readonly home = mkdtempSync(path.join(tmpdir(), "diskret-log-"));
  readonly dir = path.join(this.home, "checkpoints");
  now = new Date("2026-03-02T08:00:00.000Z");

  private constructor(readonly database: Database, private readonly engine: TestEngine) {}

  static async open(): Promise<TestLog> {
    const engine = await startTestEngine();
    return new TestLog(await openDatabase({ url: engine.url, socketDir: engine.socketDir, dataDir: tmpdir(), pool: 4, entities: [], migrations: MIGRATIONS }), engine);
  }

  private kept: { now: Date; seq: string } | null = null;

  /** Remembers the log as it stands; `reset` brings it back, whatever was done to it. Cheaper than an engine per case. */
  async keep(): Promise<void> {
    for (const table of TABLES) await this.query(`CREATE TABLE kept_${table} AS TABLE ${table}`);
    cpSync(this.dir, `${this.dir}.kept`, { recursive: true });
    const [{ seq }] = await this.query<{ seq: string }>("SELECT coalesce(max(seq), 0) + 1 AS seq FROM access_log") as [{ seq: string }];
    this.kept = { now: this.now, seq };
  }

  async reset(): Promise<void> {
    for (const table of TABLES) await this.tamper(`DELETE FROM ${table}`);
    for (const table of TABLES) await this.tamper(`INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT * FROM kept_${table}`);
    await this.query(`ALTER TABLE access_log ALTER COLUMN seq RESTART WITH ${this.kept!.seq}`);
    rmSync(this.dir, { recursive: true, force: true });
    cpSync(`${this.dir}.kept`, this.dir, { recursive: true });
    this.now = this.kept!.now;
  }

  async close(): Promise<void> {
    await this.database.close();
    await this.engine.stop();
    rmSync(this.home, { recursive: true, force: true });
  }

  minutes(count: number): void { this.now = new Date(this.now.getTime() + count * 60_000); }

  access(more: Partial<Access> = {}): Access {
    return { action: "view", subjects: [randomUUID()], ticket: "1042", forms: { name: "clear", email: "brief" }, purpose: "support", count: 1, ...more };
  }

  append(count: number, more: Partial<Access> = {}): Promise<void> {
    return this.database.transaction((db) => appendAsSystem(db, "test", this.now, Array.from({ length: count }, () => this.access(more))));
  }

  integrate(more: { most?: number } = {}) {
    return this.database.transaction((db) => integrate(db, { ...this.identity, now: this.now, ...more }));
  }

  /** Transactions of other databases on the same server hold back what is settled too: waits until those of the last run have ended. */
  async othersEnded(): Promise<void> {
    for (;;) {
      const [ended] = await this.query<{ ended: boolean }>("SELECT coalesce(max(horizon), 0) <= pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS ended FROM checkpoints");
      if (ended!.ended) return;
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
  }

  export(dir = this.dir) {
    return exportCheckpoints(this.database, { dir, verifier: this.identity.verifier, now: this.now });
  }

  /** So many rows, taken up, signed and written out, a minute later. */
  async checkpoint(count: number): Promise<void> {
    await this.append(count);
    this.minutes(2);
    await this.integrate();
    await this.export();
  }

  /** How long rows are kept; 0 lets retention remove what it likes. */
  keptMonths = 0;
  verify(dir = this.dir) { return verifyLog(this.database, { dir, verifier: this.identity.verifier, keptMonths: this.keptMonths }, this.now); }
  async report(): Promise<{ kinds: string[]; text: string }> {
    const found = await this.verify();
    return { kinds: found.findings.list.map(({ kind }) => kind), text: reportOf(found) };
  }

  /** As somebody with every right over the database, who switches the guards off first. */
  tamper(sql: string, parameters: unknown[] = []): Promise<void> {
    return this.database.transaction(async (db) => {
      await db.query("SET LOCAL session_replication_role = replica");
      await db.query(sql, parameters);
    }, "owner");
  }

  query<T>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    return this.database.transaction((db: EntityManager) => db.query(sql, parameters) as Promise<T[]>, "owner");
  }
}
