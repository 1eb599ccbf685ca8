import { now } from "../../platform/clock";
import type { Config } from "../../platform/config";
import { startSmtpReceiver, watchImap, type ImapWatch, type MailLog, type SmtpReceiver } from "../../platform/mail";
import type { RunAsSystem } from "../../privacy";
import { baseAddress, ownAddresses } from "./own-addresses";
import { receiveMail } from "./receive-mail";

export interface MailInOptions {
  readonly run: RunAsSystem;
  readonly log: MailLog;
  readonly config: Pick<Config, "smtpIn" | "imapUrl" | "mailMaxBytes" | "supportAddress">;
}
export interface MailIn {
  /** Null where the receiver could not start; the reason stands in the log. */
  readonly smtpPort: number | null;
  close(): Promise<void>;
}

/** Whether mail for this address is ours: a queue's address or the general one, with any tag, also under the domains of SMTP_IN_DOMAINS. */
export const acceptsMail = async (run: RunAsSystem, domains: readonly string[], recipient: string): Promise<boolean> => {
  const address = baseAddress(recipient);
  const { all } = await run("mail", (ctx) => ownAddresses(ctx));
  if (all.has(address)) return true;
  const [local, domain] = [address.slice(0, address.lastIndexOf("@")), address.slice(address.lastIndexOf("@") + 1)];
  return domains.some((own) => own.toLowerCase() === domain) && [...all].some((own) => own.slice(0, own.lastIndexOf("@")) === local);
};

/**
 * Opens both doors for mail: the SMTP receiver, and the IMAP mailbox where one is configured. A door that cannot open
 * is logged and leaves the rest of the program standing.
 */
export const startMailIn = async ({ run, log, config }: MailInOptions): Promise<MailIn> => {
  const deliver = async (mail: Parameters<typeof receiveMail>[1]): Promise<void> => { log.info({ outcome: await receiveMail(run, mail, log) }, "mail taken in"); };
  const smtp = await startSmtp({ run, log, config }, deliver);
  const imap = startImap({ run, log, config }, deliver);
  return {
    smtpPort: smtp?.port ?? null,
    close: async () => { await Promise.allSettled([smtp?.close(), imap?.close()]); },
  };
};

type Doorway = Parameters<typeof startSmtpReceiver>[0]["deliver"];

const startSmtp = async ({ run, log, config }: MailInOptions, deliver: Doorway): Promise<SmtpReceiver | null> => {
  try {
    const receiver = await startSmtpReceiver({
      host: config.smtpIn.host, port: config.smtpIn.port, maxBytes: config.mailMaxBytes, hostname: config.supportAddress.slice(config.supportAddress.lastIndexOf("@") + 1),
      log, deliver, clock: now, accept: (recipient) => acceptsMail(run, config.smtpIn.domains, recipient),
    });
    log.info({ port: receiver.port }, "mail is received by SMTP");
    return receiver;
  } catch (error) {
    log.error({ code: (error as { code?: string }).code ?? "unknown" }, "the SMTP receiver did not start: no mail comes in here; check SMTP_IN_HOST and SMTP_IN_PORT");
    return null;
  }
};

const startImap = ({ log, config }: MailInOptions, deliver: Doorway): ImapWatch | null => {
  if (!config.imapUrl) return null;
  try {
    return watchImap({ url: config.imapUrl, log, deliver, clock: now, maxBytes: config.mailMaxBytes });
  } catch {
    log.error({}, "IMAP_URL is no address of a mailbox: no mail is fetched");
    return null;
  }
};
