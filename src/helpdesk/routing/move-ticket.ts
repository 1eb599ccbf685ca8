import { z } from "zod";
import { contractsInForce } from "../../governance";
import { row } from "../../platform/database";
import { allow, Invalid } from "../../platform/faults";
import type { Ctx } from "../../privacy";
import { record } from "../tickets/history";
import { ticketPolicy } from "../tickets/policy";
import { TICKET_PURPOSES, type Ticket } from "../tickets/ticket";
import { ticketsFor } from "../tickets/tickets";
import { gapsOf } from "./coverage";
import { companyByRules, noteDecision, tellThoseAt } from "./place-ticket";

/** Where a person puts a ticket; `rules` leaves the company to the routing rules. */
export const Routing = z.object({ queue: z.uuid(), routedTo: z.union([z.uuid(), z.literal("rules")]), purpose: z.enum(TICKET_PURPOSES) });
type Routing = z.infer<typeof Routing>;

/** Queue, employer and purpose decide who finds the ticket and what they see of it: in-house only, and written down. */
export const routeTicket = async (ctx: Ctx, number: string, routing: Routing): Promise<void> => {
  const ticket = await ticketsFor(ctx).lock(number);
  allow(ticketPolicy.route(ctx.viewer, ticket), "routeTicket");
  const before = { ...ticket };
  Object.assign(ticket, { queueId: routing.queue, purpose: routing.purpose });
  ticket.routedTo = await companyFor(ctx, ticket, routing);
  if (ticket.routedTo !== before.routedTo) await tellThoseAt(ctx, { ...before });
  if (ticket.routedTo !== before.routedTo || ticket.queueId !== before.queueId) ticket.assigneeId = null;
  await recordMoves(ctx, before, ticket);
  await ticketsFor(ctx).save(ticket, { activity: false, before });
};

const companyFor = async (ctx: Ctx, ticket: Ticket, { queue, routedTo }: Routing): Promise<string> => {
  if (!(await row(ctx.db, "SELECT 1 FROM queues WHERE id = $1", [queue]))) throw new Invalid({ queue: "form.choose" });
  if (routedTo === "rules") return (await companyByRules(ctx, ticket, "rules"))!;
  await refuseUncovered(ctx, ticket, routedTo);
  await noteDecision(ctx, ticket.id, { cause: "byHand", company: routedTo, passedOver: [] });
  return routedTo;
};

/** A processor gets a ticket only where its contracts cover all of it and still take new work (Art. 28(3) GDPR). */
const refuseUncovered = async (ctx: Ctx, ticket: Ticket, company: string): Promise<void> => {
  const found = await row<{ kind: string }>(ctx.db, "SELECT kind FROM employers WHERE id = $1", [company]);
  if (!found) throw new Invalid({ routedTo: "form.choose" });
  if (found.kind === "inHouse") return;
  const [gap] = gapsOf((await contractsInForce(ctx)).filter(({ employer, takesNew }) => employer === company && takesNew), ticket);
  if (gap) throw new Invalid({ routedTo: `form.notCovered.${gap.code}` });
};

const recordMoves = async (ctx: Ctx, before: Pick<Ticket, "purpose" | "queueId" | "routedTo">, ticket: Ticket): Promise<void> => {
  if (ticket.purpose !== before.purpose) await record(ctx, ticket.id, "purpose", { from: before.purpose, to: ticket.purpose });
  if (ticket.queueId !== before.queueId) await record(ctx, ticket.id, "queue");
  if (ticket.routedTo !== before.routedTo) await record(ctx, ticket.id, "routed");
};
