import { randomUUID } from "node:crypto";
import { z } from "zod";
import { createSealer, indexValue, lookUp, newSubjectId, openSealer, type Category, type Ctx, type Sealer } from "../privacy";
import { Customer, CustomerValue, VALUE_LABELS, type ValueLabel } from "./customer";

/** Kinds of values a record can hold beside the name. */
export const VALUE_CATEGORIES = ["email", "phone", "postalAddress", "customerNumber", "birthDate", "bankDetails", "paymentCard", "officialId", "onlineIdentifier"] as const;
export type ValueCategory = (typeof VALUE_CATEGORIES)[number];

const text = (max: number) => z.string().trim().min(1).max(max);
export const NewCustomer = z.object({
  name: text(200).nullable(),
  language: z.enum(["de", "en"]),
  organisationId: z.uuid().nullable().default(null),
  position: text(100).nullable().default(null),
  values: z.array(z.object({ category: z.enum(VALUE_CATEGORIES), label: z.enum(VALUE_LABELS).default(""), value: text(500) })).max(50),
});
export type NewCustomer = z.input<typeof NewCustomer>;

/** Records a person: makes the key, seals each value under it, and puts what can be said into the blind index. */
export const recordCustomer = async (ctx: Ctx, input: NewCustomer): Promise<string> => {
  const customer = NewCustomer.parse(input);
  const id = newSubjectId();
  const sealer = await createSealer(ctx, id);
  await ctx.db.insert(Customer, {
    id, name: customer.name ? sealer.seal("customers.name", customer.name) : null, language: customer.language,
    organisationId: customer.organisationId, position: customer.position ? sealer.seal("customers.position", customer.position) : null, createdAt: ctx.now, version: 1,
  });
  if (customer.name) await indexValue(ctx, { subject: id, valueId: id, category: "name", clear: customer.name });
  await insertValues(ctx, sealer, customer.values, 0);
  return id;
};

/** Adds values to a known person, after those that are there. */
export const addValues = async (ctx: Ctx, customerId: string, values: { category: ValueCategory; label?: ValueLabel; value: string }[]): Promise<void> => {
  const sealer = await openSealer(ctx, customerId);
  const [{ next }] = await ctx.db.query("SELECT COALESCE(max(position) + 1, 0)::int AS next FROM customer_values WHERE customer_id = $1", [customerId]) as [{ next: number }];
  await insertValues(ctx, sealer, values, next);
};

const insertValues = async (ctx: Ctx, sealer: Sealer, values: readonly { category: Category; label?: ValueLabel; value: string }[], from: number): Promise<void> => {
  const entries = values.map((entry, index) => ({ id: randomUUID(), ...entry, label: entry.label ?? "", position: from + index }));
  if (entries.length === 0) return;
  await ctx.db.insert(CustomerValue, entries.map(({ id, category, label, value, position }) => ({
    id, customerId: sealer.subject, category, label, position, value: sealer.seal("customer_values.value", value),
  })));
  for (const entry of entries) await indexValue(ctx, { subject: sealer.subject, valueId: entry.id, category: entry.category, clear: entry.value });
};

/** The person who writes from this address, or a new record for them. An address that several people share finds the oldest; one who was erased is not found. */
export const findOrRecordByEmail = async (ctx: Ctx, email: string, name: string | null, language: "de" | "en"): Promise<{ id: string; isNew: boolean }> => {
  const found = await lookUp(ctx, "email", email);
  if (found.length > 0) {
    const oldest = await ctx.db.query("SELECT c.id FROM customers c JOIN data_keys k ON k.subject = c.id AND k.destroyed_at IS NULL WHERE c.id = ANY($1) ORDER BY c.created_at, c.id LIMIT 1", [found]) as { id: string }[];
    if (oldest[0]) return { id: oldest[0].id, isNew: false };
  }
  return { id: await recordCustomer(ctx, { name, language, values: [{ category: "email", value: email }] }), isNew: true };
};
