import { createHash } from "node:crypto";
import type { ParsedMail } from "../../platform/mail";
import { row, rows } from "../../platform/database";
import { technicalToken, type Ctx, type Sealer } from "../../privacy";

/** Message-IDs are personal (they hold host names and accounts): looked up by a keyed digest, kept sealed. */
export const referenceToken = (ctx: Pick<Ctx, "db">, mailId: string): Buffer => technicalToken(ctx, `mail ${mailId}`);

/** What makes a mail the same mail when it comes again: its Message-ID, or all of it where it has none. */
export const identityOf = (mail: Pick<ParsedMail, "messageId">, raw: Buffer): string =>
  mail.messageId ?? `raw ${createHash("sha256").update(raw).digest("hex")}`;

export const isKnown = async (ctx: Ctx, token: Buffer): Promise<boolean> =>
  (await row(ctx.db, "SELECT 1 FROM mail_references WHERE token = $1", [token])) !== null;

export interface NewReference { readonly token: Buffer; readonly ticketId: string; readonly messageId: string; readonly direction: "in" | "out"; readonly mailId: string | null }

/** Remembers a mail for the threading of later ones. The primary key decides between two that arrive at the same moment. */
export const rememberMail = async (ctx: Ctx, sealer: Sealer, reference: NewReference): Promise<void> => {
  await ctx.db.query("INSERT INTO mail_references (token, ticket_id, message_id, direction, mail_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)", [
    reference.token, reference.ticketId, reference.messageId, reference.direction,
    reference.mailId === null ? null : sealer.seal("mail_references.mail_id", reference.mailId).toPostgres(), ctx.now,
  ]);
};

/** Whether this failure says that another transaction has kept the same mail first. */
export const isKnownMail = (error: unknown): boolean => {
  const { code, constraint } = ((error as { driverError?: unknown } | null)?.driverError ?? error ?? {}) as { code?: unknown; constraint?: unknown };
  return code === "23505" && constraint === "mail_references_pkey";
};

/** The tickets that mails with these ids belong to, in the order of the ids. */
export const ticketsOf = async (ctx: Ctx, mailIds: readonly string[]): Promise<string[]> => {
  if (mailIds.length === 0) return [];
  const tokens = mailIds.map((id) => referenceToken(ctx, id));
  const found = await rows<{ number: string }>(ctx.db, `SELECT t.number FROM unnest($1::bytea[]) WITH ORDINALITY AS given(token, place)
    JOIN mail_references r ON r.token = given.token JOIN tickets t ON t.id = r.ticket_id ORDER BY given.place`, [tokens]);
  return found.map(({ number }) => number);
};
