import { contentsOf, generateCompany, loadCompany, type SampleCompany } from "../../../src/demo";
import { createPasswords, createEmployer } from "../../../src/identity";
import { as, givenIn, PASSWORD, type Browser, type GivenAgent } from "../../support/given";
import { startProgram, type TestProgram } from "../../support/program";

const NOW = new Date(Date.now() - 60_000);
const CHEAP = { log2N: 8, r: 8, p: 1 };

jest.setTimeout(60_000);
/** Only the customers that these tickets name: the others cost time and show nothing. */
const withTickets = (whole: SampleCompany, tickets: SampleCompany["tickets"]): SampleCompany => ({
  ...whole, tickets, customers: whole.customers.filter(({ key }) => tickets.some(({ customer, messages }) => customer === key || messages.some(({ cc }) => cc === key))),
});
const sample = generateCompany({ now: NOW, tickets: 12, seed: 5 });
const company = withTickets(sample, sample.tickets);
const ostTickets = company.tickets.filter(({ routedTo }) => routedTo === "callcenter-ost");

let program: TestProgram;
let loaded: boolean;
const steps: number[] = [];
const count = async (table: string): Promise<number> => Number((await givenIn(program).sql<{ count: string }>(`SELECT count(*) FROM ${table}`))[0]!.count);
const browserOf = (key: string): Promise<Browser> => {
  const { email, name, role } = company.agents.find((agent) => agent.key === key)!;
  return as(program, { id: "", email, name, employerId: "", role, place: "office" } satisfies GivenAgent);
};
const numberOf = (ticket: SampleCompany["tickets"][number]): number => 1000 + ticket.number;

beforeAll(async () => {
  program = await startProgram({}, { demo: true, work: false });
  loaded = await loadCompany(program.run, company, { passwordHash: await createPasswords(CHEAP).hash(PASSWORD), progress: (done) => { steps.push(done); } });
}, 120_000);
afterAll(() => program.stop());

describe("the sample company in the database", () => {
  it("is there whole, with every message at its own time", async () => {
    expect(loaded).toBe(true);
    expect(steps.at(-1)).toBe(12);
    expect([await count("tickets"), await count("agents"), await count("customers")]).toEqual([12, company.agents.length, company.customers.length]);
    const found = await givenIn(program).sql<{ number: string; at: Date; status: string; activity_at: Date }>(
      "SELECT t.number, t.status, t.activity_at, max(m.created_at) AS at FROM tickets t JOIN messages m ON m.ticket_id = t.id GROUP BY t.id ORDER BY t.number");
    expect(found.map(({ number, status, at, activity_at }) => [Number(number), status, at, activity_at]))
      .toEqual(company.tickets.map((ticket) => [numberOf(ticket), ticket.status, ticket.messages.at(-1)!.at, ticket.messages.at(-1)!.at]));
  });

  it("wakes nobody: no mail waits, no job was made, what our people wrote has arrived", async () => {
    const [{ open }] = await givenIn(program).sql<{ open: string }>("SELECT count(*) AS open FROM outbound_mails WHERE state <> 'sent'") as [{ open: string }];
    const sent = company.tickets.flatMap(({ messages }) => messages).filter(({ kind, author }) => kind === "public" && author !== "customer");
    expect([Number(open), await count("outbound_mails"), await count("pgboss.job WHERE name NOT LIKE '\\_\\_%'")]).toEqual([0, sent.length, 0]);
  });

  it("shows an in-house lead the list and a ticket, by the name of who answered", async () => {
    const lead = await browserOf("henrike-voss");
    const list = await lead.get("/tickets");
    expect(list.status).toBe(200);
    const ticket = company.tickets.find(({ status }) => status !== "closed") ?? company.tickets[0]!;
    expect(list.text).toContain(`/tickets/${numberOf(ticket)}`);
    const page = await lead.get(`/tickets/${numberOf(ticket)}`);
    expect(page.status).toBe(200);
    expect(page.text).toContain(company.customers.find(({ key }) => key === ticket.customer)!.name.split(" ").at(-1));
  });

  it("shows an agent of Callcenter Ost their tickets with the contact values masked, and no others", async () => {
    expect(ostTickets.length).toBeGreaterThan(0);
    const outsourced = await browserOf("doreen-kaluza");
    for (const ticket of ostTickets) {
      const page = await outsourced.get(`/tickets/${numberOf(ticket)}`);
      expect(page.status).toBe(200);
      for (const value of company.customers.find(({ key }) => key === ticket.customer)!.emails) expect(page.text).not.toContain(value);
    }
    const foreign = company.tickets.find(({ routedTo }) => routedTo === "nordlicht")!;
    expect((await outsourced.get(`/tickets/${numberOf(foreign)}`)).status).toBe(404);
  });

  it("opens its attachments: real files of their kind", async () => {
    const [{ count: broken }] = await givenIn(program).sql<{ count: string }>("SELECT count(*) FROM attachments WHERE size < 20 OR content_type NOT IN ('application/pdf', 'image/png', 'text/plain')") as [{ count: string }];
    expect(Number(broken)).toBe(0);
    expect(await count("attachments")).toBe(company.tickets.flatMap(({ messages }) => messages).flatMap(({ attachments = [] }) => attachments).length);
  });

  it("is not loaded a second time", async () => {
    expect(await contentsOf(program.run)).toBe("sample");
    expect(await loadCompany(program.run, company, { passwordHash: "" })).toBe(false);
    expect(await count("tickets")).toBe(12);
  });
});

describe("loading", () => {
  let empty: TestProgram;
  beforeEach(async () => { empty = await startProgram({}, { demo: true, work: false }); }, 120_000);
  afterEach(() => empty.stop());

  it("leaves nothing behind when it is interrupted", async () => {
    const stopped = loadCompany(empty.run, withTickets(company, company.tickets.slice(0, 1)), { passwordHash: "$", progress: () => { throw new Error("interrupted"); } });
    await expect(stopped).rejects.toThrow("interrupted");
    expect(await contentsOf(empty.run)).toBe("nothing");
    const { rows: [left] } = await empty.database.pool.query("SELECT (SELECT count(*) FROM tickets) + (SELECT count(*) FROM data_keys) + (SELECT count(*) FROM queues) AS left");
    expect(Number(left.left)).toBe(0);
  });

  it("does not touch a database of somebody's own", async () => {
    await empty.run("test", (ctx) => createEmployer(ctx, { key: "own", name: "Eigene GmbH", kind: "inHouse", country: "DE" }));
    expect(await contentsOf(empty.run)).toBe("other");
    expect(await loadCompany(empty.run, company, { passwordHash: "$" })).toBe(false);
  });
});
