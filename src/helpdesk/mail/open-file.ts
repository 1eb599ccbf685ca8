import { use } from "../../platform/services";
import { FileGone, FILES } from "../../platform/files";
import { row, rows } from "../../platform/database";
import { Forbidden, NotFound, Unavailable } from "../../platform/faults";
import type { Download } from "../../platform/http";
import { FRAME_POLICY, frameDocument } from "../../platform/mail";
import { disclose, discloseFile, isAgent, sealedAt, technicalToken, type Ctx } from "../../privacy";
import { ticketFacts, type TicketFacts } from "../tickets/about-ticket";

interface Stored { id: string; message_id: string; subject_id: string; kind: "file" | "inline" | "originalHtml"; file_name: Buffer; content_type: string; content_id: Buffer | null; file_key: string; body: Buffer }

const FIND = `SELECT a.id, a.message_id, a.subject_id, a.kind, a.file_name, a.content_type, a.content_id, a.file_key, m.body
  FROM attachments a JOIN messages m ON m.id = a.message_id WHERE m.ticket_id = $1`;

/** What is not there, what belongs to another ticket and what this viewer may not see get one and the same answer. */
const alike = async <T>(work: () => Promise<T>): Promise<T> => {
  try { return await work(); } catch (error) {
    if (error instanceof Forbidden || error instanceof NotFound) throw new NotFound();
    throw error;
  }
};

const bytesOf = async (ctx: Ctx, fileKey: string): Promise<Buffer> => {
  try { return await use(ctx.db, FILES).get(fileKey); } catch (error) {
    if (error instanceof FileGone) throw new Unavailable("fileGone");
    throw error;
  }
};

/** A file of a message, always to be saved and never shown in place. Its own name is given only where all of it is clear. */
export const openAttachment = (ctx: Ctx, number: string, id: string): Promise<Download> => alike(async () => {
  const ticket = await ticketFacts(ctx, number, isAgent(ctx.viewer) ? ctx.viewer.locale : "de");
  const file = await row<Stored>(ctx.db, `${FIND} AND a.id = $2 AND a.kind <> 'originalHtml'`, [ticket.id, id]);
  if (!file) throw new NotFound();
  const bytes = await discloseFile(ctx, { subject: file.subject_id, place: "attachments.file_key", bytes: await bytesOf(ctx, file.file_key), category: "attachment", about: ticket.about, purpose: ticket.purpose, action: "view" });
  return { bytes, contentType: file.content_type, fileName: await nameOf(ctx, ticket, file) };
});

const nameOf = async (ctx: Ctx, ticket: TicketFacts, file: Stored): Promise<string> => {
  const disclosed = (await disclose(ctx, { action: "view", surface: "ticket", items: [{ kind: "text", key: "name", subject: file.subject_id, value: sealedAt("attachments.file_name", file.file_name), about: ticket.about, purpose: ticket.purpose }] })).get("name")!;
  return disclosed.masked || disclosed.text === "" ? `attachment-${file.id.slice(0, 8)}` : disclosed.text;
};

/**
 * The HTML of a mail as it came, for a frame that runs nothing and loads nothing. It has no masked form, so it is shown
 * only to whom everything in it would be shown (privacy/files.ts). Its images come from the same message.
 */
export const openOriginal = (ctx: Ctx, number: string, id: string): Promise<Download> => alike(async () => {
  const ticket = await ticketFacts(ctx, number, isAgent(ctx.viewer) ? ctx.viewer.locale : "de");
  const original = await row<Stored>(ctx.db, `${FIND} AND a.id = $2 AND a.kind = 'originalHtml'`, [ticket.id, id]);
  if (!original) throw new NotFound();
  const shared = { subject: original.subject_id, place: "attachments.file_key", about: ticket.about, purpose: ticket.purpose, action: "view" } as const;
  const html = await discloseFile(ctx, { ...shared, bytes: await bytesOf(ctx, original.file_key), category: "correspondence", text: sealedAt("messages.body", original.body) });
  const images = await rows<Stored>(ctx.db, `${FIND} AND a.message_id = $2 AND a.kind = 'inline' AND a.content_id IS NOT NULL LIMIT 50`, [ticket.id, original.message_id]);
  const opened = new Map<string, { contentType: string; bytes: Buffer }>();
  for (const image of images) opened.set(image.content_id!.toString("hex"), { contentType: image.content_type, bytes: await discloseFile(ctx, { ...shared, bytes: await bytesOf(ctx, image.file_key), category: "attachment" }) });
  return {
    bytes: frameDocument(html.toString("utf8"), { inlineImage: (contentId) => opened.get(technicalToken(ctx, contentId).toString("hex")) ?? null }),
    contentType: "text/html; charset=utf-8", inline: true, policy: FRAME_POLICY,
  };
});
