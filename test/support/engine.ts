import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import PgBoss from "pg-boss";
import { MIGRATIONS } from "../../migrations";
import { openDatabase } from "../../src/platform/database";
import { startEmbedded } from "../../src/platform/database/embedded";
import { ROOT } from "../../src/platform/root";

/** Migrating takes seconds; cloning what was migrated once takes a fraction. The stamp changes with the migrations. */
const stamp = (): string => {
  const hash = createHash("sha256");
  for (const file of readdirSync(path.join(ROOT, "migrations")).sort()) hash.update(readFileSync(path.join(ROOT, "migrations", file)));
  hash.update(readFileSync(path.join(ROOT, "package-lock.json")));
  return hash.digest("hex").slice(0, 16);
};

const snapshotFile = (): string => path.join(tmpdir(), `diskret-test-${process.getuid?.() ?? 0}-${stamp()}`, "database.tar");
export const serverUrl = (): string | undefined => process.env.TEST_DATABASE_URL || undefined;
/** Two checkouts on one machine leave each other's databases alone. */
const MINE = `diskret_t${createHash("sha256").update(ROOT).digest("hex").slice(0, 6)}`;
const templateName = (): string => `${MINE}_template_${stamp()}`;

const withDatabase = (url: string, name: string): string => { const changed = new URL(url); changed.pathname = `/${name}`; return changed.toString(); };

const asAdmin = async <T>(work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: serverUrl() });
  await client.connect();
  try { return await work(client); } finally { await client.end(); }
};

const migrateInto = async (target: { url?: string; socketDir?: string }): Promise<void> => {
  const database = await openDatabase({ ...target, dataDir: tmpdir(), pool: 2, entities: [], migrations: MIGRATIONS });
  const boss = new PgBoss({ db: { executeSql: (text: string, values: unknown[] = []) => database.pool.query(text, values) } as never, schema: "pgboss", supervise: false, schedule: false });
  await boss.start();
  await boss.stop({ graceful: false, close: false });
  await database.close();
};

const prepareSnapshot = async (): Promise<void> => {
  const file = snapshotFile();
  if (existsSync(file)) return;
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const engine = await startEmbedded({ dataDir: "memory://" });
  await migrateInto({ socketDir: engine.socketDir });
  const partial = `${file}.${randomBytes(4).toString("hex")}`;
  writeFileSync(partial, await engine.snapshot(), { mode: 0o600 });
  renameSync(partial, file);
  await engine.stop();
};

/** Databases of this checkout's earlier migrations, and templates of checkouts that are gone. */
const abandoned = async (client: Client): Promise<string[]> => {
  const { rows } = await client.query<{ name: string; root: string | null }>("SELECT datname AS name, shobj_description(oid, 'pg_database') AS root FROM pg_database WHERE datname LIKE 'diskret\\_t%'");
  return rows.filter(({ name, root }) => name.startsWith(`${MINE}_`) || (root !== null && !existsSync(root))).map(({ name }) => name);
};

const prepareTemplate = async (): Promise<void> => {
  const name = templateName();
  const made = await asAdmin(async (client) => {
    if ((await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name])).rowCount) return false;
    for (const stale of await abandoned(client)) await client.query(`DROP DATABASE IF EXISTS "${stale}" WITH (FORCE)`);
    await client.query(`CREATE DATABASE "${name}"`);
    await client.query(`COMMENT ON DATABASE "${name}" IS '${ROOT.replaceAll("'", "''")}'`);
    return true;
  });
  if (made) await migrateInto({ url: withDatabase(serverUrl()!, name) });
};

/** Run once before a project's tests. */
export const prepareEngine = (): Promise<void> => (serverUrl() ? prepareTemplate() : prepareSnapshot());

export interface TestEngine { readonly url?: string; readonly socketDir?: string; stop(): Promise<void> }

/** A migrated, empty database of its own: a clone in memory, or on the server of TEST_DATABASE_URL. */
export const startTestEngine = async (): Promise<TestEngine> => {
  if (!serverUrl()) {
    const engine = await startEmbedded({ dataDir: "memory://", snapshot: readFileSync(snapshotFile()) });
    return { socketDir: engine.socketDir, stop: engine.stop };
  }
  const name = `${MINE}_${randomBytes(6).toString("hex")}`;
  await asAdmin((client) => client.query(`CREATE DATABASE "${name}" TEMPLATE "${templateName()}"`));
  return { url: withDatabase(serverUrl()!, name), stop: async () => { await asAdmin((client) => client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)); } };
};
