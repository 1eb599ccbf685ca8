import request from "supertest";
import { issueFormToken } from "../../../src/helpdesk/contact-form/form-token";
import { countForm, FORMS_PER_HOUR } from "../../../src/helpdesk/contact-form/network-limit";
import { html, startMailDesk, type MailDesk } from "./mail-desk";

const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

describe("the public form", () => {
  let desk: MailDesk;
  let topic: string;
  beforeAll(async () => {
    desk = await startMailDesk();
    await desk.given.inHouse();
    topic = await desk.given.queue("service");
  }, 60_000);
  afterAll(() => desk.stop());
  beforeEach(() => desk.sql("DELETE FROM rate_limits"));

  let counter = 0;
  const page = (secondsAgo = 30): string => issueFormToken(desk.program.keys.replyToken, new Date(Date.now() - secondsAgo * 1000));
  const filled = (changes: Record<string, string> = {}): Record<string, string> => {
    counter += 1;
    return { name: "Erika Muster", email: `form${counter}@kunde.example`, topic, subject: "Frage zur Rechnung", message: "Bitte prüfen Sie die Rechnung.", homepage: "", page: page(), ...changes };
  };
  const send = (fields: Record<string, string>, files: { name: string; bytes: Buffer; type?: string }[] = [], language = "de"): request.Test => {
    const posted = request(desk.app).post(`/contact?language=${language}`).set("Accept", "text/html").set("Origin", "http://127.0.0.1").set("Sec-Fetch-Site", "same-origin");
    for (const [name, value] of Object.entries(fields)) void posted.field(name, value);
    for (const { name, bytes, type } of files) void posted.attach("files", bytes, { filename: name, contentType: type ?? "application/octet-stream" });
    return posted;
  };
  const tickets = async (): Promise<number> => (await desk.sql<{ n: number }>("SELECT count(*)::int AS n FROM tickets"))[0]!.n;

  it("is there in both languages, by the browser's wish and by a link, and says what happens with the data", async () => {
    const german = await request(desk.app).get("/contact").set("Accept", "text/html").set("Accept-Language", "de-DE");
    const english = await html(desk.app, "/contact?language=en").set("Accept-Language", "de-DE");
    expect(german.text).toContain("<html lang=\"de\"");
    expect(german.text).toContain("Was mit Ihren Daten geschieht");
    expect(english.text).toContain("<html lang=\"en\"");
    expect(english.text).toContain("What happens with your data");
    expect(english.headers["set-cookie"]).toBeUndefined();
  });

  it("opens a ticket with its files, thanks with the number, and sends a receipt that says it is automatic", async () => {
    const answer = await send(filled({ email: "form@kunde.example" }), [{ name: "Foto.png", bytes: PNG }]);
    expect(answer.status).toBe(303);
    const [ticket] = await desk.sql<{ id: string; number: string; channel: string; language: string; status: string }>("SELECT * FROM tickets ORDER BY number DESC LIMIT 1");
    expect(ticket).toMatchObject({ channel: "form", language: "de", status: "open" });
    const thanks = await html(desk.app, answer.headers["location"]!);
    expect(thanks.status).toBe(200);
    expect(thanks.text).toContain(`#${ticket!.number}`);
    expect(await desk.sql("SELECT 1 FROM attachments a JOIN messages m ON m.id = a.message_id WHERE m.ticket_id = $1 AND a.content_type = 'image/png'", [ticket!.id])).toHaveLength(1);
    await desk.deliverAll();
    expect(desk.sent.at(-1)).toMatchObject({ to: ["form@kunde.example"] });
    expect(desk.sent.at(-1)!.raw).toContain("Auto-Submitted: auto-generated");
    expect(desk.sent.at(-1)!.raw).not.toMatch(/Rechnung|Muster(?! )/);
  });

  it("sent twice, one after the other or at once, opens one ticket and thanks the same way", async () => {
    const fields = filled();
    const before = await tickets();
    const answers = [await send(fields), await send(fields), ...await Promise.all([1, 2, 3].map(() => send(fields)))];
    expect(new Set(answers.map(({ headers }) => headers["location"]))).toHaveProperty("size", 1);
    const race = filled();
    const raced = await Promise.all([1, 2, 3, 4].map(() => send(race)));
    expect(new Set(raced.map(({ headers }) => headers["location"]))).toHaveProperty("size", 1);
    expect(raced[0]!.headers["location"]).toContain("/contact/received/");
    expect(await tickets()).toBe(before + 2);
  });

  it.each<[string, () => Record<string, string>, string]>([
    ["a page that was never ours", () => ({ page: "abc.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA" }), "noch einmal"],
    ["a page that lay open for a day", () => ({ page: page(86_400) }), "lag lange offen"],
    ["a form that was filled in within a second", () => ({ page: page(1) }), "sehr schnell"],
    ["a hidden field with something in it", () => ({ homepage: "https://spam.example" }), "verborgenes Feld"],
    ["no address", () => ({ email: "" }), "Bitte ausfüllen"],
    ["a bad address", () => ({ email: "kein-at" }), "gültige E-Mail-Adresse"],
    ["a topic that is none", () => ({ topic: "00000000-0000-4000-8000-000000000000" }), "Einträge"],
    ["a text without end", () => ({ message: "a".repeat(20_001) }), "zu lang"],
  ])("comes back with %s, keeps what was typed, and opens nothing", async (_what, changes, words) => {
    const before = await tickets();
    const answer = await send(filled({ subject: "Mein <Betreff>", ...changes() }));
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(words);
    expect(answer.text).toContain("Mein &lt;Betreff&gt;");
    expect(answer.text).not.toContain("spam.example");
    expect(await tickets()).toBe(before);
  });

  it.each<[string, { name: string; bytes: Buffer }[], string]>([
    ["four files", Array.from({ length: 4 }, (_, n) => ({ name: `${n}.png`, bytes: PNG })), "zu viele Dateien"],
    ["a program that is called a picture", [{ name: "urlaub.png", bytes: Buffer.concat([Buffer.from("MZ\x90\0"), Buffer.alloc(600)]) }], "etwas anderes"],
    ["a page that is called a document", [{ name: "brief.pdf", bytes: Buffer.from("<html><script>alert(1)</script></html>") }], "etwas anderes"],
    ["a picture that is called a document", [{ name: "brief.pdf", bytes: PNG }], "etwas anderes"],
    ["an archive", [{ name: "alles.zip", bytes: Buffer.concat([Buffer.from("PK\x03\x04"), Buffer.alloc(100)]) }], "Art von Datei"],
  ])("refuses %s in plain words and keeps nothing", async (_what, files, words) => {
    const [before, kept] = [await tickets(), desk.disk.kept.size];
    const answer = await send(filled(), files);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(words);
    expect([await tickets(), desk.disk.kept.size]).toEqual([before, kept]);
  });

  it("says so when the disk is full, keeps nothing, and the same page can be sent again", async () => {
    const fields = filled();
    const [before, kept] = [await tickets(), desk.disk.kept.size];
    desk.disk.fullAt(2);
    const full = await send(fields, [{ name: "a.png", bytes: PNG }, { name: "b.png", bytes: PNG }]);
    expect(full.status).toBe(503);
    expect(full.text).toContain("Bitte prüfen Sie die Rechnung.");
    expect(full.text).toContain("ist noch da");
    expect([await tickets(), desk.disk.kept.size]).toEqual([before, kept]);
    expect((await send(fields, [{ name: "a.png", bytes: PNG }])).status).toBe(303);
  });

  it("takes a handful of requests an hour from one address and twenty from one network", async () => {
    const answers = [];
    for (let n = 0; n < 6; n += 1) answers.push((await send(filled({ email: "viel@kunde.example" }))).status);
    expect(answers).toEqual([303, 303, 303, 303, 303, 422]);
    await desk.sql("DELETE FROM rate_limits");
    for (let n = 0; n < FORMS_PER_HOUR; n += 1) await countForm(desk.program.database.pool, desk.program.keys.replyToken, "127.0.0.1");
    const refused = await send(filled());
    expect(refused.status).toBe(429);
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    expect(JSON.stringify(await desk.sql("SELECT * FROM rate_limits"))).not.toContain("127.0.0");
  });

  it("does not tell strangers which numbers there are, and takes no form from another site", async () => {
    expect((await html(desk.app, "/contact/received/1001.AAAAAAAAAAAAAAAAAAAAAA")).status).toBe(404);
    expect((await request(desk.app).post("/contact").set("Accept", "text/html").set("Origin", "https://evil.example").type("form").send(filled())).status).toBe(403);
  });
});
