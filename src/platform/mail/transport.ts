/** The way out: a mail server, or memory for trials and the demonstration. */
import { createTransport as createMailer, type Mail } from "nodemailer";
import type { OutgoingMail } from "./compose";

export interface SendOutcome {
  /** At least one recipient was accepted. */
  accepted: boolean;
  /** Not accepted, and trying again is useless (5xx about the message). Sign-in and connection failures are never permanent. */
  permanent: boolean;
  code?: number;
  /** In fixed words with the enhanced status code (RFC 3463) where given; the server's own words may hold addresses. */
  reason?: string;
  /** Recipients that were refused while others were accepted. */
  refused?: number;
}

export interface MailTransport {
  /** Resolves for every outcome of the mail system; rejects for programming errors only. */
  send(message: OutgoingMail): Promise<SendOutcome>;
  close(): void;
}

interface MailFailure { code?: string; responseCode?: number; response?: string }

const REASONS: Record<string, string> = {
  EENVELOPE: "sender or recipient refused", EMESSAGE: "message refused", EAUTH: "sign-in at the mail server failed", ENOAUTH: "sign-in at the mail server failed",
  EDNS: "mail server not found", ECONNECTION: "no connection to the mail server", ESOCKET: "no connection to the mail server",
  ECONNREFUSED: "no connection to the mail server", ETIMEDOUT: "mail server did not answer in time", ETLS: "no safe connection to the mail server",
};
const ABOUT_THE_MESSAGE = new Set(["EENVELOPE", "EMESSAGE"]);

/**
 * Sends through `smtp://` or `smtps://`. Plain `smtp://` demands STARTTLS, except on the loopback interface or with
 * `allowPlain` (a relay on a private network).
 */
export const smtpTransport = (smtpUrl: string, options: { allowPlain?: boolean; timeoutMs?: number } = {}): MailTransport => {
  const url = new URL(smtpUrl);
  if (url.protocol !== "smtp:" && url.protocol !== "smtps:") throw new RangeError("the mail server's address starts with smtp:// or smtps://");
  const secure = url.protocol === "smtps:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const loopback = ["localhost", "127.0.0.1", "::1"].includes(host);
  const timeout = options.timeoutMs ?? 30_000;
  const mailer = createMailer({
    host, port: Number(url.port) || (secure ? 465 : 587), secure,
    requireTLS: !secure && !loopback && !options.allowPlain,
    ...(url.username ? { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } } : {}),
    connectionTimeout: timeout, greetingTimeout: timeout, socketTimeout: timeout * 2,
    disableFileAccess: true, disableUrlAccess: true,
  });
  return { send: (message) => sendThrough(mailer, message), close: () => mailer.close() };
};

const sendThrough = async (mailer: Mail, message: OutgoingMail): Promise<SendOutcome> => {
  try {
    const info = await mailer.sendMail(message) as { rejected?: unknown[]; response?: string };
    const refused = info.rejected?.length ?? 0;
    const code = Number.parseInt(info.response ?? "", 10);
    return { accepted: true, permanent: false, ...(Number.isNaN(code) ? {} : { code }), ...(refused > 0 ? { refused } : {}) };
  } catch (error) {
    return outcomeOf(error as MailFailure);
  }
};

const outcomeOf = (failure: MailFailure): SendOutcome => {
  const kind = typeof failure.code === "string" ? failure.code : "";
  const code = typeof failure.responseCode === "number" ? failure.responseCode : undefined;
  const status = /(?:^|\s)([245]\.\d{1,3}\.\d{1,3})(?=\s|$)/.exec((failure.response ?? "").slice(0, 500))?.[1];
  const reason = REASONS[kind] ?? "not sent";
  return {
    accepted: false,
    permanent: code !== undefined && code >= 500 && ABOUT_THE_MESSAGE.has(kind),
    ...(code === undefined ? {} : { code }),
    reason: status ? `${reason} (${status})` : reason,
  };
};

export interface KeptMail { raw: Buffer; envelope: { from: string; to: string[] } }

/** Sends nothing: builds the message and hands it to `keep`. A `keep` that rejects counts as a temporary failure. */
export const memoryTransport = (keep: (mail: KeptMail) => void | Promise<void>): MailTransport => {
  const mailer = createMailer({ streamTransport: true, buffer: true, newline: "windows" });
  return {
    send: async (message) => {
      const info = await mailer.sendMail(message);
      const { from, to } = info.envelope;
      try {
        await keep({ raw: info.message as Buffer, envelope: { from: from || "", to: [to].flat() } });
        return { accepted: true, permanent: false };
      } catch {
        return { accepted: false, permanent: false, reason: "not kept" };
      }
    },
    close: () => mailer.close(),
  };
};

/** The transport that an address names: `memory:` keeps, everything else is a mail server. */
export const createTransport = (address: string, keep: (mail: KeptMail) => void | Promise<void> = () => undefined): MailTransport =>
  (address.startsWith("memory:") ? memoryTransport(keep) : smtpTransport(address));
