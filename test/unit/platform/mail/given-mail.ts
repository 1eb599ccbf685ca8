import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseMail, type ParsedMail, type Unreadable, type MailLimits } from "../../../../src/platform/mail";

/** A sample from test/support/mails. */
export const sample = (name: string): Buffer => readFileSync(join(__dirname, "../../../support/mails", `${name}.eml`));

export const SENDER = "From: Erika Muster <erika@kunde.example>\r\n";

/** A message of the given header lines (after From) and body. */
export const message = (headers: string, body: string | Buffer = "text"): Buffer =>
  Buffer.concat([Buffer.from(`${SENDER}${headers}${headers && !headers.endsWith("\r\n") ? "\r\n" : ""}\r\n`), Buffer.from(body as string)]);

/** A multipart/mixed with a text and one more part. */
export const withPart = (header: string, body: string): Buffer =>
  message('Content-Type: multipart/mixed; boundary="b"', `--b\r\n\r\nHello\r\n--b\r\n${header}\r\n\r\n${body}\r\n--b--\r\n`);

export const read = async (raw: Buffer, limits?: MailLimits): Promise<ParsedMail> => {
  const mail = await parseMail(raw, limits);
  if ("unreadable" in mail) throw new Error(`unreadable: ${mail.reason} ${mail.detail ?? ""}`);
  return mail;
};

export const refuse = async (raw: Buffer, limits?: MailLimits): Promise<Unreadable> => {
  const mail = await parseMail(raw, limits);
  if (!("unreadable" in mail)) throw new Error("was readable");
  return mail;
};
