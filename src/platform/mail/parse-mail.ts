/**
 * A mail, read. Never throws and never trusts: what cannot be read comes back with a reason, so that it is kept apart
 * and shown to a person instead of being lost.
 */
import { setImmediate as nextTurn, setTimeout as delay } from "node:timers/promises";
import { MailParser, type MailParserOptions } from "mailparser";
import { addressesOf, type Address } from "./addresses";
import { describeAttachment, type MailAttachment, type RawAttachment } from "./attachments";
import { automaticOf, type Automatic } from "./automatic";
import { cleanBody, cleanLine } from "./clean-text";
import { htmlToPlain } from "./html-to-plain";
import { defaultMailLimits, scanMime, unreadable, type HeaderField, type MailLimits, type MailShape, type Unreadable } from "./mime-guard";

export interface ParsedMail {
  /** With its angle brackets; the first one where a mail carries several; null where there is none that is usable. */
  messageId: string | null;
  inReplyTo: string[];
  /** Oldest first, the last 100. */
  references: string[];
  from: Address;
  to: Address[];
  cc: Address[];
  replyTo: Address[];
  subject: string;
  /** The sender's claim; null where it is none. */
  date: Date | null;
  text: string;
  /** `text` is the beginning only: the HTML body was too long to be converted. The original is complete. */
  textIncomplete: boolean;
  /** As sent. Only for a frame that runs nothing and loads nothing (frameDocument). */
  html: string | null;
  attachments: MailAttachment[];
  auto: Automatic;
  language: string | null;
}

interface Content { headers: Map<string, unknown>; text: string; html: string; attachments: RawAttachment[] }

/** Options that the parser hands on to its splitter and that its types leave out. */
type SplitterOptions = { ignoreEmbedded: boolean; maxHeadSize: number; maxChildNodes: number };

const CHUNK_BYTES = 64 * 1024;
const MAX_REFERENCES = 100;

/** Reads a message within the limits. Resolves for every input. */
export const parseMail = async (raw: Buffer, limits: MailLimits = defaultMailLimits): Promise<ParsedMail | Unreadable> => {
  try {
    const shape = await scanMime(raw, limits);
    if ("unreadable" in shape) return shape;
    if (ambiguousSender(shape.headers)) return unreadable("no-sender", "several different From fields");
    const content = await readContent(raw, limits);
    if (!content) return unreadable("unparsable", "time budget used up");
    return await assemble(shape, content, limits);
  } catch {
    return unreadable("unparsable");
  }
};

/** RFC 5322 allows one From field. With two, each program shows another sender, so nobody may be taken for the customer. */
const ambiguousSender = (headers: HeaderField[]): boolean =>
  new Set(headers.filter((field) => field.name === "from").map((field) => field.value.toLowerCase())).size > 1;

const assemble = async (shape: MailShape, content: Content, limits: MailLimits): Promise<ParsedMail | Unreadable> => {
  const from = addressesOf(content.headers.get("from"))[0];
  if (!from) return unreadable("no-sender", "no usable address in From");
  const first = (name: string) => shape.headers.find((field) => field.name === name)?.value ?? "";
  const subject = content.headers.get("subject");
  const attachments: MailAttachment[] = [];
  for (const attachment of content.attachments) attachments.push(await describeAttachment(attachment, attachments.length + 1));
  return {
    messageId: messageIds(first("message-id"))[0] ?? null,
    inReplyTo: messageIds(first("in-reply-to")),
    references: messageIds(first("references")),
    from,
    to: addressesOf(content.headers.get("to")),
    cc: addressesOf(content.headers.get("cc")),
    replyTo: addressesOf(content.headers.get("reply-to")),
    subject: cleanLine(typeof subject === "string" ? subject : "", 2000),
    date: dateOf(first("date")),
    ...bodyOf(shape, content, limits),
    attachments,
    auto: automaticOf(shape.headers, from.address),
    language: /^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}/i.exec(first("content-language"))?.[0].toLowerCase() ?? null,
  };
};

/** The plain part where there is one; the HTML part turned into text where it is the only one or has text of its own. */
const bodyOf = (shape: MailShape, content: Content, limits: MailLimits): Pick<ParsedMail, "text" | "textIncomplete" | "html"> => {
  const html = content.html.replaceAll("\0", "");
  const plain = cleanBody(content.text);
  const converts = html !== "" && (plain.trim() === "" || shape.htmlBesideText);
  const converted = converts ? htmlToPlain(html, limits.maxHtmlChars) : { text: "", complete: true };
  return {
    text: [plain, cleanBody(converted.text)].filter((text) => text.trim() !== "").join("\n\n"),
    textIncomplete: !converted.complete,
    html: html === "" ? null : html,
  };
};

const messageIds = (value: string): string[] => {
  const ids = value.match(/<[^<>\s]{1,990}>/g) ?? (/^[^<>\s]{1,900}@[^<>\s@]{1,90}$/.test(value) ? [`<${value}>`] : []);
  return ids.slice(-MAX_REFERENCES);
};

const dateOf = (value: string): Date | null => {
  const date = new Date(value.slice(0, 100));
  return Number.isNaN(date.getTime()) ? null : date;
};

/** Runs the parser in chunks, so that the event loop turns between them. Null where the budget is used up. */
const readContent = async (raw: Buffer, limits: MailLimits): Promise<Content | null> => {
  // An attached message stays one attachment: its text is not the sender's text.
  const options: MailParserOptions & SplitterOptions = {
    skipHtmlToText: true, skipTextToHtml: true, skipTextLinks: true, skipImageLinks: true,
    ignoreEmbedded: true, maxHeadSize: limits.maxHeaderBytes, maxChildNodes: limits.maxParts + 1,
  };
  const parser = new MailParser(options);
  const stop = new AbortController();
  try {
    const budget = delay(limits.budgetMs, null, { signal: stop.signal, ref: false }).catch(() => null);
    return await Promise.race([collect(parser, raw), budget]);
  } finally {
    stop.abort();
    parser.on("error", () => undefined);
    parser.destroy();
  }
};

const collect = (parser: MailParser, raw: Buffer): Promise<Content> => new Promise((resolve, reject) => {
  const content: Content = { headers: new Map(), text: "", html: "", attachments: [] };
  parser.on("error", reject);
  parser.on("headers", (headers) => { content.headers = headers as Map<string, unknown>; });
  parser.on("data", (part) => {
    if (part.type === "text") {
      content.text = part.text ?? "";
      content.html = typeof part.html === "string" ? part.html : "";
      return;
    }
    const chunks: Buffer[] = [];
    part.content.on("data", (chunk: Buffer) => chunks.push(chunk));
    part.content.on("error", reject);
    part.content.on("end", () => {
      const declared = (part.headers.get("content-type") as { value?: unknown } | undefined)?.value;
      content.attachments.push({
        name: part.filename || undefined,
        declared: typeof declared === "string" ? declared : part.contentType,
        bytes: Buffer.concat(chunks),
        contentId: part.contentId,
        inline: part.related === true || part.contentDisposition === "inline",
      });
      part.release();
    });
  });
  parser.on("end", () => resolve(content));
  feed(parser, raw).catch(reject);
});

const drained = (parser: MailParser): Promise<void> => new Promise((go) => {
  const done = () => { parser.off("drain", done); parser.off("close", done); go(); };
  parser.on("drain", done);
  parser.on("close", done);
});

const feed = async (parser: MailParser, raw: Buffer): Promise<void> => {
  for (let at = 0; at < raw.length; at += CHUNK_BYTES) {
    if (parser.destroyed) return;
    if (parser.write(raw.subarray(at, at + CHUNK_BYTES))) await nextTurn();
    else await drained(parser);
  }
  parser.end();
};
