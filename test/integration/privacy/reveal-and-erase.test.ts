import { destroyKey, setRestriction } from "../../../src/privacy";
import { as, givenIn, type Browser, type Given, type GivenAgent, type GivenTicket } from "../../support/given";
import { startProgram, type TestProgram } from "../../support/program";

let program: TestProgram;
let given: Given;
let ticket: GivenTicket;
let agent: GivenAgent;
let browser: Browser;
const IBAN = "DE89 3704 0044 0532 0130 00";
const BORN = "12.03.1984";

beforeAll(async () => { program = await startProgram({ REVEALS_PER_HOUR: "6" }); given = givenIn(program); }, 120_000);
afterAll(() => program.stop());
beforeEach(async () => {
  const customerId = await given.customer({ name: "Erika Mustermann", values: [{ category: "email", value: "erika@example.com" }, { category: "bankDetails", value: IBAN }, { category: "birthDate", value: BORN }] });
  ticket = await given.ticket({ customerId, text: "Hier schreibt Erika Mustermann, bitte melden." });
  agent = await given.agent({ queues: [ticket.queueId] });
  browser = await as(program, agent);
});

const page = async (of = ticket): Promise<string> => (await browser.get(`/tickets/${of.number}`).expect(200)).text;
const ask = (category: string, subject = ticket.customerId, of = ticket) => browser.post(`/tickets/${of.number}/disclosures`, { category, subject, reason: "payment", note: "Rückruf", minutes: 5 });

describe("a reveal", () => {
  it("shows one category of one person on one ticket, logged before it is shown", async () => {
    const other = await given.ticket({ customerId: ticket.customerId, queueId: ticket.queueId });
    expect(await page()).not.toContain(IBAN);
    expect((await ask("bankDetails")).status).toBe(303);
    expect(await given.sql("SELECT action, subjects, ticket, forms, reason FROM access_log ORDER BY seq DESC LIMIT 1")).toEqual([
      { action: "reveal", subjects: [ticket.customerId], ticket: ticket.number, forms: { bankDetails: "clear" }, reason: "payment" }]);
    const shown = await page();
    expect(shown).toContain(IBAN);
    expect(shown).not.toContain(BORN);
    expect(await page(other)).not.toContain(IBAN);
    const colleague = await as(program, await given.agent({ queues: [ticket.queueId] }));
    expect((await colleague.get(`/tickets/${ticket.number}`)).text).not.toContain(IBAN);
    const [log] = await given.sql<{ detail: string; note: Buffer }>("SELECT note FROM reveals WHERE agent_id = $1", [agent.id]);
    expect(log!.note.toString("utf8")).not.toContain("Rückruf");
  });

  it("is refused where it would show no more, for a stranger to the ticket, and beyond the hour's number", async () => {
    expect((await ask("email")).status).toBe(403);
    expect((await ask("bankDetails", await given.customer())).status).toBe(422);
    for (const category of ["bankDetails", "special", "recording", "officialId", "paymentCard", "onlineIdentifier"]) expect((await ask(category)).status).toBe(303);
    expect((await ask("bankDetails")).status).toBe(403);
    expect((await ask("birthDate")).status).toBe(429);
    expect(await page()).not.toContain(BORN);
  });

  it("cannot pass the hour's number by asking at once", async () => {
    for (const category of ["special", "recording", "officialId", "paymentCard", "onlineIdentifier"]) await ask(category);
    const answers = await Promise.all([ask("birthDate"), ask("bankDetails"), ask("postalAddress")]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 429, 429]);
  });

  it("is refused for a person who is frozen, and one that runs shows nothing any more", async () => {
    expect((await ask("bankDetails")).status).toBe(303);
    await program.run("test", (ctx) => setRestriction(ctx, ticket.customerId, true));
    const shown = await page();
    for (const text of [IBAN, BORN, "Mustermann", "erika@example.com"]) expect(shown).not.toContain(text);
    expect((await ask("birthDate")).status).toBe(403);
    expect(await given.sql("SELECT 1 FROM reveals WHERE agent_id = $1", [agent.id])).toHaveLength(1);
  });
});

describe("a destroyed key", () => {
  it("leaves nothing of the person anywhere, and nothing fails", async () => {
    await ask("bankDetails");
    await program.run("test", (ctx) => destroyKey(ctx.db, ticket.customerId, ctx.now));
    const pages = [await page(), (await browser.get("/tickets").expect(200)).text, (await browser.get("/tickets?q=bitte+melden").expect(200)).text];
    for (const text of pages) for (const value of ["Mustermann", "erika@example.com", IBAN, BORN, "bitte melden"]) expect(text.replace(/value="[^"]*"/g, "")).not.toContain(value);
    expect(pages[0]).toMatch(/[0-9A-HJKMNP-TV-Z]{5}/);

    const reply = await browser.post(`/tickets/${ticket.number}/messages`, { kind: "note", body: "Noch eine Notiz", seen: 1 });
    expect(reply.status).toBe(409);
    expect(reply.text).toContain("Noch eine Notiz");
    expect((await ask("birthDate")).status).toBe(403);
    expect((await browser.post(`/tickets/${ticket.number}/marks`, { message: ticket.messageId, kind: "mark", category: "name", passage: "bitte" })).status).toBe(422);
    for (const [path, form] of [["assignment", { agent: "me" }], ["priority", { priority: "high" }], ["closure", {}]] as const) expect((await browser.post(`/tickets/${ticket.number}/${path}`, form)).status).toBe(303);
    expect((await browser.post("/look-up", { category: "email", value: "erika@example.com" })).status).toBe(200);
    expect(program.logLines.filter((line) => line.includes("\"level\":50"))).toEqual([]);
  });

  it("does not stop the person from writing again: they are somebody new", async () => {
    await program.run("test", (ctx) => destroyKey(ctx.db, ticket.customerId, ctx.now));
    const answer = await browser.post("/tickets", { email: "erika@example.com", subject: "Neue Frage", body: "Text", queue: ticket.queueId, purpose: "order" });
    expect(answer.status).toBe(303);
    const [found] = await given.sql<{ customer_id: string }>("SELECT customer_id FROM tickets ORDER BY number DESC LIMIT 1");
    expect(found!.customer_id).not.toBe(ticket.customerId);
  });
});
