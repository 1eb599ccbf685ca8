import { rows } from "../../platform/database";
import { NotFound } from "../../platform/faults";
import { isAgent, openStaff, sealedAt, type Ctx } from "../../privacy";
import { readableBy } from "../tickets/policy";

const VIEWING_SECONDS = 120;
const TYPING_SECONDS = 8;

/** Whether this viewer finds the ticket; the same condition as everywhere. */
export const mayHearTicket = async (ctx: Ctx, ticketId: string): Promise<boolean> => {
  const scope = readableBy(ctx.viewer, 2);
  return (await rows(ctx.db, `SELECT 1 FROM tickets t WHERE t.id = $1 AND ${scope.sql}`, [ticketId, ...scope.parameters])).length === 1;
};

/** Writes down that the viewer is at a ticket, or types there, for a short while; going away removes it. */
export const bePresent = async (ctx: Ctx, ticketId: string, state: "viewing" | "typing" | "left"): Promise<void> => {
  if (!isAgent(ctx.viewer)) return;
  if (state === "left") { await ctx.db.query("DELETE FROM ticket_presence WHERE ticket_id = $1 AND agent_id = $2", [ticketId, ctx.viewer.id]); return; }
  const until = (seconds: number): Date => new Date(ctx.now.getTime() + seconds * 1000);
  await ctx.db.query(`INSERT INTO ticket_presence (ticket_id, agent_id, seen_until, typing_until) VALUES ($1, $2, $3, $4)
    ON CONFLICT (ticket_id, agent_id) DO UPDATE SET seen_until = EXCLUDED.seen_until, typing_until = COALESCE(EXCLUDED.typing_until, ticket_presence.typing_until)`,
  [ticketId, ctx.viewer.id, until(VIEWING_SECONDS), state === "typing" ? until(TYPING_SECONDS) : null]);
};

export interface PresentPerson { readonly name: string; readonly initials: string; readonly typing: boolean }

/** Who else is at this ticket now: colleagues, by name. Throws NotFound outside the viewer's scope. */
export const whoIsPresent = async (ctx: Ctx, ticketId: string): Promise<PresentPerson[]> => {
  if (!isAgent(ctx.viewer) || !(await mayHearTicket(ctx, ticketId))) throw new NotFound("ticketNotFound");
  const found = await rows<{ id: string; name: Buffer; typing: boolean }>(ctx.db, `SELECT a.id, a.name, COALESCE(p.typing_until > $3, false) AS typing
    FROM ticket_presence p JOIN agents a ON a.id = p.agent_id WHERE p.ticket_id = $1 AND p.agent_id <> $2 AND p.seen_until > $3 ORDER BY p.seen_until DESC LIMIT 8`, [ticketId, ctx.viewer.id, ctx.now]);
  const names = await openStaff(ctx, found.map(({ id, name }) => ({ agentId: id, value: sealedAt("agents.name", name) })));
  return found.map(({ typing }, index) => ({ name: names[index] ?? "", initials: initialsOf(names[index] ?? ""), typing }));
};

export const initialsOf = (name: string): string => name.split(/\s+/u).filter(Boolean).map((part) => [...part][0]!.toUpperCase()).filter((_, index, all) => index === 0 || index === all.length - 1).join("");
