import { createHash } from "node:crypto";

/** One entry as it is hashed: everything that stands in its row except the hash itself. Sealed columns take part as ciphertext. */
export interface HashedEntry {
  readonly id: string; readonly chain: string; readonly position: number; readonly at: Date; readonly kind: string; readonly fact: string;
  readonly agentId: string | null; readonly employerId: string | null; readonly objectId: string; readonly actor: string;
  readonly detail: Readonly<Record<string, string>>;
  readonly network: Buffer | null; readonly note: Buffer | null;
  readonly prevHash: Buffer;
}

/** What stands before the first entry of every chain. */
export const GENESIS = Buffer.alloc(32);

const FORMAT = "diskret evidence 1";

/** A list of fixed order, so that one content has one spelling: JSON of strings, numbers and null, keys of the detail sorted. */
const canonical = (entry: HashedEntry): string => JSON.stringify([
  FORMAT, entry.chain, entry.position, entry.id, entry.at.toISOString(), entry.kind, entry.fact, entry.agentId, entry.employerId, entry.objectId, entry.actor,
  Object.entries(entry.detail).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
  entry.network?.toString("hex") ?? null, entry.note?.toString("hex") ?? null, entry.prevHash.toString("hex"),
]);

/** SHA-256 over the entry and the hash of the one before it. */
export const entryHash = (entry: HashedEntry): Buffer => createHash("sha256").update(canonical(entry)).digest();

export const chainOf = (agentId: string | null, objectId: string): string => (agentId ? `agent:${agentId}` : `object:${objectId}`);

/** A fact in words; the code itself where a room has given it none yet, because a desk must show every entry. */
export const factText = (t: (key: string) => string, fact: string): string => {
  const key = `evidence.fact.${fact}`;
  const text = t(key);
  return text === key ? fact : text;
};

/** Who did it, in words: a colleague by name, the program, or nobody who had signed in. */
export const actorText = (t: (key: string) => string, { actor, actorName }: { readonly actor: string; readonly actorName: string }): string =>
  actorName || t(actor.startsWith("system:") ? "evidence.program" : actor === "visitor" ? "evidence.visitor" : "identity.people.erased");
