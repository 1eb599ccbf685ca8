import { randomUUID } from "node:crypto";
import { contractsInForce } from "../../governance";
import { prepared, rows } from "../../platform/database";
import type { Ctx } from "../../privacy";
import { record } from "../tickets/history";
import type { Ticket } from "../tickets/ticket";
import { chooseCompany, type PassedOver, type RoutedTicket } from "./choose-company";
import { gapsOf } from "./coverage";
import { companiesFor, routingRules } from "./routing-facts";

/** Why somebody was asked where a ticket goes: it is new, the rules were asked by hand, its content or a contract changed, or a person decided. */
export type Cause = "opened" | "rules" | "content" | "contract" | "byHand";

/** Keeps where a ticket went and why the others did not get it; read in-house only. */
export const noteDecision = async (ctx: Ctx, ticketId: string, { cause, company, passedOver }: { cause: Cause; company: string; passedOver: readonly PassedOver[] }): Promise<void> => {
  await ctx.db.query("INSERT INTO routing_decisions (id, ticket_id, at, cause, company, passed_over) VALUES ($1, $2, $3, $4, $5, $6)", [randomUUID(), ticketId, ctx.now, cause, company, JSON.stringify(passedOver)]);
};

/** The company that the rules choose for a ticket, written down; null where there are no rules and everything stays as it is. */
export const companyByRules = async (ctx: Ctx, ticket: RoutedTicket, cause: "opened" | "rules"): Promise<string | null> => {
  const rules = await routingRules(ctx);
  if (rules.length === 0 && cause === "opened") return null;
  const { company, passedOver } = chooseCompany(ticket, rules, await companiesFor(ctx, ticket.queueId), ctx.now);
  await noteDecision(ctx, ticket.id, { cause, company, passedOver });
  return company;
};

type Held = Pick<Ticket, "id" | "number" | "queueId" | "routedTo" | "purpose" | "level" | "categories" | "assigneeId">;

/**
 * Takes a locked ticket back from a processor whose contracts do not cover it (any more): it is the controller's again, nobody is
 * assigned, whoever worked on it is told that it went and not why, and the reasons stand on it for people in-house. The caller saves
 * the ticket. True when it went back.
 */
export const takeBackUncovered = async (ctx: Ctx, ticket: Held, cause: "content" | "contract"): Promise<boolean> => {
  const [holder] = await prepared<{ kind: string; house: string }>(ctx.db, "SELECT e.kind, h.id AS house FROM employers e JOIN employers h ON h.kind = 'inHouse' WHERE e.id = $1", [ticket.routedTo]);
  if (!holder || holder.kind === "inHouse") return false;
  const gaps = gapsOf((await contractsInForce(ctx)).filter(({ employer }) => employer === ticket.routedTo), ticket);
  if (gaps.length === 0) return false;
  await tellThoseAt(ctx, ticket);
  await noteDecision(ctx, ticket.id, { cause, company: holder.house, passedOver: [{ company: ticket.routedTo, reasons: gaps }] });
  await record(ctx, ticket.id, "takenBack");
  Object.assign(ticket, { routedTo: holder.house, assigneeId: null });
  return true;
};

/** Tells those of the company that it is leaving: the assignee, and whoever is at the ticket now. Nobody of the controller is told. */
export const tellThoseAt = async (ctx: Ctx, ticket: Held): Promise<void> => {
  const people = await rows<{ id: string }>(ctx.db, `SELECT a.id FROM agents a JOIN employers e ON e.id = a.employer_id AND e.kind = 'processor' WHERE a.employer_id = $1 AND a.state = 'active'
    AND (a.id = $2 OR EXISTS (SELECT 1 FROM ticket_presence p WHERE p.ticket_id = $3 AND p.agent_id = a.id AND p.seen_until > $4))`, [ticket.routedTo, ticket.assigneeId, ticket.id, ctx.now]);
  for (const { id } of people) await ctx.db.query("INSERT INTO ticket_returns (id, ticket_id, number, agent_id, at) VALUES ($1, $2, $3, $4, $5)", [randomUUID(), ticket.id, ticket.number, id, ctx.now]);
  await ctx.db.query("DELETE FROM ticket_presence p USING agents a JOIN employers e ON e.id = a.employer_id AND e.kind = 'processor' WHERE p.ticket_id = $1 AND a.id = p.agent_id AND a.employer_id = $2", [ticket.id, ticket.routedTo]);
};
