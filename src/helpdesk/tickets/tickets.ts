import { Conflict, NotFound } from "../../platform/faults";
import { prepared, sendAlong } from "../../platform/database";
import { isInHouse, sealedAt, type About, type AgentViewer, type Ctx } from "../../privacy";
import { readableBy, ticketPolicy } from "./policy";
import { processorScope } from "./processor-scope";
import { Ticket } from "./ticket";

/** All columns of `tickets` under the names of the entity. */
const columnsOf = (ctx: Ctx): string => ctx.db.connection.getMetadata(Ticket).columns.map(({ databaseName, propertyName }) => `t.${databaseName} AS "${propertyName}"`).join(", ");
type Columns = Omit<Ticket, "subject"> & { readonly subject: Buffer };

/** Finds and saves tickets inside the viewer's scope. What one may not read one does not find: NotFound. */
export const ticketsFor = (ctx: Ctx) => ({
  /** Reads and locks one ticket for a change. Throws NotFound outside the scope, in the same words and steps; Conflict where it became part of another, unless that is what is changed. */
  lock: async (number: string, options: { merged: boolean } = { merged: false }): Promise<Ticket> => {
    const scope = readableBy(ctx.viewer, 2);
    const [found] = await prepared<Columns>(ctx.db, `SELECT ${columnsOf(ctx)} FROM tickets t WHERE t.number = $1 AND ${scope.sql} FOR UPDATE`, [number, ...scope.parameters]);
    const ticket = found ? Object.assign(new Ticket(), found, { subject: sealedAt("tickets.subject", found.subject) }) : null;
    if (!ticket || !ticketPolicy.read(ctx.viewer, ticket)) throw new NotFound("ticketNotFound");
    if (ticket.mergedInto && !options.merged) throw new Conflict("ticketMerged");
    return ticket;
  },
  /** Saves what a command may change, counts the change, and tells the screens after the commit; `before` is where the ticket was. */
  save: async (ticket: Ticket, options: { activity: boolean; before?: Placed } = { activity: true }): Promise<void> => {
    ticket.version += 1;
    if (options.activity) ticket.activityAt = ctx.now;
    sendAlong(ctx.db, "UPDATE tickets SET queue_id = $2, routed_to = $3, status = $4, priority = $5, purpose = $6, level = $7, assignee_id = $8, activity_at = $9, version = $10, categories = $11 WHERE id = $1",
      [ticket.id, ticket.queueId, ticket.routedTo, ticket.status, ticket.priority, ticket.purpose, ticket.level, ticket.assigneeId, ticket.activityAt, ticket.version, ticket.categories]);
    announce(ctx, ticket, options.before);
  },
});

type Placed = Pick<Ticket, "queueId" | "routedTo">;
const routeTopic = (employer: string, queue: string): string => `route:${employer}.${queue}`;
const listsOf = ({ queueId, routedTo }: Placed): string[] => [`queue:${queueId}`, routeTopic(routedTo, queueId)];

/**
 * Tells open pages that this ticket changed, and the lists that show it or showed it `before`: the queue's for in-house people,
 * a processor's own of that queue for its people, who must not even learn when other tickets of a queue are busy. Ids only.
 */
export const announce = (ctx: Ctx, ticket: Placed & Pick<Ticket, "id" | "version">, before: Placed = ticket): void => {
  for (const topic of new Set([`ticket:${ticket.id}`, ...listsOf(ticket), ...listsOf(before)])) ctx.signal({ topic, id: ticket.id, version: ticket.version });
};

/** The topics that a person's list listens to. */
export const listTopics = (viewer: AgentViewer): string[] =>
  (isInHouse(viewer) ? viewer.standing.queues.map((queue) => `queue:${queue}`) : Object.keys(processorScope(viewer).queues).map((queue) => routeTopic(viewer.standing.employer.id, queue)));

/** Whether somebody may hear of a list's changes: of one that their own list listens to. */
export const mayHearList = (viewer: AgentViewer, topic: string): boolean => listTopics(viewer).includes(topic);

/** The ticket as the reason to look, for the kernel. */
export const aboutOf = (ticket: { id: string; number: string; queueId: string; routedTo: string; assigneeId: string | null; status: string }): About => ({
  ticket: ticket.id, number: ticket.number, queue: ticket.queueId, routedTo: ticket.routedTo, assignee: ticket.assigneeId, closed: ticket.status === "closed",
});
