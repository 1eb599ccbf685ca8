import { TELEPHONY } from "../../../src/helpdesk";
import type { Dial, DialOutcome } from "../../../src/platform/telephony";
import { provide } from "../../../src/platform/services";
import { demoTelephony } from "../../../src/helpdesk";
import { as, givenIn, type Browser, type Given, type GivenTicket } from "../../support/given";
import { startProgram, type TestProgram } from "../../support/program";

let program: TestProgram;
let given: Given;
let dialled: Dial[] = [];
let answer: DialOutcome = { placed: true };
jest.setTimeout(30_000);
beforeAll(async () => { program = await startProgram({}, { demo: true }); given = givenIn(program); }, 120_000);
beforeEach(() => { dialled = []; answer = { placed: true }; provide(program.database.source, TELEPHONY, { dial: async (dial) => { dialled.push(dial); return answer; } }); });
afterAll(() => program.stop());

const outsourced = async (wish: { forms?: Record<string, string> } = {}) => {
  const customerId = await given.customer({ values: [{ category: "email", value: "a@kunde.example" }, { category: "phone", value: "+49 30 23125 014" }, { category: "phone", label: "work", value: "+49 40 66969 123" }] });
  const employerId = await given.processor();
  const queueId = await given.queue();
  await given.contract(employerId, { queues: [queueId], forms: wish.forms as never });
  const ticket = await given.ticket({ customerId, queueId, routedTo: employerId });
  const agent = await given.agent({ employerId, queues: [queueId] });
  await given.sql("UPDATE tickets SET assignee_id = $2 WHERE id = $1", [ticket.id, agent.id]);
  const phones = (await given.sql<{ id: string }>("SELECT id FROM customer_values WHERE customer_id = $1 AND category = 'phone' ORDER BY position", [customerId])).map(({ id }) => id);
  return { ticket, agent, customerId, phones, browser: await as(program, agent) };
};
const call = (browser: Browser, { number }: GivenTicket, value: string) => browser.post(`/tickets/${number}/calls`, { value });
const stateOf = async ({ id }: GivenTicket) => (await given.sql<{ state: string; failure: string | null }>("SELECT state, failure FROM calls WHERE ticket_id = $1 ORDER BY at DESC", [id]))[0];

it("a call goes out by handle: the number is filled in on the server, the caller sees none of it, and the use is in the log with its recipient", async () => {
  const { ticket, browser, phones, customerId, agent } = await outsourced();
  const before = (await browser.get(`/tickets/${ticket.number}`)).text;
  expect(before).toContain(`<option value="${phones[0]}"`);
  await call(browser, ticket, phones[1]!).expect(303);
  await program.jobs.settle();
  expect(dialled).toEqual([{ call: expect.any(String), to: "+49 40 66969 123", agent: agent.id }]);
  const page = (await browser.get(`/tickets/${ticket.number}`)).text;
  expect(page).toContain("Ringing since");
  for (const text of [before, page, program.logLines.join("")]) for (const number of ["23125", "66969"]) expect(text).not.toContain(number);
  const log = await given.sql<{ action: string; recipient: string; forms: object; role: string }>("SELECT action, recipient, forms, role FROM access_log WHERE ticket = $1 AND action IN ('call', 'send') AND subjects @> ARRAY[$2::uuid] ORDER BY seq", [ticket.number, customerId]);
  expect(log).toEqual([{ action: "call", recipient: "telephone system", forms: { phone: "token" }, role: "agent" }, { action: "send", recipient: "telephone system", forms: { phone: "clear" }, role: "system" }]);
});

it("nothing is lost when the telephone system is down, refuses, or is not there", async () => {
  const { ticket, browser, phones } = await outsourced();
  answer = { placed: false, permanent: true, reason: "refused" };
  await call(browser, ticket, phones[0]!).expect(303);
  await program.jobs.settle();
  expect(await stateOf(ticket)).toEqual({ state: "failed", failure: "refused" });
  expect((await browser.get(`/tickets/${ticket.number}`)).text).toContain("Telephone system refuses");
  answer = { placed: true };
  await call(browser, ticket, phones[0]!).expect(303);
  await program.jobs.settle();
  expect(await stateOf(ticket)).toEqual({ state: "placed", failure: null });
  provide(program.database.source, TELEPHONY, null);
  const none = await call(browser, ticket, phones[1]!);
  expect(none.status).toBe(503);
  expect(none.text).toContain("No telephone system is connected");
  expect((await browser.get(`/tickets/${ticket.number}`)).text).not.toContain(`action="/tickets/${ticket.number}/calls"`);
});

it("a call that could not be placed soon is none", async () => {
  const { ticket, browser, phones } = await outsourced();
  answer = { placed: false, permanent: false, reason: "unreachable" };
  await call(browser, ticket, phones[0]!).expect(303);
  await program.jobs.settle();
  expect((await call(browser, ticket, phones[0]!)).status).toBe(409);
  await given.sql("UPDATE calls SET at = at - interval '2 minutes' WHERE ticket_id = $1", [ticket.id]);
  answer = { placed: true };
  await given.sql("UPDATE pgboss.job SET start_after = now() WHERE name = 'dial-call' AND state = 'retry'");
  await program.jobs.settle();
  expect(await stateOf(ticket)).toEqual({ state: "failed", failure: "tooLate" });
  expect(dialled).toHaveLength(1);
});

it("is refused for another's number, a mail address, a frozen person, a contract without phones, and out of scope", async () => {
  const { ticket, browser, customerId } = await outsourced();
  const other = await outsourced();
  const [email] = await given.sql<{ id: string }>("SELECT id FROM customer_values WHERE customer_id = $1 AND category = 'email'", [customerId]);
  for (const value of [other.phones[0]!, email!.id, "keine-id", ""]) expect([value, (await call(browser, ticket, value)).status]).toEqual([value, 422]);
  expect((await call(browser, other.ticket, other.phones[0]!)).status).toBe(404);
  await given.sql("UPDATE data_keys SET restricted_at = now() WHERE subject = $1", [other.customerId]);
  expect((await call(other.browser, other.ticket, other.phones[0]!)).status).toBe(403);
  const without = await outsourced({ forms: { name: "clear", email: "narrow", correspondence: "clear" } });
  expect((await call(without.browser, without.ticket, without.phones[0]!)).status).toBe(403);
  expect(dialled).toEqual([]);
});

it("a note of the call stands in the ticket as a phone note, and comes back when it is empty", async () => {
  const { ticket, browser } = await outsourced();
  await browser.post(`/tickets/${ticket.number}/phone-notes`, { body: "Ruft morgen noch einmal an." }).expect(303);
  expect(await given.sql("SELECT kind, channel FROM messages WHERE ticket_id = $1 AND number = 2", [ticket.id])).toEqual([{ kind: "note", channel: "phone" }]);
  expect((await browser.post(`/tickets/${ticket.number}/phone-notes`, { body: "  " })).status).toBe(422);
});

it("in the demonstration it rings on the customers' telephone, which is answered and hung up there", async () => {
  provide(program.database.source, TELEPHONY, demoTelephony(program.run));
  const { ticket, browser, phones, customerId } = await outsourced();
  await call(browser, ticket, phones[0]!).expect(303);
  await program.jobs.settle();
  const officer = await as(program, await given.agent({ role: "privacyOfficer" }));
  const telephone = (await officer.get("/demo/telephone")).text;
  expect(telephone).toContain("+49 30 23125 014");
  const answerPath = /action="(\/demo\/telephone\/[0-9a-f-]+\/answer)"/.exec(telephone)![1]!;
  await officer.post(answerPath).expect(303);
  expect((await browser.get(`/tickets/${ticket.number}`)).text).toContain("Talking since");
  expect((await officer.post(answerPath)).status).toBe(404);
  await officer.post(answerPath.replace("answer", "end")).expect(303);
  expect((await browser.get(`/tickets/${ticket.number}`)).text).toContain("Call ended");
  expect(await given.sql("SELECT 1 FROM access_log WHERE recipient = 'demo telephone' AND subjects @> ARRAY[$1::uuid]", [customerId])).not.toEqual([]);
});
