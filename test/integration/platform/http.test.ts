import request from "supertest";
import { as, givenIn, visitor, type Browser, type Given, type GivenTicket } from "../../support/given";
import { startProgram, type TestProgram } from "../../support/program";

let program: TestProgram;
let given: Given;
let ticket: GivenTicket;
let browser: Browser;
const TEXT = "Hallo, hier ist Erika Mustermann, erika@example.com.";

beforeAll(async () => {
  program = await startProgram();
  given = givenIn(program);
  ticket = await given.ticket({ text: TEXT, subject: "Frage von Erika Mustermann" });
  browser = await as(program, await given.agent({ queues: [ticket.queueId] }));
}, 120_000);
afterAll(() => program.stop());

const strict = (answer: request.Response): void => {
  const policy = answer.headers["content-security-policy"] ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe|\*/);
  expect(answer.headers["cache-control"]).toBe("no-store");
  expect(answer.headers["x-content-type-options"]).toBe("nosniff");
  expect(answer.headers["referrer-policy"]).toBe("same-origin");
  expect(answer.headers["x-powered-by"]).toBeUndefined();
};
/** Without what differs by chance, and without what the person has asked for themselves. */
const shape = (answer: request.Response, asked: string): string => answer.text.replace(/csp-nonce" content="[^"]*"/g, "").replaceAll(asked, "N");

describe("every answer", () => {
  it.each<[string, number]>([
    ["/tickets", 200], ["/tickets/NUMBER", 200], ["/tickets/99999999", 404], ["/nowhere", 404], ["/assets/nowhere.js", 404], ["/assets/../../package.json", 404], ["/tickets/%E0%A4%A", 400], ["/tickets?view=nothing", 400], ["/tickets/NUMBER?notice=<b>x</b>", 200],
  ])("of %s is strict, uncached and %i", async (path, status) => {
    const answer = await browser.get(path.replace("NUMBER", ticket.number));
    expect(answer.status).toBe(status);
    strict(answer);
    expect(answer.text).not.toContain("<b>x</b>");
    if (status !== 200) expect(answer.text).not.toMatch(/Mustermann|erika@/);
  });

  it("to a stranger is strict too, and shows the sign-in", async () => {
    for (const path of ["/sign-in", `/tickets/${ticket.number}`, "/nowhere"]) {
      const answer = await visitor(program).get(path);
      strict(answer);
      expect(answer.text).not.toMatch(/Mustermann|erika@/);
    }
    expect((await visitor(program).get(`/tickets/${ticket.number}`)).headers.location).toBe(`/sign-in?return=${encodeURIComponent(`/tickets/${ticket.number}`)}`);
  });

  it("carries a nonce of its own", async () => {
    const nonces = await Promise.all([1, 2, 3].map(async () => /nonce-([^']+)'/.exec((await visitor(program).get("/sign-in")).headers["content-security-policy"]!)![1]));
    expect(new Set(nonces).size).toBe(3);
  });

  it("for a program is a code without a page", async () => {
    const answer = await request(program.app).get("/nowhere").set("Accept", "application/json");
    expect([answer.status, answer.body]).toEqual([404, { error: "notFound" }]);
  });

  it("from the folder of assets may be kept by the browser", async () => {
    const link = /\/assets\/[\w.-]+\.css/.exec((await visitor(program).get("/sign-in")).text)![0];
    const answer = await request(program.app).get(link);
    expect(answer.status).toBe(200);
    expect(answer.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(answer.headers["x-content-type-options"]).toBe("nosniff");
  });
});

describe("absent and forbidden", () => {
  it("are the same answer on every path of a ticket", async () => {
    const elsewhere = await given.ticket();
    const posts: [string, Record<string, unknown>][] = [
      ["messages", { kind: "note", body: "x", seen: 1 }], ["assignment", { agent: "me" }], ["status", { status: "open" }], ["closure", {}], ["reopening", {}], ["priority", { priority: "low" }],
      ["routing", { queue: ticket.queueId, routedTo: await given.inHouse(), purpose: "order" }],
      ["marks", { message: elsewhere.messageId, kind: "mark", category: "name", passage: "Paket" }], ["disclosures", { category: "email", subject: elsewhere.customerId, reason: "callBack" }],
    ];
    for (const [path, form] of posts) {
      const [forbidden, absent] = [await browser.post(`/tickets/${elsewhere.number}/${path}`, form), await browser.post(`/tickets/99999999/${path}`, form)];
      expect([path, forbidden.status, absent.status]).toEqual([path, 404, 404]);
      expect(shape(forbidden, elsewhere.number)).toBe(shape(absent, "99999999"));
      expect(Object.keys(forbidden.headers).sort()).toEqual(Object.keys(absent.headers).sort());
    }
    expect(await given.sql("SELECT 1 FROM messages WHERE ticket_id = $1 AND number > 1", [elsewhere.id])).toEqual([]);
  });
});

describe("a form", () => {
  const send = (headers: Record<string, string>): request.Test =>
    request(program.app).post(`/tickets/${ticket.number}/messages`).set({ Accept: "text/html", Cookie: browser.cookie(), ...headers }).type("form").send({ kind: "note", body: "von fremd", seen: 99 });

  it.each<[string, Record<string, string>]>([
    ["says nothing about where it comes from", {}],
    ["comes from a foreign origin", { Origin: "https://evil.example" }],
    ["comes from no origin", { Origin: "null" }],
    ["comes from another scheme", { Origin: "https://127.0.0.1" }],
    ["comes from another port", { Origin: "http://127.0.0.1:81" }],
    ["comes from a look-alike", { Origin: "http://127.0.0.1.evil.example" }],
    ["was sent by another site", { "Sec-Fetch-Site": "cross-site" }],
    ["was sent by a neighbour", { "Sec-Fetch-Site": "same-site" }],
    ["was typed into the address line", { "Sec-Fetch-Site": "none" }],
    ["contradicts itself", { Origin: "http://127.0.0.1", "Sec-Fetch-Site": "cross-site" }],
    ["is foreign, and says it is ours", { Origin: "https://evil.example", "Sec-Fetch-Site": "same-origin" }],
  ])("is refused where it %s", async (_what, headers) => {
    const before = await given.sql("SELECT count(*) FROM messages");
    const answer = await send(headers);
    expect(answer.status).toBe(403);
    strict(answer);
    expect(await given.sql("SELECT count(*) FROM messages")).toEqual(before);
  });

  it("is taken from our own page", async () => {
    expect((await send({ Origin: "http://127.0.0.1", "Sec-Fetch-Site": "same-origin" })).status).toBe(303);
    expect((await send({ "Sec-Fetch-Site": "same-origin" })).status).toBe(303);
  });

  it("of a stranger is not even read", async () => {
    const answer = await request(program.app).post(`/tickets/${ticket.number}/messages`).set({ Accept: "text/html", Origin: "http://127.0.0.1" })
      .field("kind", "note").field("body", "x").attach("files", Buffer.alloc(1000), "a.bin");
    expect(answer.status).toBe(401);
  });
});

describe("no row, no page", () => {
  const breakLog = (on: boolean): Promise<unknown> => given.sql(on
    ? "CREATE FUNCTION refuse_rows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'log is broken' USING ERRCODE = 'data_exception'; END $$; CREATE TRIGGER refuse_rows BEFORE INSERT ON access_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_rows()"
    : "DROP TRIGGER refuse_rows ON access_log; DROP FUNCTION refuse_rows()");

  it("holds for a page, a list, a search, a reveal and a look-up", async () => {
    const before = await given.sql("SELECT count(*) FROM reveals");
    await breakLog(true);
    try {
      const answers = [
        await browser.get(`/tickets/${ticket.number}`), await browser.get("/tickets"), await browser.get("/tickets?q=paket"),
        await browser.post(`/tickets/${ticket.number}/disclosures`, { category: "special", subject: ticket.customerId, reason: "callBack" }),
        await browser.post("/look-up", { category: "name", value: "Erika Mustermann" }),
      ];
      for (const answer of answers) {
        expect(answer.status).toBe(500);
        expect(answer.text).not.toMatch(/Mustermann|erika@|log is broken/);
        strict(answer);
      }
    } finally { await breakLog(false); }
    expect(await given.sql("SELECT count(*) FROM reveals")).toEqual(before);
    expect(program.logLines.join("")).not.toMatch(/Mustermann|erika@|log is broken/);
    expect((await browser.get(`/tickets/${ticket.number}`)).status).toBe(200);
  });

  it("holds when somebody swallows the failure: the commit tells", async () => {
    await expect(program.database.transaction(async (db) => {
      await db.query("INSERT INTO role_security VALUES ('x', true)");
      await db.query("SELECT 1 / 0").catch(() => undefined);
    })).rejects.toThrow(/rolled back/);
    expect(await given.sql("SELECT * FROM role_security WHERE role = 'x'")).toEqual([]);
  });
});
