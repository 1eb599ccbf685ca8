import type { Pool } from "pg";
import { ANCHOR_VIEWER } from "./record";
import { entryHash, GENESIS, type HashedEntry } from "./entry";

export interface EvidenceFinding { readonly chain: string; readonly position: number | null; readonly id: string | null; readonly problem: "changed" | "missing" | "broken" | "lost" | "foreign" }
export interface EvidenceVerification { readonly entries: number; readonly chains: number; readonly removed: number; readonly findings: readonly EvidenceFinding[] }

interface Stored { id: string; chain: string; position: number; at: Date; kind: string; fact: string; agent_id: string | null; employer_id: string | null; object_id: string; actor: string; detail: Record<string, string>; network: Buffer | null; note: Buffer | null; prev_hash: Buffer; entry_hash: Buffer }

/** Anything that asks: a pool of the command, or the transaction of a page. */
export type Ask = <T>(sql: string, values: unknown[]) => Promise<T[]>;
export const askPool = (pool: Pool): Ask => async <T>(sql: string, values: unknown[]) => (await pool.query(sql, values)).rows as T[];

const BATCH = 2_000;

const hashedOf = (stored: Stored): HashedEntry => ({
  id: stored.id, chain: stored.chain, position: stored.position, at: stored.at, kind: stored.kind, fact: stored.fact, agentId: stored.agent_id, employerId: stored.employer_id,
  objectId: stored.object_id, actor: stored.actor, detail: stored.detail, network: stored.network, note: stored.note, prevHash: stored.prev_hash,
});

/** The entries of one chain or of all, in the order of their chains, some at a time. */
async function* entriesOf(ask: Ask, chain: string | null): AsyncGenerator<Stored> {
  let [at, position] = ["", 0];
  for (;;) {
    const batch = await ask<Stored>(`SELECT id, chain, position, at, kind, fact, agent_id, employer_id, object_id, actor, detail, network, note, prev_hash, entry_hash FROM evidence
      WHERE (chain, position) > ($1, $2) AND ($3::text IS NULL OR chain = $3) ORDER BY chain, position LIMIT ${BATCH}`, [at, position, chain]);
    yield* batch;
    const last = batch[batch.length - 1];
    if (!last || batch.length < BATCH) return;
    [at, position] = [last.chain, last.position];
  }
}

/** Reads the chains from their first entries on; each entry must be what its hash says and follow the one before it. */
class ChainWalk {
  readonly findings: EvidenceFinding[] = [];
  entries = 0;
  chains = 0;
  private chain = "";
  private position = 0;
  private hash: Buffer = GENESIS;

  take(stored: Stored): void {
    this.entries += 1;
    if (stored.chain !== this.chain) { this.chain = stored.chain; this.position = 0; this.hash = GENESIS; this.chains += 1; }
    const find = (problem: EvidenceFinding["problem"]): void => { this.findings.push({ chain: stored.chain, position: stored.position, id: stored.id, problem }); };
    if (!entryHash(hashedOf(stored)).equals(stored.entry_hash)) find("changed");
    if (stored.position !== this.position + 1) find("missing");
    else if (!stored.prev_hash.equals(this.hash)) find("broken");
    this.position = stored.position;
    this.hash = stored.entry_hash;
  }
}

/** Hashes that the access log names and no entry has: entries that vanished, also from the end of a chain. */
const LOST = `
SELECT l.detail ->> 'evidence' AS hash FROM access_log l
WHERE l.viewer = 'system:${ANCHOR_VIEWER}' AND l.detail ? 'evidence'
  AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.entry_hash = decode(l.detail ->> 'evidence', 'hex'))
  AND NOT EXISTS (SELECT 1 FROM evidence_removals r WHERE decode(l.detail ->> 'evidence', 'hex') = ANY(r.hashes))
ORDER BY l.seq LIMIT 100`;

/** Entries from the time that the access log still covers, which it does not name: they were slipped in. */
const FOREIGN = `
SELECT e.id, e.chain, e.position FROM evidence e
WHERE e.at >= (SELECT at FROM access_log ORDER BY seq LIMIT 1)
  AND NOT EXISTS (SELECT 1 FROM access_log l WHERE l.viewer = 'system:${ANCHOR_VIEWER}' AND l.detail ->> 'evidence' = encode(e.entry_hash, 'hex'))
ORDER BY e.seq LIMIT 100`;

/** Checks one chain, without the access log: enough for a page about one person. */
export const verifyChain = async (ask: Ask, chain: string): Promise<EvidenceVerification> => {
  const walk = new ChainWalk();
  for await (const stored of entriesOf(ask, chain)) walk.take(stored);
  return { entries: walk.entries, chains: walk.chains, removed: 0, findings: walk.findings };
};

/** Checks every chain, and both ways against the hashes in the access log. */
export const verifyEvidence = async (ask: Ask): Promise<EvidenceVerification> => {
  const walk = new ChainWalk();
  for await (const stored of entriesOf(ask, null)) walk.take(stored);
  const [removals] = await ask<{ entries: number }>("SELECT COALESCE(sum(entries), 0)::int AS entries FROM evidence_removals", []);
  const lost = (await ask<{ hash: string }>(LOST, [])).map(({ hash }): EvidenceFinding => ({ chain: hash, position: null, id: null, problem: "lost" }));
  const foreign = (await ask<{ id: string; chain: string; position: number }>(FOREIGN, [])).map((found): EvidenceFinding => ({ ...found, problem: "foreign" }));
  return { entries: walk.entries, chains: walk.chains, removed: removals!.entries, findings: [...walk.findings, ...lost, ...foreign] };
};
