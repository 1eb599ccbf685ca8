import { connect, type Socket } from "node:net";
import { createTransport } from "nodemailer";
import { parseMail, startSmtpReceiver, composeMail, smtpTransport, type ReceivedMail, type SmtpReceiver, type SmtpReceiverOptions } from "../../../../src/platform/mail";

const now = new Date("2026-11-10T09:00:00Z");
let receiver: SmtpReceiver | undefined;
let logged: string[] = [];
const log = { info: (fields: object, text: string) => { logged.push(JSON.stringify(fields) + text); }, warn: (fields: object, text: string) => { logged.push(JSON.stringify(fields) + text); }, error: (fields: object, text: string) => { logged.push(JSON.stringify(fields) + text); } };

const start = async (changes: Partial<SmtpReceiverOptions> = {}): Promise<ReceivedMail[]> => {
  const mails: ReceivedMail[] = [];
  logged = [];
  receiver = await startSmtpReceiver({
    host: "127.0.0.1", port: 0, maxBytes: 100_000, hostname: "mail.firma.example", log, clock: () => now,
    accept: (address) => address === "support@firma.example",
    deliver: async (mail) => { mails.push(mail); }, ...changes,
  });
  return mails;
};

afterEach(async () => { await receiver?.close(); receiver = undefined; });

const send = (changes: object = {}) => {
  const client = createTransport({ host: "127.0.0.1", port: receiver!.port, secure: false, ignoreTLS: true });
  return client.sendMail({ from: "erika@kunde.example", to: "support@firma.example", subject: "Frage", text: "Hallo\n.\nEnde", ...changes }).finally(() => client.close());
};

/** A client that says what it wants; `say` resolves with the next answer. */
const talk = async (): Promise<{ socket: Socket; say: (line: string) => Promise<string>; closed: Promise<void> }> => {
  const socket = connect(receiver!.port, "127.0.0.1");
  const answers: string[] = [];
  let waiting: ((answer: string) => void) | undefined;
  socket.on("error", () => undefined);
  socket.on("data", (data) => { const text = data.toString(); if (waiting) { waiting(text); waiting = undefined; } else answers.push(text); });
  const closed = new Promise<void>((resolve) => socket.on("close", () => resolve()));
  const answer = () => (answers.length ? Promise.resolve(answers.shift()!) : new Promise<string>((resolve) => { waiting = resolve; }));
  await answer();
  return { socket, closed, say: (line) => { socket.write(`${line}\r\n`); return answer(); } };
};

test("a mail arrives with its envelope and a Return-Path on top", async () => {
  const mails = await start();
  const info = await send({ cc: "support@firma.example" }) as { response: string };
  expect(info.response).toMatch(/^250/);
  expect(mails).toHaveLength(1);
  expect(mails[0]).toMatchObject({ envelopeFrom: "erika@kunde.example", recipients: ["support@firma.example"], receivedAt: now, oversize: false });
  expect(mails[0]!.raw.toString()).toMatch(/^Return-Path: <erika@kunde\.example>\r\n/);
  expect(await parseMail(mails[0]!.raw)).toMatchObject({ subject: "Frage", text: "Hallo\n.\nEnde\n", auto: "no" });
});

test("the null sender is seen as a bounce", async () => {
  const mails = await start();
  await send({ envelope: { from: "", to: "support@firma.example" } });
  expect(mails[0]!.envelopeFrom).toBe("");
  expect(await parseMail(mails[0]!.raw)).toMatchObject({ auto: "bounce" });
});

test("no acknowledgement before the mail is kept", async () => {
  let keep: () => void = () => undefined;
  await start({ deliver: () => new Promise((resolve) => { keep = resolve; }) });
  let acknowledged = false;
  const sending = send().then(() => { acknowledged = true; });
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(acknowledged).toBe(false);
  keep();
  await sending;
  expect(acknowledged).toBe(true);
});

test("a delivery that fails answers 451, and the next try succeeds", async () => {
  const mails: ReceivedMail[] = [];
  let broken = true;
  await start({ deliver: async (mail) => { if (broken) throw new Error("no space for erika@kunde.example"); mails.push(mail); } });
  await expect(send()).rejects.toMatchObject({ responseCode: 451, response: expect.not.stringContaining("erika") });
  broken = false;
  await send();
  expect(mails).toHaveLength(1);
  expect(logged.join()).not.toContain("kunde.example");
});

test("a delivery that throws at once answers 451 too", async () => {
  await start({ deliver: () => { throw new Error("bug"); } });
  await expect(send()).rejects.toMatchObject({ responseCode: 451 });
});

test("a mail beyond the limit is delivered as its header block", async () => {
  const mails = await start();
  await send({ text: "x".repeat(300_000) });
  expect(mails[0]).toMatchObject({ oversize: true });
  expect(mails[0]!.raw.length).toBeLessThan(2000);
  expect(await parseMail(mails[0]!.raw)).toMatchObject({ subject: "Frage", text: "" });
});

test("beyond the hard cap: 552 when announced, and when not", async () => {
  const mails = await start({ limits: { hardCapBytes: 200_000 } });
  const { say, socket } = await talk();
  await say("EHLO x");
  expect(await say("MAIL FROM:<a@b.example> SIZE=900000")).toMatch(/^552/);
  await say("MAIL FROM:<a@b.example>");
  await say("RCPT TO:<support@firma.example>");
  await say("DATA");
  socket.write(`Subject: x\r\n\r\n${"x".repeat(70)}\r\n`);
  socket.write(`${"y".repeat(998)}\r\n`.repeat(300));
  expect(await say(".")).toMatch(/^552/);
  socket.destroy();
  expect(mails).toEqual([]);
});

test("too much at once answers 452", async () => {
  await start({ limits: { bytesInFlight: 1000 } });
  await expect(send({ text: "x".repeat(5000) })).rejects.toMatchObject({ responseCode: 452 });
});

test("an unknown recipient gets 550, and after some tries the door closes", async () => {
  const mails = await start({ limits: { unknownRecipients: 2 } });
  await expect(send({ to: "nobody@firma.example" })).rejects.toMatchObject({ responseCode: 550 });
  const { say, closed } = await talk();
  await say("EHLO x");
  await say("MAIL FROM:<a@b.example>");
  expect(await say("RCPT TO:<one@firma.example>")).toBe(await say("RCPT TO:<two@elsewhere.example>"));
  expect(await say("RCPT TO:<three@firma.example>")).toMatch(/^421/);
  await closed;
  expect(mails).toEqual([]);
});

test("a check of recipients that fails answers 451", async () => {
  await start({ accept: () => Promise.reject(new Error("database away")) });
  await expect(send()).rejects.toMatchObject({ responseCode: 451 });
});

test("recipients are counted", async () => {
  await start({ accept: () => true, limits: { recipients: 2 } });
  const { say, socket } = await talk();
  await say("EHLO x");
  await say("MAIL FROM:<a@b.example>");
  await say("RCPT TO:<a@firma.example>");
  await say("RCPT TO:<b@firma.example>");
  expect(await say("RCPT TO:<c@firma.example>")).toMatch(/^452/);
  socket.destroy();
});

test("neither authentication nor STARTTLS is offered without a certificate", async () => {
  await start();
  const { say, socket } = await talk();
  const greeting = await say("EHLO x");
  expect(greeting).not.toMatch(/AUTH|STARTTLS/);
  expect(await say("AUTH PLAIN AGEAYg==")).toMatch(/^5/);
  socket.destroy();
});

test("a client that falls silent or sends too slowly is dropped, and nothing is delivered", async () => {
  const mails = await start({ limits: { idleMs: 5000, dataMs: 300 } });
  const { say, socket, closed } = await talk();
  await say("EHLO x");
  await say("MAIL FROM:<a@b.example>");
  await say("RCPT TO:<support@firma.example>");
  await say("DATA");
  const drip = setInterval(() => socket.write("a"), 50);
  await closed;
  clearInterval(drip);
  expect(mails).toEqual([]);
});

test("a client that is idle is dropped", async () => {
  await start({ limits: { idleMs: 200 } });
  const { closed } = await talk();
  await closed;
});

test("a client that leaves in the middle of a mail delivers nothing", async () => {
  const mails = await start();
  const { say, socket, closed } = await talk();
  await say("EHLO x");
  await say("MAIL FROM:<a@b.example>");
  await say("RCPT TO:<support@firma.example>");
  await say("DATA");
  socket.write("Subject: half\r\n\r\nhalf");
  socket.destroy();
  await closed;
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(mails).toEqual([]);
  await send();
  expect(mails).toHaveLength(1);
});

test("closing waits for the delivery that runs", async () => {
  let kept = false;
  await start({ deliver: async () => { await new Promise((resolve) => setTimeout(resolve, 300)); kept = true; } });
  const sending = send().catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 250));
  await receiver!.close();
  expect(kept).toBe(true);
  await sending;
  receiver = undefined;
});

describe("our own way out, against this door", () => {
  const message = (to: string) => composeMail({ from: { name: "", address: "a@b.example" }, to: [{ name: "", address: to }], subject: "s", text: "t", messageId: "<m@b.example>", date: now });
  const through = async (to: string) => {
    const transport = smtpTransport(`smtp://127.0.0.1:${receiver!.port}`, { timeoutMs: 2000 });
    try { return await transport.send(message(to)); } finally { transport.close(); }
  };

  test("accepted", async () => {
    const mails = await start();
    expect(await through("support@firma.example")).toEqual({ accepted: true, permanent: false, code: 250 });
    expect(mails).toHaveLength(1);
  });

  test("an unknown recipient is permanent, and the reason names nobody", async () => {
    await start();
    const outcome = await through("nobody@firma.example");
    expect(outcome).toMatchObject({ accepted: false, permanent: true, code: 550 });
    expect(outcome.reason).not.toContain("nobody");
  });

  test("451 is temporary", async () => {
    await start({ deliver: () => Promise.reject(new Error("x")) });
    expect(await through("support@firma.example")).toMatchObject({ accepted: false, permanent: false, code: 451 });
  });

  test("no server is temporary", async () => {
    await start();
    const transport = smtpTransport(`smtp://127.0.0.1:${receiver!.port}`);
    await receiver!.close();
    receiver = undefined;
    expect(await transport.send(message("support@firma.example"))).toMatchObject({ accepted: false, permanent: false, reason: "no connection to the mail server" });
  });
});
