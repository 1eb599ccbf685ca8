import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";
import { use } from "../../platform/services";
import { FILES } from "../../platform/files";
import { row } from "../../platform/database";
import type { ReceivedMail, UnreadableReason } from "../../platform/mail";
import { createSealer, destroyKey, openBytesAsSystem, technicalToken, type Ctx } from "../../privacy";
import { event } from "../../platform/context";

/** Why a mail is kept apart; each has its words below `mail.reason.` in locales/. */
export type QuarantineReason = UnreadableReason | "bounce" | "autoReply" | "loop" | "flood" | "noQueue" | "failed";

const PLACE = "quarantined_mails.file_key";
/** What the door knew about the mail; it travels sealed with the bytes, because recipients are personal. */
const Envelope = z.object({ envelopeFrom: z.string().nullable(), recipients: z.array(z.string()), receivedAt: z.coerce.date(), oversize: z.boolean() });

const packed = ({ raw, ...envelope }: ReceivedMail): Buffer => Buffer.concat([Buffer.from(`${JSON.stringify(envelope)}\n`), raw]);
const unpacked = (bytes: Buffer): ReceivedMail => {
  const end = bytes.indexOf(10);
  return { ...Envelope.parse(JSON.parse(bytes.toString("utf8", 0, end))), raw: bytes.subarray(end + 1) };
};

/**
 * Keeps a mail apart, whole and sealed under a key of its own, so that discarding it destroys it in the backups too. The same mail again,
 * while the first waits for a person, is kept once. `detail` is in fixed words and numbers.
 */
export const quarantine = async (ctx: Ctx, mail: ReceivedMail, reason: QuarantineReason, detail: string | null = null): Promise<"quarantined" | "duplicate"> => {
  const digest = technicalToken(ctx, `quarantined ${createHash("sha256").update(mail.raw).digest("hex")}`);
  if (await row(ctx.db, "SELECT 1 FROM quarantined_mails WHERE digest = $1 AND settled_at IS NULL", [digest])) return "duplicate";
  const id = randomUUID();
  const sealer = await createSealer(ctx, id);
  const fileKey = await use(ctx.db, FILES).put(sealer.sealBytes(PLACE, packed(mail)));
  await ctx.db.query("INSERT INTO quarantined_mails (id, received_at, reason, detail, size, file_key, digest) VALUES ($1, $2, $3, $4, $5, $6, $7)",
    [id, mail.receivedAt, reason, detail, mail.raw.length, fileKey, digest]);
  return "quarantined";
};

/** A quarantined mail opened for the program's own second try; null when it is settled or gone. System viewer only. */
export const openQuarantined = async (ctx: Ctx, id: string): Promise<ReceivedMail | null> => {
  const found = await row<{ file_key: string }>(ctx.db, "SELECT file_key FROM quarantined_mails WHERE id = $1 AND settled_at IS NULL FOR UPDATE", [id]);
  const bytes = found ? await openBytesAsSystem(ctx, id, PLACE, await use(ctx.db, FILES).get(found.file_key)) : null;
  return bytes ? unpacked(bytes) : null;
};

/** Ends a quarantine: the bytes go and the key is destroyed; when, why and by whom stays. False when it was settled before. */
export const settleQuarantined = async (ctx: Ctx, id: string, outcome: "released" | "discarded", by: { agent: string | null; ticket?: string | null }): Promise<boolean> => {
  const settled = await row<{ file_key: string }>(ctx.db, `WITH settled AS (
      UPDATE quarantined_mails SET settled_at = $2, settled_by = $3, outcome = $4, ticket_id = $5 WHERE id = $1 AND settled_at IS NULL RETURNING file_key)
    SELECT file_key FROM settled`, [id, ctx.now, by.agent, outcome, by.ticket ?? null]);
  if (!settled) return false;
  await destroyKey(ctx.db, id, ctx.now);
  await discardFile(ctx, settled.file_key);
  return true;
};

/** Removes a stored file after the commit: a file store knows no rollback, and a row must never point at nothing. */
export const discardFile = (ctx: Ctx, fileKey: string): Promise<void> => ctx.publish(event("FileDiscarded", { file: fileKey }));
