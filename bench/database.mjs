/** The bench's own database, kept between runs with a stamp that says what was seeded into it. */
import { built, pg } from "./program.mjs";
import { seed, SEED_VERSION } from "./seed.mjs";

const NAME = "diskret_bench";
/** The texts are invented and so is the person behind each: the key protects nothing. */
export const MASTER_KEY = Buffer.alloc(32, 7).toString("base64");

const admin = process.env.BENCH_DATABASE_URL ?? process.env.TEST_DATABASE_URL ?? "postgres://postgres@127.0.0.1:5432/postgres";
const urlOf = (name) => { const url = new URL(admin); url.pathname = `/${name}`; return url.toString(); };
export const databaseUrl = urlOf(NAME);

const asking = async (url, work) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try { return await work(client); } finally { await client.end(); }
};

const stampOf = async () => {
  try {
    return await asking(databaseUrl, async (client) => (await client.query("SELECT shobj_description(oid, 'pg_database') AS stamp FROM pg_database WHERE datname = $1", [NAME])).rows[0]?.stamp ?? null);
  } catch (error) {
    if (error.code === "3D000") return null;
    throw error;
  }
};

export const serverVersion = () => asking(admin, async (client) => (await client.query("SHOW server_version")).rows[0].server_version);

/** Opens the bench's database like the program does, with a context that acts as the program itself. */
export const openBench = async () => {
  const { openDatabase } = built("src/platform/database");
  const { openKernel, runAsSystem } = built("src/privacy");
  const database = await openDatabase({ url: databaseUrl, dataDir: "/nonexistent", pool: 4, entities: built("src/entities").ENTITIES, migrations: built("migrations").MIGRATIONS });
  await openKernel(database, { current: MASTER_KEY, file: "" }, new Date());
  return { database, run: runAsSystem({ database, enqueue: async () => undefined, committed: () => undefined }) };
};

/** Makes sure the database holds `tickets` tickets; answers how it came to be. */
export const prepareDatabase = async ({ tickets, fresh, say }) => {
  const stamp = `diskret bench ${SEED_VERSION}, ${tickets} tickets`;
  if (!fresh && await stampOf() === stamp) return { seeded: false, seconds: 0 };
  const start = performance.now();
  await asking(admin, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${NAME} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${NAME}`);
  });
  const { database, run } = await openBench();
  try { await seed(database, run, { tickets, say }); } finally { await database.close(); }
  await asking(admin, (client) => client.query(`COMMENT ON DATABASE ${NAME} IS '${stamp}'`));
  return { seeded: true, seconds: (performance.now() - start) / 1000 };
};
