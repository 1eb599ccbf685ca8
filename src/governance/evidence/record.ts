import { randomUUID } from "node:crypto";
import { row, rows } from "../../platform/database";
import { append, openSealer, type Ctx, type Viewer } from "../../privacy";
import { chainOf, entryHash, GENESIS, type HashedEntry } from "./entry";

/** The sorts of paper whose life is recorded. */
export const EVIDENCE_KINDS = ["acknowledgement", "homeOffice", "placeOfWork", "training", "contract", "document", "person"] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

export interface NewEvidence {
  readonly kind: EvidenceKind;
  /** Whose paper it is; absent for things that are nobody's own (a contract, a document). */
  readonly agentId?: string | null;
  readonly employerId?: string | null;
  /** The paper itself. */
  readonly objectId: string;
  /** What happened, past tense: "presented", "acknowledged", "suspended". */
  readonly fact: string;
  /** Codes, ids, dates, numbers and hashes; never a name, an address or a sentence about somebody. */
  readonly detail?: Readonly<Record<string, string>>;
  /** A truncated network; sealed under the person's key. */
  readonly network?: string | null;
  /** A free note about the person; sealed under the person's key. */
  readonly note?: string | null;
}

export interface RecordedEvidence { readonly id: string; readonly position: number; readonly hash: string }

const WORD = /^[a-z][A-Za-z0-9]{1,40}$/;
/** What a code, a date, a hash or a title of a document looks like. An address or a sentence is refused: it belongs into `note`. */
const CODE = /^[\p{L}\p{N}\p{Pd} .,:;_+/()%#=§]{0,200}$/u;

/** Throws for what must not stand in clear. The message names the key, never the value. */
const checkWords = ({ kind, fact, detail = {}, agentId, network, note }: NewEvidence): void => {
  for (const word of [kind, fact, ...Object.keys(detail)]) if (!WORD.test(word)) throw new Error("A kind, a fact or a key of evidence is no plain word.");
  for (const [key, value] of Object.entries(detail)) if (!CODE.test(value)) throw new Error(`The detail "${key}" of evidence is no code: what is free text belongs into the sealed note.`);
  if (!agentId && (network || note)) throw new Error("A note or a network belongs to a person: evidence without one has neither.");
};

/** Who did it: an agent by id, or the program by the name of its task. */
const actorOf = (viewer: Viewer): string => (viewer.kind === "agent" ? viewer.id : viewer.kind === "system" ? `system:${viewer.name}` : "visitor");

/** Writers of one chain come one after the other, others do not wait. Ends with the transaction. */
const lockChain = (ctx: Ctx, chain: string): Promise<unknown> => rows(ctx.db, "SELECT pg_advisory_xact_lock(hashtextextended($1, 7341926))", [`evidence ${chain}`]);

/**
 * Appends one life event of a paper to the chain of its person, or of the object where there is no person, in the
 * transaction of what happened: both are kept or neither. The hash also goes into the signed access log, so that entries
 * that vanish from the end of a chain are missed there.
 */
export const recordEvidence = async (ctx: Ctx, evidence: NewEvidence): Promise<RecordedEvidence> => {
  checkWords(evidence);
  const { kind, fact, objectId, agentId = null, employerId = null, detail = {} } = evidence;
  const chain = chainOf(agentId, objectId);
  const sealed = await seal(ctx, evidence);
  await lockChain(ctx, chain);
  const last = await row<{ position: number; entry_hash: Buffer }>(ctx.db, "SELECT position, entry_hash FROM evidence WHERE chain = $1 ORDER BY position DESC LIMIT 1", [chain]);
  const entry: HashedEntry = {
    id: randomUUID(), chain, position: (last?.position ?? 0) + 1, at: ctx.now, kind, fact, agentId, employerId, objectId, actor: actorOf(ctx.viewer), detail,
    ...sealed, prevHash: last?.entry_hash ?? GENESIS,
  };
  const hash = entryHash(entry);
  await rows(ctx.db, `INSERT INTO evidence (id, chain, position, at, kind, fact, agent_id, employer_id, object_id, actor, detail, network, note, prev_hash, entry_hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
  [entry.id, chain, entry.position, entry.at, kind, fact, agentId, employerId, objectId, entry.actor, JSON.stringify(detail), entry.network, entry.note, entry.prevHash, hash]);
  await anchor(ctx, hash);
  return { id: entry.id, position: entry.position, hash: hash.toString("hex") };
};

const seal = async (ctx: Ctx, { agentId, network, note }: NewEvidence): Promise<Pick<HashedEntry, "network" | "note">> => {
  if (!agentId || (!network && !note)) return { network: null, note: null };
  const sealer = await openSealer(ctx, agentId);
  return {
    network: network ? sealer.seal("evidence.network", network).toPostgres() : null,
    note: note ? sealer.seal("evidence.note", note).toPostgres() : null,
  };
};

/** The viewer in whose name hashes stand in the access log: no pseudonym, or it would lead to a person. */
export const ANCHOR_VIEWER = "evidence";

const anchor = (ctx: Ctx, hash: Buffer): Promise<void> => append({ ...ctx, viewer: { kind: "system", name: ANCHOR_VIEWER } }, [{
  action: "create", subjects: [], ticket: null, forms: {}, purpose: "audit", count: 1, detail: { evidence: hash.toString("hex") },
}]);
