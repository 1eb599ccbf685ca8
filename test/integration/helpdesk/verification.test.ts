import { as, givenIn, type Browser, type Given, type GivenTicket } from "../../support/given";
import { startProgram, type TestProgram } from "../../support/program";

let program: TestProgram;
let given: Given;
jest.setTimeout(30_000);
beforeAll(async () => { program = await startProgram({}, { demo: true }); given = givenIn(program); }, 120_000);
afterAll(() => program.stop());

const RECORD = {
  name: "Dr. Erika Müller-Lüdenscheidt", customerNumber: "KD-4711-08", birthDate: "12.03.1985", postalAddress: "An der langen Gasse 12\n10115 Berlin\nDeutschland", email: "erika.m@kunde.example", phone: "+49 30 23125 014", bankDetails: "DE89 3704 0044 0532 0130 00",
} as const;

const outsourced = async (wish: { forms?: Record<string, string> } = {}) => {
  const { name, ...values } = RECORD;
  const customerId = await given.customer({ name, values: Object.entries(values).map(([category, value]) => ({ category: category as "email", value })) });
  const employerId = await given.processor();
  const queueId = await given.queue();
  await given.contract(employerId, { queues: [queueId], forms: wish.forms as never });
  const ticket = await given.ticket({ customerId, queueId, routedTo: employerId });
  const agent = await given.agent({ employerId, queues: [queueId] });
  await given.sql("UPDATE tickets SET assignee_id = $2 WHERE id = $1", [ticket.id, agent.id]);
  return { ticket, agent, customerId, employerId, queueId, browser: await as(program, agent) };
};
const check = (browser: Browser, { number }: GivenTicket, said: Record<string, string>) => browser.post(`/tickets/${number}/verifications`, said);
const checks = (ticket: GivenTicket) => given.sql<{ asked: string[]; matched: string[]; profile: string | null }>("SELECT asked, matched, profile FROM caller_checks WHERE ticket_id = $1 ORDER BY at", [ticket.id]);
const page = async (browser: Browser, { number }: GivenTicket): Promise<string> => (await browser.get(`/tickets/${number}`)).text;

describe("verifying a caller", () => {
  it("answers match or no match, adds up over one call, and shows the badge, without one value of the record", async () => {
    const { ticket, browser, customerId } = await outsourced();
    await check(browser, ticket, { name: "erika mueller-luedenscheidt", customerNumber: "kd 471108" }).expect(303);
    expect(await page(browser, ticket)).toContain("Verified P1 until");
    await check(browser, ticket, { phone: "030 / 23125-014", postalAddress: "an der langen gasse 12, 10115" }).expect(303);
    const shown = await page(browser, ticket);
    expect(shown).toContain("Verified P3 until");
    for (const secret of ["1985", "erika.m@kunde", "23125", "3704"]) expect(shown).not.toContain(secret);
    expect(await checks(ticket)).toEqual([{ asked: ["name", "customerNumber"], matched: ["name", "customerNumber"], profile: "P1" }, { asked: ["postalAddress", "phone"], matched: ["postalAddress", "phone"], profile: "P3" }]);
    const log = await given.sql<{ detail: Record<string, string>; subjects: string[]; forms: object }>("SELECT detail, subjects, forms FROM access_log WHERE action = 'verify' AND ticket = $1 ORDER BY seq", [ticket.number]);
    expect(log).toEqual([{ subjects: [customerId], forms: {}, detail: { profile: "P1", matched: "name,customerNumber", missed: "" } }, { subjects: [customerId], forms: {}, detail: { profile: "P3", matched: "postalAddress,phone", missed: "" } }]);
  });

  it("reaches nothing by name and date of birth (LG Bonn 29 OWi 1/20)", async () => {
    const { ticket, browser } = await outsourced();
    await check(browser, ticket, { name: RECORD.name, birthDate: "1985-03-12" }).expect(303);
    expect(await checks(ticket)).toEqual([{ asked: ["name", "birthDate"], matched: ["name", "birthDate"], profile: null }]);
    expect(await page(browser, ticket)).not.toContain("Verified P");
  });

  it("takes a near miss for a miss: parts of names, numbers and addresses, another's value", async () => {
    const { ticket, browser } = await outsourced();
    for (const said of [{ name: "Erika" }, { customerNumber: "4711" }] as Record<string, string>[]) await check(browser, ticket, said);
    expect((await checks(ticket)).every(({ matched }) => matched.length === 0)).toBe(true);
    const other = await outsourced();
    for (const said of [{ email: "erika.m" }, { postalAddress: "10115 Berlin" }, { bankDetails: "0130 00" }] as Record<string, string>[]) await check(other.browser, other.ticket, said);
    expect((await checks(other.ticket)).every(({ matched }) => matched.length === 0)).toBe(true);
  });

  it("reads unicode digits and full-width letters like the plain ones", async () => {
    const { ticket, browser } = await outsourced();
    await check(browser, ticket, { customerNumber: "ＫＤ-４７１１-０８", phone: "０３０ ２３１２５ ０１４" }).expect(303);
    expect((await checks(ticket))[0]!.matched).toEqual(["customerNumber", "phone"]);
  });

  it("locks after three wrong checks of the ticket, for right details too, logs that, and opens for nobody else", async () => {
    const { ticket, browser, agent, queueId, employerId } = await outsourced();
    for (let turn = 0; turn < 3; turn += 1) await check(browser, ticket, { customerNumber: `KD-000${turn}` }).expect(303);
    const locked = await check(browser, ticket, { customerNumber: RECORD.customerNumber });
    expect(locked.status).toBe(429);
    expect(Number(locked.headers["retry-after"])).toBeGreaterThan(60);
    const colleague = await as(program, await given.agent({ employerId, queues: [queueId] }));
    expect((await check(colleague, ticket, { customerNumber: RECORD.customerNumber })).status).toBe(429);
    expect(await page(browser, ticket)).not.toContain(`action="/tickets/${ticket.number}/verifications"`);
    expect(await given.sql("SELECT 1 FROM access_log l JOIN viewer_pseudonyms p ON p.pseudonym = l.viewer WHERE p.agent_id = $1 AND action = 'denied' AND detail ->> 'fault' = 'callerLocked'", [agent.id])).toHaveLength(1);
    expect(await checks(ticket)).toHaveLength(3);
  });

  it("locks for the person over several tickets, and for the agent over several people", async () => {
    const first = await outsourced();
    const tickets = [first.ticket, await given.ticket({ customerId: first.customerId, queueId: first.queueId, routedTo: first.employerId }), await given.ticket({ customerId: first.customerId, queueId: first.queueId, routedTo: first.employerId })];
    for (const ticket of tickets.slice(0, 2)) for (let turn = 0; turn < 3; turn += 1) await check(first.browser, ticket, { phone: `030 111${turn}` }).expect(303);
    expect((await check(first.browser, tickets[2]!, { phone: RECORD.phone })).status).toBe(429);
    for (let turn = 0; turn < 6; turn += 1) {
      const ticket = await given.ticket({ queueId: first.queueId, routedTo: first.employerId });
      await check(first.browser, ticket, { phone: "030 1111" }).expect(303);
    }
    const fresh = await given.ticket({ queueId: first.queueId, routedTo: first.employerId });
    expect((await check(first.browser, fresh, { phone: "030 1111" })).status).toBe(429);
  });

  it("lets no two checks at once be the last that is allowed", async () => {
    const { ticket, browser } = await outsourced();
    const answers = await Promise.all(Array.from({ length: 6 }, (_, turn) => check(browser, ticket, { phone: `030 222${turn}` })));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 303, 303, 429, 429, 429]);
  });

  it("refuses an empty form and ten kilobytes, and gives back what was typed", async () => {
    const { ticket, browser } = await outsourced();
    expect((await check(browser, ticket, { name: "  " })).status).toBe(422);
    const long = await check(browser, ticket, { name: "x".repeat(10_000), customerNumber: "KD-TYPED" });
    expect(long.status).toBe(422);
    expect(long.text).toContain("KD-TYPED");
    expect(await checks(ticket)).toEqual([]);
  });

  it("asks about nothing that the contract excludes, even if somebody types it", async () => {
    const { ticket, browser } = await outsourced({ forms: { name: "narrow", email: "narrow", phone: "narrow", customerNumber: "narrow", correspondence: "clear" } });
    const shown = await page(browser, ticket);
    expect(shown).toContain("caller-phone");
    expect(shown).not.toContain("caller-bankDetails");
    await check(browser, ticket, { bankDetails: RECORD.bankDetails }).expect(303);
    expect((await checks(ticket))[0]!.matched).toEqual([]);
  });

  it("answers 404 for a ticket out of scope, whatever is said, and matches nothing of a frozen person", async () => {
    const { browser, ticket, customerId } = await outsourced();
    const foreign = await given.ticket();
    expect((await check(browser, foreign, { name: "Erika Mustermann" })).status).toBe(404);
    await given.sql("UPDATE data_keys SET restricted_at = now() WHERE subject = $1", [customerId]);
    await check(browser, ticket, { name: RECORD.name, customerNumber: RECORD.customerNumber }).expect(303);
    expect((await checks(ticket))[0]!.matched).toEqual([]);
  });

  it("holds on its ticket only, and only for its time", async () => {
    const { browser, ticket, customerId, queueId, employerId } = await outsourced();
    await check(browser, ticket, { name: RECORD.name, customerNumber: RECORD.customerNumber }).expect(303);
    const other = await given.ticket({ customerId, queueId, routedTo: employerId });
    expect(await page(browser, other)).not.toContain("Verified P1 until");
    await given.sql("UPDATE caller_checks SET at = at - interval '40 minutes', holds_until = holds_until - interval '40 minutes' WHERE ticket_id = $1", [ticket.id]);
    expect(await page(browser, ticket)).not.toContain("Verified P1 until");
  });
});

describe("a code", () => {
  const codeOf = async (): Promise<string> => {
    await program.jobs.settle();
    const inbox = await as(program, await given.agent({ role: "privacyOfficer" }));
    const list = await inbox.get("/demo/outbox");
    const mail = await inbox.get(/href="(\/demo\/outbox\/[0-9a-f-]{36})"/.exec(list.text)![1]!);
    return /\b(\d{6})\b/.exec(mail.text)![1]!;
  };

  it("goes to the address on file, which nobody sees, proves by itself, and counts once", async () => {
    const { ticket, browser } = await outsourced();
    await browser.post(`/tickets/${ticket.number}/caller-codes`).expect(303);
    const code = await codeOf();
    expect(await page(browser, ticket)).not.toContain(code);
    await check(browser, ticket, { name: RECORD.name, code: `${code.slice(0, 3)} ${code.slice(3)}` }).expect(303);
    expect(await page(browser, ticket)).toContain("Verified P3 until");
    await check(browser, ticket, { code }).expect(303);
    expect((await checks(ticket)).at(-1)!.matched).toEqual([]);
    const [row] = await given.sql<{ recipient: string; forms: object }>("SELECT recipient, forms FROM access_log WHERE action = 'send' AND ticket = $1 ORDER BY seq DESC LIMIT 1", [ticket.number]);
    expect(row).toEqual({ recipient: "customer mailbox", forms: { email: "clear" } });
    const dump = JSON.stringify(await given.sql("SELECT * FROM caller_codes")) + program.logLines.join("");
    expect(dump).not.toContain(code);
  });

  it("is not taken after its time, for another ticket, or five an hour", async () => {
    const { ticket, browser, customerId, queueId, employerId } = await outsourced();
    await browser.post(`/tickets/${ticket.number}/caller-codes`).expect(303);
    const code = await codeOf();
    const other = await given.ticket({ customerId, queueId, routedTo: employerId });
    await check(browser, other, { code }).expect(303);
    await given.sql("UPDATE caller_codes SET valid_until = now() - interval '1 second' WHERE ticket_id = $1", [ticket.id]);
    await check(browser, ticket, { code }).expect(303);
    for (const found of [...await checks(other), ...await checks(ticket)]) expect(found.matched).toEqual([]);
    for (let turn = 0; turn < 4; turn += 1) await browser.post(`/tickets/${ticket.number}/caller-codes`).expect(303);
    expect((await browser.post(`/tickets/${ticket.number}/caller-codes`)).status).toBe(429);
  });
});

describe("what needs a verified person", () => {
  it("a change of contact data comes back with what was typed until P3 is reached", async () => {
    const { ticket, browser, agent, customerId } = await outsourced();
    const path = `/tickets/${ticket.number}/customer`;
    const change = { change: "add", category: "postalAddress", text: "Neuer Weg 1, 20095 Hamburg" };
    for (const profile of [null, "P1", "P2"] as const) {
      if (profile) await given.verified(ticket, agent.id, profile);
      const refused = await browser.post(path, change);
      expect([profile, refused.status]).toEqual([profile, 409]);
      expect(refused.text).toContain("Neuer Weg 1");
    }
    await given.verified(ticket, agent.id, "P3");
    await browser.post(path, change).expect(303);
    expect(await given.sql("SELECT 1 FROM customer_values WHERE customer_id = $1 AND category = 'postalAddress'", [customerId])).toHaveLength(2);
  });
});

describe("the profiles", () => {
  it("are published by the privacy officer, and refused with everything typed where they are too weak", async () => {
    const officer = await as(program, await given.agent({ role: "privacyOfficer" }));
    const form = (await officer.get("/verification-profiles")).text;
    const fields: Record<string, string> = { basedOn: "1" };
    for (const [, name, body] of form.matchAll(/<select[^>]* name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g)) fields[name!] = /value="(\w+)" selected/.exec(body!)![1]!;
    for (const [, name, value] of form.matchAll(/<input[^>]*type="number"[^>]*value="(\d+)"[^>]*name="([^"]+)"/g)) fields[value!] = name!;
    for (const key of ["P1", "P2", "P3"]) { fields[`${key}.minutes`] ??= "30"; fields[`${key}.atLeast`] ??= key === "P1" ? "1" : key === "P2" ? "2" : "3"; }
    const weak = await officer.post("/verification-profiles", { ...fields, "P2.birthDate": "proof" });
    expect(weak.status).toBe(422);
    expect(weak.text).toContain("Name and date of birth would suffice");
    expect(weak.text).toMatch(/name="P2.birthDate"[\s\S]*?value="proof" selected/);
    await officer.post("/verification-profiles", { ...fields, "P1.minutes": "20" }).expect(303);
    expect((await officer.post("/verification-profiles", fields)).status).toBe(409);
    const agent = await as(program, await given.agent({ queues: [] }));
    expect((await agent.get("/verification-profiles")).status).toBe(403);
    expect((await agent.post("/verification-profiles", fields)).status).toBe(403);
  });
});
