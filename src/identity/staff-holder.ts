import { randomBytes } from "node:crypto";
import { rows } from "../platform/database";
import { sealedAt, type Holder } from "../privacy";

/** What is kept about the people who work here. Their pseudonym stays: the access log must be able to say who it was. */
export const staffHolder: Holder = {
  name: "staff",
  places: ["agents.name", "agents.email", "agents.totp_secret", "agents.totp_pending"],
  describe: () => ({ categories: ["name", "email"], purposes: ["security"], sources: ["agent"], recipients: ["agents"], retention: "C-3y" }),
  collect: async (ctx, subject) => {
    const found = await rows<{ name: Buffer; email: Buffer; created_at: Date }>(ctx.db, "SELECT name, email, created_at FROM agents WHERE id = $1", [subject]);
    return found.flatMap(({ name, email, created_at: at }) => [
      { what: "name", category: "name" as const, at, reference: subject, value: sealedAt("agents.name", name) },
      { what: "email", category: "email" as const, at, reference: subject, value: sealedAt("agents.email", email) },
    ]);
  },
  /** Destroying the key makes name and address noise; what is left is what signing in needed. */
  erase: async (ctx, subject) => {
    const erased = await rows<{ id: string }>(ctx.db, `
      WITH codes AS (DELETE FROM recovery_codes WHERE agent_id = $1), links AS (DELETE FROM one_time_links WHERE agent_id = $1), signed AS (DELETE FROM sign_ins WHERE agent_id = $1),
      gone AS (UPDATE agents SET state = 'left', password_hash = NULL, totp_secret = NULL, totp_pending = NULL, totp_confirmed_at = NULL, totp_last_step = NULL, email_token = $2
        WHERE id = $1 RETURNING id)
      SELECT id FROM gone`, [subject, randomBytes(32)]);
    return erased.length;
  },
  /** Sign-ins that have ended are of no use after the period; people go by erasure. */
  retain: async (ctx, before) => (await rows<{ id: string }>(ctx.db, "WITH gone AS (DELETE FROM sign_ins WHERE ends_at < $1 RETURNING id) SELECT id FROM gone", [before])).length,
};
