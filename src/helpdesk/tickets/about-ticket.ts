import { prepared } from "../../platform/database";
import { NotFound } from "../../platform/faults";
import { sealedAt, type About, type Ctx, type Level, type Sealed } from "../../privacy";
import { readableBy } from "./policy";
import { aboutOf } from "./tickets";
import type { Channel, Priority, Status, TicketPurpose } from "./ticket";

/** A ticket as a page needs it: read without a lock, with its queue, assignee and customer, in one statement. */
export interface TicketFacts {
  readonly id: string; readonly number: string; readonly customerId: string; readonly subject: Sealed;
  readonly queueId: string; readonly queueName: string; readonly routedTo: string; readonly routedToName: string; readonly routedToKind: "inHouse" | "processor";
  readonly status: Status; readonly priority: Priority; readonly purpose: TicketPurpose; readonly channel: Channel; readonly language: "de" | "en"; readonly level: Level;
  readonly assigneeId: string | null; readonly assigneeName: Sealed | null; readonly createdAt: Date; readonly activityAt: Date; readonly version: number;
  readonly customerName: Sealed | null; readonly organisation: string | null; readonly position: Sealed | null; readonly lastMessage: number;
  readonly about: About;
}

interface Row {
  id: string; number: string; customer_id: string; subject: Buffer; queue_id: string; queue_de: string; queue_en: string; routed_to: string; routed_name: string; routed_kind: "inHouse" | "processor";
  status: Status; priority: Priority; purpose: TicketPurpose; channel: Channel; language: "de" | "en"; level: Level; assignee_id: string | null; assignee_name: Buffer | null;
  created_at: Date; activity_at: Date; version: number; customer_name: Buffer | null; organisation: string | null; position: Buffer | null; last_message: number;
}

/** Throws NotFound for what is not there and for what is not this viewer's, by the same statement. */
export const ticketFacts = async (ctx: Ctx, number: string, locale: "de" | "en"): Promise<TicketFacts> => {
  const scope = readableBy(ctx.viewer, 2);
  const [found] = await prepared<Row>(ctx.db, `
    SELECT t.id, t.number, t.customer_id, t.subject, t.queue_id, t.routed_to, t.status, t.priority, t.purpose, t.channel, t.language, t.level, t.assignee_id, t.created_at, t.activity_at, t.version,
      q.name_de AS queue_de, q.name_en AS queue_en, r.name AS routed_name, r.kind AS routed_kind, a.name AS assignee_name,
      c.name AS customer_name, c.position, o.name AS organisation, (SELECT COALESCE(max(m.number), 0) FROM messages m WHERE m.ticket_id = t.id) AS last_message
    FROM tickets t JOIN queues q ON q.id = t.queue_id JOIN employers r ON r.id = t.routed_to JOIN customers c ON c.id = t.customer_id
      LEFT JOIN agents a ON a.id = t.assignee_id LEFT JOIN organisations o ON o.id = c.organisation_id
    WHERE t.number = $1 AND ${scope.sql}`, [number, ...scope.parameters]);
  if (!found) throw new NotFound("ticketNotFound");
  return factsOf(found, locale);
};

const factsOf = (found: Row, locale: "de" | "en"): TicketFacts => {
  const core = { id: found.id, number: found.number, queueId: found.queue_id, routedTo: found.routed_to, assigneeId: found.assignee_id, status: found.status };
  return {
    ...core, about: aboutOf(core), customerId: found.customer_id, subject: sealedAt("tickets.subject", found.subject),
    queueName: locale === "de" ? found.queue_de : found.queue_en, routedToName: found.routed_name, routedToKind: found.routed_kind,
    priority: found.priority, purpose: found.purpose, channel: found.channel, language: found.language, level: found.level,
    assigneeName: sealedAt("agents.name", found.assignee_name), createdAt: found.created_at, activityAt: found.activity_at, version: found.version,
    customerName: sealedAt("customers.name", found.customer_name), organisation: found.organisation, position: sealedAt("customers.position", found.position), lastMessage: found.last_message,
  };
};
