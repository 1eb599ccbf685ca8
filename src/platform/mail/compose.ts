/** An outgoing mail, built so that nothing in it can become a header of its own. */
import type { Mail } from "nodemailer";
import { escapeHtml } from "./html-tokens";
import { normalAddress, type Address } from "./addresses";

export interface MailDraft {
  from: Address;
  to: Address[];
  cc?: Address[];
  replyTo?: Address;
  subject: string;
  text: string;
  /** With its angle brackets. */
  messageId: string;
  inReplyTo?: string;
  /** Oldest first; the last 20 are sent. */
  references?: string[];
  /** Sent by the program on its own: says so, so that other machines do not answer (RFC 3834). */
  automatic?: boolean;
  /** BCP 47, for Content-Language. */
  language?: string;
  date: Date;
  attachments?: { fileName: string; contentType: string; bytes: Buffer }[];
}

export type OutgoingMail = NonNullable<Parameters<Mail["sendMail"]>[0]>;

/** A draft was refused. Names the field, never its value. */
export class UnsafeMailField extends Error {
  constructor(readonly field: string) {
    super(`the mail field "${field}" holds what a header must not hold`);
    this.name = "UnsafeMailField";
  }
}

const MAX_REFERENCES = 20;
const BREAKING = /[\u0000-\u001f\u007f\u2028\u2029]/;  
const MESSAGE_ID = /^<[!-;=?A-~]{1,240}@[!-;=?A-~]{1,240}>$/;
const MEDIA_TYPE = /^[a-z0-9!#$&^_.+-]{1,100}\/[a-z0-9!#$&^_.+-]{1,100}(; charset=[a-z0-9-]{1,40})?$/i;

/** Builds the message. Throws UnsafeMailField for line breaks and controls in header fields and for bad addresses and ids. */
export const composeMail = (draft: MailDraft): OutgoingMail => {
  const references = (draft.references ?? []).slice(-MAX_REFERENCES).map((id) => messageId("references", id));
  return {
    from: mailbox("from", draft.from),
    to: draft.to.map((address) => mailbox("to", address)),
    ...(draft.cc?.length ? { cc: draft.cc.map((address) => mailbox("cc", address)) } : {}),
    ...(draft.replyTo ? { replyTo: mailbox("replyTo", draft.replyTo) } : {}),
    subject: line("subject", draft.subject),
    date: draft.date,
    messageId: messageId("messageId", draft.messageId),
    ...(draft.inReplyTo ? { inReplyTo: messageId("inReplyTo", draft.inReplyTo) } : {}),
    ...(references.length ? { references } : {}),
    headers: headersOf(draft),
    text: draft.text,
    html: textToHtml(draft.text),
    attachments: (draft.attachments ?? []).map((attachment) => ({
      filename: line("fileName", attachment.fileName),
      contentType: matching("contentType", attachment.contentType, MEDIA_TYPE),
      content: attachment.bytes,
      contentDisposition: "attachment" as const,
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
};

const headersOf = (draft: MailDraft): Record<string, string> => ({
  ...(draft.automatic ? { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" } : {}),
  ...(draft.language ? { "Content-Language": matching("language", draft.language, /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/) } : {}),
});

const line = (field: string, value: string): string => {
  if (BREAKING.test(value)) throw new UnsafeMailField(field);
  return value;
};

const matching = (field: string, value: string, pattern: RegExp): string => {
  if (BREAKING.test(value) || !pattern.test(value)) throw new UnsafeMailField(field);
  return value;
};

const messageId = (field: string, value: string): string => matching(field, value, MESSAGE_ID);

const mailbox = (field: string, { name, address }: Address): { name: string; address: string } => {
  const normal = BREAKING.test(address) ? null : normalAddress(address);
  if (normal === null) throw new UnsafeMailField(field);
  return { name: line(field, name), address: normal };
};

/** The text as plain HTML: escaped, paragraphs and line breaks kept, web addresses linked. Nothing else. */
export const textToHtml = (text: string): string => {
  const paragraphs = text.replace(/\r\n?/g, "\n").split(/\n{2,}/).filter((paragraph) => paragraph.trim() !== "");
  return paragraphs.map((paragraph) => `<p>${paragraph.split("\n").map(linked).join("<br>\n")}</p>`).join("\n");
};

const linked = (text: string): string =>
  text.split(/(https?:\/\/[^\s<>"']{1,2000})/).map((piece, index) => {
    if (index % 2 === 0) return escapeHtml(piece);
    const url = piece.replace(/[.,;:!?)\]]{1,5}$/, "");
    return `<a href="${escapeHtml(url)}">${escapeHtml(url)}</a>${escapeHtml(piece.slice(url.length))}`;
  }).join("");
