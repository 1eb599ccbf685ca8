import { randomUUID } from "node:crypto";
import { addMessage } from "../../../src/helpdesk";
import { returnUncovered } from "../../../src/helpdesk/routing/return-uncovered";
import { ticketsFor } from "../../../src/helpdesk/tickets/tickets";
import { CATEGORIES } from "../../../src/privacy";
import { as, givenIn, type Given, type GivenAgent, type GivenTicket } from "../../support/given";
import { startProgram, type TestProgram } from "../../support/program";

let program: TestProgram;
let given: Given;
beforeAll(async () => { program = await startProgram({}, { work: false }); given = givenIn(program); }, 120_000);
afterAll(() => program.stop());

const ALWAYS = { timeZone: "Europe/Berlin", days: Object.fromEntries(["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map((day) => [day, [["00:00", "24:00"]]])), holidays: [] };
const COVERED = Object.fromEntries(CATEGORIES.filter((category) => !["special", "bankDetails"].includes(category)).map((category) => [category, "clear"]));

/** A processor that takes what its contract covers, with somebody at work, and a rule that gives it everything of one queue. */
const processorWithRule = async (wish: { profile?: boolean; present?: boolean; forms?: object } = {}) => {
  const queueId = await given.queue(), employerId = await given.processor("Callcenter Ost");
  await given.contract(employerId, { queues: [queueId], purposes: ["support"], forms: (wish.forms ?? COVERED) as never });
  const agent = await given.agent({ employerId, queues: [queueId], locale: "en" });
  if (wish.present !== false) await as(program, agent);
  if (wish.profile !== false) await given.sql("INSERT INTO routing_profiles (employer_id, languages, skills, open_per_agent, hours, changed_at) VALUES ($1, '{de,en}', '{}', 5, $2, now())", [employerId, JSON.stringify(ALWAYS)]);
  await given.sql("INSERT INTO routing_rules (id, position, queue_id, skill, shares, changed_at) VALUES ($1, 1, $2, '', $3, now())", [randomUUID(), queueId, JSON.stringify({ [employerId]: 100 })]);
  const colleague = await given.agent({ queues: [queueId], locale: "en" });
  return { queueId, employerId, agent, colleague, house: await given.inHouse() };
};
const placeOf = async ({ id }: GivenTicket): Promise<{ routed_to: string; assignee_id: string | null }> => (await given.sql<{ routed_to: string; assignee_id: string | null }>("SELECT routed_to, assignee_id FROM tickets WHERE id = $1", [id]))[0]!;
const customerWrites = ({ number, customerId }: GivenTicket, text: string): Promise<unknown> =>
  program.run("test", async (ctx) => addMessage(ctx, await ticketsFor(ctx).lock(number), { kind: "public", author: { kind: "customer", id: customerId }, channel: "mail", text }));
const pageOf = async (who: GivenAgent, path: string): Promise<{ status: number; text: string }> => { const { status, text } = await (await as(program, who)).get(path); return { status, text }; };

describe("a new ticket", () => {
  it("goes where the rules send it, and says so in-house only", async () => {
    const { queueId, employerId, agent, colleague } = await processorWithRule();
    const ticket = await given.ticket({ queueId });
    expect((await placeOf(ticket)).routed_to).toBe(employerId);
    expect((await pageOf(colleague, `/tickets/${ticket.number}`)).text).toContain("Went to Callcenter Ost when it arrived.");
    expect((await pageOf(agent, `/tickets/${ticket.number}`))).toMatchObject({ status: 200, text: expect.not.stringContaining("when it arrived") });
  });

  it.each<[string, Parameters<typeof processorWithRule>[0], string, string]>([
    ["bank details that the contract excludes", {}, "Meine IBAN ist DE89 3704 0044 0532 0130 00.", "Not offered to Callcenter Ost: the contract excludes Bank details"],
    ["nobody at work there", { present: false }, "Wo bleibt mein Paket?", "Not offered to Callcenter Ost: nobody is present there"],
    ["a company that has said nothing about itself", { profile: false }, "Wo bleibt mein Paket?", "Not offered to Callcenter Ost: nothing is known about what the company can take on"],
  ])("with %s stays in-house, each reason on the ticket", async (_, wish, text, expected) => {
    const { queueId, colleague, house, agent } = await processorWithRule(wish);
    const ticket = await given.ticket({ queueId, text });
    expect((await placeOf(ticket)).routed_to).toBe(house);
    expect((await pageOf(colleague, `/tickets/${ticket.number}`)).text).toContain(expected);
    expect((await pageOf(agent, `/tickets/${ticket.number}`)).status).toBe(404);
  });

  it("that somebody takes for themselves stays with them", async () => {
    const { queueId, colleague, house } = await processorWithRule();
    const browser = await as(program, colleague);
    const answer = await browser.post("/tickets", { name: "", email: "ruft.an@example.com", phone: "", subject: "Anruf", body: "Wo bleibt mein Paket?", queue: queueId, purpose: "support", priority: "normal", language: "de" }).expect(303);
    const [found] = await given.sql<{ routed_to: string; assignee_id: string }>("SELECT routed_to, assignee_id FROM tickets WHERE number = $1", [/\d+/.exec(answer.headers.location as string)![0]]);
    expect(found).toEqual({ routed_to: house, assignee_id: colleague.id });
  });
});

describe("a ticket that a processor's agent works on", () => {
  it("goes back in-house with a message that brings what the contract excludes; the agent is told, and not why", async () => {
    const { queueId, agent, colleague, house } = await processorWithRule();
    const ticket = await given.ticket({ queueId });
    await (await as(program, agent)).post(`/tickets/${ticket.number}/assignment`, { agent: "me" }).expect(303);
    await customerWrites(ticket, "Ich habe Diabetes und brauche das Gerät dringend.");
    expect(await placeOf(ticket)).toEqual({ routed_to: house, assignee_id: null });
    expect((await pageOf(agent, `/tickets/${ticket.number}`)).status).toBe(404);
    const list = await pageOf(agent, "/tickets?view=all");
    expect(list.text).toContain(`Ticket #${ticket.number} was taken back by the controller.`);
    for (const cause of ["Diabetes", "excludes", "contract", "sensitive", "special"]) expect(list.text).not.toContain(cause);
    const shown = await pageOf(colleague, `/tickets/${ticket.number}`);
    expect(shown.text).toContain("Taken back from Callcenter Ost: the contract excludes");
    expect(await given.sql("SELECT 1 FROM standing_changes WHERE kind = 'ticket' AND id = $1", [ticket.id])).not.toHaveLength(0);
    // Having read it, it is gone; somebody else cannot say so.
    const receipt = /\/returned-tickets\/[0-9a-f-]+\/receipt/.exec(list.text)![0];
    await (await as(program, colleague)).post(receipt).expect(404);
    await (await as(program, agent)).post(receipt).expect(303);
    expect((await pageOf(agent, "/tickets?view=all")).text).not.toContain(ticket.number);
  });

  it("stays where it is with a message that brings nothing new, and with one that the contract covers", async () => {
    const { queueId, employerId, agent } = await processorWithRule();
    const ticket = await given.ticket({ queueId });
    await given.sql("UPDATE tickets SET assignee_id = $2 WHERE id = $1", [ticket.id, agent.id]);
    await customerWrites(ticket, "Sie erreichen mich unter 030 23125 014.");
    expect(await placeOf(ticket)).toEqual({ routed_to: employerId, assignee_id: agent.id });
  });

  it("leaves the agent who writes down what the contract excludes, with everything written kept and sent", async () => {
    const { queueId, agent, house } = await processorWithRule();
    const ticket = await given.ticket({ queueId });
    const browser = await as(program, agent);
    await browser.post(`/tickets/${ticket.number}/assignment`, { agent: "me" }).expect(303);
    const answer = await browser.post(`/tickets/${ticket.number}/messages`, { kind: "reply", body: "Wir erstatten auf DE89 3704 0044 0532 0130 00.", seen: "1", then: "close" }).expect(303);
    expect(answer.headers.location).toMatch(/^\/tickets\?/);
    expect(await given.sql("SELECT status, routed_to, assignee_id FROM tickets WHERE id = $1", [ticket.id])).toEqual([{ status: "closed", routed_to: house, assignee_id: null }]);
    expect(await given.sql("SELECT o.state FROM outbound_mails o JOIN messages m ON m.id = o.message_id WHERE m.ticket_id = $1", [ticket.id])).toHaveLength(1);
    await browser.get(`/tickets/${ticket.number}`).expect(404);
  });

  it("goes back when a passage is marked by hand, and the content follows when it is freed", async () => {
    const { queueId, colleague, house } = await processorWithRule();
    const ticket = await given.ticket({ queueId, text: "Bitte nicht an meine Nachbarin Liesel Brandt liefern, sie liegt im Sanatorium." });
    const browser = await as(program, colleague);
    await browser.post(`/tickets/${ticket.number}/marks`, { message: ticket.messageId, kind: "mark", category: "bankDetails", passage: "Sanatorium" }).expect(303);
    expect((await placeOf(ticket)).routed_to).toBe(house);
    const held = (): Promise<{ level: string; categories: string[] }[]> => given.sql("SELECT level, categories FROM tickets WHERE id = $1", [ticket.id]);
    expect((await held())[0]).toMatchObject({ level: "L3", categories: expect.arrayContaining(["bankDetails"]) });
    for (const [kind, is] of [["mark", true], ["unmark", false]] as const) {
      await browser.post(`/tickets/${ticket.number}/marks`, { message: ticket.messageId, kind, category: "phone", passage: "Nachbarin" }).expect(303);
      expect((await held())[0]!.categories.includes("phone")).toBe(is);
    }
  });

  it.each([["suspended", "state = 'suspended'"], ["narrowed to another purpose", "purposes = '{order}'"], ["narrowed to less", "forms = '{\"correspondence\":\"clear\"}'"], ["over", "valid_until = now() - interval '1 second'"]])("goes back when the contract is %s", async (_, change) => {
    const { queueId, employerId, agent, house } = await processorWithRule();
    const ticket = await given.ticket({ queueId, text: "Ich bin unter kunde@example.com zu erreichen." });
    await given.sql("UPDATE tickets SET assignee_id = $2 WHERE id = $1", [ticket.id, agent.id]);
    await given.sql(`UPDATE processor_contracts SET ${change} WHERE employer_id = $1`, [employerId]);
    await returnUncovered(program.run);
    expect(await placeOf(ticket)).toEqual({ routed_to: house, assignee_id: null });
    expect(await given.sql("SELECT cause FROM routing_decisions WHERE ticket_id = $1 ORDER BY at DESC LIMIT 1", [ticket.id])).toEqual([{ cause: "contract" }]);
    expect(await returnUncovered(program.run)).toBe(0);
  });
});

describe("moving by hand", () => {
  it("refuses a company whose contract does not cover what the ticket holds, and says which part", async () => {
    const { queueId, employerId, colleague } = await processorWithRule();
    const ticket = await given.ticket({ queueId, text: "Meine IBAN ist DE89 3704 0044 0532 0130 00." });
    const browser = await as(program, colleague);
    const move = (form: object) => browser.post(`/tickets/${ticket.number}/routing`, { queue: queueId, routedTo: employerId, purpose: "support", ...form });
    expect((await move({}).expect(422)).text).toContain("excludes something that the ticket holds");
    expect((await move({ purpose: "complaint" }).expect(422)).text).toContain("does not cover the purpose");
    await move({ routedTo: randomUUID() }).expect(422);
    await move({ queue: randomUUID() }).expect(422);
    await move({ routedTo: "rules" }).expect(303);
    expect((await browser.get(`/tickets/${ticket.number}`)).text).toContain("Not offered to Callcenter Ost: the contract excludes Bank details");
  });
});

describe("the desk", () => {
  it("adds, orders and removes rules; a mistake comes back with everything typed", async () => {
    const { queueId, employerId, house } = await processorWithRule();
    const browser = await as(program, await given.agent({ role: "administrator", locale: "en" }));
    const add = (form: object) => browser.post("/routing/rules", { queue: queueId, purpose: "support", language: "", skill: "", [`share.${employerId}`]: "60", [`share.${house}`]: "40", ...form });
    for (const wrong of [{ [`share.${house}`]: "30" }, { [`share.${house}`]: "-40" }, { [`share.${house}`]: "40,0" }, { [`share.${house}`]: "" }, { [`share.${employerId}`]: "6e1" }]) {
      const answer = await add({ skill: "Holz", ...wrong }).expect(422);
      expect(answer.text).toContain("come to 100");
      expect(answer.text).toContain("value=\"holz\"".replace("holz", "Holz"));
    }
    await add({ queue: randomUUID() }).expect(422);
    await add({ skill: "<b>" }).expect(422);
    await add({}).expect(303);
    const order = async (): Promise<string[]> => (await given.sql<{ id: string }>("SELECT id FROM routing_rules ORDER BY position, id")).map(({ id }) => id);
    const before = await order();
    await browser.post(`/routing/rules/${before.at(-1)!}/position`, { direction: "up" }).expect(303);
    expect((await order()).at(-2)).toBe(before.at(-1));
    await browser.post(`/routing/rules/${before.at(-1)!}/removal`).expect(303);
    await browser.post(`/routing/rules/${before.at(-1)!}/removal`).expect(409);
    expect(await order()).toHaveLength(before.length - 1);
    await given.sql("UPDATE routing_rules SET queue_id = $1 WHERE queue_id = $2", [randomUUID(), queueId]);
    expect((await browser.get("/routing")).text).toContain("A queue that is gone");
  });

  it("keeps what a company can take on, and says what cannot be read", async () => {
    const { employerId } = await processorWithRule();
    const browser = await as(program, await given.agent({ role: "lead", locale: "en" }));
    const form = { languages: "de", skills: "b2b, Retouren", openPerAgent: "12", timeZone: "Europe/Lisbon", "hours.mon": "09:00-12:00, 13:00-18:00", holidays: "2026-12-25\n2026-12-26" };
    await browser.post(`/routing/companies/${employerId}`, form).expect(303);
    expect(await given.sql("SELECT languages, skills, open_per_agent, hours -> 'days' -> 'mon' AS mon, hours -> 'holidays' AS free FROM routing_profiles WHERE employer_id = $1", [employerId]))
      .toEqual([{ languages: ["de"], skills: ["b2b", "retouren"], open_per_agent: 12, mon: [["09:00", "12:00"], ["13:00", "18:00"]], free: ["2026-12-25", "2026-12-26"] }]);
    for (const [field, value, message] of [["timeZone", "Europe/Nirgends", "does not exist"], ["hours.mon", "9-17", "cannot be read"], ["holidays", "2026-02-30", "does not exist"], ["openPerAgent", "0", "from 1 to 1000"], ["skills", "a b c", "short words"], ["languages", "fr", "at least one"]] as const) {
      expect((await browser.post(`/routing/companies/${employerId}`, { ...form, [field]: value }).expect(422)).text).toContain(message);
    }
  });

  it("says where a ticket would go now, and why not elsewhere", async () => {
    const { queueId } = await processorWithRule();
    const browser = await as(program, await given.agent({ role: "lead", locale: "en" }));
    expect((await browser.get(`/routing?queue=${queueId}&purpose=support&language=de`)).text).toContain("It would go to Callcenter Ost 100 %.");
    const without = (await browser.get(`/routing?queue=${queueId}&purpose=support&language=de&categories=special&categories=phone`)).text;
    expect(without).toContain("It would stay in-house.");
    expect(without).toContain("Not to Callcenter Ost: the contract excludes");
  });

  it("is for leads and administrators in-house", async () => {
    const { agent, colleague, employerId, queueId } = await processorWithRule();
    for (const who of [agent, colleague, await given.agent({ role: "lead", employerId, queues: [queueId] }), await given.agent({ role: "privacyOfficer" })]) {
      const browser = await as(program, who);
      await browser.get("/routing").expect(403);
      await browser.post("/routing/rules", { skill: "" }).expect(403);
      await browser.post(`/routing/companies/${employerId}`, {}).expect(403);
    }
  });
});
