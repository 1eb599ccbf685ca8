import { rows } from "../../platform/database";
import type { Holder } from "../../privacy";

/** Declarations of the place of work: about people who work here, kept for 90 days and then gone (domain rule 2). */
export const placeHolder: Holder = {
  name: "place of work",
  places: [],
  describe: () => ({ categories: ["onlineIdentifier"], purposes: ["security"], sources: ["agent", "system"], recipients: ["agents"], retention: "A-90d" }),
  collect: async (ctx, subject) => {
    const found = await rows<{ id: string; from_at: Date }>(ctx.db, "SELECT id, from_at FROM place_declarations WHERE agent_id = $1 ORDER BY from_at", [subject]);
    return found.map(({ id, from_at: at }) => ({ what: "placeOfWork", category: "onlineIdentifier", at, reference: id, value: null }));
  },
  erase: async (ctx, subject) => (await rows(ctx.db, "WITH gone AS (DELETE FROM place_declarations WHERE agent_id = $1 RETURNING id) SELECT id FROM gone", [subject])).length,
  retain: async (ctx, before) => (await rows(ctx.db, "WITH gone AS (DELETE FROM place_declarations WHERE until_at < $1 RETURNING id) SELECT id FROM gone", [before])).length,
};
