import { rows } from "../../platform/database";
import { sealedAt, type Holder } from "../../privacy";

/** What the evidence of papers keeps about the people who work here. */
export const evidenceHolder: Holder = {
  name: "evidence",
  places: ["evidence.network", "evidence.note"],
  describe: () => ({ categories: ["onlineIdentifier", "correspondence"], purposes: ["audit"], sources: ["agent", "system"], recipients: ["agents"], retention: "C-3y" }),
  collect: async (ctx, subject) => {
    const found = await rows<{ id: string; at: Date; network: Buffer | null; note: Buffer | null }>(ctx.db, "SELECT id, at, network, note FROM evidence WHERE agent_id = $1 AND (network IS NOT NULL OR note IS NOT NULL) ORDER BY position", [subject]);
    return found.flatMap(({ id, at, network, note }) => [
      ...(network ? [{ what: "network", category: "onlineIdentifier" as const, at, reference: id, value: sealedAt("evidence.network", network) }] : []),
      ...(note ? [{ what: "note", category: "correspondence" as const, at, reference: id, value: sealedAt("evidence.note", note) }] : []),
    ]);
  },
  /** Destroying the key makes note and network noise; the chain stays whole, because it hashes ciphertext. */
  erase: async () => 0,
  /** Whole chains of people who left, at the end of the third calendar year; the database function holds the rule. */
  retain: async (ctx, before) => (await rows<{ removed: number }>(ctx.db, "SELECT evidence_retain($1) AS removed", [before]))[0]!.removed,
};
