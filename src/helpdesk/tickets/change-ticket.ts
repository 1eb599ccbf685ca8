import { z } from "zod";
import { row } from "../../platform/database";
import { allow, Invalid } from "../../platform/faults";
import { isAgent, type Ctx } from "../../privacy";
import { coveredByContract } from "../queues/coverage";
import { record } from "./history";
import { ticketPolicy } from "./policy";
import { ticketsFor } from "./tickets";
import { PRIORITIES, TICKET_PURPOSES, type Ticket } from "./ticket";

const lockForWork = async (ctx: Ctx, number: string): Promise<Ticket> => {
  const ticket = await ticketsFor(ctx).lock(number);
  allow(ticketPolicy.work(ctx.viewer, ticket), "workOnTicket");
  return ticket;
};

export const Assignment = z.object({ agent: z.union([z.literal("me"), z.literal("nobody"), z.uuid()]) });

/** Gives the ticket to somebody who finds it themselves; nobody can be given what they may not read. */
export const assignTicket = async (ctx: Ctx, number: string, { agent }: z.infer<typeof Assignment>): Promise<void> => {
  const ticket = await lockForWork(ctx, number);
  const assignee = agent === "me" && isAgent(ctx.viewer) ? ctx.viewer.id : agent === "nobody" || agent === "me" ? null : agent;
  if (assignee) await refuseStranger(ctx, ticket, assignee);
  ticket.assign(assignee);
  await ticketsFor(ctx).save(ticket, { activity: false });
  await record(ctx, ticket.id, assignee ? "assigned" : "unassigned", assignee ? { agent: assignee } : {});
};

/** The assignee works in the queue, for the employer the ticket is routed to or in-house, and for the viewer's own employer unless in-house. */
const refuseStranger = async (ctx: Ctx, ticket: Ticket, agentId: string): Promise<void> => {
  const found = await row<{ employer_id: string; kind: string }>(ctx.db, `SELECT a.employer_id, e.kind FROM agents a JOIN employers e ON e.id = a.employer_id JOIN agent_queues q ON q.agent_id = a.id
    WHERE a.id = $1 AND a.state = 'active' AND a.role IN ('agent', 'lead') AND q.queue_id = $2 AND (e.kind = 'inHouse' OR a.employer_id = $3)`, [agentId, ticket.queueId, ticket.routedTo]);
  const mine = isAgent(ctx.viewer) ? ctx.viewer.standing.employer : null;
  if (!found || (mine?.kind === "processor" && found.employer_id !== mine.id)) throw new Invalid({ agent: "form.cannotBeAssigned" });
};

export const closeTicket = async (ctx: Ctx, number: string): Promise<void> => {
  const ticket = await lockForWork(ctx, number);
  ticket.close();
  await ticketsFor(ctx).save(ticket);
  await record(ctx, ticket.id, "closed");
};

export const reopenTicket = async (ctx: Ctx, number: string): Promise<void> => {
  const ticket = await lockForWork(ctx, number);
  ticket.reopen();
  await ticketsFor(ctx).save(ticket);
  await record(ctx, ticket.id, "reopened");
};

export const StatusChange = z.object({ status: z.enum(["open", "waiting", "closed"]) });
export const changeStatus = async (ctx: Ctx, number: string, { status }: z.infer<typeof StatusChange>): Promise<void> => {
  if (status === "closed") return closeTicket(ctx, number);
  const ticket = await lockForWork(ctx, number);
  if (!ticket.isOpen) ticket.reopen();
  if (status === "waiting") ticket.waitForCustomer(); else ticket.customerWrote();
  await ticketsFor(ctx).save(ticket, { activity: false });
  await record(ctx, ticket.id, status === "waiting" ? "waiting" : "reopened");
};

export const PriorityChange = z.object({ priority: z.enum(PRIORITIES) });
export const changePriority = async (ctx: Ctx, number: string, { priority }: z.infer<typeof PriorityChange>): Promise<void> => {
  const ticket = await lockForWork(ctx, number);
  ticket.priority = priority;
  await ticketsFor(ctx).save(ticket, { activity: false });
  await record(ctx, ticket.id, "priority", { to: priority });
};

export const Routing = z.object({ queue: z.uuid(), routedTo: z.uuid(), purpose: z.enum(TICKET_PURPOSES) });

/** Queue, employer and purpose decide who finds the ticket and what they see of it: in-house only, and written down. */
export const routeTicket = async (ctx: Ctx, number: string, routing: z.infer<typeof Routing>): Promise<void> => {
  const ticket = await ticketsFor(ctx).lock(number);
  allow(ticketPolicy.route(ctx.viewer, ticket), "routeTicket");
  await refuseUncovered(ctx, routing);
  if (routing.routedTo !== ticket.routedTo || routing.queue !== ticket.queueId) ticket.assigneeId = null;
  if (routing.purpose !== ticket.purpose) await record(ctx, ticket.id, "purpose", { from: ticket.purpose, to: routing.purpose });
  if (routing.queue !== ticket.queueId) await record(ctx, ticket.id, "queue");
  if (routing.routedTo !== ticket.routedTo) await record(ctx, ticket.id, "routed");
  Object.assign(ticket, { queueId: routing.queue, routedTo: routing.routedTo, purpose: routing.purpose });
  await ticketsFor(ctx).save(ticket, { activity: false });
};

/** A processor gets a ticket only where an active contract covers queue and purpose (Art. 28(3) GDPR). */
const refuseUncovered = async (ctx: Ctx, { queue, routedTo, purpose }: z.infer<typeof Routing>): Promise<void> => {
  const covered = await row(ctx.db, `SELECT 1 FROM employers e WHERE e.id = $1 AND EXISTS (SELECT 1 FROM queues WHERE id = $2)
    AND (e.kind = 'inHouse' OR ${coveredByContract({ employer: "e.id", queue: "$2", purpose: "$3", at: "$4", takesNew: true })})`, [routedTo, queue, purpose, ctx.now]);
  if (!covered) throw new Invalid({ routedTo: "form.notCoveredByContract" });
};
