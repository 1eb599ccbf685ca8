import { randomUUID } from "node:crypto";
import type { Service } from "../../platform/services";
import { composeMail, memoryTransport, smtpTransport, type KeptMail, type MailTransport, type SendOutcome } from "../../platform/mail";

/** The way out for mail; app.ts provides it. */
export const MAIL_TRANSPORT: Service<MailTransport> = { name: "mail transport" };

/** What a transport without a mail server says about every mail. */
export const NOT_CONFIGURED = "notConfigured";

const unconfigured: MailTransport = {
  send: async () => ({ accepted: false, permanent: true, reason: NOT_CONFIGURED }),
  close: () => undefined,
};

/**
 * SMTP_URL names the mail server; in the demonstration `keep` puts mail on the outbox page. With neither, every mail
 * fails visibly on its ticket instead of vanishing.
 */
export const transportFor = (config: { readonly smtpUrl: string | undefined; readonly demoOutbox: boolean }, keep: (mail: KeptMail) => Promise<void>): MailTransport => {
  if (config.smtpUrl) return smtpTransport(config.smtpUrl);
  return config.demoOutbox ? memoryTransport(keep) : unconfigured;
};

/** Worth trying again; the job engine does. Carries a code, never an address. */
export class MailNotSent extends Error {
  constructor(readonly reason: string) { super(`the mail was not sent: ${reason}`); this.name = "MailNotSent"; }
}

export interface PlainMail { readonly fromName: string; readonly fromAddress: string; readonly to: string; readonly subject: string; readonly text: string; readonly language: "de" | "en"; readonly at: Date }

/** Sends one plain mail of the program itself (an invitation, a reset link). Throws MailNotSent where it is worth trying again. */
export const sendPlain = async (transport: MailTransport, mail: PlainMail): Promise<SendOutcome> => {
  const domain = mail.fromAddress.slice(mail.fromAddress.lastIndexOf("@") + 1);
  const outcome = await transport.send(composeMail({
    from: { name: mail.fromName, address: mail.fromAddress }, to: [{ name: "", address: mail.to }], subject: mail.subject, text: mail.text,
    messageId: `<${randomUUID()}@${domain}>`, automatic: true, language: mail.language, date: mail.at,
  }));
  if (!outcome.accepted && !outcome.permanent) throw new MailNotSent(outcome.reason ?? "unknown");
  return outcome;
};
