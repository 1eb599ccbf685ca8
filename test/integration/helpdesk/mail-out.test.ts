import { addMessage, queueMail } from "../../../src/helpdesk";
import { deliverMail } from "../../../src/helpdesk/mail";
import { ticketsFor } from "../../../src/helpdesk/tickets/tickets";
import { provide } from "../../../src/platform/services";
import { MAIL_TRANSPORT, transportFor } from "../../../src/helpdesk/mail";
import { destroyKey, setRestriction } from "../../../src/privacy";
import { mailOf, startMailDesk, type MailDesk } from "./mail-desk";

describe("mail that goes out", () => {
  let desk: MailDesk;
  let counter = 0;
  beforeAll(async () => {
    desk = await startMailDesk();
    await desk.given.inHouse();
    await desk.given.queue("service");
  }, 60_000);
  afterAll(() => desk.stop());
  beforeEach(() => { desk.sent.length = 0; desk.answers.length = 0; });

  /** A ticket by mail with our answer to it, queued. */
  const answered = async (options: { author?: "agent" | "system"; files?: { fileName: string; bytes: Buffer }[]; cc?: string; subject?: string } = {}) => {
    counter += 1;
    const from = `kunde${counter}@kunde.example`;
    await desk.receive(mailOf({ from: `Kim Kunde <${from}>`, id: `<question-${counter}@kunde.example>`, cc: options.cc, subject: options.subject ?? "Re: Frage" }));
    const [ticket] = await desk.sql<{ id: string; number: string; customer_id: string }>("SELECT * FROM tickets ORDER BY number DESC LIMIT 1");
    const message = await desk.program.run("test", async (ctx) => {
      const written = await addMessage(ctx, await ticketsFor(ctx).lock(ticket!.number), {
        kind: "public", author: { kind: options.author ?? "agent", id: null }, channel: "screen", text: "Ihr Paket ist unterwegs.",
        files: (options.files ?? []).map((file) => ({ ...file, kind: "file" as const, contentType: "text/plain" })),
      });
      await queueMail(ctx, written.id);
      return written.id;
    });
    const [mail] = await desk.sql<{ id: string }>("SELECT id FROM outbound_mails WHERE message_id = $1", [message]);
    return { ticket: ticket!, from, message, mail: mail!.id };
  };
  const stateOf = async (mail: string) => (await desk.sql<{ state: string; failure: string | null; attempts: number }>("SELECT state, failure, attempts FROM outbound_mails WHERE id = $1", [mail]))[0];
  const failures = (ticket: string) => desk.sql<{ detail: Record<string, string> }>("SELECT detail FROM ticket_events WHERE ticket_id = $1 AND kind = 'mailFailed'", [ticket]);
  const header = (raw: string, name: string): string => new RegExp(`^${name}: ((?:.|\\r\\n[ \\t])*)`, "im").exec(raw)?.[1]?.replace(/\r\n[ \t]+/g, " ") ?? "";

  it("reaches the customer and those in copy, threads, says where to answer, and is written down", async () => {
    const { ticket, from, mail } = await answered({ cc: "Ben <ben@kunde.example>", files: [{ fileName: "Anleitung.txt", bytes: Buffer.from("Schritt 1") }] });
    expect(await desk.deliverAll()).toEqual([undefined]);
    const [{ raw, to, from: envelope }] = desk.sent as [MailDesk["sent"][number]];
    expect(to.sort()).toEqual(["ben@kunde.example", from].sort());
    expect(header(raw, "From")).toBe("Nordlicht Versand <service@nordlicht.example>");
    expect(header(raw, "To")).toContain(from);
    expect(header(raw, "Cc")).toContain("ben@kunde.example");
    expect(header(raw, "Reply-To")).toMatch(new RegExp(`<service\\+${ticket.number}[a-z0-9]{18}@nordlicht\\.example>`));
    expect(header(raw, "Reply-To")).toContain(envelope);
    expect(header(raw, "Subject")).toBe(`Re: Frage [#${ticket.number}]`);
    expect(header(raw, "In-Reply-To")).toBe(`<question-${counter}@kunde.example>`);
    expect(header(raw, "Auto-Submitted")).toBe("");
    expect(raw).toContain("## Bitte antworten Sie oberhalb dieser Zeile ##");
    expect(raw).toContain("Ihr Paket ist unterwegs.");
    expect(raw).toContain("Anleitung.txt");
    expect(await stateOf(mail)).toEqual({ state: "sent", failure: null, attempts: 1 });
    const [row] = await desk.sql<{ recipient: string; purpose: string; forms: object; subjects: string[] }>("SELECT * FROM access_log WHERE ticket = $1 AND action = 'send'", [ticket.number]);
    expect(row).toMatchObject({ recipient: "customer mailbox", purpose: "mailDelivery", forms: { attachment: "clear", correspondence: "clear", email: "clear", name: "clear" } });
    expect(row!.subjects).toHaveLength(2);
  });

  it("is found again by its answer, by the reply address and by reference alike", async () => {
    const { ticket, from } = await answered();
    await desk.deliverAll();
    const { raw } = desk.sent[0]!;
    expect(await desk.receive(mailOf({ from, headers: [`In-Reply-To: ${header(raw, "Message-ID")}`] }))).toBe("message");
    expect(await desk.receive(mailOf({ from, to: /<(.*)>/.exec(header(raw, "Reply-To"))![1]! }))).toBe("message");
    expect(await desk.sql("SELECT 1 FROM messages WHERE ticket_id = $1", [ticket.id])).toHaveLength(4);
  });

  it("is sent once, however often its job runs", async () => {
    const { mail } = await answered();
    await deliverMail(desk.program.run, mail, false);
    await deliverMail(desk.program.run, mail, false);
    expect(desk.sent).toHaveLength(1);
  });

  it("tries again after a passing failure, under the same Message-ID, and says nothing on the ticket meanwhile", async () => {
    const { ticket, mail } = await answered();
    desk.answers.push({ accepted: false, permanent: false, reason: "no connection to the mail server" }, "crash");
    expect((await desk.deliverAll())[0]).toMatchObject({ name: "MailNotSent" });
    expect((await desk.deliverAll())[0]).toBeInstanceOf(Error);
    expect(await stateOf(mail)).toEqual({ state: "queued", failure: null, attempts: 2 });
    expect(await failures(ticket.id)).toEqual([]);
    await desk.deliverAll();
    expect(await stateOf(mail)).toEqual({ state: "sent", failure: null, attempts: 3 });
  });

  it("fails visibly when the last try fails, or at once when trying again is useless, and brings the ticket back", async () => {
    const exhausted = await answered();
    desk.answers.push({ accepted: false, permanent: false, reason: "no connection to the mail server" });
    await desk.deliverAll(true);
    expect(await stateOf(exhausted.mail)).toMatchObject({ state: "failed", failure: "unreachable" });
    const refused = await answered();
    desk.answers.push({ accepted: false, permanent: true, code: 550, reason: "sender or recipient refused (5.1.1)" });
    await desk.deliverAll();
    expect(await stateOf(refused.mail)).toMatchObject({ state: "failed", failure: "refused" });
    expect(await failures(refused.ticket.id)).toEqual([{ detail: { message: "2", failure: "refused", status: "5.1.1" } }]);
    expect((await desk.sql<{ status: string }>("SELECT status FROM tickets WHERE id = $1", [refused.ticket.id]))[0]!.status).toBe("open");
  });

  it("can be sent again by somebody who works on the ticket, and only while it has failed", async () => {
    const { ticket, message, mail } = await answered();
    desk.answers.push({ accepted: false, permanent: true, reason: "message refused" });
    await desk.deliverAll();
    const [queue] = await desk.sql<{ id: string }>("SELECT queue_id AS id FROM tickets WHERE id = $1", [ticket.id]);
    const [outsider, agent] = [await desk.signIn(await desk.given.agent()), await desk.signIn(await desk.given.agent({ queues: [queue!.id] }))];
    const path = `/tickets/${ticket.number}/messages/${message}/mails`;
    expect((await outsider.post(path)).status).toBe(404);
    expect((await agent.post(path)).status).toBe(303);
    expect((await agent.post(path)).status).toBe(409);
    await desk.deliverAll();
    expect(await stateOf(mail)).toMatchObject({ state: "sent" });
  });

  it("comes back as undeliverable and is marked so, once", async () => {
    const { ticket, mail } = await answered();
    await desk.deliverAll();
    const report = mailOf({
      from: "MAILER-DAEMON@mx.kunde.example", type: "multipart/report; report-type=delivery-status; boundary=\"d\"", headers: ["Auto-Submitted: auto-replied"],
      body: ["--d", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx", "", "Action: failed", "Status: 5.1.1", "--d", "Content-Type: message/rfc822", "", `Message-ID: ${header(desk.sent[0]!.raw, "Message-ID")}`, "", "Hello", "--d--"].join("\r\n"),
    });
    const before = (await desk.sql("SELECT 1 FROM messages")).length;
    expect(await desk.receive(report)).toBe("ignored");
    expect(await desk.receive(report.replace("Status:", "X-Again: 1\r\nStatus:"))).toBe("ignored");
    expect(await stateOf(mail)).toMatchObject({ state: "failed", failure: "bounced" });
    expect(await failures(ticket.id)).toEqual([{ detail: { message: "2", failure: "bounced", status: "5.1.1" } }]);
    expect(await desk.sql("SELECT 1 FROM messages")).toHaveLength(before);
  });

  it("takes a mere delay for no failure", async () => {
    const { mail } = await answered();
    await desk.deliverAll();
    const delay = mailOf({ from: "MAILER-DAEMON@mx.example", headers: [`In-Reply-To: ${header(desk.sent[0]!.raw, "Message-ID")}`], type: "multipart/report; report-type=delivery-status; boundary=\"d\"", body: "--d\r\nContent-Type: message/delivery-status\r\n\r\nAction: delayed\r\nStatus: 4.4.1\r\n--d--" });
    expect(await desk.receive(delay)).toBe("quarantined");
    expect(await stateOf(mail)).toMatchObject({ state: "sent" });
  });

  it("goes to nobody who is frozen or erased", async () => {
    const frozen = await answered();
    await desk.program.run("test", (ctx) => setRestriction(ctx, frozen.ticket.customer_id, true));
    const erased = await answered();
    await desk.program.run("test", (ctx) => destroyKey(ctx.db, erased.ticket.customer_id, ctx.now));
    await desk.deliverAll();
    expect(desk.sent).toEqual([]);
    for (const { mail } of [frozen, erased]) expect(await stateOf(mail)).toMatchObject({ state: "failed", failure: "restricted" });
  });

  it("sent by the program itself, says so and repeats nothing that a stranger typed", async () => {
    const { ticket } = await answered({ author: "system", subject: "Buy cheap pills" });
    await desk.deliverAll();
    expect(header(desk.sent[0]!.raw, "Auto-Submitted")).toBe("auto-generated");
    expect(header(desk.sent[0]!.raw, "Subject")).toBe(`Ihre Anfrage ist angekommen [#${ticket.number}]`);
    expect(desk.sent[0]!.raw).not.toContain("pills");
  });

  it("keeps a hostile subject one line", async () => {
    const { ticket } = await answered({ subject: "=?utf-8?Q?Hi=0D=0ABcc:_evil@evil.example?=" });
    await desk.deliverAll();
    expect(desk.sent[0]!.to).not.toContain("evil@evil.example");
    expect(desk.sent[0]!.raw).not.toMatch(/^Bcc:/im);
    expect(header(desk.sent[0]!.raw, "Subject")).toContain(`[#${ticket.number}]`);
  });

  it("fails visibly where no mail server is set up", async () => {
    const { mail, ticket } = await answered();
    provide(desk.program.database.source, MAIL_TRANSPORT, transportFor({ smtpUrl: undefined, demoOutbox: false }, async () => undefined));
    await desk.deliverAll();
    expect(await stateOf(mail)).toMatchObject({ state: "failed", failure: "notConfigured" });
    expect(await failures(ticket.id)).toHaveLength(1);
  });
});
