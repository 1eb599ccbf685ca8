import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import request from "supertest";
import { as, givenIn, type Browser, type Given, type GivenTicket } from "../../support/given";
import { startProgram, type TestProgram } from "../../support/program";

let program: TestProgram;
let given: Given;
let ticket: GivenTicket;
let browser: Browser;
beforeAll(async () => {
  program = await startProgram({ UPLOAD_MAX_BYTES: "2000" });
  given = givenIn(program);
  ticket = await given.ticket();
  browser = await as(program, await given.agent({ queues: [ticket.queueId] }));
}, 120_000);
afterAll(() => program.stop());

const raw = (where: string, body: string, type = "application/x-www-form-urlencoded"): request.Test =>
  request(program.app).post(where).set({ Accept: "text/html", Origin: "http://127.0.0.1", "Sec-Fetch-Site": "same-origin", Cookie: browser.cookie(), "Content-Type": type }).send(body);
const messages = (): string => `/tickets/${ticket.number}/messages`;
const lastNumber = async (of = ticket): Promise<number> => (await given.sql<{ n: number }>("SELECT max(number) AS n FROM messages WHERE ticket_id = $1", [of.id]))[0]!.n;

describe("a reply", () => {
  const TYPED = "Sehr geehrte Frau Beispiel, Ihr Paket kommt morgen.";

  it.each<[string, string]>([
    ["without anything", ""],
    ["without a text", "kind=reply&body=+&seen=1"],
    ["of a kind that does not exist", `kind=shout&body=${encodeURIComponent(TYPED)}&seen=1`],
    ["without a number", `kind=note&body=${encodeURIComponent(TYPED)}`],
    ["with a number that is none", `kind=note&body=${encodeURIComponent(TYPED)}&seen=NaN`],
    ["with a number that is huge", `kind=note&body=${encodeURIComponent(TYPED)}&seen=1e99`],
    ["with the text twice", `kind=note&body=${encodeURIComponent(TYPED)}&body=x&seen=1`],
    ["with everything twice", `kind=note&kind=note&body=${encodeURIComponent(TYPED)}&seen=1&seen=2`],
    ["with names of the language", `__proto__=x&constructor=y&toString=z&hasOwnProperty=1&kind=note&body=${encodeURIComponent(TYPED)}`],
    ["with brackets", `kind[a]=note&body[]=x&body=${encodeURIComponent(TYPED)}&seen[__proto__]=1`],
  ])("%s comes back with its text and a message", async (_what, body) => {
    const before = await lastNumber();
    const answer = await raw(messages(), body);
    expect(answer.status).toBe(422);
    if (body.includes("Paket")) expect(answer.text).toContain(TYPED);
    expect(answer.text).toMatch(/class="[^"]*(invalid|error)|role="alert"/);
    expect(await lastNumber()).toBe(before);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it("of a megabyte comes back whole", async () => {
    const text = `Anfang ${"lang ".repeat(200_000)}Ende.`;
    const answer = await raw(messages(), `kind=note&seen=1&body=${encodeURIComponent(text)}`);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(text);
    expect(answer.text).not.toContain("{{");
  });

  it("beyond every limit is refused, in a sentence", async () => {
    const answer = await raw(messages(), `kind=note&seen=1&body=${"x".repeat(4_000_000)}`);
    expect(answer.status).toBe(413);
    expect((await raw(messages(), Array.from({ length: 3000 }, (_, i) => `f${i}=1`).join("&"))).status).toBeGreaterThanOrEqual(400);
  });

  it.each([["JSON", "application/json", "{\"kind\":\"note\"}"], ["nothing known", "text/rubbish", "\u0001\u0002"], ["a broken multipart form", "multipart/form-data; boundary=x", "--x\r\nrubbish"], ["a multipart form without a boundary", "multipart/form-data", "x"]])("as %s is 422 or 400", async (_what, type, body) => {
    expect([400, 422]).toContain((await raw(messages(), body, type)).status);
  });

  it.each([["a NUL byte", "vorher%00nachher", /vorher.?nachher/], ["half a character", "vorher%ED%A0%80nachher", /vorher.*nachher/], ["bytes that are no text", "vorher%FF%FEnachher", /vorher.*nachher/], ["a right-to-left override", "vorher%E2%80%AEnachher", /vorher.*nachher/]])("with %s is kept and shown", async (_what, body, shown) => {
    const answer = await raw(messages(), `kind=note&seen=${await lastNumber()}&body=${body}`);
    expect(answer.status).toBe(303);
    const page = await browser.get(`/tickets/${ticket.number}`);
    expect(page.status).toBe(200);
    expect(page.text).toMatch(shown);
  });

  it("with a file that is too large keeps the text, and nothing is sent", async () => {
    const before = await lastNumber();
    const answer = await request(program.app).post(messages()).set({ Accept: "text/html", Origin: "http://127.0.0.1", Cookie: browser.cookie() })
      .field("kind", "note").field("body", TYPED).field("seen", String(before)).attach("files", Buffer.alloc(3000), "gross.bin");
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(TYPED);
    expect(await lastNumber()).toBe(before);
  });

  it("on a full disk keeps the text, and nothing is half sent", async () => {
    const before = await lastNumber();
    // A file where the folder of files should be: nothing can be written below it. The code is the one of a full disk.
    const folder = path.join(program.dataDir, "files");
    rmSync(folder, { recursive: true, force: true });
    writeFileSync(folder, "");
    const promises = jest.requireActual<typeof import("node:fs/promises")>("node:fs/promises");
    const full = jest.spyOn(promises, "mkdir").mockRejectedValue(Object.assign(new Error("no space left"), { code: "ENOSPC" }));
    try {
      const answer = await request(program.app).post(messages()).set({ Accept: "text/html", Origin: "http://127.0.0.1", Cookie: browser.cookie() })
        .field("kind", "note").field("body", TYPED).field("seen", String(before)).attach("files", Buffer.from("klein"), "klein.txt");
      expect(answer.status).toBe(503);
      expect(answer.text).toContain(TYPED);
    } finally { full.mockRestore(); rmSync(folder, { force: true }); }
    expect(await lastNumber()).toBe(before);
  });

  it("that is stale comes back as 409 with its text and the newer message", async () => {
    const fresh = await given.ticket({ queueId: ticket.queueId });
    expect((await raw(`/tickets/${fresh.number}/messages`, "kind=note&seen=1&body=Das+Neue")).status).toBe(303);
    for (const body of ["kind=reply&seen=1&body=", "kind=note&seen=0&body="]) {
      const answer = await raw(`/tickets/${fresh.number}/messages`, body + encodeURIComponent(TYPED));
      expect(answer.status).toBe(409);
      expect(answer.text).toContain(TYPED);
      expect(answer.text).toContain("Das Neue");
    }
    expect(await lastNumber(fresh)).toBe(2);
  });

  it("sent twice at once is stored once, and the other comes back", async () => {
    const fresh = await given.ticket({ queueId: ticket.queueId });
    const other = await as(program, await given.agent({ queues: [ticket.queueId] }));
    const form = (body: string) => ({ kind: "reply", seen: 1, body });
    const answers = await Promise.all([browser.post(`/tickets/${fresh.number}/messages`, form("Antwort der einen")), other.post(`/tickets/${fresh.number}/messages`, form("Antwort der anderen"))]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    const lost = answers.findIndex(({ status }) => status === 409);
    expect(answers[lost]!.text).toContain(lost === 0 ? "Antwort der einen" : "Antwort der anderen");
    expect(answers[lost]!.text).toContain(lost === 0 ? "Antwort der anderen" : "Antwort der einen");
    expect(await lastNumber(fresh)).toBe(2);
  });
});

describe("the other forms of a ticket", () => {
  it.each<[string, string]>([
    ["assignment", ""], ["assignment", "agent=%00"], ["assignment", "agent=00000000-0000-4000-8000-000000000000"], ["assignment", "agent=me&agent=me"],
    ["status", "status=eaten"], ["priority", "priority=__proto__"], ["routing", ""], ["routing", "queue=x&routedTo=y&purpose=z"],
    ["marks", ""], ["marks", "message=x&kind=mark&category=name&passage="], ["marks", `message=00000000-0000-4000-8000-00000000000g&kind=mark&category=name&passage=%00`],
    ["disclosures", ""], ["disclosures", "category=email&subject=x&reason=callBack"], ["disclosures", "category=constructor&reason=__proto__&subject=00000000-0000-4000-8000-000000000000"],
    ["disclosures", "category=email&reason=callBack&subject=00000000-0000-4000-8000-000000000000"],
  ])("%s with %j is 422 with a sentence", async (form, body) => {
    const answer = await raw(`/tickets/${ticket.number}/${form}`, body);
    expect(answer.status).toBe(422);
    expect(answer.text).not.toMatch(/form\.|undefined|\[object/);
  });

  it("open a ticket only when every field holds, and give back what was typed", async () => {
    const typed = { name: "Jürgen <b>Prüfer</b>", email: "keine adresse", phone: "030 1", subject: "Betreff \"mit\" Zeichen", body: "Text", queue: "x", purpose: "order" };
    const answer = await browser.post("/tickets", typed);
    expect(answer.status).toBe(422);
    for (const text of ["Jürgen &lt;b&gt;Prüfer&lt;/b&gt;", "keine adresse", "030 1", "Betreff &quot;mit&quot; Zeichen"]) expect(answer.text).toContain(text);
  });

  it("take NUL bytes and half characters in every field of a new ticket", async () => {
    const odd = "%00%ED%A0%80x";
    const answer = await raw("/tickets", `name=A${odd}&email=odd%40example.com&phone=030${odd}&subject=S${odd}&body=B${odd}&queue=${ticket.queueId}&purpose=order&priority=normal&language=de`);
    expect(answer.status).toBe(303);
    expect((await browser.get(answer.headers.location!)).status).toBe(200);
    expect((await browser.get("/tickets")).status).toBe(200);
  });
});

describe("what is asked in an address", () => {
  it.each([
    "/tickets?q=%00", "/tickets?q=%00%00abc%ED%A0%80", "/tickets?q=%27%3B+DROP+TABLE+tickets", "/tickets?queue=%00", "/tickets?customer=%00", "/tickets?before=1111111111111~------------------------------------",
    "/tickets?before=99999999999999~00000000-0000-4000-8000-000000000000", "/tickets?notice=%00", "/tickets?__proto__=1&constructor=2", "/tickets/pane?q=a&q=b", "/tickets/%00", "/tickets/1e3", "/tickets/9999999999999999", "/tickets/-1", "/presence/%00",
    `/tickets?q=${"a".repeat(199)}`, "/tickets?q=((((((((((((((((((((((a%2Ba)%2Ba", "/tickets?view=constructor", "/look-up?x=%00",
  ])("%s is never an error of ours", async (where) => {
    expect((await browser.get(where)).status).toBeLessThan(500);
  });

  it("nor what is said in a look-up", async () => {
    for (const value of ["%00", "%ED%A0%80", "a%00b@example.com", "", "x".repeat(400)]) {
      for (const category of ["email", "phone", "name", "customerNumber", "__proto__"]) expect((await raw("/look-up", `category=${category}&value=${value}`)).status).toBeLessThan(500);
    }
  });
});
