import type { DataSource, EntityManager } from "typeorm";
import type { Pool } from "pg";
import { undoing } from "../files/undo";
import { createDataSource, poolOf, type EntityClass, type MigrationClass } from "./data-source";
import { openEmbedded } from "./embedded";
import { migrate } from "./migrate";
import { inTransaction, type DatabaseRole } from "./transaction";

export { rows, row } from "./transaction";
export { prepared } from "./prepared";
export { SchemaTooNew } from "./migrate";
export { DataDirBusy, DataDirUnusable } from "./embedded";
export type { EntityClass, MigrationClass } from "./data-source";

/** The database as the rest of the program sees it: transactions, and a pool for two libraries. */
export interface Database {
  readonly embedded: boolean;
  readonly pool: Pool;
  transaction<T>(work: (db: EntityManager) => Promise<T>, role?: DatabaseRole): Promise<T>;
  /** Column metadata for contract tests and the leak suite. */
  readonly source: DataSource;
  close(): Promise<void>;
}

export class DatabaseUnreachable extends Error {
  constructor(cause: unknown) {
    const code = (cause as { code?: string } | null)?.code ?? "no code";
    super(`The database of DATABASE_URL cannot be reached or refuses the sign-in (${code}). Nothing was started. Check that the server runs, and the user, password and database in DATABASE_URL.`);
    this.name = "DatabaseUnreachable";
  }
}

export interface OpenOptions {
  readonly url?: string; readonly socketDir?: string; readonly dataDir: string; readonly pool: number;
  readonly entities: EntityClass[]; readonly migrations: MigrationClass[];
  /** A command-line tool beside a serving program. */
  readonly join?: boolean;
  readonly migrate?: boolean;
  /** Looks at a database that is there already before anything is changed in it; throws to refuse. */
  readonly inspect?: (db: EntityManager) => Promise<void>;
}

/** Opens the server of `url`, or the embedded engine under `dataDir`, and migrates it. */
export const openDatabase = async (options: OpenOptions): Promise<Database> => {
  const engine = options.url || options.socketDir ? null : await openEmbedded(options.dataDir, { join: options.join });
  const source = createDataSource({
    url: options.url, socketDir: options.socketDir ?? engine?.socketDir, pool: options.url ? options.pool : 4,
    entities: options.entities, migrations: options.migrations,
  });
  try {
    await source.initialize().catch((error: unknown) => { throw options.url ? new DatabaseUnreachable(error) : error; });
    await options.inspect?.(source.manager);
    if (options.migrate !== false) await migrate(source);
  } catch (error) {
    if (source.isInitialized) await source.destroy();
    await engine?.stop();
    throw error;
  }
  return {
    embedded: !options.url, pool: poolOf(source), source,
    transaction: (work, role) => undoing(() => inTransaction(source, work, role)),
    close: async () => { await source.destroy(); await engine?.stop(); },
  };
};
