import { randomUUID } from "node:crypto";
import type { ContractInForce } from "../governance";
import { gapsOf, noteDecision, type Ticket } from "../helpdesk";
import type { Ctx } from "../privacy";
import { asOf } from "./as-of";
import type { LoadedHouse } from "./load-house";
import type { EmployerKey, QueueKey, SampleTicket } from "./types";

type Places = Pick<LoadedHouse, "employers" | "queues">;

const weekdays = (...spans: [string, string][]) => Object.fromEntries(["mon", "tue", "wed", "thu", "fri"].map((day) => [day, spans]));
const HOLIDAYS = ["2026-12-25", "2026-12-26", "2027-01-01"];
const PROFILES: Readonly<Record<EmployerKey, { languages: string[]; skills: string[]; openPerAgent: number; hours: object }>> = {
  nordlicht: { languages: ["de", "en"], skills: ["b2b", "retouren"], openPerAgent: 60, hours: { timeZone: "Europe/Berlin", days: weekdays(["08:00", "18:00"]), holidays: HOLIDAYS } },
  "callcenter-ost": { languages: ["de"], skills: ["retouren"], openPerAgent: 40, hours: { timeZone: "Europe/Berlin", days: { ...weekdays(["07:00", "21:00"]), sat: [["09:00", "16:00"]] }, holidays: HOLIDAYS } },
  "contact-point": { languages: ["de", "en"], skills: [], openPerAgent: 30, hours: { timeZone: "Europe/Lisbon", days: weekdays(["08:00", "12:30"], ["13:30", "17:00"]), holidays: ["2026-12-25"] } },
};
const RULES: readonly { queue?: QueueKey; language?: "de" | "en"; skill?: string; shares: Partial<Record<EmployerKey, number>> }[] = [
  { queue: "complaints", shares: { nordlicht: 100 } },
  { queue: "returns", skill: "retouren", shares: { "callcenter-ost": 50, nordlicht: 50 } },
  { language: "en", shares: { "contact-point": 60, nordlicht: 40 } },
  { queue: "shipping", shares: { "callcenter-ost": 60, nordlicht: 40 } },
  { queue: "general", shares: { "callcenter-ost": 40, "contact-point": 10, nordlicht: 50 } },
];

/** What the companies can take on, and the rules by which new tickets go to them. */
export const loadRouting = async (ctx: Ctx, { employers, queues }: Places): Promise<void> => {
  for (const [key, { languages, skills, openPerAgent, hours }] of Object.entries(PROFILES)) {
    await ctx.db.query("INSERT INTO routing_profiles (employer_id, languages, skills, open_per_agent, hours, changed_at) VALUES ($1, $2, $3, $4, $5, $6)", [employers.get(key as EmployerKey), languages, skills, openPerAgent, JSON.stringify(hours), ctx.now]);
  }
  for (const [position, { queue, language, skill, shares }] of RULES.entries()) {
    await ctx.db.query("INSERT INTO routing_rules (id, position, queue_id, language, skill, shares, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
      [randomUUID(), position + 1, queue ? queues.get(queue) : null, language ?? null, skill ?? "", JSON.stringify(Object.fromEntries(Object.entries(shares).map(([key, share]) => [employers.get(key as EmployerKey), share]))), ctx.now]);
  }
};

/**
 * Where the ticket went when it was new and why the others did not get it, as the router would have said at the time. A ticket that the script gives
 * to a processor whose contract does not cover what stands in it was never offered there: it stays in-house.
 */
export const settleRoute = async (present: Ctx, ticket: SampleTicket, entity: Ticket, { employers, contracts }: Places & { contracts: readonly ContractInForce[] }): Promise<void> => {
  const ctx = asOf(present, ticket.messages[0]!.at);
  const processors = [...employers].filter(([key]) => key !== "nordlicht").map(([key, id]) => ({ key, id, gaps: gapsOf(contracts.filter(({ employer }) => employer === id), entity) }));
  const goes = ticket.routedTo === "nordlicht" || processors.some(({ key, gaps }) => key === ticket.routedTo && gaps.length === 0);
  if (!goes) Object.assign(entity, { routedTo: employers.get("nordlicht"), assigneeId: null });
  const passedOver = processors.filter(({ id }) => id !== entity.routedTo).map(({ id, gaps }) => ({ company: id, reasons: gaps.length > 0 ? gaps : [{ code: "share" as const }] }));
  await noteDecision(ctx, entity.id, { cause: "opened", company: entity.routedTo, passedOver });
  if (!goes) await ctx.db.query("UPDATE tickets SET routed_to = $2, assignee_id = NULL WHERE id = $1", [entity.id, entity.routedTo]);
};

/** People have long read what went back from them, but for the last days. */
export const readOldReturns = (ctx: Ctx): Promise<unknown> => ctx.db.query("UPDATE ticket_returns SET read_at = at WHERE at < $1::timestamptz - interval '4 days'", [ctx.now]);
