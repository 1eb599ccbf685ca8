import { randomUUID } from "node:crypto";
import { isAgent, type Ctx } from "../../privacy";

export type TicketEventKind = "opened" | "replied" | "noted" | "customerWrote" | "assigned" | "unassigned" | "closed" | "reopened" | "waiting" | "priority" | "purpose" | "queue" | "routed" | "mailFailed" | "marked" | "customerChanged" | "withdrawn";

/** Writes down who did what to a ticket and when. Details are codes and ids, never personal values. */
export const record = async (ctx: Ctx, ticketId: string, kind: TicketEventKind, detail: Readonly<Record<string, string>> = {}, actor?: { kind: "customer"; id: string }): Promise<void> => {
  const who = actor ?? (isAgent(ctx.viewer) ? { kind: "agent", id: ctx.viewer.id } : { kind: "system", id: null });
  await ctx.db.query("INSERT INTO ticket_events (id, ticket_id, at, actor_kind, actor_id, kind, detail) VALUES ($1,$2,$3,$4,$5,$6,$7)",
    [randomUUID(), ticketId, ctx.now, who.kind, who.id, kind, JSON.stringify(detail)]);
};
