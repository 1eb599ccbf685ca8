import { createHash } from "node:crypto";
import type { Pool } from "pg";
import type { EntityManager } from "typeorm";
import { afterwards, clientOf } from "./transaction";

const names = new Map<string, string>();
const nameOf = (sql: string): string => {
  const known = names.get(sql);
  if (known !== undefined) return known;
  const made = createHash("sha256").update(sql).digest("base64url").slice(0, 22);
  names.set(sql, made);
  return made;
};

type Plain = string | number | boolean | Date | Buffer | null;

/** The embedded engine is one session behind all connections and would meet each name twice: its statements go without. */
const isServer = (db: EntityManager): boolean => Boolean((db.connection.options as { url?: string }).url);

const statement = (db: EntityManager, sql: string, parameters: unknown[]): { name?: string; text: string; values: unknown[] } =>
  ({ ...(isServer(db) ? { name: nameOf(sql) } : {}), text: sql, values: parameters });

/** The pool for a library whose few statements are of every request: parsed once a connection. */
export const preparing = (pool: Pool): Pool => ({
  query: (text: string, values: unknown[]) => pool.query({ name: nameOf(text), text, values }),
}) as unknown as Pool;

/**
 * Rows of a statement whose text is made of constants of the program: each connection has it parsed once, and the server plans it anew only
 * while plans for the values at hand are better. For statements of every page, where planning costs more than running. It is sent at once:
 * statements that do not need one another's rows travel side by side (`sideBySide`).
 * Name the columns instead of `*`, so that a column which a newer program adds does not change what this one has prepared.
 */
export const prepared = async <T>(db: EntityManager, sql: string, parameters: unknown[] = []): Promise<T[]> => {
  const client = clientOf(db);
  return client ? (await client.query(statement(db, sql, parameters))).rows as T[] : db.query(sql, parameters) as Promise<T[]>;
};

/**
 * The same for what writes and tells nothing: sent at once, and not waited for before the transaction ends. Nothing leaves the program
 * before the commit, and the commit fails with it. Plain values only, which nothing can keep from being sent.
 */
export const sendAlong = (db: EntityManager, sql: string, parameters: readonly (Plain | readonly Plain[])[]): void =>
  afterwards(db, clientOf(db)!.query(statement(db, sql, [...parameters])));
