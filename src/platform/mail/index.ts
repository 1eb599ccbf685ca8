/** Mail in and out. No domain words in here: what a mail means is decided by those who call. */
export type { Deliver, MailLog, ReceivedMail } from "./received-mail";
export { defaultSmtpLimits, startSmtpReceiver, type SmtpLimits, type SmtpReceiver, type SmtpReceiverOptions } from "./receive-smtp";
export { watchImap, type ImapWatch, type ImapWatchOptions } from "./watch-imap";
export type { ImapMailbox } from "./imap-mailbox";
export { parseMail, type ParsedMail } from "./parse-mail";
export { defaultMailLimits, type MailLimits, type Unreadable, type UnreadableReason } from "./mime-guard";
export { normalAddress, type Address } from "./addresses";
export { detectType, type MailAttachment } from "./attachments";
export type { Automatic } from "./automatic";
export { cleanFileName, cleanLine } from "./clean-text";
export { REPLY_MARKERS, splitQuoted } from "./quoting";
export { readReplyToken, replyAddress, type ReplyToken } from "./reply-token";
export { composeMail, textToHtml, UnsafeMailField, type MailDraft, type OutgoingMail } from "./compose";
export { createTransport, memoryTransport, smtpTransport, type KeptMail, type MailTransport, type SendOutcome } from "./transport";
export { FRAME_POLICY, frameDocument, type FrameOptions } from "./sanitise-html";
