import { prepared } from "../../platform/database";
import { disclose, openStaff, sealedAt, type AgentViewer, type Category, type Ctx, type Disclosures, type Item } from "../../privacy";
import { ticketFacts, type TicketFacts } from "./about-ticket";

export interface MessageFacts {
  readonly id: string; readonly number: number; readonly kind: "public" | "note"; readonly authorKind: "customer" | "agent" | "system"; readonly authorName: string | null;
  readonly authorId: string | null; readonly at: Date; readonly channel: string; readonly delivery: "queued" | "sent" | "failed" | null; readonly failure: string | null;
}
export interface FileFacts { readonly id: string; readonly message: string; readonly kind: "file" | "inline" | "originalHtml"; readonly contentType: string; readonly size: number }
export interface ValueFacts { readonly id: string; readonly category: Category; readonly label: string }
export interface ShownTicket {
  readonly ticket: TicketFacts;
  readonly assignee: string | null;
  readonly messages: readonly MessageFacts[];
  readonly files: readonly FileFacts[];
  readonly values: readonly ValueFacts[];
  readonly copies: readonly { readonly id: string }[];
  readonly others: readonly { readonly number: string; readonly status: string; readonly activityAt: Date }[];
  readonly events: readonly { readonly at: Date; readonly kind: string; readonly actor: string | null; readonly actorKind: string; readonly detail: Readonly<Record<string, string>> }[];
  /** Keys: "name", "subject", "value <id>", "message <id>", "file <id>", "copy <customer id>". */
  readonly disclosures: Disclosures;
}

interface Parts {
  messages: { id: string; number: number; kind: "public" | "note"; author_kind: "customer" | "agent" | "system"; author_id: string | null; author_name: string | null; author_employer: string | null; created_at: string; channel: string; body: string; subject_id: string; state: MessageFacts["delivery"]; failure: string | null }[];
  files: { id: string; message_id: string; subject_id: string; kind: FileFacts["kind"]; file_name: string; content_type: string; size: number }[];
  values: { id: string; category: Category; label: string; value: string }[];
  copies: { id: string; name: string | null; email: string | null }[];
  others: { number: string; status: string; activity_at: string }[];
  events: { at: string; kind: string; actor_id: string | null; actor_kind: string; actor_name: string | null; detail: Record<string, string> }[];
}

/** The parts of a ticket page in one round trip; bytea travels as base64 inside JSON, still sealed. */
const PARTS = `SELECT
  (SELECT COALESCE(json_agg(row_to_json(m) ORDER BY m.number), '[]') FROM (
    SELECT m.id, m.number, m.kind, m.author_kind, m.author_id, encode(a.name, 'base64') AS author_name, m.created_at, m.channel, encode(m.body, 'base64') AS body, m.subject_id, o.state, o.failure
    FROM messages m LEFT JOIN agents a ON m.author_kind = 'agent' AND a.id = m.author_id LEFT JOIN outbound_mails o ON o.message_id = m.id WHERE m.ticket_id = $1) m) AS messages,
  (SELECT COALESCE(json_agg(row_to_json(f) ORDER BY f.created_at, f.id), '[]') FROM (
    SELECT f.id, f.message_id, f.subject_id, f.kind, encode(f.file_name, 'base64') AS file_name, f.content_type, f.size, f.created_at FROM attachments f JOIN messages m ON m.id = f.message_id WHERE m.ticket_id = $1) f) AS files,
  (SELECT COALESCE(json_agg(row_to_json(v) ORDER BY v.position), '[]') FROM (
    SELECT id, category, label, encode(value, 'base64') AS value, position FROM customer_values WHERE customer_id = $2) v) AS values,
  (SELECT COALESCE(json_agg(row_to_json(p)), '[]') FROM (
    SELECT p.customer_id AS id, encode(c.name, 'base64') AS name, (SELECT encode(v.value, 'base64') FROM customer_values v WHERE v.customer_id = c.id AND v.category = 'email' ORDER BY v.position LIMIT 1) AS email
    FROM ticket_participants p JOIN customers c ON c.id = p.customer_id WHERE p.ticket_id = $1 AND p.kind = 'copy') p) AS copies,
  (SELECT COALESCE(json_agg(row_to_json(e) ORDER BY e.at), '[]') FROM (
    SELECT e.at, e.kind, e.actor_id, e.actor_kind, encode(a.name, 'base64') AS actor_name, e.detail FROM ticket_events e LEFT JOIN agents a ON e.actor_kind = 'agent' AND a.id = e.actor_id WHERE e.ticket_id = $1) e) AS events`;

/** A ticket with everything its page shows: reading is an event, decided and logged once. */
export const showTicket = async (ctx: Ctx, number: string): Promise<ShownTicket> => {
  const viewer = ctx.viewer as AgentViewer;
  const ticket = await ticketFacts(ctx, number, viewer.locale);
  const [parts] = await prepared<Parts>(ctx.db, PARTS, [ticket.id, ticket.customerId]);
  const disclosures = await disclose(ctx, { action: "view", surface: "ticket", items: itemsOf(ticket, parts!) });
  const names = await staffNames(ctx, ticket, parts!);
  return {
    ticket, disclosures, assignee: ticket.assigneeId ? names.get(ticket.assigneeId) ?? null : null,
    messages: parts!.messages.map((m) => ({ id: m.id, number: m.number, kind: m.kind, authorKind: m.author_kind, authorId: m.author_id, authorName: m.author_id ? names.get(m.author_id) ?? null : null, at: new Date(m.created_at), channel: m.channel, delivery: m.state, failure: m.failure })),
    files: parts!.files.map((f) => ({ id: f.id, message: f.message_id, kind: f.kind, contentType: f.content_type, size: f.size })),
    values: parts!.values.map(({ id, category, label }) => ({ id, category, label })),
    copies: parts!.copies.map(({ id }) => ({ id })),
    others: [],
    events: parts!.events.map((e) => ({ at: new Date(e.at), kind: e.kind, actorKind: e.actor_kind, actor: e.actor_id ? names.get(e.actor_id) ?? null : null, detail: e.detail })),
  };
};

const bytes = (base64: string): Buffer => Buffer.from(base64, "base64");

const itemsOf = (ticket: TicketFacts, parts: Parts): Item[] => {
  const base = { about: ticket.about, purpose: ticket.purpose };
  const own = { ...base, subject: ticket.customerId };
  return [
    { kind: "value", key: "name", category: "name", value: ticket.customerName, ...own },
    { kind: "value", key: "position", category: "name", value: ticket.position, ...own },
    { kind: "text", key: "subject", value: ticket.subject, ...own },
    ...parts.values.map((v): Item => ({ kind: "value", key: `value ${v.id}`, category: v.category, value: sealedAt("customer_values.value", bytes(v.value)), ...own })),
    ...parts.messages.map((m): Item => ({ kind: "text", key: `message ${m.id}`, value: sealedAt("messages.body", bytes(m.body)), ...base, subject: m.subject_id })),
    ...parts.files.map((f): Item => ({ kind: "text", key: `file ${f.id}`, value: sealedAt("attachments.file_name", bytes(f.file_name)), ...base, subject: f.subject_id })),
    ...parts.copies.flatMap((c): Item[] => [
      { kind: "value", key: `copy ${c.id}`, category: "name", value: c.name ? sealedAt("customers.name", bytes(c.name)) : null, ...base, subject: c.id },
      { kind: "value", key: `copyEmail ${c.id}`, category: "email", value: c.email ? sealedAt("customer_values.value", bytes(c.email)) : null, ...base, subject: c.id },
    ]),
  ];
};

const staffNames = async (ctx: Ctx, ticket: TicketFacts, parts: Parts): Promise<Map<string, string | null>> => {
  const people = new Map<string, ReturnType<typeof sealedAt>>();
  if (ticket.assigneeId) people.set(ticket.assigneeId, ticket.assigneeName);
  for (const m of parts.messages) if (m.author_kind === "agent" && m.author_id && m.author_name) people.set(m.author_id, sealedAt("agents.name", bytes(m.author_name)));
  for (const e of parts.events) if (e.actor_kind === "agent" && e.actor_id && e.actor_name) people.set(e.actor_id, sealedAt("agents.name", bytes(e.actor_name)));
  const entries = [...people];
  const names = await openStaff(ctx, entries.map(([agentId, value]) => ({ agentId, value })));
  return new Map(entries.map(([agentId], index) => [agentId, names[index] ?? null]));
};

