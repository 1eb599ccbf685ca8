import { z } from "zod";
import { row, rows } from "../../platform/database";
import { allow, TooMany } from "../../platform/faults";
import { append, disclose, isAgent, pseudonymsOf, saidToken, sealedAt, soundTokens, termToken, type AgentViewer, type Ctx, type Disclosures, type Item } from "../../privacy";
import { readableBy } from "../tickets/policy";
import { aboutOf } from "../tickets/tickets";
import type { TicketPurpose } from "../tickets/ticket";

export const LOOK_UP_CATEGORIES = ["email", "phone", "customerNumber", "name"] as const;
/** What can be asked besides when a name is that of many. */
export const SECOND_CATEGORIES = ["customerNumber", "email", "phone", "birthDate"] as const;

export const LookUpForm = z.object({
  category: z.enum(LOOK_UP_CATEGORIES, "form.choose"),
  value: z.string().trim().min(1, "form.writeSomething").max(320, "form.tooLong"),
  category2: z.enum(SECOND_CATEGORIES).default("customerNumber"),
  value2: z.string().trim().max(320, "form.tooLong").default(""),
});
type LookUpForm = z.infer<typeof LookUpForm>;

/** Limits and the largest answer are proposals; no law says a number. */
const PER_MINUTE = 20, PER_HOUR = 150, MOST = 5;

interface Found { id: string; number: string; customer_id: string; subject: Buffer; queue_id: string; routed_to: string; assignee_id: string | null; status: string; purpose: TicketPurpose; activity_at: Date }
/** `many`: more people than an answer may name; then it names nobody, and asks for a second detail. */
export interface LookedUp { readonly people: readonly { readonly id: string; readonly token: string }[]; readonly tickets: readonly Found[]; readonly disclosures: Disclosures; readonly many: boolean }

/**
 * Finds a person by a value that somebody says: one field at a time, exact on the blind index, a name by how all its words
 * sound. Limited and logged. The answer is a pseudonym and the person's tickets in the viewer's scope, in list form; a
 * person without a ticket there is not found, so an answer tells nothing about other queues or another company's customers.
 */
export const lookUpCustomer = async (ctx: Ctx, form: LookUpForm): Promise<LookedUp> => {
  allow(isAgent(ctx.viewer) && ["agent", "lead", "privacyOfficer"].includes(ctx.viewer.standing.role) && ctx.viewer.standing.acknowledged, "forbidden");
  await limitLookUps(ctx);
  const found = await peopleInScope(ctx, form);
  const many = found.length > MOST;
  const people = many ? [] : found;
  const tickets = await ticketsOf(ctx, people);
  await writeDown(ctx, form, people);
  const disclosures = await disclose(ctx, { action: "list", surface: "list", items: tickets.map(itemOf) });
  const tokens = pseudonymsOf(ctx, people);
  return { people: people.map((id) => ({ id, token: tokens.get(id)! })), tickets, disclosures, many };
};

const EXACT = (place: number): string => `SELECT subject FROM blind_index WHERE token = $${place} AND kind = 'exact'`;
/** Every word of the name sounds like one of the person's. */
const BY_SOUND = (place: number): string => `SELECT subject FROM blind_index WHERE token = ANY($${place}::bytea[]) AND kind = 'nameSound' GROUP BY subject HAVING count(DISTINCT token) = cardinality($${place}::bytea[])`;

/** At most one more than an answer may name; one statement, whether anybody is found or not. */
const peopleInScope = async (ctx: Ctx, { category, value, category2, value2 }: LookUpForm): Promise<string[]> => {
  const first = category === "name" ? soundTokens(ctx, value) : saidToken(ctx, category, value);
  const second = value2 === "" ? null : saidToken(ctx, category2, value2);
  if (first === null || first.length === 0 || (value2 !== "" && second === null)) return [];
  const scope = readableBy(ctx.viewer, 3);
  const found = await rows<{ id: string }>(ctx.db, `SELECT t.customer_id AS id FROM tickets t WHERE t.customer_id IN (${category === "name" ? BY_SOUND(1) : EXACT(1)}) AND ($2::bytea IS NULL OR t.customer_id IN (${EXACT(2)})) AND ${scope.sql}
    GROUP BY t.customer_id ORDER BY max(t.activity_at) DESC LIMIT ${MOST + 1}`, [first, second, ...scope.parameters]);
  return found.map(({ id }) => id);
};

const ticketsOf = async (ctx: Ctx, people: readonly string[]): Promise<Found[]> => {
  const scope = readableBy(ctx.viewer, 2);
  return rows<Found>(ctx.db, `SELECT t.id, t.number, t.customer_id, t.subject, t.queue_id, t.routed_to, t.assignee_id, t.status, t.purpose, t.activity_at
    FROM tickets t WHERE t.customer_id = ANY($1) AND t.merged_into IS NULL AND ${scope.sql} ORDER BY t.activity_at DESC LIMIT 20`, [people, ...scope.parameters]);
};

const itemOf = (ticket: Found): Item => ({
  kind: "text", key: ticket.id, subject: ticket.customer_id, value: sealedAt("tickets.subject", ticket.subject), purpose: ticket.purpose,
  about: aboutOf({ id: ticket.id, number: ticket.number, queueId: ticket.queue_id, routedTo: ticket.routed_to, assigneeId: ticket.assignee_id, status: ticket.status }),
});

const writeDown = (ctx: Ctx, { category, value, category2, value2 }: LookUpForm, people: readonly string[]): Promise<void> => append(ctx, [{
  action: "lookUp", subjects: people, ticket: null, forms: {}, purpose: "support", count: people.length,
  detail: { category, term: termToken(ctx, category, value), ...(value2 ? { category2, term2: termToken(ctx, category2, value2) } : {}) },
}]);

/** Guessing addresses one by one is not what this is for. One after another: twenty at once would all be the last that is allowed. */
export const limitLookUps = async (ctx: Ctx): Promise<void> => {
  const viewer = ctx.viewer as AgentViewer;
  await row(ctx.db, "SELECT id FROM agents WHERE id = $1 FOR UPDATE", [viewer.id]);
  const recent = await row<{ minute: number; hour: number }>(ctx.db, `SELECT count(*) FILTER (WHERE at > $2::timestamptz - interval '1 minute')::int AS minute, count(*)::int AS hour
    FROM (SELECT at, action FROM access_log WHERE viewer = $1 ORDER BY seq DESC LIMIT 1000) l WHERE action = 'lookUp' AND at > $2::timestamptz - interval '1 hour'`, [viewer.pseudonym, ctx.now]);
  if (recent!.minute >= PER_MINUTE) throw new TooMany(60, "lookUpQuota");
  if (recent!.hour >= PER_HOUR) throw new TooMany(3600, "lookUpQuota");
};
