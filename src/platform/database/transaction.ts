import type { ClientBase } from "pg";
import type { DataSource, EntityManager } from "typeorm";

/**
 * The role a transaction runs as. `diskret_app` may INSERT and SELECT on the access log and nothing else there;
 * `owner` is for migrations and retention. The role ends with the transaction. Statements of pages are short: to compile
 * them (jit) would take longer than to run them.
 */
export type DatabaseRole = "app" | "owner";
const BEGIN: Readonly<Record<DatabaseRole, string>> = {
  app: "BEGIN; SET LOCAL ROLE diskret_app; SET LOCAL jit = off",
  owner: "BEGIN",
};

/** Runs `work` in one transaction: all of it is kept, or nothing. The only way to a connection. */
export const inTransaction = async <T>(source: DataSource, work: (db: EntityManager) => Promise<T>, role: DatabaseRole = "app"): Promise<T> => {
  const runner = source.createQueryRunner();
  const client = await runner.connect() as ClientBase;
  try {
    await runner.query(BEGIN[role]);
    // The BEGIN above is ours (one round trip with the role); repositories must not open a second one.
    (runner as { isTransactionActive: boolean }).isTransactionActive = true;
    const result = await work(runner.manager);
    await commit(client);
    return result;
  } catch (error) {
    await runner.query("ROLLBACK").catch(() => undefined);
    throw error;
  } finally {
    (runner as { isTransactionActive: boolean }).isTransactionActive = false;
    await runner.release();
  }
};

/**
 * PostgreSQL answers COMMIT with ROLLBACK, and no error, when a statement before it failed and somebody caught that.
 * What was not kept must not be answered as done.
 */
const commit = async (client: ClientBase): Promise<void> => {
  const { command } = await client.query("COMMIT");
  if (command !== "COMMIT") throw new Error("The transaction was rolled back: a statement in it had failed.");
};

/** Rows of a parameterised statement, typed by the caller. Keeps SQL in plain sight where lists are made. */
export const rows = <T>(db: EntityManager, sql: string, parameters: unknown[] = []): Promise<T[]> => db.query(sql, parameters) as Promise<T[]>;

/** The first row, or null. */
export const row = async <T>(db: EntityManager, sql: string, parameters: unknown[] = []): Promise<T | null> =>
  (await rows<T>(db, sql, parameters))[0] ?? null;
