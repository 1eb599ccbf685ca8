import { rows } from "../platform/database";
import { sealedAt, type Category, type Holder } from "../privacy";

/** What the customer record keeps about a person. */
export const customerHolder: Holder = {
  name: "customers",
  places: ["customers.name", "customers.position", "customer_values.value"],
  describe: () => ({
    categories: ["name", "email", "phone", "postalAddress", "customerNumber", "birthDate", "bankDetails", "paymentCard", "officialId", "onlineIdentifier"],
    purposes: ["support", "complaint", "order", "delivery", "invoicing", "warranty"], sources: ["customer", "agent"], recipients: ["agents", "processors"], retention: "C-3y",
  }),
  collect: async (ctx, subject) => {
    const found = await rows<{ what: string; category: Category; at: Date; reference: string; value: Buffer | null; place: "customers.name" | "customers.position" | "customer_values.value" }>(ctx.db, `
      SELECT 'name' AS what, 'name' AS category, created_at AS at, id::text AS reference, name AS value, 'customers.name' AS place FROM customers WHERE id = $1
      UNION ALL SELECT 'position', 'name', created_at, id::text, position, 'customers.position' FROM customers WHERE id = $1 AND position IS NOT NULL
      UNION ALL SELECT v.category, v.category, c.created_at, v.id::text, v.value, 'customer_values.value' FROM customer_values v JOIN customers c ON c.id = v.customer_id WHERE v.customer_id = $1`, [subject]);
    return found.map(({ place, value, ...rest }) => ({ ...rest, value: sealedAt(place, value) }));
  },
  erase: async (ctx, subject) => {
    const removed = await rows<{ id: string }>(ctx.db, "WITH gone AS (DELETE FROM customer_values WHERE customer_id = $1 RETURNING id), tokens AS (DELETE FROM blind_index WHERE subject = $1) SELECT id FROM gone", [subject]);
    await ctx.db.query("UPDATE customers SET name = NULL, position = NULL, organisation_id = NULL WHERE id = $1", [subject]);
    return removed.length + 1;
  },
  // The relationship's end starts the period; until rights and retention exist nothing is due by itself.
  retain: async () => 0,
};
