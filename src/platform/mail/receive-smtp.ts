/**
 * The door for incoming mail: a small SMTP server that accepts for our own addresses and relays nothing. Nothing is
 * acknowledged before it is kept: 250 follows `deliver`, a failure of `deliver` answers 451 and the sender tries again.
 */
import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions, type SMTPServerSession } from "smtp-server";
import { headerBlock, MAX_KEPT_HEADER_BYTES, type Deliver, type MailLog } from "./received-mail";

export interface SmtpReceiverOptions {
  host: string;
  /** 0 lets the system choose. */
  port: number;
  /** Larger mails are accepted and delivered as `oversize` with their header block alone. */
  maxBytes: number;
  hostname: string;
  log: MailLog;
  /** Whether an address is ours. A rejection of the promise answers 451. */
  accept: (recipient: string) => boolean | Promise<boolean>;
  deliver: Deliver;
  clock: () => Date;
  /** Without it STARTTLS is not offered. */
  tls?: { key: string | Buffer; cert: string | Buffer };
  limits?: Partial<SmtpLimits>;
}

export interface SmtpLimits {
  /** Refused with 552; announced sizes at MAIL FROM already. */
  hardCapBytes: number;
  connections: number;
  recipients: number;
  /** Unknown recipients per connection before it is closed, against trying out addresses. */
  unknownRecipients: number;
  /** Bytes of all messages being received at this moment; beyond it new ones get 452. */
  bytesInFlight: number;
  idleMs: number;
  /** From DATA to the final dot; idle timeouts do not stop a client that sends one byte a minute. */
  dataMs: number;
  connectionMs: number;
}

export const defaultSmtpLimits: SmtpLimits = {
  hardCapBytes: 64 * 1024 * 1024, connections: 50, recipients: 50, unknownRecipients: 5, bytesInFlight: 256 * 1024 * 1024,
  idleMs: 60_000, dataMs: 10 * 60_000, connectionMs: 30 * 60_000,
};

export interface SmtpReceiver {
  port: number;
  /** Stops accepting, lets running deliveries end, closes the connections. */
  close(): Promise<void>;
}

class SmtpAnswer extends Error {
  constructor(readonly responseCode: number, message: string) { super(message); }
}

/** Starts the receiver; resolves once it listens, rejects where it cannot. */
export const startSmtpReceiver = async (options: SmtpReceiverOptions): Promise<SmtpReceiver> => {
  const reception = new Reception(options, { ...defaultSmtpLimits, ...options.limits });
  const { server } = reception;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, () => { server.off("error", reject); resolve(); });
  });
  server.on("error", (error: Error & { code?: string }) => options.log.warn({ code: error.code ?? "unknown" }, "smtp connection failed"));
  const { port } = server.server.address() as AddressInfo;
  return { port, close: () => reception.close() };
};

interface IncomingMessage { raw: Buffer; held: number; oversize: boolean; refused: boolean }

class Reception {
  readonly server: SMTPServer;
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly unknown = new Map<string, number>();
  private readonly deliveries = new Set<Promise<unknown>>();
  private bytesInFlight = 0;

  constructor(private readonly options: SmtpReceiverOptions, private readonly limits: SmtpLimits) {
    this.server = new SMTPServer(this.serverOptions());
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    await closed;
    await Promise.allSettled([...this.deliveries]);
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  private serverOptions(): SMTPServerOptions {
    const { hostname, tls } = this.options;
    return {
      name: hostname, banner: "", size: this.limits.hardCapBytes,
      ...(tls ?? {}),
      // The library's built-in certificate has a public key pair: no STARTTLS without our own.
      disabledCommands: tls ? ["AUTH"] : ["AUTH", "STARTTLS"],
      authOptional: true, disableReverseLookup: true, logger: false,
      maxClients: this.limits.connections, maxRecipients: this.limits.recipients, maxCommandLength: 4096,
      socketTimeout: this.limits.idleMs, closeTimeout: 3_000,
      onConnect: (session, done) => { this.dropAfter(session, "connection", this.limits.connectionMs); done(); },
      onClose: (session) => { this.settle(session, "connection"); this.settle(session, "data"); this.unknown.delete(session.id); },
      onRcptTo: (address, session, done) => { this.judge(address.address, session).then(() => done(), done); },
      onData: (stream, session, done) => { this.receive(stream, session).then(() => done(null, "kept"), done); },
    };
  }

  /** Unknown addresses all get the same answer, and few of them. */
  private async judge(recipient: string, session: SMTPServerSession): Promise<void> {
    let ours: boolean;
    try {
      ours = await this.options.accept(recipient);
    } catch {
      throw new SmtpAnswer(451, "Try again later");
    }
    if (ours) return;
    const unknown = (this.unknown.get(session.id) ?? 0) + 1;
    this.unknown.set(session.id, unknown);
    if (unknown > this.limits.unknownRecipients) throw new SmtpAnswer(421, "Too many unknown recipients");
    throw new SmtpAnswer(550, "No such recipient here");
  }

  private async receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    this.dropAfter(session, "data", this.limits.dataMs);
    const message = await this.read(stream).finally(() => this.settle(session, "data"));
    try {
      if (stream.sizeExceeded) throw new SmtpAnswer(552, "Message too large");
      if (message.refused) throw new SmtpAnswer(452, "Try again later");
      await this.hand(message, session);
    } finally {
      this.bytesInFlight -= message.held;
    }
  }

  /** Reads to the final dot in any case; beyond `maxBytes` only the beginning is kept, for its header block. */
  private async read(stream: SMTPServerDataStream): Promise<IncomingMessage> {
    let chunks: Buffer[] = [];
    const message: IncomingMessage = { raw: Buffer.alloc(0), held: 0, oversize: false, refused: false };
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        if (message.oversize || message.refused) continue;
        chunks.push(chunk);
        message.held += chunk.length;
        this.bytesInFlight += chunk.length;
        if (this.bytesInFlight > this.limits.bytesInFlight) { message.refused = true; chunks = []; }
        else if (message.held > this.options.maxBytes) { message.oversize = true; chunks = [Buffer.concat(chunks).subarray(0, MAX_KEPT_HEADER_BYTES + 4)]; }
      }
    } catch {
      this.bytesInFlight -= message.held;
      throw new SmtpAnswer(451, "Message incomplete");
    }
    message.raw = message.oversize ? headerBlock(Buffer.concat(chunks)) : Buffer.concat(chunks);
    return message;
  }

  private async hand(message: IncomingMessage, session: SMTPServerSession): Promise<void> {
    const { deliver, clock, log } = this.options;
    const { mailFrom, rcptTo } = session.envelope;
    const envelopeFrom = mailFrom ? mailFrom.address : "";
    const raw = Buffer.concat([Buffer.from(`Return-Path: <${envelopeFrom}>\r\n`), message.raw]);
    const fields = { session: session.id, bytes: message.held, recipients: rcptTo.length, oversize: message.oversize };
    const delivery = (async () => deliver({ raw, envelopeFrom, recipients: rcptTo.map(({ address }) => address), receivedAt: clock(), oversize: message.oversize }))();
    this.deliveries.add(delivery);
    try {
      await delivery;
      log.info(fields, "mail kept");
    } catch (error) {
      log.error({ ...fields, fault: error instanceof Error ? error.name : "unknown" }, "mail not kept, the sender will try again");
      throw new SmtpAnswer(451, "Try again later");
    } finally {
      this.deliveries.delete(delivery);
    }
  }

  /** Says goodbye to a client that takes longer than it may. */
  private dropAfter(session: SMTPServerSession, kind: string, ms: number): void {
    this.settle(session, kind);
    const timer = setTimeout(() => {
      this.options.log.warn({ session: session.id, kind }, "smtp client too slow");
      for (const connection of this.server.connections) if (connection.id === session.id) connection.send(421, "Timeout - closing connection");
    }, ms);
    timer.unref();
    this.timers.set(`${kind} ${session.id}`, timer);
  }

  private settle(session: SMTPServerSession, kind: string): void {
    clearTimeout(this.timers.get(`${kind} ${session.id}`));
    this.timers.delete(`${kind} ${session.id}`);
  }
}
