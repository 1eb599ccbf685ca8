import { NotFound } from "../../platform/faults";
import { row } from "../../platform/database";
import type { About, AgentViewer, Ctx } from "../../privacy";
import { readableBy, ticketPolicy } from "./policy";
import { Ticket } from "./ticket";

/** Finds and saves tickets inside the viewer's scope. What one may not read one does not find: NotFound. */
export const ticketsFor = (ctx: Ctx) => ({
  /** Reads and locks one ticket for a change. Throws NotFound outside the scope, in the same words and steps. */
  lock: async (number: string): Promise<Ticket> => {
    const scope = readableBy(ctx.viewer, 2);
    const found = await row<{ id: string }>(ctx.db, `SELECT t.id FROM tickets t WHERE t.number = $1 AND ${scope.sql} FOR UPDATE`, [number, ...scope.parameters]);
    const ticket = found ? await ctx.db.findOneBy(Ticket, { id: found.id }) : null;
    if (!ticket || !ticketPolicy.read(ctx.viewer, ticket)) throw new NotFound("ticketNotFound");
    return ticket;
  },
  /** Saves what a command may change, counts the change, and tells the screens after the commit. */
  save: async (ticket: Ticket, options: { activity: boolean } = { activity: true }): Promise<void> => {
    ticket.version += 1;
    if (options.activity) ticket.activityAt = ctx.now;
    await ctx.db.query("UPDATE tickets SET queue_id = $2, routed_to = $3, status = $4, priority = $5, purpose = $6, level = $7, assignee_id = $8, activity_at = $9, version = $10 WHERE id = $1",
      [ticket.id, ticket.queueId, ticket.routedTo, ticket.status, ticket.priority, ticket.purpose, ticket.level, ticket.assigneeId, ticket.activityAt, ticket.version]);
    announce(ctx, ticket);
  },
});

/**
 * Tells open pages that this ticket changed, and the lists that show it: the queue's for in-house people, the
 * processor's own for its people, who must not even learn when other tickets of a queue are busy. Ids only.
 */
export const announce = (ctx: Ctx, ticket: Pick<Ticket, "id" | "queueId" | "routedTo" | "version">): void => {
  for (const topic of [`ticket:${ticket.id}`, `queue:${ticket.queueId}`, `route:${ticket.routedTo}`]) ctx.signal({ topic, id: ticket.id, version: ticket.version });
};

/** The topics that a person's list listens to. */
export const listTopics = ({ standing }: AgentViewer): string[] =>
  (standing.employer.kind === "inHouse" ? standing.queues.map((queue) => `queue:${queue}`) : [`route:${standing.employer.id}`]);

/** The ticket as the reason to look, for the kernel. */
export const aboutOf = (ticket: { id: string; number: string; queueId: string; routedTo: string; assigneeId: string | null; status: string }): About => ({
  ticket: ticket.id, number: ticket.number, queue: ticket.queueId, routedTo: ticket.routedTo, assignee: ticket.assigneeId, closed: ticket.status === "closed",
});
