import { watchImap, type ImapMailbox, type ImapWatch, type ReceivedMail } from "../../../../src/platform/mail";
import { reconnectPause } from "../../../../src/platform/mail/watch-imap";
import { imapMailbox } from "../../../../src/platform/mail/imap-mailbox";

const now = new Date("2026-11-10T09:00:00Z");

/** A server that survives its connections. */
class FakeServer {
  messages = new Map<number, { raw: string; seen: boolean }>();
  connections = 0;
  refuse = 0;
  deleted = 0;
  private arrival: () => void = () => undefined;
  private lost: () => void = () => undefined;

  arrive(uid: number, raw = `mail ${uid}`): void { this.messages.set(uid, { raw, seen: false }); this.arrival(); }
  cut(): void { this.lost(); }
  seen(uid: number): boolean { return this.messages.get(uid)!.seen; }

  open = (): ImapMailbox => ({
    connect: async () => { this.connections += 1; if (this.refuse-- > 0) throw Object.assign(new Error("user erika"), { code: "ECONNREFUSED" }); },
    unseen: async () => [...this.messages].filter(([, message]) => !message.seen).map(([uid]) => uid),
    fetch: async (uid) => { const message = this.messages.get(uid); return message ? { raw: Buffer.from(message.raw), oversize: false } : null; },
    markSeen: async (uid) => { this.messages.get(uid)!.seen = true; },
    onArrival: (listener) => { this.arrival = listener; },
    onLost: (listener) => { this.lost = listener; },
    close: async () => undefined,
  });
}

const until = async (condition: () => boolean): Promise<void> => {
  for (let turn = 0; turn < 400 && !condition(); turn += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(condition()).toBe(true);
};

let server: FakeServer;
let watch: ImapWatch | undefined;
let pauses: number[];
let logged: string[];
const begin = (deliver: (mail: ReceivedMail) => Promise<void>, pollMs = 60_000): void => {
  const note = (fields: object, text: string) => { logged.push(JSON.stringify(fields) + text); };
  watch = watchImap({
    url: "imaps://erika:secret@imap.example/INBOX", log: { info: note, warn: note, error: note }, deliver, clock: () => now, open: server.open, pollMs, random: () => 1,
    wait: async (ms, signal) => { pauses.push(ms); const time = ms >= 60_000 ? 60_000 : 5; await new Promise<void>((resolve) => { const timer = setTimeout(resolve, time); signal.addEventListener("abort", () => { clearTimeout(timer); resolve(); }); }); },
  });
};

beforeEach(() => { server = new FakeServer(); pauses = []; logged = []; });
afterEach(async () => { await watch?.close(); watch = undefined; });

test("what is unseen and what arrives is delivered once, and then marked", async () => {
  const mails: ReceivedMail[] = [];
  server.arrive(1);
  begin(async (mail) => { mails.push(mail); });
  await until(() => server.seen(1));
  server.arrive(2);
  await until(() => server.seen(2));
  expect(mails.map((mail) => [mail.raw.toString(), mail.envelopeFrom, mail.recipients, mail.receivedAt])).toEqual([["mail 1", null, [], now], ["mail 2", null, [], now]]);
  expect(server.messages.size).toBe(2);
});

test("a mail is not marked before it is kept", async () => {
  let keep: () => void = () => undefined;
  server.arrive(1);
  begin(() => new Promise((resolve) => { keep = resolve; }));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(server.seen(1)).toBe(false);
  keep();
  await until(() => server.seen(1));
});

test("a mail that cannot be kept stays unseen, holds up nobody and is tried again", async () => {
  let broken = true;
  server.arrive(1);
  server.arrive(2);
  begin(async (mail) => { if (broken && mail.raw.toString() === "mail 1") throw new Error("erika@kunde.example"); }, 20);
  await until(() => server.seen(2));
  expect(server.seen(1)).toBe(false);
  broken = false;
  await until(() => server.seen(1));
  expect(logged.join()).not.toContain("erika");
});

test("after a lost connection it connects again and goes on", async () => {
  begin(async () => undefined);
  await until(() => pauses.includes(60_000));
  server.cut();
  await until(() => server.connections === 2);
  server.arrive(7);
  await until(() => server.seen(7));
});

test("failures wait longer and longer, and the log holds neither user nor password", async () => {
  server.refuse = 4;
  server.arrive(1);
  begin(async () => undefined);
  await until(() => server.seen(1));
  expect(pauses.slice(0, 4)).toEqual([1000, 2000, 4000, 8000]);
  expect(logged.join()).not.toMatch(/erika|secret/);
  expect(logged.join()).toContain("ECONNREFUSED");
});

test("the pause has jitter and an upper bound", () => {
  expect(reconnectPause(0, () => 0)).toBe(500);
  expect(reconnectPause(3, () => 0.5)).toBe(6000);
  expect(reconnectPause(500, () => 1)).toBe(300_000);
});

test("closing awaits the running delivery and ends a waiting watch at once", async () => {
  let kept = false;
  server.arrive(1);
  begin(async () => { await new Promise((resolve) => setTimeout(resolve, 100)); kept = true; });
  await new Promise((resolve) => setTimeout(resolve, 30));
  await watch!.close();
  expect(kept).toBe(true);
  expect(server.seen(1)).toBe(true);
});

test("closing does not wait for a connection that hangs", async () => {
  const open = (): ImapMailbox => ({ ...server.open(), connect: () => new Promise(() => undefined) });
  const quiet = () => undefined;
  const hanging = watchImap({ url: "imaps://a:b@c", log: { info: quiet, warn: quiet, error: quiet }, deliver: async () => undefined, clock: () => now, open });
  await new Promise((resolve) => setTimeout(resolve, 20));
  await hanging.close();
});

test("an address that is none is refused without being repeated", () => {
  for (const address of ["secret", "http://erika:secret@imap.example", "imaps://imap.example"]) {
    expect(() => imapMailbox(address)).toThrow(RangeError);
    try { imapMailbox(address); } catch (error) { expect((error as Error).message).not.toContain("secret"); }
  }
  expect(() => imapMailbox("imaps://erika%40x:p%2Fw@imap.example/Support%20In")).not.toThrow();
});
