import { removeShell } from "../../customers";
import { rows } from "../../platform/database";
import type { Ctx, Holder, Holding } from "../../privacy";
import { UNDO_HOURS } from "./merge-tickets";

const ids = async (ctx: Ctx, sql: string, parameters: unknown[]): Promise<string[]> => (await rows<{ id: string }>(ctx.db, sql, parameters)).map(({ id }) => id);
const LEFT = "FROM customers c JOIN data_keys k ON k.subject = c.id AND k.destroyed_at IS NULL WHERE c.merged_into";

const remove = async (ctx: Ctx, shells: readonly string[]): Promise<number> => {
  for (const shell of shells) await removeShell(ctx, shell);
  return shells.length;
};

/** What stays of a record that became part of another, until nothing can be taken back any more: its old name, and what both had. */
export const shellHolder: Holder = {
  name: "mergedRecords",
  places: ["customers.name", "customer_values.value"],
  describe: () => ({ categories: ["name", "email", "phone", "postalAddress", "customerNumber"], purposes: ["support"], sources: ["customer", "agent"], recipients: ["agents"], retention: `A-${Math.ceil(UNDO_HOURS / 24)}d` }),
  collect: async (ctx, subject) => (await rows<{ id: string; at: Date }>(ctx.db, `SELECT c.id, c.created_at AS at ${LEFT} = $1`, [subject]))
    .map(({ id, at }): Holding => ({ what: "mergedRecord", category: "name", at, reference: id, value: null })),
  erase: async (ctx, subject) => remove(ctx, await ids(ctx, `SELECT c.id ${LEFT} = $1`, [subject])),
  retain: async (ctx, before) => remove(ctx, await ids(ctx, `SELECT c.id ${LEFT} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ticket_merges m WHERE m.undone_at IS NULL AND m.undo_until > $1::timestamptz + interval '${UNDO_HOURS} hours' AND m.moved -> 'people' -> 'record' ->> 'from' = c.id::text)`, [before])),
};
