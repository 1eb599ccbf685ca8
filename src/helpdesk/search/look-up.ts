import { z } from "zod";
import { row, rows } from "../../platform/database";
import { allow, TooMany } from "../../platform/faults";
import { append, disclose, isAgent, lookUp, pseudonymsOf, sealedAt, termToken, type AgentViewer, type Ctx, type Disclosures, type Item } from "../../privacy";
import { readableBy } from "../tickets/policy";
import { aboutOf } from "../tickets/tickets";
import type { TicketPurpose } from "../tickets/ticket";

export const LookUpForm = z.object({
  category: z.enum(["email", "phone", "customerNumber", "name"]),
  value: z.string().trim().min(1, "form.writeSomething").max(320, "form.tooLong"),
});

const PER_MINUTE = 20;

interface Found { id: string; number: string; customer_id: string; subject: Buffer; queue_id: string; routed_to: string; assignee_id: string | null; status: string; purpose: TicketPurpose; activity_at: Date }
export interface LookedUp { readonly people: readonly { readonly id: string; readonly token: string }[]; readonly tickets: readonly Found[]; readonly disclosures: Disclosures }

/**
 * Finds a person by a value that somebody says: exact match on the blind index, one field at a time, limited and
 * logged. The answer is a pseudonym and the person's tickets in the viewer's scope, in list form; a person without a
 * ticket there is not found, so an answer tells nothing about other queues.
 */
export const lookUpCustomer = async (ctx: Ctx, form: z.infer<typeof LookUpForm>): Promise<LookedUp> => {
  allow(isAgent(ctx.viewer) && ["agent", "lead", "privacyOfficer"].includes(ctx.viewer.standing.role) && ctx.viewer.standing.acknowledged, "forbidden");
  await refuseBurst(ctx);
  const subjects = await lookUp(ctx, form.category, form.value);
  const scope = readableBy(ctx.viewer, 2);
  const tickets = await rows<Found>(ctx.db, `SELECT t.id, t.number, t.customer_id, t.subject, t.queue_id, t.routed_to, t.assignee_id, t.status, t.purpose, t.activity_at
    FROM tickets t WHERE t.customer_id = ANY($1) AND ${scope.sql} ORDER BY t.activity_at DESC LIMIT 20`, [subjects, ...scope.parameters]);
  const people = [...new Set(tickets.map(({ customer_id }) => customer_id))];
  const items = tickets.map((ticket): Item => ({ kind: "text", key: ticket.id, subject: ticket.customer_id, value: sealedAt("tickets.subject", ticket.subject), purpose: ticket.purpose,
    about: aboutOf({ id: ticket.id, number: ticket.number, queueId: ticket.queue_id, routedTo: ticket.routed_to, assigneeId: ticket.assignee_id, status: ticket.status }) }));
  const detail = { category: form.category, term: termToken(ctx, form.category, form.value) };
  await append(ctx, [{ action: "lookUp", subjects: people, ticket: null, forms: {}, purpose: "support", count: people.length, detail }]);
  const disclosures = await disclose(ctx, { action: "list", surface: "list", items });
  const tokens = pseudonymsOf(ctx, people);
  return { people: people.map((id) => ({ id, token: tokens.get(id)! })), tickets, disclosures };
};

/** Guessing addresses one by one is not what this is for. */
const refuseBurst = async (ctx: Ctx): Promise<void> => {
  const viewer = ctx.viewer as AgentViewer;
  const recent = await row<{ count: number }>(ctx.db, "SELECT count(*)::int AS count FROM (SELECT at, action FROM access_log WHERE viewer = $1 ORDER BY seq DESC LIMIT 200) l WHERE action = 'lookUp' AND at > $2", [viewer.pseudonym, new Date(ctx.now.getTime() - 60_000)]);
  if ((recent?.count ?? 0) >= PER_MINUTE) throw new TooMany(60, "lookUpQuota");
};
