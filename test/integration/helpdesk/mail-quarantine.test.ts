import { retryQuarantined } from "../../../src/helpdesk/mail/retry-quarantined";
import { keepInOutbox } from "../../../src/helpdesk/mail";
import type { Browser, GivenAgent } from "../../support/given";
import { mailOf, startMailDesk, type MailDesk } from "./mail-desk";

describe("the quarantine", () => {
  let desk: MailDesk;
  let lead: Browser, leader: GivenAgent;
  const waiting = () => desk.sql<{ id: string; reason: string; detail: string | null; size: number; file_key: string }>("SELECT * FROM quarantined_mails WHERE settled_at IS NULL ORDER BY received_at DESC, id");
  const settled = async (id: string) => (await desk.sql<{ outcome: string | null; tries: number; ticket_id: string | null; settled_by: string | null }>("SELECT * FROM quarantined_mails WHERE id = $1", [id]))[0]!;

  beforeAll(async () => {
    desk = await startMailDesk();
    await desk.given.inHouse();
    const queue = await desk.given.queue("service");
    leader = await desk.given.agent({ role: "lead", queues: [queue] });
    lead = await desk.signIn(leader);
  }, 60_000);
  afterAll(() => desk.stop());
  beforeEach(() => desk.sql("DELETE FROM quarantined_mails"));

  it.each<[string, string, string]>([
    ["nested a thousand deep", `MIME-Version: 1.0\r\nFrom: a@b.example\r\n${Array.from({ length: 1000 }, (_, n) => `Content-Type: multipart/mixed; boundary="x${n}"\r\n\r\n--x${n}\r\n`).join("")}`, "too-deep"],
    ["of ten thousand parts", `From: a@b.example\r\nContent-Type: multipart/mixed; boundary="p"\r\n\r\n${"--p\r\n\r\nx\r\n".repeat(10_000)}--p--`, "too-many-parts"],
    ["without a sender", "Subject: hello\r\n\r\nhello", "no-sender"],
    ["of nothing at all", "", "no-sender"],
    ["of noise", Array.from({ length: 500 }, (_, n) => String.fromCharCode((n * 7919) % 256)).join(""), "no-sender"],
  ])("keeps a mail %s with its reason, and nothing crashes", async (_what, raw, reason) => {
    expect(await desk.receive(Buffer.from(raw, "latin1"))).toBe("quarantined");
    expect((await waiting()).map((mail) => mail.reason)).toEqual([reason]);
  });

  it("keeps a mail once while it waits, and one that was too large by its header", async () => {
    const raw = mailOf({ subject: "Riesig" });
    expect([await desk.receive(raw, { oversize: true }), await desk.receive(raw, { oversize: true })]).toEqual(["quarantined", "duplicate"]);
    expect(await waiting()).toMatchObject([{ reason: "too-large" }]);
  });

  it("shows times, reasons and sizes to those in charge, and to nobody else", async () => {
    await desk.receive(mailOf({ subject: "Geheim-Betreff", headers: ["Auto-Submitted: auto-replied"], body: "Geheim-Text" }));
    const [mail] = await waiting();
    const pages = [await lead.get("/quarantine"), await lead.get(`/quarantine/${mail!.id}`)];
    for (const { status, text } of pages) {
      expect(status).toBe(200);
      expect(text).toContain("Automatic message");
      expect(text).not.toMatch(/Geheim|kunde\.example/);
    }
    const others = [await desk.given.agent(), await desk.given.agent({ role: "administrator" }), await desk.given.agent({ role: "lead", employerId: await desk.given.processor() }), await desk.given.agent({ role: "lead", acknowledgement: false })];
    for (const person of others) {
      const browser = await desk.signIn(person);
      for (const path of ["/quarantine", `/quarantine/${mail!.id}`]) expect((await browser.get(path)).status).toBe(403);
      expect((await browser.post(`/quarantine/${mail!.id}/disposal`)).status).toBe(403);
    }
    expect((await settled(mail!.id)).outcome).toBeNull();
  });

  it("puts a readable mail into a ticket when somebody asks for it, and leaves an unreadable one where it is", async () => {
    await desk.receive(mailOf({ subject: "Bestellung", from: "shop@kunde.example", headers: ["Auto-Submitted: auto-generated"] }));
    const [mail] = await waiting();
    expect((await lead.post(`/quarantine/${mail!.id}/attempts`)).status).toBe(303);
    await retryQuarantined(desk.program.run, mail!.id, leader.id);
    const released = await settled(mail!.id);
    expect(released).toMatchObject({ outcome: "released", settled_by: leader.id });
    expect(released.ticket_id).not.toBeNull();
    expect((await lead.get(`/quarantine/${mail!.id}`)).text).toMatch(/In ticket #\d+/);
    expect((await lead.post(`/quarantine/${mail!.id}/attempts`)).status).toBe(409);

    await desk.receive("Subject: no sender\r\n\r\nx");
    const [broken] = await waiting();
    await retryQuarantined(desk.program.run, broken!.id, leader.id);
    expect(await settled(broken!.id)).toMatchObject({ outcome: null, tries: 1 });
  });

  it("makes a ticket of a mail that was too large, which says that its content is missing", async () => {
    await desk.receive(mailOf({ subject: "Riesig", body: "" }), { oversize: true });
    const [mail] = await waiting();
    await retryQuarantined(desk.program.run, mail!.id, leader.id);
    const { ticket_id: ticket } = await settled(mail!.id);
    const [message] = await desk.sql<{ id: string }>("SELECT id FROM messages WHERE ticket_id = $1", [ticket]);
    expect(await desk.textOf(message!.id)).toContain("zu groß");
  });

  it("destroys a discarded mail and keeps the line with who and when; both are in the access log", async () => {
    await desk.receive("Subject: x\r\n\r\nx");
    const [mail] = await waiting();
    expect((await lead.post(`/quarantine/${mail!.id}/disposal`)).status).toBe(303);
    expect(await settled(mail!.id)).toMatchObject({ outcome: "discarded", settled_by: leader.id });
    expect(await desk.sql("SELECT 1 FROM data_keys WHERE subject = $1 AND wrapped IS NULL", [mail!.id])).toHaveLength(1);
    expect(await desk.sql("SELECT 1 FROM access_log WHERE action = 'delete' AND $1 = ANY(subjects)", [mail!.id])).toHaveLength(1);
    expect((await lead.post(`/quarantine/${mail!.id}/disposal`)).status).toBe(409);
  });

  it("keeps a mail that our own code cannot take in, instead of refusing it for ever", async () => {
    await desk.sql("ALTER TABLE tickets ADD CONSTRAINT broken CHECK (channel <> 'mail') NOT VALID");
    try {
      expect(await desk.receive(mailOf({ from: "pech@kunde.example" }))).toBe("quarantined");
      expect(await waiting()).toMatchObject([{ reason: "failed" }]);
    } finally {
      await desk.sql("ALTER TABLE tickets DROP CONSTRAINT broken");
    }
    const [mail] = await waiting();
    await retryQuarantined(desk.program.run, mail!.id, leader.id);
    expect(await settled(mail!.id)).toMatchObject({ outcome: "released" });
  });

  it("has the demonstration's outbox beside it: sealed on disk, opened for people who are signed in, and logged", async () => {
    await keepInOutbox(desk.program.run)({ raw: Buffer.from(mailOf({ from: "service@nordlicht.example", to: "Ute <ute@kunde.example>", subject: "Antwort", body: "Hallo Ute" })), envelope: { from: "service@nordlicht.example", to: ["ute@kunde.example"] } });
    const [kept] = await desk.sql<{ id: string; raw: Buffer }>("SELECT id, raw FROM demo_outbox");
    expect(kept!.raw.toString("latin1")).not.toContain("Ute");
    expect((await lead.get("/demo/outbox")).text).toContain("ute@kunde.example");
    expect((await lead.get(`/demo/outbox/${kept!.id}`)).text).toContain("Hallo Ute");
    expect(await desk.sql("SELECT 1 FROM access_log WHERE recipient = 'demo outbox'")).toHaveLength(2);
  });
});
