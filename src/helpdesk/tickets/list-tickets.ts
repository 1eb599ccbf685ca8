import { z } from "zod";
import { prepared } from "../../platform/database";
import { append, disclose, isAgent, openStaff, sealedAt, termToken, type Ctx, type Disclosures, type Item } from "../../privacy";
import { newestHits, searchCondition } from "../search/search";
import { readableBy } from "./policy";
import { aboutOf } from "./tickets";
import type { Priority, Status, TicketPurpose } from "./ticket";

export const VIEWS = ["inbox", "mine", "unassigned", "waiting", "closed", "all"] as const;
export type ViewName = (typeof VIEWS)[number];
export const PAGE_SIZE = 50;

/** What one may ask of the list. Sorting is fixed: any order over a masked field would be an oracle. */
export const ListQuery = z.object({
  view: z.enum(VIEWS).default("inbox"),
  queue: z.uuid().optional().catch(undefined),
  q: z.string().trim().max(200).default(""),
  before: z.string().regex(/^\d{13,14}~[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/).optional().catch(undefined),
  customer: z.uuid().optional().catch(undefined),
  notice: z.string().optional(),
});
export type ListQuery = z.infer<typeof ListQuery>;

const CONDITIONS: Readonly<Record<ViewName, string>> = {
  inbox: "t.status = 'open'", mine: "t.assignee_id = $1 AND t.status <> 'closed'", unassigned: "t.assignee_id IS NULL AND t.status = 'open'",
  waiting: "t.status = 'waiting'", closed: "t.status = 'closed'", all: "TRUE",
};

interface Row {
  id: string; number: string; subject: Buffer; customer_id: string; customer_name: Buffer | null; queue_id: string; queue_de: string; queue_en: string; routed_to: string; routed_name: string; routed_kind: string;
  status: Status; priority: Priority; purpose: TicketPurpose; assignee_id: string | null; assignee_name: Buffer | null; activity_at: Date; version: number; mail_failed: boolean;
}
export interface ListedTicket extends Omit<Row, "subject" | "customer_name" | "assignee_name"> { readonly assignee: string | null }
export interface TicketList { readonly tickets: readonly ListedTicket[]; readonly disclosures: Disclosures; readonly older: string | null }

/** One page of tickets in the viewer's scope: one statement, one disclosure. */
export const listTickets = async (ctx: Ctx, query: ListQuery): Promise<TicketList> => {
  const found = await findRows(ctx, query);
  const page = found.slice(0, PAGE_SIZE);
  const items = page.flatMap((ticket): Item[] => {
    const about = aboutOf({ id: ticket.id, number: ticket.number, queueId: ticket.queue_id, routedTo: ticket.routed_to, assigneeId: ticket.assignee_id, status: ticket.status });
    const base = { subject: ticket.customer_id, about, purpose: ticket.purpose };
    return [
      { kind: "value", key: `name ${ticket.id}`, category: "name", value: sealedAt("customers.name", ticket.customer_name), ...base },
      { kind: "text", key: `subject ${ticket.id}`, value: sealedAt("tickets.subject", ticket.subject), ...base },
    ];
  });
  const disclosures = await disclose(ctx, {
    action: query.q ? "search" : "list", surface: query.q ? "search" : "list", items,
    detail: { view: query.view, ...(query.q ? { term: termToken(ctx, "correspondence", query.q) } : {}) },
  });
  if (query.q && page.length === 0) await logEmptySearch(ctx, query);
  const names = await openStaff(ctx, page.filter((ticket) => ticket.assignee_id).map((ticket) => ({ agentId: ticket.assignee_id!, value: sealedAt("agents.name", ticket.assignee_name) })));
  const named = new Map(page.filter((ticket) => ticket.assignee_id).map((ticket, index) => [ticket.id, names[index] ?? null]));
  const last = page.at(-1);
  return {
    tickets: page.map((ticket) => ({ ...ticket, assignee: named.get(ticket.id) ?? null })), disclosures,
    older: found.length > PAGE_SIZE && last ? `${last.activity_at.getTime()}~${last.id}` : null,
  };
};

/** A search that finds nothing is an access all the same: it asked. */
const logEmptySearch = (ctx: Ctx, query: ListQuery): Promise<void> =>
  append(ctx, [{ action: "search", subjects: [], ticket: null, forms: {}, purpose: "support", count: 0, detail: { view: query.view, term: termToken(ctx, "correspondence", query.q) } }]);

const findRows = async (ctx: Ctx, query: ListQuery): Promise<Row[]> => {
  const viewerId = isAgent(ctx.viewer) ? ctx.viewer.id : null;
  const scope = readableBy(ctx.viewer, 2);
  const parameters: unknown[] = [viewerId, ...scope.parameters];
  const conditions = [scope.sql, query.q ? "TRUE" : CONDITIONS[query.view], "($1::uuid IS NOT NULL)"];
  const add = (sql: (position: number) => string, ...values: unknown[]): void => { conditions.push(sql(parameters.length + 1)); parameters.push(...values); };
  if (query.queue) add((n) => `t.queue_id = $${n}`, query.queue);
  if (query.customer) add((n) => `t.customer_id = $${n}`, query.customer);
  if (query.before) {
    const [time, id] = query.before.split("~") as [string, string];
    add((n) => `(t.activity_at, t.id) < ($${n}, $${n + 1}::uuid)`, new Date(Number(time)), id);
  }
  const search = query.q ? searchCondition(ctx, query.q, parameters.length + 1) : null;
  if (query.q && !search) return [];
  if (search) parameters.push(...search.parameters);
  const found = conditions.join(" AND ");
  return prepared<Row>(ctx.db, `
    SELECT t.id, t.number, t.subject, t.customer_id, c.name AS customer_name, t.queue_id, q.name_de AS queue_de, q.name_en AS queue_en, t.routed_to, r.name AS routed_name, r.kind AS routed_kind,
      t.status, t.priority, t.purpose, t.assignee_id, a.name AS assignee_name, t.activity_at, t.version,
      EXISTS (SELECT 1 FROM messages m JOIN outbound_mails o ON o.message_id = m.id WHERE m.ticket_id = t.id AND o.state = 'failed') AS mail_failed
    FROM ${search ? `(${newestHits(search, found, PAGE_SIZE + 1)}) s JOIN tickets t ON t.id = s.ticket_id` : "tickets t"} JOIN customers c ON c.id = t.customer_id JOIN queues q ON q.id = t.queue_id JOIN employers r ON r.id = t.routed_to LEFT JOIN agents a ON a.id = t.assignee_id
    ${search ? "" : `WHERE ${found}`} ORDER BY ${search ? "s.activity_at DESC" : "t.activity_at DESC, t.id DESC"} LIMIT ${PAGE_SIZE + 1}`, parameters);
};
