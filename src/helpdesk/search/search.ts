import { isAgent, rank, decide, searchTokens, type Ctx } from "../../privacy";

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

/** Decided like any disclosure: on a ticket in one's own queue, would names, addresses and text be clear? */
export const mayMatchPersonal = (ctx: Ctx): boolean => {
  const { viewer } = ctx;
  if (!isAgent(viewer) || viewer.standing.employer.kind !== "inHouse" || !["agent", "lead"].includes(viewer.standing.role)) return false;
  const queue = viewer.standing.queues[0];
  if (!queue) return false;
  return (["correspondence", "name", "email"] as const).every((category) => rank(decide(viewer.standing, category, {
    viewerId: viewer.id, purpose: "support", surface: "ticket", restricted: false, policy: viewer.policy, now: ctx.now, subject: "",
    about: { ticket: "", number: "", queue, routedTo: viewer.standing.employer.id, assignee: viewer.id, closed: false },
  }).form) === rank("clear"));
};
