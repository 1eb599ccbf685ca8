import { LeafError, leafBytes, type AccessRow } from "./leaf";
import { leafHash } from "./merkle";

/**
 * The columns of a row as its leaf sees them; `a` is the access log. The time comes as text with microseconds: a Date would drop
 * the digits that a forger could use.
 */
export const ROW_COLUMNS = `a.id, a.seq, to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') AS at, a.viewer, a.role, a.employer, a.team, a.contract,
  a.place, a.action, a.subjects, a.ticket, a.forms, a.purpose, a.reason, a.recipient, a.count, a.decision, a.session, a.client, a.detail`;

/** A row as read with ROW_COLUMNS, perhaps among other columns. */
export type StoredRow = AccessRow;

/** "2026-01-31T08:00:00.000000" to milliseconds; anything finer stays and makes the row malformed. */
const timeOf = (stored: string): string => (stored.endsWith("000") ? `${stored.slice(0, -3)}Z` : `${stored}Z`);

/** The row without what else its query has read. */
export const accessRowOf = (stored: StoredRow): AccessRow => ({
  id: stored.id, seq: stored.seq, at: timeOf(stored.at), viewer: stored.viewer, role: stored.role, employer: stored.employer, team: stored.team,
  contract: stored.contract, place: stored.place, action: stored.action, subjects: stored.subjects, ticket: stored.ticket, forms: stored.forms,
  purpose: stored.purpose, reason: stored.reason, recipient: stored.recipient, count: stored.count, decision: stored.decision,
  session: stored.session, client: stored.client, detail: stored.detail,
});

/** The leaf hash of a row as read back, or null for a row that no leaf can carry. */
export const leafHashOf = (stored: StoredRow): Buffer | null => {
  try {
    return leafHash(leafBytes(accessRowOf(stored)));
  } catch (error) {
    if (error instanceof LeafError) return null;
    throw error;
  }
};
