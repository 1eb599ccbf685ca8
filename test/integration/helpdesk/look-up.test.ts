import { as, givenIn, type Browser, type Given } from "../../support/given";
import { startProgram, type TestProgram } from "../../support/program";

let program: TestProgram;
let given: Given;
jest.setTimeout(30_000);
beforeAll(async () => { program = await startProgram(); given = givenIn(program); }, 120_000);
afterAll(() => program.stop());

const ask = async (browser: Browser, form: Record<string, string>): Promise<string> => (await browser.post("/look-up", form)).text;
const setting = async (names: readonly string[]) => {
  const queueId = await given.queue();
  const employerId = await given.processor();
  await given.contract(employerId, { queues: [queueId] });
  const people = [];
  for (const [index, name] of names.entries()) {
    const customerId = await given.customer({ name, values: [{ category: "email", value: `p${index}.${queueId.slice(0, 6)}@kunde.example` }, { category: "customerNumber", value: `KD-${queueId.slice(0, 6)}-${index}` }] });
    people.push({ customerId, number: `KD-${queueId.slice(0, 6)}-${index}`, email: `p${index}.${queueId.slice(0, 6)}@kunde.example`, ticket: await given.ticket({ customerId, queueId, routedTo: employerId }) });
  }
  return { queueId, employerId, people, browser: await as(program, await given.agent({ employerId, queues: [queueId] })) };
};

describe("looking up by what somebody says", () => {
  it("finds a name by its sound, all of its words, and not by one that is missing or different", async () => {
    const { browser, people } = await setting(["Erika Meier", "Bernd Schulze"]);
    for (const said of ["Erika Mayer", "erica maier", "Meyer, Erika"]) expect([said, (await ask(browser, { category: "name", value: said })).includes(`/tickets/${people[0]!.ticket.number}`)]).toEqual([said, true]);
    for (const said of ["Erika Schulze", "Erika Meierhofer", "?"]) expect([said, (await ask(browser, { category: "name", value: said })).includes(`/tickets/${people[0]!.ticket.number}`)]).toEqual([said, false]);
  });

  it("names nobody where a name is that of many, and asks for a second detail", async () => {
    const { browser, people } = await setting(Array.from({ length: 6 }, () => "Thomas Müller"));
    const many = await ask(browser, { category: "name", value: "Thomas Müller" });
    expect(many).toContain("That fits several people");
    expect(many).toContain('value="Thomas Müller"');
    for (const { ticket } of people) expect(many).not.toContain(`/tickets/${ticket.number}"`);
    const one = await ask(browser, { category: "name", value: "Thomas Mueller", category2: "customerNumber", value2: people[3]!.number });
    expect(one).toContain(`/tickets/${people[3]!.ticket.number}"`);
    expect(one).not.toContain(`/tickets/${people[0]!.ticket.number}"`);
    expect(await ask(browser, { category: "name", value: "Thomas Müller", category2: "customerNumber", value2: "KD-nicht" })).toContain("Nobody found");
  });

  it("tells nothing of a person outside the scope: the same page as for nobody", async () => {
    const { browser } = await setting([]);
    const other = await setting(["Erika Meier"]);
    const withoutIds = (html: string): string => html.replace(/<meta name="csp-nonce"[^>]*>|nonce="[^"]*"|<time[^]*?<\/time>/g, "");
    const [outside, nobody] = [await ask(browser, { category: "email", value: other.people[0]!.email }), await ask(browser, { category: "email", value: "niemand@kunde.example" })];
    expect(withoutIds(outside)).toBe(withoutIds(nobody));
    expect((await browser.get(`/tickets/new?customer=${other.people[0]!.customerId}`)).status).toBe(404);
    const [log] = await given.sql<{ subjects: string[]; count: number }>("SELECT subjects, count FROM access_log WHERE action = 'lookUp' ORDER BY seq DESC LIMIT 1");
    expect(log).toEqual({ subjects: [], count: 0 });
  });

  it("has no other question than these: prefixes, ranges, patterns and sorting find nobody or are not heard", async () => {
    const { browser, people } = await setting(["Erika Meier"]);
    const { email, ticket } = people[0]!;
    for (const value of [email.slice(0, -1), `${email}%`, "%", "*", `${email.slice(0, 4)}*`, "'; --", "p0", "@kunde.example"]) expect([value, (await ask(browser, { category: "email", value })).includes(`/tickets/${ticket.number}"`)]).toEqual([value, false]);
    for (const category of ["bankDetails", "birthDate", "special", "postalAddress", ""]) expect([category, (await browser.post("/look-up", { category, value: "x" })).status]).toEqual([category, 422]);
    const plain = (await browser.get("/tickets?view=all")).text;
    for (const query of ["sort=name", "order=email", "name=E", "email=p", "from=A&to=F", "count=email", "group=phone"]) {
      expect([query, (await browser.get(`/tickets?view=all&${query}`)).text.match(/class="ticket-row"/g)?.length]).toEqual([query, plain.match(/class="ticket-row"/g)?.length]);
    }
  });

  it("takes twenty a minute, also when they come at once", async () => {
    const { browser } = await setting([]);
    const answers = await Promise.all(Array.from({ length: 24 }, (_, index) => browser.post("/look-up", { category: "email", value: `n${index}@kunde.example` })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(4);
  });
});

describe("from what was found", () => {
  it("a processor's agent records a call for that person, in the queues and for the purposes of the contract", async () => {
    const { browser, people, queueId, employerId } = await setting(["Erika Meier"]);
    const { customerId } = people[0]!;
    expect(await ask(browser, { category: "customerNumber", value: people[0]!.number })).toContain(`/tickets/new?customer&#x3D;${customerId}`);
    const form = (await browser.get(`/tickets/new?customer=${customerId}`)).text;
    expect(form).toMatch(/Person [0-9A-Z]{5}/);
    expect(form).not.toContain("Meier");
    const filled = { customer: customerId, subject: "Anruf", body: "Fragt nach der Lieferung.", queue: queueId, purpose: "support", language: "de" };
    const opened = await browser.post("/tickets", filled);
    expect(opened.status).toBe(303);
    expect(await given.sql("SELECT customer_id::text, routed_to::text, channel FROM tickets WHERE number = $1", [/\/tickets\/(\d+)/.exec(opened.headers.location!)![1]])).toEqual([{ customer_id: customerId, routed_to: employerId, channel: "phone" }]);
    expect((await browser.post("/tickets", { ...filled, queue: await given.queue() })).status).toBe(422);
    expect((await browser.post("/tickets", { ...filled, purpose: "rightsRequest" })).status).toBe(422);
    expect((await browser.post("/tickets", { ...filled, customer: (await given.ticket()).customerId })).status).toBe(404);
    expect((await browser.post("/tickets", { ...filled, customer: "", email: "neu@kunde.example" })).status).toBe(403);
  });

  it("a call that holds more than the contract covers is kept, and goes in-house", async () => {
    const { browser, people, queueId, employerId } = await setting(["Erika Meier"]);
    await given.sql("UPDATE processor_contracts SET forms = '{\"name\":\"clear\",\"correspondence\":\"clear\",\"email\":\"narrow\",\"customerNumber\":\"clear\"}' WHERE employer_id = $1", [employerId]);
    const opened = await browser.post("/tickets", { customer: people[0]!.customerId, subject: "Anruf", body: "Ich habe Diabetes und nehme Insulin.", queue: queueId, purpose: "support", language: "de" });
    expect(opened.headers.location).toBe("/tickets?notice=ticketTakenOver");
    expect(await given.sql("SELECT 1 FROM tickets WHERE queue_id = $1", [queueId])).toHaveLength(2);
  });
});
