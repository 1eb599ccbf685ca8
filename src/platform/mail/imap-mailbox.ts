/** One IMAP folder behind the few calls that watching it needs; ImapFlow on the other side, a fake in tests. */
import { ImapFlow } from "imapflow";
import { headerBlock, MAX_KEPT_HEADER_BYTES } from "./received-mail";

export interface ImapMailbox {
  /** Connects, signs in and opens the folder. */
  connect(): Promise<void>;
  /** The uids of the messages without \Seen, oldest first. */
  unseen(): Promise<number[]>;
  /** Null where the message is gone meanwhile. Reading does not set \Seen. */
  fetch(uid: number, maxBytes: number): Promise<{ raw: Buffer; oversize: boolean } | null>;
  markSeen(uid: number): Promise<void>;
  /** Calls back when something arrived. */
  onArrival(listener: () => void): void;
  /** Calls back once when the connection is lost. */
  onLost(listener: () => void): void;
  close(): Promise<void>;
}

/**
 * Reads `imaps://user:password@host:port/Folder` (percent-encoded where needed; INBOX without a path). `imap://` demands
 * STARTTLS, except on the loopback interface. Throws a RangeError that repeats nothing of the address.
 */
export const imapMailbox = (address: string): ImapMailbox => {
  const url = parseAddress(address);
  const secure = url.protocol === "imaps:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const folder = decodeURIComponent(url.pathname.replace(/^\//, "")) || "INBOX";
  const client = new ImapFlow({
    host, port: Number(url.port) || (secure ? 993 : 143), secure,
    ...(secure || ["localhost", "127.0.0.1", "::1"].includes(host) ? {} : { doSTARTTLS: true }),
    auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
    logger: false, autoIdleDelay: 1_000, maxIdleTime: 5 * 60_000,
  });
  return new FlowMailbox(client, folder);
};

const parseAddress = (address: string): URL => {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !["imap:", "imaps:"].includes(url.protocol) || !url.hostname || !url.username) {
    throw new RangeError("the mailbox's address has the form imaps://user:password@host/FOLDER");
  }
  return url;
};

class FlowMailbox implements ImapMailbox {
  constructor(private readonly client: ImapFlow, private readonly folder: string) {
    // Without a listener an error event would end the process; the loss itself arrives as "close".
    client.on("error", () => undefined);
  }

  async connect(): Promise<void> {
    await this.client.connect();
    await this.client.mailboxOpen(this.folder);
  }

  async unseen(): Promise<number[]> {
    const found = await this.client.search({ seen: false }, { uid: true });
    return found ? [...found].sort((a, b) => a - b) : [];
  }

  async fetch(uid: number, maxBytes: number): Promise<{ raw: Buffer; oversize: boolean } | null> {
    const facts = await this.client.fetchOne(String(uid), { size: true }, { uid: true });
    if (!facts) return null;
    const oversize = (facts.size ?? 0) > maxBytes;
    const source = oversize ? { start: 0, maxLength: MAX_KEPT_HEADER_BYTES + 4 } : true;
    const message = await this.client.fetchOne(String(uid), { source }, { uid: true });
    if (!message || !message.source) return null;
    return { raw: oversize ? headerBlock(message.source) : message.source, oversize };
  }

  async markSeen(uid: number): Promise<void> {
    await this.client.messageFlagsAdd([uid], ["\\Seen"], { uid: true });
  }

  onArrival(listener: () => void): void { this.client.on("exists", listener); }

  onLost(listener: () => void): void { this.client.once("close", listener); }

  async close(): Promise<void> {
    try { await this.client.logout(); } catch { this.client.close(); }
  }
}
