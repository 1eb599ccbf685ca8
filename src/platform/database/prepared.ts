import { createHash } from "node:crypto";
import type { ClientBase } from "pg";
import type { EntityManager } from "typeorm";

const names = new Map<string, string>();
const nameOf = (sql: string): string => {
  const known = names.get(sql);
  if (known !== undefined) return known;
  const made = createHash("sha256").update(sql).digest("base64url").slice(0, 22);
  names.set(sql, made);
  return made;
};

/** The embedded engine is one session behind all connections and would meet each name twice: its statements go without. */
const isServer = (db: EntityManager): boolean => Boolean((db.connection.options as { url?: string }).url);

/**
 * Rows of a statement whose text is made of constants of the program: each connection has it parsed once, and the server plans it anew only
 * while plans for the values at hand are better. For statements of every page, where planning costs more than running.
 * Name the columns instead of `*`, so that a column which a newer program adds does not change what this one has prepared.
 */
export const prepared = async <T>(db: EntityManager, sql: string, parameters: unknown[] = []): Promise<T[]> => {
  if (!isServer(db) || !db.queryRunner || db.queryRunner.isReleased) return db.query(sql, parameters) as Promise<T[]>;
  const client = await db.queryRunner.connect() as ClientBase;
  return (await client.query({ name: nameOf(sql), text: sql, values: parameters })).rows as T[];
};
