import { rows } from "../platform/database";
import { Conflict } from "../platform/faults";
import { destroyKey, type Ctx, type Reseal } from "../privacy";

/** What of a record became part of another, as ids. Values that the other has too stay where they are. */
export interface MovedRecord { readonly from: string; readonly into: string; readonly values: readonly string[]; readonly named: boolean; readonly organisation: boolean }

/** Locks both records, always in the same order. Throws Conflict where one of them is part of another already. */
const lockRecords = async (ctx: Ctx, ids: readonly string[]): Promise<void> => {
  const found = await rows<{ merged: boolean }>(ctx.db, "SELECT merged_into IS NOT NULL AS merged FROM customers WHERE id = ANY($1) ORDER BY id FOR UPDATE", [ids]);
  if (found.length !== ids.length || found.some(({ merged }) => merged)) throw new Conflict("alreadyMerged");
};

interface Value { id: string; value: Buffer }
const reassign = async (ctx: Ctx, to: string, found: readonly Value[], reseal: Reseal): Promise<void> => {
  await ctx.db.query(`UPDATE customer_values v SET customer_id = $1, value = n.value, position = n.place + (SELECT COALESCE(max(position), 0) FROM customer_values WHERE customer_id = $1)
    FROM unnest($2::uuid[], $3::bytea[]) WITH ORDINALITY AS n(id, value, place) WHERE v.id = n.id`, [to, found.map(({ id }) => id), found.map(({ value }) => reseal("customer_values.value", value))]);
  await ctx.db.query("UPDATE blind_index SET subject = $1 WHERE value_id = ANY($2)", [to, found.map(({ id }) => id)]);
};

/**
 * Makes one record part of another: its values go there, sealed anew; what the other has already stays behind, and so
 * does the name, unless the other has none. The record itself remains as a shell until nothing can be taken back any more.
 */
export const mergeCustomers = async (ctx: Ctx, { from, into }: { from: string; into: string }, reseal: Reseal): Promise<MovedRecord> => {
  await lockRecords(ctx, [from, into]);
  const moving = await rows<Value>(ctx.db, `SELECT v.id, v.value FROM customer_values v WHERE v.customer_id = $1 AND NOT EXISTS (
    SELECT 1 FROM blind_index a JOIN blind_index b ON b.token = a.token AND b.kind = 'exact' AND b.subject = $2 WHERE a.value_id = v.id AND a.kind = 'exact') ORDER BY v.position, v.id`, [from, into]);
  await reassign(ctx, into, moving, reseal);
  const [shell] = await rows<{ name: Buffer | null; organisation_id: string | null; wants_name: boolean; wants_organisation: boolean }>(ctx.db, `SELECT c.name, c.organisation_id, o.name IS NULL AS wants_name, o.organisation_id IS NULL AS wants_organisation
    FROM customers c, customers o WHERE c.id = $1 AND o.id = $2`, [from, into]);
  const named = shell!.wants_name && shell!.name !== null;
  const organisation = shell!.wants_organisation && shell!.organisation_id !== null;
  if (named) {
    await ctx.db.query("UPDATE customers SET name = $2 WHERE id = $1", [into, reseal("customers.name", shell!.name!)]);
    await ctx.db.query("INSERT INTO blind_index (subject, value_id, category, kind, token) SELECT $2, $2, category, kind, token FROM blind_index WHERE value_id = $1", [from, into]);
  }
  if (organisation) await ctx.db.query("UPDATE customers SET organisation_id = $2 WHERE id = $1", [into, shell!.organisation_id]);
  await ctx.db.query("UPDATE customers SET merged_into = CASE WHEN id = $1 THEN $2::uuid END, version = version + 1 WHERE id IN ($1, $2)", [from, into]);
  return { from, into, values: moving.map(({ id }) => id), named, organisation };
};

/** Gives a record back what it had; values that were added or changed since stay with the other. */
export const unmergeCustomers = async (ctx: Ctx, { from, into, values, named, organisation }: MovedRecord, reseal: Reseal): Promise<void> => {
  const back = await rows<Value>(ctx.db, "SELECT id, value FROM customer_values WHERE customer_id = $1 AND id = ANY($2) ORDER BY position, id", [into, values]);
  await reassign(ctx, from, back, reseal);
  if (named) {
    await ctx.db.query("UPDATE customers SET name = NULL WHERE id = $1", [into]);
    await ctx.db.query("DELETE FROM blind_index WHERE value_id = $1", [into]);
  }
  if (organisation) await ctx.db.query("UPDATE customers SET organisation_id = NULL WHERE id = $1", [into]);
  await ctx.db.query("UPDATE customers SET merged_into = NULL, version = version + 1 WHERE id = $1", [from]);
};

/** Ends a shell for good: what stayed behind goes, and its key with it. */
export const removeShell = async (ctx: Ctx, id: string): Promise<void> => {
  await ctx.db.query("DELETE FROM customer_values WHERE customer_id = $1", [id]);
  await ctx.db.query("DELETE FROM blind_index WHERE subject = $1", [id]);
  await ctx.db.query("UPDATE customers SET name = NULL, position = NULL, organisation_id = NULL WHERE id = $1", [id]);
  await destroyKey(ctx.db, id, ctx.now);
};
