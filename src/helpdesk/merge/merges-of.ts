import { prepared } from "../../platform/database";
import type { AgentCtx } from "../../privacy";
import type { TicketFacts } from "../tickets/about-ticket";

export interface MergeNote { readonly number: string; readonly path: string; readonly undoPath: string | null; readonly until: string }
/** What a ticket became part of, and what became part of it. */
export interface Merges { readonly into: MergeNote | null; readonly parts: readonly MergeNote[] }

export const mergesOf = async (ctx: AgentCtx, { id, number }: TicketFacts): Promise<Merges> => {
  const found = await prepared<{ id: string; source: string; target: string; undo_until: Date; open: boolean }>(ctx.db, `SELECT m.id, s.number AS source, t.number AS target, m.undo_until, m.undo_until > $2 AS open
    FROM ticket_merges m JOIN tickets s ON s.id = m.source_id JOIN tickets t ON t.id = m.target_id WHERE (m.source_id = $1 OR m.target_id = $1) AND m.undone_at IS NULL ORDER BY m.at DESC`, [id, ctx.now]);
  const note = (merge: (typeof found)[number], other: string): MergeNote => ({ number: other, path: `/tickets/${other}`, undoPath: merge.open ? `/tickets/${number}/merges/${merge.id}/reversal` : null, until: merge.undo_until.toISOString() });
  const into = found.find(({ source }) => source === number);
  return { into: into ? note(into, into.target) : null, parts: found.filter(({ target }) => target === number).map((merge) => note(merge, merge.source)) };
};
