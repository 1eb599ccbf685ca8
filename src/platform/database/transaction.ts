import type { ClientBase, QueryResult } from "pg";
import type { DataSource, EntityManager } from "typeorm";

/**
 * The role a transaction runs as. `diskret_app` may INSERT and SELECT on the access log and nothing else there;
 * `owner` is for migrations and retention. The role ends with the transaction.
 */
export type DatabaseRole = "app" | "owner";
const BEGIN: Readonly<Record<DatabaseRole, string>> = { app: "BEGIN; SET LOCAL ROLE diskret_app", owner: "BEGIN" };

/** The connection of a transaction that runs, and what was sent on it without waiting for the answer. */
interface Running { readonly client: ClientBase; readonly sent: Promise<unknown>[] }
const running = new WeakMap<EntityManager, Running>();

/** The connection that this transaction holds; undefined outside a transaction. */
export const clientOf = (db: EntityManager): ClientBase | undefined => running.get(db)?.client;

/**
 * Leaves an answer to be waited for before the transaction is done; a failure there is the transaction's. The server takes
 * statements in the order in which they were sent, and refuses all that stand behind a failed one.
 */
export const afterwards = (db: EntityManager, answer: Promise<unknown>): void => {
  // Whoever waits at the end sees the failure; until then it is not an unhandled one.
  answer.catch(() => undefined);
  running.get(db)!.sent.push(answer);
};

/** Runs `work` in one transaction: all of it is kept, or nothing. The only way to a connection. */
export const inTransaction = async <T>(source: DataSource, work: (db: EntityManager) => Promise<T>, role: DatabaseRole = "app"): Promise<T> => {
  const runner = source.createQueryRunner();
  const transaction: Running = { client: await runner.connect() as ClientBase, sent: [] };
  const { client } = transaction;
  running.set(runner.manager, transaction);
  try {
    afterwards(runner.manager, client.query(BEGIN[role]));
    // The BEGIN above is ours (one round trip with the role and with what comes next); repositories must not open a second one.
    (runner as { isTransactionActive: boolean }).isTransactionActive = true;
    const result = await work(runner.manager);
    await commit(transaction);
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  } finally {
    running.delete(runner.manager);
    (runner as { isTransactionActive: boolean }).isTransactionActive = false;
    await runner.release();
  }
};

/**
 * Sends the COMMIT behind everything else and waits for all answers. PostgreSQL answers COMMIT with ROLLBACK, and no error, when a
 * statement before it failed: what was not kept must not be answered as done.
 */
const commit = async ({ client, sent }: Running): Promise<void> => {
  const committed: Promise<QueryResult> = client.query("COMMIT");
  committed.catch(() => undefined);
  await Promise.all(sent);
  if ((await committed).command !== "COMMIT") throw new Error("The transaction was rolled back: a statement in it had failed.");
};

/**
 * Waits for pieces of one transaction that travel side by side, for all of them also when one fails: nothing may run on after the
 * transaction's end. Throws the first failure in the order given.
 */
export const sideBySide = async <T extends readonly unknown[]>(work: { readonly [K in keyof T]: Promise<T[K]> | T[K] }): Promise<T> => {
  await Promise.allSettled(work);
  return Promise.all(work) as unknown as Promise<T>;
};

/** Rows of a parameterised statement, typed by the caller. Keeps SQL in plain sight where lists are made. */
export const rows = <T>(db: EntityManager, sql: string, parameters: unknown[] = []): Promise<T[]> => db.query(sql, parameters) as Promise<T[]>;

/** The first row, or null. */
export const row = async <T>(db: EntityManager, sql: string, parameters: unknown[] = []): Promise<T | null> =>
  (await rows<T>(db, sql, parameters))[0] ?? null;
