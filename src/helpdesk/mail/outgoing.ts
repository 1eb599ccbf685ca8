import { use } from "../../platform/services";
import { FILES } from "../../platform/files";
import { row, rows } from "../../platform/database";
import { openBytesAsSystem, openSealer, sealedAt, subjectStates, useAsSystem, type Ctx } from "../../privacy";
import { referenceToken } from "./mail-references";
import type { MailFailure } from "./settle-outbound";

/** A message on its way out, opened: what the mail is made of. Lives in memory between two transactions, nowhere else. */
export interface Outgoing {
  readonly ticket: { readonly id: string; readonly number: string; readonly language: "de" | "en"; readonly subject: string; readonly address: string };
  readonly to: readonly { readonly name: string; readonly address: string }[];
  readonly cc: readonly { readonly name: string; readonly address: string }[];
  readonly text: string;
  /** Written by the program itself. */
  readonly automatic: boolean;
  readonly files: readonly { readonly fileName: string; readonly contentType: string; readonly bytes: Buffer }[];
  /** Oldest first. */
  readonly references: readonly string[];
  readonly lastReceived: string | null;
}

interface Found {
  id: string; message: string; body: Buffer; subject_id: string; author_kind: string;
  ticket: string; number: string; subject: Buffer; customer_id: string; language: "de" | "en"; address: string;
}
interface Person { id: string; kind: "requester" | "copy"; name: Buffer | null; email: Buffer }
interface File { id: string; subject_id: string; file_name: Buffer; content_type: string; file_key: string }

/** Reads a queued mail and locks it; null when it is settled already or gone. */
export const lockQueued = (ctx: Ctx, mailId: string): Promise<Found | null> => row<Found>(ctx.db, `
  SELECT o.id, m.id AS message, m.body, m.subject_id, m.author_kind, t.id AS ticket, t.number, t.subject, t.customer_id, t.language, q.address
  FROM outbound_mails o JOIN messages m ON m.id = o.message_id JOIN tickets t ON t.id = m.ticket_id JOIN queues q ON q.id = t.queue_id
  WHERE o.id = $1 AND o.state = 'queued' AND m.kind = 'public' FOR UPDATE OF o`, [mailId]);

/**
 * Opens what goes out, as the program's own use with the customer's mailbox as recipient, and writes that down. Answers
 * a failure instead where nothing may be sent: the person is frozen or erased, or has no address any more.
 */
export const openOutgoing = async (ctx: Ctx, found: Found): Promise<Outgoing | MailFailure> => {
  const people = await peopleOf(ctx, found.ticket);
  const requester = people.find(({ kind }) => kind === "requester");
  const states = await subjectStates(ctx, [found.customer_id, ...people.map(({ id }) => id)]);
  if (states.get(found.customer_id) !== "open" || (requester && states.get(requester.id) !== "open")) return "restricted";
  if (!requester) return "noAddress";
  const reachable = people.filter(({ id }) => states.get(id) === "open");
  const files = await filesOf(ctx, found.message);
  const opened = await openTexts(ctx, found, reachable, files);
  const mailboxes = (kind: Person["kind"]) => reachable.filter((person) => person.kind === kind && opened.has(`email ${person.id}`))
    .map(({ id }) => ({ name: opened.get(`name ${id}`) ?? "", address: opened.get(`email ${id}`)! }));
  const { references, lastReceived } = await referencesOf(ctx, found);
  return {
    ticket: { id: found.ticket, number: found.number, language: found.language, subject: opened.get("subject") ?? "", address: found.address },
    to: mailboxes("requester"), cc: mailboxes("copy"), text: opened.get("body") ?? "", automatic: found.author_kind === "system",
    files: await openFiles(ctx, files, opened), references, lastReceived,
  };
};

const peopleOf = (ctx: Ctx, ticket: string): Promise<Person[]> => rows<Person>(ctx.db, `
  SELECT p.customer_id AS id, p.kind, c.name, v.value AS email FROM ticket_participants p JOIN customers c ON c.id = p.customer_id
    JOIN LATERAL (SELECT value FROM customer_values WHERE customer_id = p.customer_id AND category = 'email' ORDER BY position, id LIMIT 1) v ON TRUE
  WHERE p.ticket_id = $1 ORDER BY p.kind DESC, p.customer_id`, [ticket]);

const filesOf = (ctx: Ctx, message: string): Promise<File[]> =>
  rows<File>(ctx.db, "SELECT id, subject_id, file_name, content_type, file_key FROM attachments WHERE message_id = $1 AND kind = 'file' ORDER BY created_at, id", [message]);

/** One disclosure, one row in the log. A file stands in it twice: its name is a text, its content an attachment. */
const openTexts = (ctx: Ctx, found: Found, people: readonly Person[], files: readonly File[]): Promise<Map<string, string>> => useAsSystem(ctx, {
  purpose: "mailDelivery", recipient: "customer mailbox", ticket: found.number,
  items: [
    { key: "subject", subject: found.customer_id, category: "correspondence", value: sealedAt("tickets.subject", found.subject) },
    { key: "body", subject: found.subject_id, category: "correspondence", value: sealedAt("messages.body", found.body) },
    ...people.flatMap(({ id, name, email }) => [
      { key: `name ${id}`, subject: id, category: "name" as const, value: sealedAt("customers.name", name) },
      { key: `email ${id}`, subject: id, category: "email" as const, value: sealedAt("customer_values.value", email) },
    ]),
    ...files.flatMap(({ id, subject_id: subject, file_name: name }) => [
      { key: `file ${id}`, subject, category: "correspondence" as const, value: sealedAt("attachments.file_name", name) },
      { key: `content ${id}`, subject, category: "attachment" as const, value: sealedAt("attachments.file_name", name) },
    ]),
  ],
});

const openFiles = async (ctx: Ctx, files: readonly File[], names: ReadonlyMap<string, string>): Promise<Outgoing["files"]> => {
  const opened = [];
  for (const file of files) {
    const bytes = await openBytesAsSystem(ctx, file.subject_id, "attachments.file_key", await use(ctx.db, FILES).get(file.file_key));
    if (bytes) opened.push({ fileName: names.get(`file ${file.id}`) ?? "attachment", contentType: file.content_type, bytes });
  }
  return opened;
};

const referencesOf = async (ctx: Ctx, found: Found): Promise<{ references: string[]; lastReceived: string | null }> => {
  const known = await rows<{ mail_id: Buffer; direction: "in" | "out" }>(ctx.db,
    "SELECT mail_id, direction FROM mail_references WHERE ticket_id = $1 AND mail_id IS NOT NULL AND message_id IS DISTINCT FROM $2 ORDER BY created_at DESC LIMIT 20", [found.ticket, found.message]);
  const opened = await Promise.all(known.map(async ({ mail_id: id, direction }) => ({ direction, id: (await openBytesAsSystem(ctx, found.customer_id, "mail_references.mail_id", id))?.toString("utf8") ?? null })));
  const ids = opened.filter((entry): entry is { direction: "in" | "out"; id: string } => entry.id !== null).reverse();
  return { references: ids.map(({ id }) => id), lastReceived: ids.filter(({ direction }) => direction === "in").at(-1)?.id ?? null };
};

/** Our own mail is known before it leaves: an answer or a delivery report can be faster than our second transaction. */
export const rememberOutgoing = async (ctx: Ctx, found: Found, mailId: string): Promise<void> => {
  const sealer = await openSealer(ctx, found.customer_id);
  await ctx.db.query("INSERT INTO mail_references (token, ticket_id, message_id, direction, mail_id, created_at) VALUES ($1, $2, $3, 'out', $4, $5) ON CONFLICT DO NOTHING",
    [referenceToken(ctx, mailId), found.ticket, found.message, sealer.seal("mail_references.mail_id", mailId).toPostgres(), ctx.now]);
};
