import { randomUUID } from "node:crypto";
import { z } from "zod";
import { row } from "../../platform/database";
import { allow, TooMany } from "../../platform/faults";
import { append, matchSaid, type AgentCtx, type Category } from "../../privacy";
import { record } from "../tickets/history";
import { ticketPolicy } from "../tickets/policy";
import type { Ticket } from "../tickets/ticket";
import { aboutOf, ticketsFor } from "../tickets/tickets";
import { matchesCode } from "./caller-code";
import { ITEMS, reached, type Item, type ProfileKey } from "./profile";
import { currentProfiles } from "./profiles";
import { lockedUntil } from "./tries";

const said = z.string().trim().max(320, "form.tooLong").default("");
export const CallerSays = z.object(Object.fromEntries(ITEMS.map((item) => [item, said])) as Record<Item, typeof said>)
  .refine((given) => ITEMS.some((item) => given[item] !== ""), { path: ["name"], message: "form.writeSomething" });

/** Matches add up for as long as one call takes; then they are asked anew. */
export const ADDS_UP_MINUTES = 10;

/**
 * Compares what a caller says with the record: match or no match for each thing, never a value. What was said is not
 * kept; which things matched, and what profile that reaches on this ticket and until when, is a row. Throws TooMany
 * after too many wrong things about this ticket, this person or by this agent, before anything is compared.
 */
export const checkCaller = async (ctx: AgentCtx, number: string, given: z.infer<typeof CallerSays>): Promise<ProfileKey | null> => {
  const ticket = await ticketsFor(ctx).lock(number);
  allow(ticketPolicy.work(ctx.viewer, ticket), "workOnTicket");
  await refuseGuessing(ctx, ticket);
  const { version, profiles } = await currentProfiles(ctx);
  const asked = ITEMS.filter((item) => given[item] !== "");
  const matched = await compare(ctx, ticket, asked.map((item) => ({ item, text: given[item] })));
  const profile = reached(profiles, new Set([...await matchedBefore(ctx, ticket), ...matched]));
  const until = profile ? new Date(ctx.now.getTime() + profiles[profile].minutes * 60_000) : null;
  await ctx.db.query("INSERT INTO caller_checks (id, ticket_id, customer_id, agent_id, at, version, asked, matched, profile, holds_until) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)",
    [randomUUID(), ticket.id, ticket.customerId, ctx.viewer.id, ctx.now, version, asked, matched, profile, until]);
  await writeDown(ctx, ticket, { asked, matched, profile });
  return profile;
};

/** One check after another, about one person and by one agent: two at once would both be the last that is allowed. */
const refuseGuessing = async (ctx: AgentCtx, ticket: Ticket): Promise<void> => {
  await row(ctx.db, "SELECT id FROM customers WHERE id = $1 FOR UPDATE", [ticket.customerId]);
  await row(ctx.db, "SELECT id FROM agents WHERE id = $1 FOR UPDATE", [ctx.viewer.id]);
  const until = await lockedUntil(ctx, ticket.id, ticket.customerId);
  if (until) throw new TooMany(Math.max(1, Math.ceil((until.getTime() - ctx.now.getTime()) / 1000)), "callerLocked");
};

const compare = async (ctx: AgentCtx, ticket: Ticket, said: readonly { item: Item; text: string }[]): Promise<Item[]> => {
  const onFile = said.filter((one): one is { item: Exclude<Item, "code">; text: string } => one.item !== "code");
  const answers = await matchSaid(ctx, { subject: ticket.customerId, about: aboutOf(ticket), purpose: ticket.purpose }, onFile.map(({ item, text }) => ({ category: item satisfies Category, text })));
  const code = said.find(({ item }) => item === "code");
  return [...onFile.filter((_, index) => answers[index]).map(({ item }) => item), ...(code && await matchesCode(ctx, ticket, code.text) ? ["code" as const] : [])];
};

const matchedBefore = async (ctx: AgentCtx, ticket: Ticket): Promise<Item[]> =>
  (await row<{ matched: Item[] }>(ctx.db, "SELECT COALESCE(array_agg(DISTINCT item), '{}') AS matched FROM caller_checks, unnest(matched) AS item WHERE ticket_id = $1 AND customer_id = $2 AND agent_id = $3 AND at > $4",
    [ticket.id, ticket.customerId, ctx.viewer.id, new Date(ctx.now.getTime() - ADDS_UP_MINUTES * 60_000)]))!.matched;

const writeDown = async (ctx: AgentCtx, ticket: Ticket, { asked, matched, profile }: { asked: readonly Item[]; matched: readonly Item[]; profile: ProfileKey | null }): Promise<void> => {
  const missed = asked.filter((item) => !matched.includes(item));
  await ticketsFor(ctx).save(ticket, { activity: false });
  await record(ctx, ticket.id, profile ? "verified" : "notVerified", profile ? { to: profile } : {});
  await append(ctx, [{ action: "verify", subjects: [ticket.customerId], ticket: ticket.number, forms: {}, purpose: ticket.purpose, count: 1, detail: { profile: profile ?? "none", matched: matched.join(), missed: missed.join() } }]);
};
