import { use } from "../../platform/services";
import { FILES } from "../../platform/files";
import { rows } from "../../platform/database";
import type { Ctx, Reseal, SealedPlace } from "../../privacy";
import { discardFile } from "../mail/quarantine";

/** What of a person's conversations became another's, as ids. */
export interface MovedConversations {
  readonly tickets: readonly string[]; readonly reveals: readonly string[]; readonly authored: readonly string[]; readonly events: readonly string[];
  /** Where the person took part; `alone`: the other did not. */
  readonly parts: readonly { readonly ticket: string; readonly kind: string; readonly alone: boolean; readonly addedBy: string | null; readonly addedAt: string | null }[];
}

interface Stored { id: string; value: Buffer }

/** Seals one column anew, row by row; `found` are the rows that change hands. */
const resealRows = async (ctx: Ctx, place: SealedPlace, found: readonly Stored[], reseal: Reseal): Promise<void> => {
  const [table, column] = place.split(".") as [string, string];
  await ctx.db.query(`UPDATE ${table} t SET ${column} = n.value FROM unnest($1::uuid[], $2::bytea[]) AS n(id, value) WHERE t.id = n.id`, [found.map(({ id }) => id), found.map(({ value }) => reseal(place, value))]);
};

/** Everything in these tickets that is sealed for `from` is sealed for `into` from now on: subjects, texts, files with their names, and mail references. */
const resealTickets = async (ctx: Ctx, tickets: readonly string[], { from, into }: { from: string; into: string }, reseal: Reseal): Promise<void> => {
  await resealRows(ctx, "tickets.subject", await rows<Stored>(ctx.db, "SELECT id, subject AS value FROM tickets WHERE id = ANY($1)", [tickets]), reseal);
  const messages = await rows<Stored>(ctx.db, "SELECT id, body AS value FROM messages WHERE ticket_id = ANY($1) AND subject_id = $2", [tickets, from]);
  await resealRows(ctx, "messages.body", messages, reseal);
  const files = await rows<Stored & { file_key: string }>(ctx.db, "SELECT a.id, a.file_name AS value, a.file_key FROM attachments a WHERE a.message_id = ANY($1) AND a.subject_id = $2", [messages.map(({ id }) => id), from]);
  await resealRows(ctx, "attachments.file_name", files, reseal);
  for (const { id, file_key: key } of files) {
    const fresh = await use(ctx.db, FILES).put(reseal("attachments.file_key", await use(ctx.db, FILES).get(key)));
    await ctx.db.query("UPDATE attachments SET file_key = $2 WHERE id = $1", [id, fresh]);
    await discardFile(ctx, key);
  }
  const references = await rows<{ token: Buffer; value: Buffer }>(ctx.db, "SELECT token, mail_id AS value FROM mail_references WHERE ticket_id = ANY($1) AND mail_id IS NOT NULL", [tickets]);
  await ctx.db.query("UPDATE mail_references r SET mail_id = n.value FROM unnest($1::bytea[], $2::bytea[]) AS n(token, value) WHERE r.token = n.token", [references.map(({ token }) => token), references.map(({ value }) => reseal("mail_references.mail_id", value))]);
  await ctx.db.query("UPDATE attachments SET subject_id = $2 WHERE id = ANY($1)", [files.map(({ id }) => id), into]);
  await ctx.db.query("UPDATE messages SET subject_id = $2 WHERE id = ANY($1)", [messages.map(({ id }) => id), into]);
  await ctx.db.query("UPDATE tickets SET customer_id = $2, version = version + 1 WHERE id = ANY($1)", [tickets, into]);
};

const ids = async (ctx: Ctx, sql: string, parameters: unknown[]): Promise<string[]> => (await rows<{ id: string }>(ctx.db, sql, parameters)).map(({ id }) => id);
const resealReveals = async (ctx: Ctx, reveals: readonly string[], into: string, reseal: Reseal): Promise<void> => {
  await resealRows(ctx, "reveals.note", await rows<Stored>(ctx.db, "SELECT id, note AS value FROM reveals WHERE id = ANY($1) AND note IS NOT NULL", [reveals]), reseal);
  await ctx.db.query("UPDATE reveals SET subject_id = $2 WHERE id = ANY($1)", [reveals, into]);
};

/** Gives all conversations of one person to another, wherever the first was a customer, took part, wrote or acted. */
export const moveConversations = async (ctx: Ctx, union: { from: string; into: string }, reseal: Reseal): Promise<MovedConversations> => {
  const { from, into } = union;
  const tickets = await ids(ctx, "SELECT id FROM tickets WHERE customer_id = $1 ORDER BY id FOR UPDATE", [from]);
  await resealTickets(ctx, tickets, union, reseal);
  const reveals = await ids(ctx, "SELECT id FROM reveals WHERE subject_id = $1", [from]);
  await resealReveals(ctx, reveals, into, reseal);
  const parts = await rows<MovedConversations["parts"][number]>(ctx.db, `SELECT p.ticket_id AS ticket, p.kind, NOT EXISTS (SELECT 1 FROM ticket_participants o WHERE o.ticket_id = p.ticket_id AND o.customer_id = $2) AS alone, p.added_by AS "addedBy", p.added_at::text AS "addedAt" FROM ticket_participants p WHERE p.customer_id = $1`, [from, into]);
  const [alone, both] = [parts.filter((part) => part.alone), parts.filter((part) => !part.alone)].map((some) => some.map(({ ticket }) => ticket)) as [string[], string[]];
  await ctx.db.query("UPDATE ticket_participants SET customer_id = $2 WHERE customer_id = $1 AND ticket_id = ANY($3)", [from, into, alone]);
  await ctx.db.query("UPDATE ticket_participants SET kind = 'requester' WHERE customer_id = $1 AND ticket_id IN (SELECT ticket_id FROM ticket_participants WHERE customer_id = $2 AND kind = 'requester' AND ticket_id = ANY($3))", [into, from, both]);
  await ctx.db.query("DELETE FROM ticket_participants WHERE customer_id = $1 AND ticket_id = ANY($2)", [from, both]);
  return { tickets, reveals, parts, ...await moveActs(ctx, union) };
};

/** Who wrote and who did: the same person under the other reference. */
const moveActs = async (ctx: Ctx, { from, into }: { from: string; into: string }): Promise<Pick<MovedConversations, "authored" | "events">> => {
  const authored = await ids(ctx, "WITH moved AS (UPDATE messages SET author_id = $2 WHERE author_kind = 'customer' AND author_id = $1 RETURNING id) SELECT id FROM moved", [from, into]);
  const events = await ids(ctx, "WITH moved AS (UPDATE ticket_events SET actor_id = $2 WHERE actor_kind = 'customer' AND actor_id = $1 RETURNING id) SELECT id FROM moved", [from, into]);
  await ctx.db.query("UPDATE demo_outbox SET people = people || $2::uuid WHERE $1 = ANY(people) AND NOT $2 = ANY(people)", [from, into]);
  return { authored, events };
};

/** Takes it back. What was written in these tickets since goes along: it is of the same conversation. */
export const returnConversations = async (ctx: Ctx, { tickets, reveals, parts, authored, events }: MovedConversations, union: { from: string; into: string }, reseal: Reseal): Promise<void> => {
  const { from: holder, into: owner } = union;
  await resealTickets(ctx, tickets, union, reseal);
  await resealReveals(ctx, reveals, owner, reseal);
  await ctx.db.query("UPDATE ticket_participants SET customer_id = $2 WHERE customer_id = $1 AND ticket_id = ANY($3)", [holder, owner, parts.filter(({ alone }) => alone).map(({ ticket }) => ticket)]);
  for (const { ticket, kind, addedBy, addedAt } of parts.filter(({ alone }) => !alone)) {
    await ctx.db.query("UPDATE ticket_participants SET kind = 'copy' WHERE ticket_id = $1 AND customer_id = $2 AND $3 = 'requester'", [ticket, holder, kind]);
    await ctx.db.query("INSERT INTO ticket_participants (ticket_id, customer_id, kind, added_by, added_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING", [ticket, owner, kind, addedBy, addedAt]);
  }
  await ctx.db.query("UPDATE messages SET author_id = $2 WHERE author_kind = 'customer' AND author_id = $1 AND (id = ANY($3) OR ticket_id = ANY($4))", [holder, owner, authored, tickets]);
  await ctx.db.query("UPDATE ticket_events SET actor_id = $2 WHERE actor_kind = 'customer' AND actor_id = $1 AND id = ANY($3)", [holder, owner, events]);
};
