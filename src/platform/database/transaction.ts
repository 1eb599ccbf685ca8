import type { DataSource, EntityManager } from "typeorm";

/**
 * The role a transaction runs as. `diskret_app` may INSERT and SELECT on the access log and nothing else there;
 * `owner` is for migrations and retention. The role ends with the transaction.
 */
export type DatabaseRole = "app" | "owner";
const BEGIN: Readonly<Record<DatabaseRole, string>> = {
  app: "BEGIN; SET LOCAL ROLE diskret_app",
  owner: "BEGIN",
};

/** Runs `work` in one transaction: all of it is kept, or nothing. The only way to a connection. */
export const inTransaction = async <T>(source: DataSource, work: (db: EntityManager) => Promise<T>, role: DatabaseRole = "app"): Promise<T> => {
  const runner = source.createQueryRunner();
  await runner.connect();
  try {
    await runner.query(BEGIN[role]);
    // The BEGIN above is ours (one round trip with the role); repositories must not open a second one.
    (runner as { isTransactionActive: boolean }).isTransactionActive = true;
    const result = await work(runner.manager);
    await runner.query("COMMIT");
    return result;
  } catch (error) {
    await runner.query("ROLLBACK").catch(() => undefined);
    throw error;
  } finally {
    (runner as { isTransactionActive: boolean }).isTransactionActive = false;
    await runner.release();
  }
};

/** Rows of a parameterised statement, typed by the caller. Keeps SQL in plain sight where lists are made. */
export const rows = <T>(db: EntityManager, sql: string, parameters: unknown[] = []): Promise<T[]> => db.query(sql, parameters) as Promise<T[]>;

/** The first row, or null. */
export const row = async <T>(db: EntityManager, sql: string, parameters: unknown[] = []): Promise<T | null> =>
  (await rows<T>(db, sql, parameters))[0] ?? null;
