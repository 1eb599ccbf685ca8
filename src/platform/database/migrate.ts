import { MigrationExecutor, type DataSource } from "typeorm";

export class SchemaTooNew extends Error {
  constructor(name: string) {
    super(`The database was migrated by a newer version of the program (it has "${name}", which this version does not know). Nothing was changed. Start the newer version, or restore a backup made before it.`);
    this.name = "SchemaTooNew";
  }
}

const LOCK = 7_341_926_001;

/**
 * Brings the schema up to this program, forward only, under an advisory lock so that two nodes that start together
 * migrate once. Refuses a schema that a newer program has made.
 */
export const migrate = async (source: DataSource): Promise<void> => {
  const runner = source.createQueryRunner();
  await runner.connect();
  try {
    // An index over a large table, or another node that migrates first, may take longer than any statement of a request.
    await runner.query("SET statement_timeout = 0");
    await runner.query("SELECT pg_advisory_lock($1)", [LOCK]);
    await refuseNewer(source);
    const executor = new MigrationExecutor(source, runner);
    executor.transaction = "each";
    await executor.executePendingMigrations();
  } finally {
    await runner.query("RESET statement_timeout").catch(() => undefined);
    await runner.query("SELECT pg_advisory_unlock($1)", [LOCK]).catch(() => undefined);
    await runner.release();
  }
};

const refuseNewer = async (source: DataSource): Promise<void> => {
  const [{ exists }] = await source.query("SELECT to_regclass('migrations') IS NOT NULL AS exists") as [{ exists: boolean }];
  if (!exists) return;
  const known = new Set(source.migrations.map((migration) => migration.name ?? migration.constructor.name));
  const applied = await source.query("SELECT name FROM migrations ORDER BY id") as { name: string }[];
  const unknown = applied.find(({ name }) => !known.has(name));
  if (unknown) throw new SchemaTooNew(unknown.name);
};
