import { rows } from "../../platform/database";
import { sealedAt, type Holder, type SealedPlace } from "../../privacy";

const TABLES = ["home_office_addresses", "home_office_steps", "home_office_inspections"] as const;

/** Home-office agreements: about people who work here, kept to the end of the third year after they leave (class C-3y of the deletion concept). */
export const homeOfficeHolder: Holder = {
  name: "home office",
  places: ["home_office_agreements.household", "home_office_addresses.label", "home_office_addresses.address", "home_office_steps.note", "home_office_inspections.note"],
  describe: () => ({ categories: ["postalAddress", "correspondence"], purposes: ["security", "audit"], sources: ["agent"], recipients: ["agents"], retention: "C-3y" }),
  collect: async (ctx, subject) => {
    const found = await rows<{ what: string; category: "postalAddress" | "correspondence"; at: Date; id: string; place: SealedPlace; value: Buffer }>(ctx.db, `
      SELECT 'homeOffice' AS what, 'correspondence' AS category, created_at AS at, id, 'home_office_agreements.household' AS place, household AS value FROM home_office_agreements WHERE agent_id = $1 AND household IS NOT NULL
      UNION ALL SELECT 'homeOfficeAddress', 'postalAddress', h.created_at, d.id, 'home_office_addresses.label', d.label FROM home_office_addresses d JOIN home_office_agreements h ON h.id = d.agreement_id WHERE d.agent_id = $1
      UNION ALL SELECT 'homeOfficeAddress', 'postalAddress', h.created_at, d.id, 'home_office_addresses.address', d.address FROM home_office_addresses d JOIN home_office_agreements h ON h.id = d.agreement_id WHERE d.agent_id = $1
      UNION ALL SELECT 'homeOfficeNote', 'correspondence', at, id, 'home_office_steps.note', note FROM home_office_steps WHERE agent_id = $1 AND note IS NOT NULL
      UNION ALL SELECT 'homeOfficeNote', 'correspondence', closed_at, id, 'home_office_inspections.note', note FROM home_office_inspections WHERE agent_id = $1 AND note IS NOT NULL`, [subject]);
    return found.map(({ what, category, at, id, place, value }) => ({ what, category, at, reference: id, value: sealedAt(place, value) }));
  },
  /** Destroying the key makes it noise; rows without a readable word stay as long as the evidence does. */
  erase: async (ctx, subject) => {
    let removed = 0;
    for (const table of TABLES) removed += (await rows(ctx.db, `WITH gone AS (DELETE FROM ${table} WHERE agent_id = $1 RETURNING id) SELECT id FROM gone`, [subject])).length;
    await rows(ctx.db, "UPDATE home_office_agreements SET household = NULL WHERE agent_id = $1", [subject]);
    return removed;
  },
  /** What ended before `before`, with all that belongs to it. */
  retain: async (ctx, before) => (await rows(ctx.db, "WITH gone AS (DELETE FROM home_office_agreements WHERE LEAST(valid_until, ended_at) < $1 RETURNING id) SELECT id FROM gone", [before])).length,
};
