import { randomUUID } from "node:crypto";
import { prepared, sendAlong, sideBySide } from "../../platform/database";
import { use } from "../../platform/services";
import { FILES } from "../../platform/files";
import { knownValuesOf } from "../../customers";
import { knownTo, openSealer, sealText, technicalToken, type Ctx, type KnownRecord, type Sealed, type Sealer } from "../../privacy";
import { FILE, together, type Content } from "../tickets/content";

export interface IncomingFile { readonly fileName: string; readonly contentType: string; readonly bytes: Buffer; readonly kind: "file" | "inline" | "originalHtml"; readonly contentId?: string | null }
export interface NewMessage {
  readonly kind: "public" | "note";
  readonly author: { readonly kind: "customer" | "agent" | "system"; readonly id: string | null };
  readonly channel: "mail" | "form" | "phone" | "screen";
  readonly text: string;
  readonly files?: readonly IncomingFile[];
  readonly at?: Date;
}
/** What search and scope need to know of a message, without any of its words. */
interface Known extends Content { readonly open: readonly string[]; readonly personal: readonly string[] }
export interface Written extends Known { readonly id: string; readonly number: number }
/** A message that is sealed and stands nowhere yet. */
export interface Draft extends Known { readonly id: string; readonly message: NewMessage; readonly pen: Pen; readonly body: Sealed; readonly names: readonly Sealed[] }

/** Everything that writing for one person needs: the sealer and what their record helps to recognise. Read once per command. */
export interface Pen { readonly sealer: Sealer; readonly known: KnownRecord }
export const penFor = async (ctx: Ctx, customerId: string): Promise<Pen> => {
  const [values, sealer] = await sideBySide([knownValuesOf(ctx, [customerId]), openSealer(ctx, customerId)]);
  return { sealer, known: knownTo(sealer, values) };
};

/** Seals a message with its marked passages and the names of its files: free text too, "Kündigung Anna Müller.pdf" tells as much as a sentence. */
export const draftMessage = (ctx: Ctx, pen: Pen, message: NewMessage): Draft => {
  const files = message.files ?? [];
  const body = sealText(ctx, pen.sealer, "messages.body", message.text, pen.known);
  const names = files.map(({ fileName }) => sealText(ctx, pen.sealer, "attachments.file_name", fileName, pen.known));
  const texts = [body, ...names.filter((_, at) => files[at]!.kind === "file")];
  return {
    id: randomUUID(), message, pen, body: body.sealed, names: names.map(({ sealed }) => sealed),
    ...together([...texts, ...files.filter(({ kind }) => kind !== "originalHtml").map(() => FILE)]),
    open: texts.flatMap(({ tokens }) => tokens.open), personal: texts.flatMap(({ tokens }) => tokens.personal),
  };
};

/** Keeps it with its files, under the next number of the ticket. The caller holds the ticket's lock, so numbers have no gaps and no twins. */
export const keepMessage = async (ctx: Ctx, ticketId: string, draft: Draft): Promise<Written> => {
  const { id, pen, message, body } = draft;
  const [kept] = await prepared<{ number: number }>(ctx.db, `INSERT INTO messages (id, ticket_id, number, subject_id, kind, author_kind, author_id, channel, body, created_at)
    SELECT $1, $2, COALESCE(max(number), 0) + 1, $3, $4, $5, $6, $7, $8, $9 FROM messages WHERE ticket_id = $2 RETURNING number`,
  [id, ticketId, pen.sealer.subject, message.kind, message.author.kind, message.author.id, message.channel, body.toPostgres(), message.at ?? ctx.now]);
  await keepFiles(ctx, draft);
  return { ...draft, number: kept!.number };
};

const keepFiles = async (ctx: Ctx, { id, pen, message, names }: Draft): Promise<void> => {
  for (const [at, file] of (message.files ?? []).entries()) {
    const fileKey = await use(ctx.db, FILES).put(pen.sealer.sealBytes("attachments.file_key", file.bytes));
    sendAlong(ctx.db, `INSERT INTO attachments (id, message_id, subject_id, kind, file_name, content_type, content_id, size, file_key, created_at) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`,
      [randomUUID(), id, pen.sealer.subject, file.kind, names[at]!.toPostgres(), file.contentType, file.contentId ? technicalToken(ctx, file.contentId) : null, file.bytes.length, fileKey, ctx.now]);
  }
};

/** Adds the words of new texts to what a search can find of the ticket. */
export const indexWords = async (ctx: Ctx, ticketId: string, at: Date, texts: readonly { open: readonly string[]; personal: readonly string[] }[]): Promise<void> => {
  const open = [...new Set(texts.flatMap((text) => text.open))];
  const personal = [...new Set(texts.flatMap((text) => text.personal))];
  sendAlong(ctx.db, `INSERT INTO ticket_search (ticket_id, activity_at, open_tokens, personal_tokens) VALUES ($1, $2, $3, $4)
    ON CONFLICT (ticket_id) DO UPDATE SET activity_at = EXCLUDED.activity_at,
      open_tokens = ARRAY(SELECT DISTINCT unnest(ticket_search.open_tokens || EXCLUDED.open_tokens)),
      personal_tokens = ARRAY(SELECT DISTINCT unnest(ticket_search.personal_tokens || EXCLUDED.personal_tokens))`, [ticketId, at, open, personal]);
};
