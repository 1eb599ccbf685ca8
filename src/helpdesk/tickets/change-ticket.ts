import { z } from "zod";
import { row } from "../../platform/database";
import { allow, Invalid } from "../../platform/faults";
import { isAgent, type Ctx } from "../../privacy";
import { returnReopened } from "../queues/return-reopened";
import { record } from "./history";
import { ticketPolicy } from "./policy";
import { ticketsFor } from "./tickets";
import { PRIORITIES, type Ticket } from "./ticket";

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
  const before = { ...ticket };
  ticket.reopen();
  await returnReopened(ctx, ticket);
  await ticketsFor(ctx).save(ticket, { activity: true, before });
  await record(ctx, ticket.id, "reopened");
};

export const StatusChange = z.object({ status: z.enum(["open", "waiting", "closed"]) });
export const changeStatus = async (ctx: Ctx, number: string, { status }: z.infer<typeof StatusChange>): Promise<void> => {
  if (status === "closed") return closeTicket(ctx, number);
  const ticket = await lockForWork(ctx, number);
  const before = { ...ticket };
  if (!ticket.isOpen) { ticket.reopen(); await returnReopened(ctx, ticket); }
  if (status === "waiting") ticket.waitForCustomer(); else ticket.customerWrote();
  await ticketsFor(ctx).save(ticket, { activity: false, before });
  await record(ctx, ticket.id, status === "waiting" ? "waiting" : "reopened");
};

export const PriorityChange = z.object({ priority: z.enum(PRIORITIES) });
export const changePriority = async (ctx: Ctx, number: string, { priority }: z.infer<typeof PriorityChange>): Promise<void> => {
  const ticket = await lockForWork(ctx, number);
  ticket.priority = priority;
  await ticketsFor(ctx).save(ticket, { activity: false });
  await record(ctx, ticket.id, "priority", { to: priority });
};
