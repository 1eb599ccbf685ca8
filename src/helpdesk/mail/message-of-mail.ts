import { translator, type Translate } from "../../platform/i18n";
import type { ParsedMail } from "../../platform/mail";
import { KnownRecord, openSealer, sealText, type Ctx } from "../../privacy";
import type { IncomingFile } from "../conversation/write-message";

/** Longer texts are shown by their beginning; the whole goes along as a file. */
const MAX_SHOWN_CHARS = 200_000;

const ENGLISH = /\b(the|and|you|your|please|have|with|this|thank|would|order|hello|dear|regards|my|is|are|not)\b/gi;
const GERMAN = /\b(der|die|das|und|ich|sie|ihr|ihre|bitte|nicht|mit|wir|haben|ist|danke|guten|hallo|grüße|bestellung|meine?)\b|[äöüß]/gi;

/** The language to answer in: what the mail says it is in, else its small words; German where neither says. */
export const languageOf = (mail: Pick<ParsedMail, "language" | "subject" | "text">): "de" | "en" => {
  const text = `${mail.subject}\n${mail.text.slice(0, 4000)}`;
  const [english, german] = [ENGLISH, GERMAN].map((words) => text.match(words)?.length ?? 0) as [number, number];
  if (english !== german) return english > german ? "en" : "de";
  return mail.language?.startsWith("en") ? "en" : "de";
};

export interface MailContent { readonly subject: string; readonly text: string; readonly files: readonly IncomingFile[] }

/** What of a mail goes into a ticket: its whole text with its quotations, its files, and the HTML original for the frame. */
export const contentOf = async (ctx: Ctx, mail: ParsedMail, customerId: string, options: { language: "de" | "en"; oversize: boolean }): Promise<MailContent> => {
  const t = translator(options.language, "key");
  const files = filesOf(mail);
  if (mail.text.length > MAX_SHOWN_CHARS) files.push({ kind: "file", fileName: "mail.txt", contentType: "text/plain", bytes: Buffer.from(mail.text) });
  if (mail.html !== null && !(await holdsProhibited(ctx, customerId, mail.html))) {
    files.push({ kind: "originalHtml", fileName: "original.html", contentType: "text/html; charset=utf-8", bytes: Buffer.from(mail.html) });
  }
  return { subject: mail.subject.trim() === "" ? t("mail.note.noSubject") : mail.subject.slice(0, 500), text: textOf(mail, t, options.oversize), files };
};

const textOf = (mail: ParsedMail, t: Translate, oversize: boolean): string => {
  const shown = mail.text.trim() === "" ? (oversize ? "" : t("mail.note.noText")) : mail.text.slice(0, MAX_SHOWN_CHARS);
  const notes = [
    ...(oversize ? [t("mail.note.oversize")] : []),
    ...(mail.text.length > MAX_SHOWN_CHARS ? [t("mail.note.cut")] : []),
    ...(mail.textIncomplete ? [t("mail.note.textIncomplete")] : []),
  ];
  return [shown, ...notes].filter(Boolean).join("\n\n");
};

/** Images that the text shows belong to the original; whatever else came along is a file. */
const filesOf = (mail: ParsedMail): IncomingFile[] => mail.attachments.map((attachment) => {
  const inline = attachment.inline && attachment.contentId !== null && mail.html !== null && attachment.contentType.startsWith("image/");
  return { kind: inline ? "inline" : "file", fileName: attachment.fileName, contentType: attachment.contentType, bytes: attachment.bytes, contentId: inline ? attachment.contentId : null };
});

/**
 * Prohibited data (card verification codes, passwords) is purged from texts on arrival. An original cannot be purged
 * without ceasing to be one, so an original that holds such data is not kept.
 */
const holdsProhibited = async (ctx: Ctx, customerId: string, html: string): Promise<boolean> => {
  const readable = html.replace(INLINE_TAG, "").replace(/<[^<>]*>/g, "\n").replace(/&(nbsp|#160|#xa0|#32);/gi, " ").slice(0, MAX_SHOWN_CHARS);
  return sealText(ctx, await openSealer(ctx, customerId), "messages.body", readable, KnownRecord.of({})).purged.length > 0;
};

/** Tags that can stand in the middle of a number without being seen. */
const INLINE_TAG = /<\/?(?:a|b|big|em|font|i|s|small|span|strong|sub|sup|u|wbr)(?:\s[^<>]*)?>/gi;
