import { provide } from "../../../src/platform/services";
import { MAIL_TRANSPORT } from "../../../src/helpdesk";
import { as, givenIn, type Browser, type Given, type GivenTicket } from "../../support/given";
import { startProgram, type TestProgram } from "../../support/program";

let program: TestProgram;
let given: Given;
interface Sent { envelope: { to: string[] } }
let sent: Sent[] = [];
jest.setTimeout(30_000);
beforeAll(async () => {
  program = await startProgram();
  given = givenIn(program);
  provide(program.database.source, MAIL_TRANSPORT, { send: async (message) => { sent.push(message as unknown as Sent); return { accepted: true, permanent: false }; }, close: () => undefined });
}, 120_000);
beforeEach(() => { sent = []; });
afterAll(() => program.stop());

const outsourced = async () => {
  const [{ n }] = await given.sql<{ n: number }>("SELECT count(*)::int AS n FROM customers") as [{ n: number }];
  const own = `anna${n}@kunde.example`;
  const customerId = await given.customer({ name: "Anna Beispiel", values: [{ category: "email", value: own }] });
  const employerId = await given.processor();
  const queueId = await given.queue();
  await given.contract(employerId, { queues: [queueId] });
  const ticket = await given.ticket({ customerId, queueId, routedTo: employerId, subject: "Wegen meiner Adresse anna@kunde.example" });
  const agent = await given.agent({ employerId, queues: [queueId] });
  await given.sql("UPDATE tickets SET assignee_id = $2 WHERE id = $1", [ticket.id, agent.id]);
  return { own, ticket, agent, customerId, employerId, queueId, browser: await as(program, agent) };
};
const add = (browser: Browser, { number }: GivenTicket, form: Record<string, string>) => browser.post(`/tickets/${number}/recipients`, form);
const parts = (ticket: GivenTicket) => given.sql<{ customer_id: string; kind: string }>("SELECT customer_id::text, kind FROM ticket_participants WHERE ticket_id = $1 AND kind <> 'requester' ORDER BY kind", [ticket.id]);
const reply = (browser: Browser, { number }: GivenTicket, body: string, checked = "") => browser.post(`/tickets/${number}/messages`, { kind: "reply", body, seen: 99, checked });
const markIn = (html: string): string => /name="checked" value="([^"]+)"/.exec(html)![1]!;

describe("a recipient", () => {
  it("is added by an address that is typed once, shown masked from then on, and gets the answer in copy", async () => {
    const { ticket, browser, own } = await outsourced();
    await add(browser, ticket, { address: "nachbar.neu@familie.example", kind: "copy" }).expect(303);
    await add(browser, ticket, { address: "anwalt@kanzlei.example", kind: "blind" }).expect(303);
    const page = await browser.get(`/tickets/${ticket.number}/recipients`);
    expect(page.text).toContain("n•••@f•••.example");
    for (const address of ["nachbar.neu", "kanzlei", own]) expect(page.text).not.toContain(address);
    const held = await reply(browser, ticket, "Wir melden uns.");
    await reply(browser, ticket, "Wir melden uns.", markIn(held.text)).expect(303);
    await program.jobs.settle();
    const [mail] = sent;
    expect(mail!.envelope.to.sort()).toEqual([own, "anwalt@kanzlei.example", "nachbar.neu@familie.example"].sort());
    const raw = JSON.stringify({ ...mail!, envelope: null });
    expect(raw).toContain("nachbar.neu@familie.example");
    expect(raw).not.toContain("kanzlei");
    // The subject may tell more than a new recipient should know.
    expect(raw).not.toContain("Wegen meiner Adresse");
  });

  it("is looked at once more before the first mail; somebody added meanwhile is a new question; afterwards none", async () => {
    const { ticket, browser } = await outsourced();
    await add(browser, ticket, { address: "erste@familie.example" }).expect(303);
    const first = await reply(browser, ticket, "Rufen Sie an: 030 23125 014. IBAN DE89 3704 0044 0532 0130 00");
    expect(first.status).toBe(409);
    for (const text of ["Before it is sent", "1 more person", "Bank details and Phone number", "Rufen Sie an: 030 23125 014"]) expect(first.text).toContain(text);
    expect(sent).toEqual([]);
    await add(browser, ticket, { address: "zweite@familie.example" }).expect(303);
    const second = await reply(browser, ticket, "Rufen Sie an: 030 23125 014. IBAN DE89 3704 0044 0532 0130 00", markIn(first.text));
    expect(second.status).toBe(409);
    expect(second.text).toContain("2 more people");
    await reply(browser, ticket, "Rufen Sie an: 030 23125 014. IBAN DE89 3704 0044 0532 0130 00", markIn(second.text)).expect(303);
    await reply(browser, ticket, "Noch etwas.").expect(303);
  });

  it("gets no quoted history with the first mail", async () => {
    const { ticket, browser } = await outsourced();
    await add(browser, ticket, { address: "erste@familie.example" }).expect(303);
    const quoting = await reply(browser, ticket, "Siehe unten.\n\n> Guten Tag, wo bleibt mein Paket?");
    expect(quoting.status).toBe(422);
    expect(quoting.text).toContain("do not get quoted history");
  });

  it("tells nothing of people elsewhere: an address of somebody out of scope becomes a record of its own", async () => {
    const { ticket, browser } = await outsourced();
    const stranger = await given.customer({ name: "Streng Geheim", values: [{ category: "email", value: "geheim@anders.example" }] });
    await given.ticket({ customerId: stranger });
    await add(browser, ticket, { address: "geheim@anders.example" }).expect(303);
    const [added] = await parts(ticket);
    expect(added!.customer_id).not.toBe(stranger);
    expect((await browser.get(`/tickets/${ticket.number}`)).text).not.toContain("Geheim");
  });

  it("is chosen by a handle that the page offers: contact persons of the same organisation, and nobody else", async () => {
    const queueId = await given.queue();
    const [{ id: organisationId }] = await given.sql<{ id: string }>("INSERT INTO organisations (id, name, created_at) VALUES (gen_random_uuid(), 'Hafenlager GmbH', now()) RETURNING id") as [{ id: string }];
    const customerId = await given.customer({ organisationId });
    const colleague = await given.customer({ organisationId, name: "Karl Kollege" });
    const ticket = await given.ticket({ customerId, queueId });
    const browser = await as(program, await given.agent({ queues: [queueId] }));
    expect((await browser.get(`/tickets/${ticket.number}/recipients`)).text).toContain("Karl Kollege");
    await add(browser, ticket, { person: colleague }).expect(303);
    expect((await add(browser, ticket, { person: await given.customer() })).status).toBe(404);
    expect((await add(browser, ticket, { person: colleague })).status).toBe(404);
    await browser.post(`/tickets/${ticket.number}/recipients/${colleague}/removal`).expect(303);
    expect(await parts(ticket)).toEqual([]);
    expect((await browser.post(`/tickets/${ticket.number}/recipients/${customerId}/removal`)).status).toBe(404);
  });

  it("is refused: our own addresses in every spelling, nonsense, twice, more than twenty; and comes back with what was typed", async () => {
    const { ticket, browser, queueId } = await outsourced();
    const [{ address }] = await given.sql<{ address: string }>("SELECT address FROM queues WHERE id = $1", [queueId]) as [{ address: string }];
    for (const own of [address, address.toUpperCase(), address.replace("@", "+abc@"), "support@nordlicht.example"]) {
      const refused = await add(browser, ticket, { address: own });
      expect([own, refused.status]).toEqual([own, 422]);
      expect(refused.text).toContain("one of our own addresses");
    }
    for (const nonsense of ["", "kein", "a@b", "a@x.example, b@x.example", "a@x.example\r\nBcc: b@x.example", `${"x".repeat(400)}@x.example`]) expect([nonsense, (await add(browser, ticket, { address: nonsense })).status]).toEqual([nonsense, 422]);
    expect((await add(browser, ticket, { address: "kein" })).text).toContain('value="kein"');
    await add(browser, ticket, { address: "einmal@x.example" }).expect(303);
    expect((await add(browser, ticket, { address: "EINMAL@x.example" })).status).toBe(409);
    const fill = await Promise.all(Array.from({ length: 19 }, () => given.customer()));
    for (const id of fill) await given.sql("INSERT INTO ticket_participants (ticket_id, customer_id, kind) VALUES ($1, $2, 'copy')", [ticket.id, id]);
    expect((await add(browser, ticket, { address: "zuviel@x.example" })).status).toBe(409);
  });

  it("by address counts as a look-up and is limited like one, because it is one", async () => {
    const { ticket, browser } = await outsourced();
    const answers = [];
    for (let turn = 0; turn < 21; turn += 1) answers.push((await add(browser, ticket, { address: `immer@x${turn % 2}.example` })).status);
    expect(answers.at(-1)).toBe(409);
    const [{ n }] = await given.sql<{ n: number }>("SELECT count(*)::int AS n FROM access_log WHERE action = 'lookUp' AND ticket = $1", [ticket.number]) as [{ n: number }];
    expect(n).toBe(2);
  });
});
