import { rows } from "../platform/database";
import { sealedAt, type Category, type Ctx, type KnownValue } from "../privacy";

/** Names and values of these people, sealed: what the detectors may recognise in a text. One query. */
export const knownValuesOf = async (ctx: Ctx, customerIds: readonly string[]): Promise<KnownValue[]> => {
  const found = await rows<{ subject: string; category: Category; value: Buffer; named: boolean }>(ctx.db, `
    SELECT customer_id AS subject, category, value, false AS named FROM customer_values WHERE customer_id = ANY($1)
    UNION ALL SELECT id, 'name', name, true FROM customers WHERE id = ANY($1) AND name IS NOT NULL`, [customerIds]);
  return found.map(({ subject, category, value, named }) => ({ subject, category, value: sealedAt(named ? "customers.name" : "customer_values.value", value) }));
};
