import { z } from "zod";
import { rows } from "../../platform/database";
import { allow } from "../../platform/faults";
import { TIME_ZONE } from "../../platform/i18n";
import { agentNames } from "../../identity";
import { append, openStaff, sealedAt, type Ctx } from "../../privacy";
import { evidencePolicy } from "./policy";
import { EVIDENCE_KINDS, type EvidenceKind } from "./record";

const optional = <T extends z.ZodType>(schema: T) => z.union([z.literal(""), schema]).optional().transform((value) => (value === "" || value === undefined ? null : value)).catch(null);
/** One person, one day (of the house's time zone), one sort of paper; each may be open. */
export const EvidenceQuery = z.object({ person: optional(z.uuid()), day: optional(z.iso.date()), kind: optional(z.enum(EVIDENCE_KINDS)) });
export type EvidenceFilter = z.infer<typeof EvidenceQuery>;

/** One entry as a reader gets it: names of people by their ids, the sealed columns opened. */
export interface EvidenceLine {
  readonly id: string; readonly chain: string; readonly position: number; readonly at: Date; readonly kind: EvidenceKind; readonly fact: string; readonly agentId: string | null; readonly employerId: string | null; readonly objectId: string;
  readonly actor: string; readonly person: string; readonly actorName: string; readonly employer: string; readonly detail: Readonly<Record<string, string>>; readonly network: string; readonly note: string;
  readonly sealed: { readonly network: string | null; readonly note: string | null }; readonly prevHash: string; readonly entryHash: string;
}

interface Stored { id: string; chain: string; position: number; at: Date; kind: EvidenceKind; fact: string; agent_id: string | null; employer_id: string | null; object_id: string; actor: string; employer: string | null; detail: Record<string, string>; network: Buffer | null; note: Buffer | null; prev_hash: Buffer; entry_hash: Buffer }

const FOUND = `
SELECT v.*, e.name AS employer FROM evidence v LEFT JOIN employers e ON e.id = v.employer_id
WHERE ($1::uuid IS NULL OR v.agent_id = $1) AND ($2::date IS NULL OR (v.at AT TIME ZONE '${TIME_ZONE}')::date = $2) AND ($3::text IS NULL OR v.kind = $3)
ORDER BY v.seq DESC LIMIT $4`;

const UUID = /^[0-9a-f-]{36}$/;

/**
 * Entries of evidence, the newest first. Reading them is an access to the people they are about and stands in the access
 * log. Throws Forbidden for everybody but privacy.
 */
export const listEvidence = async (ctx: Ctx, filter: EvidenceFilter, { action, most }: { action: "view" | "export"; most: number }): Promise<EvidenceLine[]> => {
  allow(evidencePolicy.read(ctx.viewer), "forbidden");
  const found = await rows<Stored>(ctx.db, FOUND, [filter.person, filter.day, filter.kind, most]);
  const names = await agentNames(ctx, found.flatMap(({ agent_id: agent, actor }) => [...(agent ? [agent] : []), ...(UUID.test(actor) ? [actor] : [])]));
  const opened = await openStaff(ctx, found.flatMap(({ agent_id: agent, network, note }) => [{ agentId: agent ?? "", value: sealedAt("evidence.network", network) }, { agentId: agent ?? "", value: sealedAt("evidence.note", note) }]).filter(({ agentId }) => agentId !== ""));
  let next = 0;
  const lines = found.map((one): EvidenceLine => {
    const [network, note] = one.agent_id ? [opened[next++], opened[next++]] : [null, null];
    return {
      id: one.id, chain: one.chain, position: one.position, at: one.at, kind: one.kind, fact: one.fact, agentId: one.agent_id, employerId: one.employer_id, objectId: one.object_id, actor: one.actor, employer: one.employer ?? "",
      person: one.agent_id ? names.get(one.agent_id) ?? "" : "", actorName: names.get(one.actor) ?? "", detail: one.detail, network: network ?? "", note: note ?? "",
      sealed: { network: one.network?.toString("hex") ?? null, note: one.note?.toString("hex") ?? null }, prevHash: one.prev_hash.toString("hex"), entryHash: one.entry_hash.toString("hex"),
    };
  });
  const subjects = [...new Set(lines.flatMap(({ agentId }) => (agentId ? [agentId] : [])))].sort();
  await append(ctx, [{ action, subjects, ticket: null, forms: { name: "clear", onlineIdentifier: "clear", correspondence: "clear" }, purpose: "audit", count: lines.length, detail: { what: "evidence", ...(filter.day ? { day: filter.day } : {}) } }]);
  return lines;
};
