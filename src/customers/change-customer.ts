import { rows } from "../platform/database";
import { Conflict, NotFound } from "../platform/faults";
import { indexValue, openSealer, type Category, type Ctx } from "../privacy";

/**
 * Changes of a record are replacements: what is stored never travels through a form, so a masked text can never
 * become the value. Each change counts the record's version.
 */
export const renameCustomer = async (ctx: Ctx, customerId: string, name: string): Promise<void> => {
  const sealer = await openSealer(ctx, customerId);
  await ctx.db.query("UPDATE customers SET name = $2, version = version + 1 WHERE id = $1", [customerId, sealer.seal("customers.name", name).toPostgres()]);
  await ctx.db.query("DELETE FROM blind_index WHERE value_id = $1", [customerId]);
  await indexValue(ctx, { subject: customerId, valueId: customerId, category: "name", clear: name });
};

/** Puts a new value in the place of an old one. Throws NotFound when the person has no such value. */
export const replaceValue = async (ctx: Ctx, customerId: string, valueId: string, value: string): Promise<Category> => {
  const sealer = await openSealer(ctx, customerId);
  const [changed] = await rows<{ category: Category }>(ctx.db, "WITH changed AS (UPDATE customer_values SET value = $3 WHERE id = $2 AND customer_id = $1 RETURNING category) SELECT category FROM changed", [customerId, valueId, sealer.seal("customer_values.value", value).toPostgres()]);
  if (!changed) throw new NotFound();
  await ctx.db.query("DELETE FROM blind_index WHERE value_id = $1", [valueId]);
  await indexValue(ctx, { subject: customerId, valueId, category: changed.category, clear: value });
  await countVersion(ctx, customerId);
  return changed.category;
};

/** Removes a value. The last e-mail address stays: without one no answer can reach the person (Conflict). */
export const removeValue = async (ctx: Ctx, customerId: string, valueId: string): Promise<Category> => {
  const found = await rows<{ id: string; category: Category }>(ctx.db, "SELECT id, category FROM customer_values WHERE customer_id = $1 FOR UPDATE", [customerId]);
  const value = found.find(({ id }) => id === valueId);
  if (!value) throw new NotFound();
  if (value.category === "email" && found.filter(({ category }) => category === "email").length === 1) throw new Conflict("lastAddress");
  await ctx.db.query("DELETE FROM blind_index WHERE value_id = $1", [valueId]);
  await ctx.db.query("DELETE FROM customer_values WHERE id = $1", [valueId]);
  await countVersion(ctx, customerId);
  return value.category;
};

/** Links the person to an organisation as its contact person, or to none. */
export const setOrganisation = async (ctx: Ctx, customerId: string, organisationId: string | null): Promise<void> => {
  await ctx.db.query("UPDATE customers SET organisation_id = $2, version = version + 1 WHERE id = $1", [customerId, organisationId]);
};

const countVersion = (ctx: Ctx, customerId: string): Promise<unknown> => ctx.db.query("UPDATE customers SET version = version + 1 WHERE id = $1", [customerId]);
