/**
 * Fetches mail from an IMAP folder: waits with IDLE, hands every unseen message over, and marks it as seen only after it
 * was kept. It never deletes. A message may arrive twice (kept, then the connection broke before the mark); whoever keeps
 * it recognises it by its Message-ID.
 */
import { setTimeout as delay } from "node:timers/promises";
import { imapMailbox, type ImapMailbox } from "./imap-mailbox";
import type { Deliver, MailLog } from "./received-mail";

export interface ImapWatchOptions {
  /** imaps://user:password@host/INBOX; never logged. */
  url: string;
  log: MailLog;
  deliver: Deliver;
  clock: () => Date;
  maxBytes?: number;
  /** Looks again after this time even when the server stays silent; also the pause after a failed delivery. */
  pollMs?: number;
  /** Seams for tests. */
  open?: (url: string) => ImapMailbox;
  wait?: (ms: number, signal: AbortSignal) => Promise<void>;
  random?: () => number;
}

export interface ImapWatch {
  /** Ends the watch; a delivery that runs is awaited. */
  close(): Promise<void>;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

/** The pause before attempt `failures`: doubling up to five minutes, with jitter between the half and the whole. */
export const reconnectPause = (failures: number, random: () => number): number => {
  const whole = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 20));
  return Math.round(whole / 2 + random() * (whole / 2));
};

/** Starts watching. Throws at once for an address that is none; connection failures are logged and tried again for ever. */
export const watchImap = (options: ImapWatchOptions): ImapWatch => {
  const watch = new Watch(options);
  const running = watch.run();
  return { close: async () => { watch.stop(); await running; } };
};

class Watch {
  private readonly stopped = new AbortController();
  private readonly open: () => ImapMailbox;
  private first: ImapMailbox | null;
  private failures = 0;
  private wake: () => void = () => undefined;

  constructor(private readonly options: ImapWatchOptions) {
    this.open = () => (options.open ?? imapMailbox)(options.url);
    this.first = this.open();
  }

  stop(): void { this.stopped.abort(); this.wake(); }

  private get ended(): boolean { return this.stopped.signal.aborted; }

  async run(): Promise<void> {
    while (!this.ended) {
      const mailbox = this.first ?? this.open();
      this.first = null;
      try {
        await this.session(mailbox);
      } catch (error) {
        this.options.log.warn({ code: codeOf(error), failures: this.failures }, "imap connection failed");
      }
      await mailbox.close().catch(() => undefined);
      if (!this.ended) await this.pause(reconnectPause(this.failures++, this.options.random ?? Math.random));
    }
  }

  private async session(mailbox: ImapMailbox): Promise<void> {
    const signals = new Signals();
    this.wake = () => signals.arrived();
    mailbox.onArrival(() => signals.arrived());
    mailbox.onLost(() => signals.lose());
    const connected = mailbox.connect();
    connected.catch(() => undefined);
    await Promise.race([connected, signals.next()]);
    if (this.ended) return;
    await connected;
    this.options.log.info({}, "imap connected");
    while (!this.ended && !signals.lost) {
      signals.reset();
      await this.pass(mailbox);
      this.failures = 0;
      await this.pause(this.options.pollMs ?? 60_000, signals.next());
    }
  }

  /** One look at the folder. A message that cannot be kept stays unseen and does not hold up the others. */
  private async pass(mailbox: ImapMailbox): Promise<void> {
    for (const uid of await mailbox.unseen()) {
      if (this.ended) return;
      const message = await mailbox.fetch(uid, this.options.maxBytes ?? 40 * 1024 * 1024);
      if (message && await this.keep(uid, message)) await mailbox.markSeen(uid);
    }
  }

  private async keep(uid: number, message: { raw: Buffer; oversize: boolean }): Promise<boolean> {
    const { deliver, clock, log } = this.options;
    try {
      await deliver({ ...message, envelopeFrom: null, recipients: [], receivedAt: clock() });
      log.info({ uid, bytes: message.raw.length, oversize: message.oversize }, "mail kept");
      return true;
    } catch (error) {
      log.error({ uid, fault: codeOf(error) }, "mail not kept, it stays unseen");
      return false;
    }
  }

  /** Waits for the time, for `event` or for the end of the watch, whichever is first, and leaves no timer behind. */
  private async pause(ms: number, event: Promise<void> = new Promise(() => undefined)): Promise<void> {
    const wait = this.options.wait ?? ((time, signal) => delay(time, undefined, { signal }));
    const over = new AbortController();
    const stop = new Promise<void>((resolve) => { this.stopped.signal.addEventListener("abort", () => resolve(), { once: true, signal: over.signal }); });
    await Promise.race([wait(ms, over.signal).catch(() => undefined), event, this.ended ? undefined : stop]);
    over.abort();
  }
}

/** Wakes the loop on arrivals, on the loss of the connection and on the end of the watch. */
class Signals {
  lost = false;
  private woken = false;
  private wake: () => void = () => undefined;

  arrived(): void { this.woken = true; this.wake(); }
  lose(): void { this.lost = true; this.arrived(); }
  /** Forgets arrivals before a look at the folder: what arrives during the look wakes again. */
  reset(): void { this.woken = this.lost; }
  next(): Promise<void> { return this.woken ? Promise.resolve() : new Promise((resolve) => { this.wake = resolve; }); }
}

/** The class or code of a failure; its message may hold the address or the answer of the server. */
const codeOf = (error: unknown): string => {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  return typeof code === "string" && /^[A-Za-z_]{1,40}$/.test(code) ? code : typeof name === "string" ? name : "unknown";
};
