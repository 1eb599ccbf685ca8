import { rows } from "../../platform/database";
import { sealedAt, tokensOfTexts, type Ctx, type SealedPlace } from "../../privacy";

const TEXTS = `
  SELECT customer_id AS subject, 'tickets.subject' AS place, subject AS value FROM tickets WHERE id = $1
  UNION ALL SELECT subject_id, 'messages.body', body FROM messages WHERE ticket_id = $1
  UNION ALL SELECT a.subject_id, 'attachments.file_name', a.file_name FROM attachments a JOIN messages m ON m.id = a.message_id WHERE m.ticket_id = $1 AND a.kind = 'file'`;

/**
 * Writes anew what a search can find of a ticket. Needed when passages were marked or freed: a word that is masked now
 * would otherwise still be found by those it is masked for.
 */
export const reindexTicket = async (ctx: Ctx, ticketId: string): Promise<void> => {
  const texts = await rows<{ subject: string; place: SealedPlace; value: Buffer }>(ctx.db, TEXTS, [ticketId]);
  const { open, personal } = await tokensOfTexts(ctx, texts.map(({ subject, place, value }) => ({ subject, value: sealedAt(place, value) })));
  await ctx.db.query("UPDATE ticket_search SET open_tokens = $2, personal_tokens = $3 WHERE ticket_id = $1", [ticketId, open, personal]);
};
