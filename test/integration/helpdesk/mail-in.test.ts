import { createTransport } from "nodemailer";
import { startMailIn } from "../../../src/helpdesk/mail";
import { replyAddress } from "../../../src/platform/mail";
import { mailOf, multipart, startMailDesk, type MailDesk } from "./mail-desk";

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe("mail that comes in", () => {
  let desk: MailDesk;
  let complaints: string;
  const count = async (table: string): Promise<number> => (await desk.sql<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`))[0]!.n;
  const latestTicket = async () => (await desk.sql<{ id: string; number: string; queue_id: string; purpose: string; status: string; language: string; customer_id: string }>("SELECT * FROM tickets ORDER BY number DESC LIMIT 1"))[0]!;
  const messagesOf = (ticket: string) => desk.sql<{ id: string; kind: string; author_kind: string; author_id: string }>("SELECT * FROM messages WHERE ticket_id = $1 ORDER BY number", [ticket]);
  const participants = (ticket: string) => desk.sql<{ customer_id: string; kind: string }>("SELECT * FROM ticket_participants WHERE ticket_id = $1 ORDER BY kind DESC", [ticket]);
  const opened = async (mail: Parameters<typeof mailOf>[0] = {}) => { expect(await desk.receive(mailOf(mail))).toBe("ticket"); return latestTicket(); };
  const tokenFor = (number: string, at = new Date()) => replyAddress("service@nordlicht.example", number, desk.program.keys.replyToken, at);

  beforeAll(async () => {
    desk = await startMailDesk();
    await desk.given.inHouse();
    await desk.given.queue("service");
    complaints = await desk.given.queue("complaints");
  }, 60_000);
  afterAll(() => desk.stop());

  it("becomes a ticket in the queue of its address, through a real SMTP conversation", async () => {
    const door = await startMailIn({ run: desk.program.run, log: quiet, config: { ...desk.program.config, smtpIn: { host: "127.0.0.1", port: 0, domains: ["alias.example"] } } });
    const client = createTransport({ host: "127.0.0.1", port: door.smtpPort!, secure: false });
    const raw = mailOf({ to: "complaints@nordlicht.example", body: "Ich möchte mich beschweren. Das Paket ist kaputt." });
    await client.sendMail({ envelope: { from: "erika@kunde.example", to: ["Complaints+x1@nordlicht.example"] }, raw });
    await client.sendMail({ envelope: { from: "erika@kunde.example", to: ["complaints@alias.example"] }, raw: mailOf() });
    await expect(client.sendMail({ envelope: { from: "erika@kunde.example", to: ["nobody@nordlicht.example"] }, raw })).rejects.toThrow(/550/);
    client.close();
    await door.close();
    const ticket = (await desk.sql<{ id: string; queue_id: string; purpose: string; language: string }>("SELECT * FROM tickets ORDER BY number LIMIT 1"))[0]!;
    expect(ticket).toMatchObject({ queue_id: complaints, purpose: "complaint", language: "de" });
    expect(await desk.textOf((await messagesOf(ticket.id))[0]!.id)).toContain("Das Paket ist kaputt.");
  });

  it("keeps the whole text, attachments by what they are, and the original", async () => {
    const mail = multipart("mixed", [
      { headers: ["Content-Type: text/html; charset=utf-8"], body: "<p>Hallo <b>Welt</b></p>" },
      { headers: ["Content-Type: application/pdf; name=\"rechnung.pdf\"", "Content-Disposition: attachment; filename=\"rechnung.pdf\""], body: "no pdf at all" },
    ]);
    const ticket = await opened(mail);
    const files = await desk.sql<{ kind: string; content_type: string }>("SELECT a.kind, a.content_type FROM attachments a JOIN messages m ON m.id = a.message_id WHERE m.ticket_id = $1 ORDER BY a.kind", [ticket.id]);
    expect(files).toEqual([{ kind: "file", content_type: "text/plain" }, { kind: "originalHtml", content_type: "text/html; charset=utf-8" }]);
    expect(await desk.textOf((await messagesOf(ticket.id))[0]!.id)).toContain("Hallo Welt");
  });

  it("keeps no original where the text held a prohibited number", async () => {
    const ticket = await opened(multipart("alternative", [
      { headers: ["Content-Type: text/plain"], body: "Meine Karte 4111 1111 1111 1111, CVC 123" },
      { headers: ["Content-Type: text/html"], body: "<p>Meine Karte 4111 1111 1111 1111, <b>CVC&nbsp;1</b>23</p>" },
    ]));
    expect(await desk.sql("SELECT 1 FROM attachments a JOIN messages m ON m.id = a.message_id WHERE m.ticket_id = $1", [ticket.id])).toEqual([]);
  });

  it("joins its ticket by the signed reply address, reopens it, and makes a second address a participant", async () => {
    const ticket = await opened();
    await desk.sql("UPDATE tickets SET status = 'closed' WHERE id = $1", [ticket.id]);
    expect(await desk.receive(mailOf({ from: "erika@privat.example", to: tokenFor(ticket.number), subject: "Etwas anderes" }))).toBe("message");
    expect((await desk.sql<{ status: string }>("SELECT status FROM tickets WHERE id = $1", [ticket.id]))[0]!.status).toBe("open");
    const people = await participants(ticket.id);
    expect(people.map(({ kind }) => kind)).toEqual(["requester", "copy"]);
    expect((await messagesOf(ticket.id))[1]).toMatchObject({ kind: "public", author_kind: "customer", author_id: people[1]!.customer_id });
    const events = await desk.sql<{ kind: string }>("SELECT kind FROM ticket_events WHERE ticket_id = $1", [ticket.id]);
    expect(events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["customerWrote", "reopened"]));
  });

  it.each(["forged", "expired"])("takes a %s reply address for none and opens a new ticket", async (how) => {
    const ticket = await opened();
    const address = how === "forged" ? tokenFor(ticket.number).replace(/.@/, (end) => (end === "a@" ? "b@" : "a@")) : tokenFor(ticket.number, new Date("2024-01-15"));
    expect(await desk.receive(mailOf({ from: "fremd@anderswo.example", to: address }))).toBe("ticket");
    expect(await messagesOf(ticket.id)).toHaveLength(1);
  });

  it("joins its ticket by References; a stranger is heard and joins nobody's copies", async () => {
    const ticket = await opened({ id: "<first-7@kunde.example>" });
    expect(await desk.receive(mailOf({ headers: ["References: <unknown@x.example> <first-7@kunde.example>"], subject: "Re: Frage" }))).toBe("message");
    expect(await desk.receive(mailOf({ from: "mallory@evil.example", cc: "ear@evil.example", headers: ["In-Reply-To: <first-7@kunde.example>"] }))).toBe("message");
    expect(await messagesOf(ticket.id)).toHaveLength(3);
    expect(await participants(ticket.id)).toHaveLength(1);
  });

  it("joins by the number in the subject only for a participant, and takes no copies from such a mail", async () => {
    const ticket = await opened({ from: "Paula <paula@kunde.example>" });
    expect(await desk.receive(mailOf({ from: "paula@kunde.example", cc: "ear@evil.example", subject: `Re: Frage [#${ticket.number}]` }))).toBe("message");
    expect(await desk.receive(mailOf({ from: "mallory@evil.example", subject: `Re: Frage [#${ticket.number}]` }))).toBe("ticket");
    expect(await messagesOf(ticket.id)).toHaveLength(2);
    expect(await participants(ticket.id)).toHaveLength(1);
  });

  it("takes people in copy as participants, never ourselves, and none where we were a blind copy", async () => {
    const ticket = await opened({ from: "anna@kunde.example", cc: "Ben <ben@kunde.example>, complaints@nordlicht.example, anna@kunde.example" });
    expect((await participants(ticket.id)).map(({ kind }) => kind)).toEqual(["requester", "copy"]);
    const blind = await opened({ from: "anna@kunde.example", to: "ben@kunde.example" });
    expect(await participants(blind.id)).toHaveLength(1);
  });

  it("is one message however often it comes, one after the other and at the same moment", async () => {
    const before = await count("tickets");
    const raw = mailOf({ id: "<twice@kunde.example>", from: "doppelt@kunde.example" });
    expect(await desk.receive(raw)).toBe("ticket");
    expect(await desk.receive(raw)).toBe("duplicate");
    const nameless = mailOf({ id: null, from: "ohne@kunde.example" });
    expect([await desk.receive(nameless), await desk.receive(nameless)]).toEqual(["ticket", "duplicate"]);
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => desk.receive(mailOf({ id: "<race@kunde.example>", from: "race@kunde.example" }))));
    expect(outcomes.sort()).toEqual(["duplicate", "duplicate", "duplicate", "duplicate", "ticket"]);
    const [files, claimed] = [desk.disk.kept.size, await Promise.all([1, 2, 3, 4].map((n) => desk.receive(mailOf({ ...multipart("mixed", [{ headers: ["Content-Type: text/plain"], body: "x" }, { headers: ["Content-Type: text/plain", "Content-Disposition: attachment; filename=a.txt"], body: "y" }]), id: "<claimed@kunde.example>", from: `claim${n}@kunde.example` }))))];
    expect(claimed.sort()).toEqual(["duplicate", "duplicate", "duplicate", "ticket"]);
    expect(desk.disk.kept.size).toBe(files + 1);
    expect(await count("tickets")).toBe(before + 4);
  });

  it("records a person once who writes and is put in copy at the same moment", async () => {
    const before = await count("customers");
    await Promise.all([1, 2, 3].flatMap(() => [desk.receive(mailOf({ from: "xaver@neu.example", cc: "yvonne@neu.example" })), desk.receive(mailOf({ from: "yvonne@neu.example", cc: "xaver@neu.example" }))]));
    expect(await count("customers")).toBe(before + 2);
  });

  it("adds an automatic reply to its ticket as a note that answers nothing and reopens nothing", async () => {
    const ticket = await opened({ id: "<auto-1@kunde.example>" });
    await desk.sql("UPDATE tickets SET status = 'closed' WHERE id = $1", [ticket.id]);
    const queued = await count("outbound_mails");
    expect(await desk.receive(mailOf({ subject: "Abwesend", headers: ["Auto-Submitted: auto-replied", "In-Reply-To: <auto-1@kunde.example>"], body: "Ich bin im Urlaub." }))).toBe("message");
    const [, note] = await messagesOf(ticket.id);
    expect(note).toMatchObject({ kind: "note", author_kind: "system" });
    expect(await desk.textOf(note!.id)).toMatch(/^Automatische Antwort:[\s\S]*Ich bin im Urlaub/);
    expect((await desk.sql<{ status: string }>("SELECT status FROM tickets WHERE id = $1", [ticket.id]))[0]!.status).toBe("closed");
    expect(await count("outbound_mails")).toBe(queued);
  });

  it.each<[string, Parameters<typeof mailOf>[0], string]>([
    ["an automatic reply to nothing", { headers: ["Auto-Submitted: auto-replied"] }, "autoReply"],
    ["a mail from our own address", { from: "Service <service+abc@nordlicht.example>" }, "loop"],
    ["a mail that has passed a hundred servers", { headers: Array.from({ length: 100 }, (_, hop) => `Received: from h${hop}.example by h${hop + 1}.example`) }, "loop"],
    ["a delivery report about somebody else's mail", { from: "MAILER-DAEMON@mx.example", headers: ["Auto-Submitted: auto-replied"] }, "bounce"],
    ["a mail with two senders", { headers: ["From: other@evil.example"] }, "no-sender"],
  ])("keeps %s apart and opens no ticket", async (_what, mail, reason) => {
    const before = await count("tickets");
    expect(await desk.receive(mailOf(mail))).toBe("quarantined");
    expect(await count("tickets")).toBe(before);
    expect((await desk.sql<{ reason: string }>("SELECT reason FROM quarantined_mails ORDER BY received_at DESC LIMIT 1"))[0]!.reason).toBe(reason);
  });

  it("stops a sender who opens ticket after ticket", async () => {
    const outcomes = [];
    for (let mail = 0; mail < 23; mail += 1) outcomes.push(await desk.receive(mailOf({ from: "flut@kunde.example" })));
    expect(outcomes.filter((outcome) => outcome === "ticket")).toHaveLength(20);
    expect(outcomes.slice(20)).toEqual(["quarantined", "quarantined", "quarantined"]);
  });

  it("leaves neither rows nor files behind when the disk is full, and is taken in whole on the next try", async () => {
    const parts = [1, 2, 3].map((n) => ({ headers: ["Content-Type: text/plain", `Content-Disposition: attachment; filename="f${n}.txt"`], body: `file ${n}` }));
    const raw = mailOf({ ...multipart("mixed", [{ headers: ["Content-Type: text/plain"], body: "Text" }, ...parts]), from: "voll@kunde.example" });
    for (const nth of [1, 2, 3]) {
      const [tickets, files, people] = [await count("tickets"), desk.disk.kept.size, await count("customers")];
      desk.disk.fullAt(nth);
      await expect(desk.receive(raw)).rejects.toMatchObject({ code: "ENOSPC" });
      expect([await count("tickets"), desk.disk.kept.size, await count("customers")]).toEqual([tickets, files, people]);
    }
    expect(await desk.receive(raw)).toBe("ticket");
  });

  it("answers 451 over SMTP when it could not be kept", async () => {
    const door = await startMailIn({ run: desk.program.run, log: quiet, config: { ...desk.program.config, smtpIn: { host: "127.0.0.1", port: 0, domains: [] } } });
    const client = createTransport({ host: "127.0.0.1", port: door.smtpPort!, secure: false });
    const raw = mailOf({ ...multipart("mixed", [{ headers: ["Content-Type: text/plain"], body: "x" }, { headers: ["Content-Type: text/plain", "Content-Disposition: attachment; filename=a.txt"], body: "y" }]) });
    desk.disk.fullAt(1);
    await expect(client.sendMail({ envelope: { from: "erika@kunde.example", to: ["service@nordlicht.example"] }, raw })).rejects.toMatchObject({ responseCode: 451 });
    client.close();
    await door.close();
  });
});
