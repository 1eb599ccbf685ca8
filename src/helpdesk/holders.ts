import { rows } from "../platform/database";
import { destroyKey, sealedAt, type Category, type Ctx, type Holder, type Holding, type SealedPlace } from "../privacy";
import { discardFile } from "./mail/quarantine";
import { removeOutboxMails } from "./mail/demo-outbox";

interface Kept { what: string; category: Category; at: Date; reference: string; value: Buffer; place: SealedPlace }

/** Everything that stands under a person's key in tickets; `file_key` names bytes in the file store, which are sealed likewise. */
const COLLECT = `
  SELECT 'ticketSubject' AS what, 'correspondence' AS category, t.created_at AS at, t.number::text AS reference, t.subject AS value, 'tickets.subject' AS place FROM tickets t WHERE t.customer_id = $1
  UNION ALL SELECT CASE WHEN m.kind = 'note' THEN 'note' ELSE 'message' END, 'correspondence', m.created_at, t.number || '-' || m.number, m.body, 'messages.body' FROM messages m JOIN tickets t ON t.id = m.ticket_id WHERE m.subject_id = $1
  UNION ALL SELECT 'fileName', 'attachment', a.created_at, a.id::text, a.file_name, 'attachments.file_name' FROM attachments a WHERE a.subject_id = $1
  UNION ALL SELECT 'revealNote', 'correspondence', r.granted_at, r.id::text, r.note, 'reveals.note' FROM reveals r WHERE r.subject_id = $1 AND r.note IS NOT NULL
  UNION ALL SELECT 'mailId', 'onlineIdentifier', f.created_at, encode(f.token, 'hex'), f.mail_id, 'mail_references.mail_id' FROM mail_references f JOIN tickets t ON t.id = f.ticket_id WHERE t.customer_id = $1 AND f.mail_id IS NOT NULL
  ORDER BY 3, 4`;

const discardFilesOf = async (ctx: Ctx, sql: string, parameters: unknown[]): Promise<number> => {
  const files = await rows<{ file_key: string }>(ctx.db, sql, parameters);
  for (const { file_key: key } of files) await discardFile(ctx, key);
  return files.length;
};

const removed = async (ctx: Ctx, sql: string, parameters: unknown[]): Promise<number> =>
  (await rows<{ count: number }>(ctx.db, `WITH gone AS (${sql} RETURNING 1) SELECT count(*)::int AS count FROM gone`, parameters))[0]!.count;

/** Tickets with their messages, files, mail references and reveals. */
const conversationHolder: Holder = {
  name: "conversations",
  places: ["tickets.subject", "messages.body", "attachments.file_name", "attachments.file_key", "reveals.note", "mail_references.mail_id"],
  describe: () => ({
    categories: ["correspondence", "attachment", "name", "email", "onlineIdentifier"], purposes: ["support", "complaint", "order", "delivery", "invoicing", "warranty", "rightsRequest"],
    sources: ["customer", "agent", "system"], recipients: ["agents", "processors", "mailRecipients"], retention: "B-3y",
  }),
  collect: async (ctx, subject) => {
    const found = await rows<Kept>(ctx.db, COLLECT, [subject]);
    return found.map(({ place, value, ...rest }): Holding => ({ ...rest, value: sealedAt(place, value) }));
  },
  /** The texts become noise with the key; files, search words and the digests of mails would outlive it and go here. */
  erase: async (ctx, subject) => {
    const files = await discardFilesOf(ctx, "SELECT file_key FROM attachments WHERE subject_id = $1", [subject]);
    const counts = [
      await removed(ctx, "DELETE FROM attachments WHERE subject_id = $1", [subject]),
      await removed(ctx, "DELETE FROM ticket_search WHERE ticket_id IN (SELECT id FROM tickets WHERE customer_id = $1)", [subject]),
      await removed(ctx, "DELETE FROM mail_references WHERE ticket_id IN (SELECT id FROM tickets WHERE customer_id = $1)", [subject]),
      await removed(ctx, "DELETE FROM ticket_participants WHERE customer_id = $1 AND kind = 'copy'", [subject]),
      await removed(ctx, "UPDATE reveals SET note = NULL WHERE subject_id = $1 AND note IS NOT NULL", [subject]),
    ];
    await ctx.db.query("DELETE FROM blind_index WHERE subject = $1", [subject]);
    return counts.reduce((sum, count) => sum + count, files);
  },
  /** Closed tickets whose last activity lies before; those of frozen people stay (Art. 18 GDPR), and so do open ones. */
  retain: async (ctx, before) => {
    const due = `SELECT t.id FROM tickets t JOIN data_keys k ON k.subject = t.customer_id WHERE t.status = 'closed' AND t.activity_at < $1 AND k.restricted_at IS NULL`;
    await discardFilesOf(ctx, `SELECT a.file_key FROM attachments a JOIN messages m ON m.id = a.message_id WHERE m.ticket_id IN (${due})`, [before]);
    return removed(ctx, `DELETE FROM tickets WHERE id IN (${due})`, [before]);
  },
};

const removeQuarantined = async (ctx: Ctx, mails: readonly { id: string; file_key: string }[]): Promise<number> => {
  for (const { id, file_key: key } of mails) {
    await ctx.db.query("DELETE FROM quarantined_mails WHERE id = $1", [id]);
    await destroyKey(ctx.db, id, ctx.now);
    await discardFile(ctx, key);
  }
  return mails.length;
};

/** Mails that could not be read. Whose they are nobody knows: each is a subject of its own, and short retention is what protects its people. */
const quarantineHolder: Holder = {
  name: "quarantine",
  places: ["quarantined_mails.file_key"],
  describe: () => ({ categories: ["correspondence", "attachment", "name", "email"], purposes: ["mailDelivery", "security"], sources: ["customer"], recipients: ["agents"], retention: "A-90d" }),
  collect: async (ctx, subject) => (await rows<{ id: string; at: Date }>(ctx.db, "SELECT id, received_at AS at FROM quarantined_mails WHERE id = $1 AND settled_at IS NULL", [subject]))
    .map(({ id, at }): Holding => ({ what: "quarantinedMail", category: "correspondence", at, reference: id, value: null })),
  erase: async (ctx, subject) => removeQuarantined(ctx, await rows(ctx.db, "SELECT id, file_key FROM quarantined_mails WHERE id = $1", [subject])),
  retain: async (ctx, before) => removeQuarantined(ctx, await rows(ctx.db, "SELECT id, file_key FROM quarantined_mails WHERE received_at < $1", [before])),
};

/** What the demonstration shows instead of sending. */
const demoOutboxHolder: Holder = {
  name: "demoOutbox",
  places: ["demo_outbox.raw"],
  describe: () => ({ categories: ["correspondence", "attachment", "name", "email"], purposes: ["mailDelivery"], sources: ["agent", "system"], recipients: ["mailRecipients"], retention: "A-30d" }),
  collect: async (ctx, subject) => (await rows<{ id: string; at: Date; raw: Buffer }>(ctx.db, "SELECT id, at, raw FROM demo_outbox WHERE $1 = ANY(people) ORDER BY at, id", [subject]))
    .map(({ id, at, raw }): Holding => ({ what: "sentMail", category: "correspondence", at, reference: id, value: sealedAt("demo_outbox.raw", raw) })),
  erase: async (ctx, subject) => discardOutbox(ctx, "SELECT id FROM demo_outbox WHERE $1 = ANY(people)", subject),
  retain: async (ctx, before) => discardOutbox(ctx, "SELECT id FROM demo_outbox WHERE at < $1", before),
};

const discardOutbox = async (ctx: Ctx, sql: string, parameter: string | Date): Promise<number> => {
  const ids = (await rows<{ id: string }>(ctx.db, sql, [parameter])).map(({ id }) => id);
  await removeOutboxMails(ctx, ids);
  return ids.length;
};

/** Who answers for personal data in the helpdesk. */
export const helpdeskHolders: readonly Holder[] = [conversationHolder, quarantineHolder, demoOutboxHolder];
