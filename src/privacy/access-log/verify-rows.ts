import { row } from "../../platform/database";
import { nameOf, type Findings, type Named } from "./verify-findings";
import type { Reading } from "./verify-walk";

const PAGE = 20_000;

/** Rows without a leaf are no fault for as long as the job may take. */
const PAGES = `
  WITH page AS (SELECT a.seq, a.id, a.at FROM access_log a WHERE a.seq > $1 ORDER BY a.seq LIMIT ${PAGE}),
  judged AS (SELECT p.*, (SELECT l.leaf_index FROM access_log_leaves l WHERE l.row_seq = p.seq) IS NULL AS bare FROM page p)
  SELECT max(seq) AS last, count(*)::int AS count, count(*) FILTER (WHERE bare AND at >= $2::timestamptz - interval '10 minutes')::int AS fresh,
    coalesce(json_agg(json_build_object('seq', seq::text, 'id', id, 'at', to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'ahead', at > $2::timestamptz + interval '10 minutes') ORDER BY seq)
      FILTER (WHERE at > $2::timestamptz + interval '10 minutes' OR (bare AND at < $2::timestamptz - interval '10 minutes')), '[]') AS suspects
  FROM judged`;
interface Page { last: string | null; count: number; fresh: number; suspects: (Named & { seq: string; ahead: boolean })[] }

export interface RowsSeen { rows: number; fresh: number }

/**
 * Looks for rows that have no leaf though the job had ten minutes: those below a row that has one (`seenSeq`) were inserted behind the
 * program's back, those above wait for a job that stands still. Rows whose time lies ahead are named too: they would hide among the fresh.
 */
export const verifyRows = async (read: Reading, findings: Findings, now: Date, seenSeq: string): Promise<RowsSeen> => {
  const seen: RowsSeen = { rows: 0, fresh: 0 };
  for (let after: string | null = "-9223372036854775808"; after !== null;) {
    const page: Page | null = await read((db) => row<Page>(db, PAGES, [after, now]));
    for (const suspect of page!.suspects) judge(findings, suspect, seenSeq);
    [seen.rows, seen.fresh] = [seen.rows + page!.count, seen.fresh + page!.fresh];
    after = page!.last;
  }
  return seen;
};

const judge = (findings: Findings, suspect: Page["suspects"][number], seenSeq: string): void => {
  const name = nameOf(suspect);
  if (suspect.ahead) findings.add("rowAhead", `${name} has a time that has not come yet: it was inserted or changed.`, suspect.seq);
  else if (BigInt(suspect.seq) <= BigInt(seenSeq)) findings.add("rowInserted", `${name} has no leaf although later rows have: it was inserted behind the program's back, or its leaf was removed.`, suspect.seq);
  else findings.add("rowWaiting", `${name} has waited for its leaf for more than 10 minutes: the job stands still.`, suspect.seq);
};
