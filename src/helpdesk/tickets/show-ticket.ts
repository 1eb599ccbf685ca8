import { disclose, isInHouse, openStaffName, sealedAt, type AgentViewer, type Category, type Ctx, type Disclosures, type Item } from "../../privacy";
import { ticketWithParts, type TicketFacts } from "./about-ticket";
import { LATEST_DECISION, type FoundDecision } from "../routing/decision-text";

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
  readonly events: readonly { readonly at: Date; readonly kind: string; readonly actor: string | null; readonly actorKind: string; readonly detail: Readonly<Record<string, string>> }[];
  /** Why it is where it is, for people in-house. */
  readonly routing: FoundDecision | null;
  /** Keys: "name", "subject", "value <id>", "message <id>", "file <id>", "copy <customer id>". */
  readonly disclosures: Disclosures;
}

interface Parts {
  messages: { id: string; number: number; kind: "public" | "note"; author_kind: "customer" | "agent" | "system"; author_id: string | null; created_at: string; channel: string; body: string; subject_id: string; state: MessageFacts["delivery"]; failure: string | null }[];
  files: { id: string; message_id: string; subject_id: string; kind: FileFacts["kind"]; file_name: string; content_type: string; size: number }[];
  values: { id: string; category: Category; label: string; value: string }[];
  copies: { id: string; name: string | null; email: string | null }[];
  events: { at: string; kind: string; actor_id: string | null; actor_kind: string; detail: Record<string, string> }[];
  staff: { id: string; name: string; wrapped: string | null; master: string | null }[];
  routing: FoundDecision | null;
}

/** The parts of a ticket page, in the statement that finds it; bytea travels as base64 inside JSON, still sealed. Staff comes with its keys. */
const PARTS = `,
  (SELECT COALESCE(json_agg(row_to_json(m) ORDER BY m.created_at, m.number), '[]') FROM (
    SELECT m.id, m.number, m.kind, m.author_kind, m.author_id, m.created_at, m.channel, encode(m.body, 'base64') AS body, m.subject_id, o.state, o.failure
    FROM messages m LEFT JOIN outbound_mails o ON o.message_id = m.id WHERE m.ticket_id = t.id) m) AS messages,
  (SELECT COALESCE(json_agg(row_to_json(f) ORDER BY f.created_at, f.id), '[]') FROM (
    SELECT f.id, f.message_id, f.subject_id, f.kind, encode(f.file_name, 'base64') AS file_name, f.content_type, f.size, f.created_at FROM attachments f JOIN messages m ON m.id = f.message_id WHERE m.ticket_id = t.id) f) AS files,
  (SELECT COALESCE(json_agg(row_to_json(v) ORDER BY v.position), '[]') FROM (
    SELECT id, category, label, encode(value, 'base64') AS value, position FROM customer_values WHERE customer_id = t.customer_id) v) AS values,
  (SELECT COALESCE(json_agg(row_to_json(p)), '[]') FROM (
    SELECT p.customer_id AS id, encode(c.name, 'base64') AS name, (SELECT encode(v.value, 'base64') FROM customer_values v WHERE v.customer_id = c.id AND v.category = 'email' ORDER BY v.position LIMIT 1) AS email
    FROM ticket_participants p JOIN customers c ON c.id = p.customer_id WHERE p.ticket_id = t.id AND p.kind <> 'requester') p) AS copies,
  (SELECT COALESCE(json_agg(row_to_json(e) ORDER BY e.at), '[]') FROM (
    SELECT e.at, e.kind, e.actor_id, e.actor_kind, e.detail FROM ticket_events e WHERE e.ticket_id = t.id) e) AS events,
  (SELECT COALESCE(json_agg(row_to_json(s)), '[]') FROM (
    SELECT s.id, encode(s.name, 'base64') AS name, encode(k.wrapped, 'base64') AS wrapped, k.master_key_id AS master FROM agents s JOIN data_keys k ON k.subject = s.id
    WHERE s.id IN (SELECT t.assignee_id UNION SELECT m.author_id FROM messages m WHERE m.ticket_id = t.id AND m.author_kind = 'agent' UNION SELECT e.actor_id FROM ticket_events e WHERE e.ticket_id = t.id AND e.actor_kind = 'agent')) s) AS staff,
  ${LATEST_DECISION} AS routing`;

export interface FoundTicket { readonly ticket: TicketFacts; readonly parts: Parts }

/** A ticket with everything its page shows, still sealed. Throws NotFound for what is not there and for what is not this viewer's. */
export const findTicket = (ctx: Ctx, number: string): Promise<FoundTicket> => ticketWithParts<Parts>(ctx, number, (ctx.viewer as AgentViewer).locale, PARTS);

/** What the viewer gets of a ticket: reading is an event, decided and logged once. */
export const showTicket = async (ctx: Ctx, { ticket, parts }: FoundTicket): Promise<ShownTicket> => {
  const disclosures = await disclose(ctx, { action: "view", surface: "ticket", items: itemsOf(ticket, parts) });
  const names = new Map(parts.staff.map(({ id, name, wrapped, master }) => [id, openStaffName(ctx, id, { sealed: bytes(name), wrapped: wrapped === null ? null : bytes(wrapped), masterKeyId: master })]));
  const nameOf = (kind: string, id: string | null): string | null => (kind === "agent" && id ? names.get(id) ?? null : null);
  return {
    ticket, disclosures, assignee: nameOf("agent", ticket.assigneeId),
    messages: parts.messages.map((m) => ({ id: m.id, number: m.number, kind: m.kind, authorKind: m.author_kind, authorId: m.author_id, authorName: nameOf(m.author_kind, m.author_id), at: new Date(m.created_at), channel: m.channel, delivery: m.state, failure: m.failure })),
    files: parts.files.map((f) => ({ id: f.id, message: f.message_id, kind: f.kind, contentType: f.content_type, size: f.size })),
    values: parts.values.map(({ id, category, label }) => ({ id, category, label })),
    copies: parts.copies.map(({ id }) => ({ id })),
    events: parts.events.map((e) => ({ at: new Date(e.at), kind: e.kind, actorKind: e.actor_kind, actor: nameOf(e.actor_kind, e.actor_id), detail: e.detail })),
    routing: isInHouse(ctx.viewer as AgentViewer) ? parts.routing : null,
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
