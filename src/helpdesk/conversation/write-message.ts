import { randomUUID } from "node:crypto";
import { use } from "../../platform/services";
import { FILES } from "../../platform/files";
import { knownValuesOf } from "../../customers";
import { knownPerson, openSealer, sealText, technicalToken, type Ctx, type KnownRecord, type Level, type Sealer } from "../../privacy";

export interface IncomingFile { readonly fileName: string; readonly contentType: string; readonly bytes: Buffer; readonly kind: "file" | "inline" | "originalHtml"; readonly contentId?: string | null }
export interface NewMessage {
  readonly kind: "public" | "note";
  readonly author: { readonly kind: "customer" | "agent" | "system"; readonly id: string | null };
  readonly channel: "mail" | "form" | "phone" | "screen";
  readonly text: string;
  readonly files?: readonly IncomingFile[];
  readonly at?: Date;
}
export interface Written { readonly id: string; readonly number: number; readonly level: Level; readonly open: string[]; readonly personal: string[] }

/** Everything that writing for one person needs: the sealer and what their record helps to recognise. Read once per command. */
export interface Pen { readonly sealer: Sealer; readonly known: KnownRecord }
export const penFor = async (ctx: Ctx, customerId: string): Promise<Pen> => {
  const values = await knownValuesOf(ctx, [customerId]);
  return { sealer: await openSealer(ctx, customerId), known: await knownPerson(ctx, values) };
};

/**
 * Seals a message with its marked passages and its files, and gives it the next number of the ticket. The caller holds
 * the ticket's lock, so numbers have no gaps and no twins.
 */
export const writeMessage = async (ctx: Ctx, ticketId: string, pen: Pen, message: NewMessage): Promise<Written> => {
  const id = randomUUID();
  const body = sealText(ctx, pen.sealer, "messages.body", message.text, pen.known);
  const [{ number }] = await ctx.db.query(`INSERT INTO messages (id, ticket_id, number, subject_id, kind, author_kind, author_id, channel, body, created_at)
    SELECT $1, $2, COALESCE(max(number), 0) + 1, $3, $4, $5, $6, $7, $8, $9 FROM messages WHERE ticket_id = $2 RETURNING number`,
  [id, ticketId, pen.sealer.subject, message.kind, message.author.kind, message.author.id, message.channel, body.sealed.toPostgres(), message.at ?? ctx.now]) as [{ number: number }];
  const names = await writeFiles(ctx, id, pen, message.files ?? []);
  return {
    id, number, level: highest([body.level, ...names.map(({ level }) => level)]),
    open: [...body.tokens.open, ...names.flatMap(({ tokens }) => tokens.open)],
    personal: [...body.tokens.personal, ...names.flatMap(({ tokens }) => tokens.personal)],
  };
};

const highest = (levels: readonly Level[]): Level => [...levels].sort().at(-1)!;

/** File names are free text too: "Kündigung Anna Müller.pdf" tells as much as a sentence. */
const writeFiles = async (ctx: Ctx, messageId: string, pen: Pen, files: readonly IncomingFile[]) => {
  const names = [];
  for (const file of files) {
    const name = sealText(ctx, pen.sealer, "attachments.file_name", file.fileName, pen.known);
    const fileKey = await use(ctx.db, FILES).put(pen.sealer.sealBytes("attachments.file_key", file.bytes));
    await ctx.db.query(`INSERT INTO attachments (id, message_id, subject_id, kind, file_name, content_type, content_id, size, file_key, created_at) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`,
      [randomUUID(), messageId, pen.sealer.subject, file.kind, name.sealed.toPostgres(), file.contentType, file.contentId ? technicalToken(ctx, file.contentId) : null, file.bytes.length, fileKey, ctx.now]);
    if (file.kind === "file") names.push(name);
  }
  return names;
};

/** Adds the words of new texts to what a search can find of the ticket. */
export const indexWords = async (ctx: Ctx, ticketId: string, at: Date, texts: readonly { open: readonly string[]; personal: readonly string[] }[]): Promise<void> => {
  const open = [...new Set(texts.flatMap((text) => text.open))];
  const personal = [...new Set(texts.flatMap((text) => text.personal))];
  await ctx.db.query(`INSERT INTO ticket_search (ticket_id, activity_at, open_tokens, personal_tokens) VALUES ($1, $2, $3, $4)
    ON CONFLICT (ticket_id) DO UPDATE SET activity_at = EXCLUDED.activity_at,
      open_tokens = ARRAY(SELECT DISTINCT unnest(ticket_search.open_tokens || EXCLUDED.open_tokens)),
      personal_tokens = ARRAY(SELECT DISTINCT unnest(ticket_search.personal_tokens || EXCLUDED.personal_tokens))`, [ticketId, at, open, personal]);
};
