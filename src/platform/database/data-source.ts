import { DataSource, type EntitySchema, type MigrationInterface } from "typeorm";
import type { Pool } from "pg";
import { SnakeNaming } from "./naming";

export type EntityClass = (new () => object) | EntitySchema;
export type MigrationClass = new () => MigrationInterface;

export interface DatabaseOptions {
  /** A server, or the socket folder of the embedded engine. */
  readonly url?: string;
  readonly socketDir?: string;
  readonly pool: number;
  readonly entities: EntityClass[];
  readonly migrations: MigrationClass[];
}

/** The one connection pool of the process. Statements that hang give up, so that a stuck client blocks nobody. */
export const createDataSource = (options: DatabaseOptions): DataSource => new DataSource({
  type: "postgres",
  ...(options.url ? { url: options.url } : { host: options.socketDir, port: 5432, username: "postgres", database: "postgres" }),
  entities: options.entities,
  migrations: options.migrations,
  migrationsTableName: "migrations",
  namingStrategy: new SnakeNaming(),
  synchronize: false,
  logging: false,
  installExtensions: false,
  extra: {
    max: options.pool,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    application_name: "diskret",
    ...(options.url ? { statement_timeout: 30_000, idle_in_transaction_session_timeout: 60_000 } : {}),
  },
});

/** The driver's own pool, for the two libraries that bring their own SQL (sessions, jobs). */
export const poolOf = (source: DataSource): Pool => (source.driver as unknown as { master: Pool }).master;
