/** What both doors for incoming mail (SMTP and IMAP) hand over, and what they need from outside. */

/** The part of a pino logger that this room uses. Entries carry sizes, counts and codes; never an address or a subject. */
export interface MailLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface ReceivedMail {
  /** The message as it arrived. By SMTP a `Return-Path` line stands on top (RFC 5321, 4.4). Only the header block where `oversize`. */
  raw: Buffer;
  /** Empty for the null sender of bounces; null where the door does not know it (IMAP). */
  envelopeFrom: string | null;
  recipients: string[];
  receivedAt: Date;
  /** The message was larger than allowed; `raw` holds its header block alone, to be kept apart with that reason. */
  oversize: boolean;
}

/** Resolves once the mail is safely kept. Only then is it acknowledged; a rejection makes the sender try again. */
export type Deliver = (mail: ReceivedMail) => Promise<void>;

/** What is kept of the header block of a message that is too large, in bytes. */
export const MAX_KEPT_HEADER_BYTES = 256 * 1024;

/** The header block of a message with the empty line that ends it, at most MAX_KEPT_HEADER_BYTES. */
export const headerBlock = (start: Buffer): Buffer => {
  const ends = ["\r\n\r\n", "\n\n"].map((mark) => ({ at: start.indexOf(mark), length: mark.length })).filter((end) => end.at >= 0);
  const first = ends.sort((a, b) => a.at - b.at)[0];
  if (first && first.at <= MAX_KEPT_HEADER_BYTES) return Buffer.from(start.subarray(0, first.at + first.length));
  const cut = start.subarray(0, MAX_KEPT_HEADER_BYTES);
  return Buffer.concat([cut.subarray(0, Math.max(0, cut.lastIndexOf("\n") + 1)), Buffer.from("\r\n")]);
};
