import { isAgent, rank, decide, SEARCHABLE_PERSONAL, searchTokens, type Ctx } from "../../privacy";

/** A condition over `ticket_search s`, numbered from `from`; null when the query has no word that can be searched. */
export interface SearchCondition { readonly sql: string; readonly parameters: unknown[] }

/**
 * Every word must occur in the ticket. Words inside personal passages stand in a second array, which only viewers who
 * get names and text in clear without a reveal may match: anyone else would be told by a hit what a mask hides.
 */
export const searchCondition = (ctx: Ctx, query: string, from: number): SearchCondition | null => {
  const words = searchTokens(ctx, query);
  if (words.length === 0) return null;
  const personal = mayMatchPersonal(ctx);
  return {
    sql: words.map((_, index) => (personal ? `(s.open_tokens && $${from + index}::bigint[] OR s.personal_tokens && $${from + index}::bigint[])` : `s.open_tokens && $${from + index}::bigint[]`)).join(" AND "),
    parameters: words,
  };
};

const SAMPLE = 100, COMMON_IN_SAMPLE = 5;

/**
 * The newest `limit` hits as a query with `ticket_id` and `activity_at`; `conditions` are over `tickets t`. A common word is found by
 * walking the newest tickets until there are enough, a rare one by the index of words; the wrong way round either takes a hundred times
 * longer, and the server's statistics know common words only. So the newest tickets are asked how common the words are. OFFSET 0 keeps
 * the server from turning one way into the other.
 */
export const newestHits = ({ sql }: SearchCondition, conditions: string, limit: number): string => `
  WITH sample AS MATERIALIZED (SELECT count(*) >= ${COMMON_IN_SAMPLE} AS common FROM (SELECT * FROM ticket_search ORDER BY activity_at DESC LIMIT ${SAMPLE}) s WHERE ${sql})
  (SELECT s.ticket_id, s.activity_at FROM (SELECT * FROM ticket_search ORDER BY activity_at DESC OFFSET 0) s, LATERAL (SELECT FROM tickets t WHERE t.id = s.ticket_id AND ${conditions} OFFSET 0) t WHERE (SELECT common FROM sample) AND ${sql} ORDER BY s.activity_at DESC LIMIT ${limit})
  UNION ALL
  (SELECT s.ticket_id, s.activity_at FROM (SELECT ticket_id, activity_at FROM ticket_search s WHERE NOT (SELECT common FROM sample) AND ${sql} OFFSET 0) s, LATERAL (SELECT FROM tickets t WHERE t.id = s.ticket_id AND ${conditions} OFFSET 0) t ORDER BY s.activity_at DESC LIMIT ${limit})`;

/** Decided like any disclosure: on a ticket in one's own queue, would the text and every searchable passage be clear? */
export const mayMatchPersonal = (ctx: Ctx): boolean => {
  const { viewer } = ctx;
  if (!isAgent(viewer) || viewer.standing.employer.kind !== "inHouse" || !["agent", "lead"].includes(viewer.standing.role)) return false;
  const queue = viewer.standing.queues[0];
  if (!queue) return false;
  return (["correspondence", ...SEARCHABLE_PERSONAL] as const).every((category) => rank(decide(viewer.standing, category, {
    viewerId: viewer.id, purpose: "support", surface: "ticket", restricted: false, policy: viewer.policy, now: ctx.now, subject: "",
    about: { ticket: "", number: "", queue, routedTo: viewer.standing.employer.id, assignee: viewer.id, closed: false },
  }).form) === rank("clear"));
};
