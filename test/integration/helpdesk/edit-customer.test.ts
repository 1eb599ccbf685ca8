import { as, givenIn, type Given } from "../../support/given";
import { startProgram, type TestProgram } from "../../support/program";

let program: TestProgram;
let given: Given;
beforeAll(async () => { program = await startProgram(); given = givenIn(program); }, 120_000);
afterAll(() => program.stop());

const setting = async () => {
  const customerId = await given.customer({ name: "Alte Schreibweise", values: [{ category: "email", value: "alt@example.com" }] });
  const ticket = await given.ticket({ customerId });
  const browser = await as(program, await given.agent({ queues: [ticket.queueId] }));
  const [value] = await given.sql<{ id: string }>("SELECT id FROM customer_values WHERE customer_id = $1", [customerId]);
  return { ticket, customerId, browser, valueId: value!.id, path: `/tickets/${ticket.number}/customer` };
};

describe("correcting a customer's record", () => {
  it("replaces a value, finds the person by the new one and no longer by the old one", async () => {
    const { browser, valueId, path, ticket } = await setting();
    await browser.post(path, { change: "replace", value: valueId, text: "neu@example.com" }).expect(303);
    const page = await browser.get(`/tickets/${ticket.number}`);
    expect(page.text).toContain("neu@example.com");
    expect(page.text).not.toContain("alt@example.com");
    expect((await browser.post("/look-up", { category: "email", value: "neu@example.com" })).text).toContain(`/tickets/${ticket.number}`);
    expect((await browser.post("/look-up", { category: "email", value: "alt@example.com" })).text).not.toContain(`/tickets/${ticket.number}`);
  });

  it("never carries the stored value in the form of somebody who sees it masked", async () => {
    const { ticket, path } = await setting();
    const employerId = await given.processor();
    await given.contract(employerId, { queues: [ticket.queueId] });
    await given.sql("UPDATE tickets SET routed_to = $2 WHERE id = $1", [ticket.id, employerId]);
    const agent = await given.agent({ employerId, queues: [ticket.queueId] });
    await given.sql("UPDATE tickets SET assignee_id = $2 WHERE id = $1", [ticket.id, agent.id]);
    const page = await (await as(program, agent)).get(path);
    expect(page.status).toBe(200);
    expect(page.text).not.toContain("alt@example.com");
    expect(page.text).toContain("a•••@e•••.com");
  });

  it("keeps the last e-mail address, another person's values, and what was typed", async () => {
    const { browser, valueId, path } = await setting();
    const other = await setting();
    expect((await browser.post(path, { change: "remove", value: valueId })).status).toBe(409);
    expect((await browser.post(path, { change: "replace", value: other.valueId, text: "x@example.com" })).status).toBe(404);
    const again = await browser.post(path, { change: "add", category: "nonsense", text: "Wert, den ich tippte" });
    expect(again.status).toBe(422);
    expect(again.text).toContain("Wert, den ich tippte");
  });

  it("refuses a sole trader as an organisation and takes a legal entity", async () => {
    const { browser, path, ticket } = await setting();
    expect((await browser.post(path, { change: "newOrganisation", organisationName: "Malerbetrieb Kranz e.K." })).status).toBe(422);
    await browser.post(path, { change: "newOrganisation", organisationName: "Kranz Farben GmbH" }).expect(303);
    expect((await browser.get(`/tickets/${ticket.number}`)).text).toContain("Kranz Farben GmbH");
  });

  it("writes down which kind was changed, and by no route what it was", async () => {
    const { browser, valueId, path, ticket } = await setting();
    await browser.post(path, { change: "replace", value: valueId, text: "geheim@example.com" }).expect(303);
    const [row] = await given.sql<{ detail: unknown; forms: unknown }>("SELECT detail, forms FROM access_log WHERE ticket = $1 AND action = 'edit'", [ticket.number]);
    expect(row).toEqual({ detail: { change: "replace", category: "email" }, forms: {} });
    expect(JSON.stringify(await given.sql("SELECT * FROM ticket_events WHERE ticket_id = $1", [ticket.id]))).not.toContain("geheim");
  });
});
