import { as, givenIn, type Given } from "../../support/given";
import { startProgram, type TestProgram } from "../../support/program";

let program: TestProgram;
let given: Given;
jest.setTimeout(30_000);
beforeAll(async () => { program = await startProgram(); given = givenIn(program); }, 120_000);
afterAll(() => program.stop());

const TEXT = "Hallo, ich bin Erika Mustermann, erika.m@example.com, Telefon 030 23125 014. Ich habe Diabetes. Das Gerät brauche ich dringend.";

/** A ticket that is routed to a processor and assigned to one of its people. */
const outsourced = async (wish: { forms?: Record<string, string>; assigned?: boolean } = {}) => {
  const customerId = await given.customer({ name: "Erika Mustermann", values: [{ category: "email", value: "erika.m@example.com" }, { category: "phone", value: "+49 30 23125 014" }] });
  const employerId = await given.processor();
  const queueId = await given.queue();
  await given.contract(employerId, { queues: [queueId], forms: wish.forms as never });
  const ticket = await given.ticket({ customerId, queueId, routedTo: employerId, text: TEXT });
  const agent = await given.agent({ employerId, queues: [queueId] });
  if (wish.assigned !== false) await given.sql("UPDATE tickets SET assignee_id = $2 WHERE id = $1", [ticket.id, agent.id]);
  return { ticket, agent, customerId, employerId, queueId };
};

describe("an outsourced agent", () => {
  it("reads masked, reveals one category with a reason, and sees that one in clear and logged", async () => {
    const { ticket, agent, customerId } = await outsourced();
    const browser = await as(program, agent);
    const before = await browser.get(`/tickets/${ticket.number}`);
    expect(before.text).toContain("Erika Mustermann");
    for (const hidden of ["erika.m@example.com", "23125 014", "Diabetes"]) expect(before.text).not.toContain(hidden);
    expect(before.text).toContain("e•••@e•••.com");
    await browser.post(`/tickets/${ticket.number}/disclosures`, { category: "email", subject: customerId, reason: "verifyIdentity", minutes: 5 }).expect(303);
    const after = await browser.get(`/tickets/${ticket.number}`);
    expect(after.text).toContain("erika.m@example.com");
    for (const hidden of ["23125 014", "Diabetes"]) expect(after.text).not.toContain(hidden);
    const log = await given.sql<{ action: string; forms: Record<string, string>; reason: string | null }>("SELECT action, forms, reason FROM access_log WHERE ticket = $1 AND role = 'agent' ORDER BY seq", [ticket.number]);
    expect(log.map(({ action }) => action)).toEqual(["view", "reveal", "view"]);
    expect(log[1]).toMatchObject({ forms: { email: "clear" }, reason: "verifyIdentity" });
    expect(log[2]!.forms).toMatchObject({ email: "clear", phone: "narrow" });
  });

  it("gets no reveal of what the contract or the law holds, and the refusal is logged", async () => {
    const { ticket, agent, customerId } = await outsourced({ forms: { name: "clear", email: "narrow", phone: "clear", correspondence: "clear" } });
    const browser = await as(program, agent);
    for (const category of ["email", "special"]) expect((await browser.post(`/tickets/${ticket.number}/disclosures`, { category, subject: customerId, reason: "callBack" })).status).toBe(403);
    expect(await given.sql("SELECT 1 FROM access_log WHERE action = 'denied' AND detail ->> 'fault' = 'revealNotOffered'")).toHaveLength(2);
  });

  it("sees initials and masked passages until the ticket is theirs", async () => {
    const { ticket, agent } = await outsourced({ assigned: false });
    const browser = await as(program, agent);
    expect((await browser.get(`/tickets/${ticket.number}`)).text).not.toContain("Mustermann");
    await browser.post(`/tickets/${ticket.number}/assignment`, { agent: "me" }).expect(303);
    expect((await browser.get(`/tickets/${ticket.number}`)).text).toContain("Mustermann");
  });

  it("finds nothing any more when the contract has ended", async () => {
    const { ticket, agent, employerId } = await outsourced();
    const browser = await as(program, agent);
    await browser.get(`/tickets/${ticket.number}`).expect(200);
    await given.sql("UPDATE processor_contracts SET valid_until = now() - interval '1 second' WHERE employer_id = $1", [employerId]);
    await browser.get(`/tickets/${ticket.number}`).expect(404);
    expect((await browser.get("/tickets?view=all")).text).not.toContain(`/tickets/${ticket.number}`);
  });

  it("cannot find a word that stands only in a masked passage, while an in-house agent can", async () => {
    const { ticket, agent, queueId } = await outsourced();
    const outside = await as(program, agent);
    const inside = await as(program, await given.agent({ queues: [queueId] }));
    for (const [word, found] of [["Gerät", true], ["erika.m@example.com", false], ["Diabetes", false]] as const) {
      expect([word, (await outside.get(`/tickets?q=${encodeURIComponent(word)}`)).text.includes(`/tickets/${ticket.number}`)]).toEqual([word, word === "Gerät" ? found : false]);
    }
    expect((await inside.get("/tickets?q=mustermann")).text).toContain(`/tickets/${ticket.number}`);
  });

  it("answers without seeing the address, and the mail leaves for it", async () => {
    const { ticket, agent } = await outsourced();
    const browser = await as(program, agent);
    await browser.post(`/tickets/${ticket.number}/messages`, { kind: "reply", body: "Guten Tag, wir kümmern uns.", seen: 1 }).expect(303);
    const [mail] = await given.sql<{ state: string }>("SELECT o.state FROM outbound_mails o JOIN messages m ON m.id = o.message_id WHERE m.ticket_id = $1", [ticket.id]);
    expect(mail).toBeDefined();
    expect((await browser.get(`/tickets/${ticket.number}`)).text).not.toContain("erika.m@example.com");
  });

  it("can neither move a ticket nor open one for another queue", async () => {
    const { ticket, agent, queueId } = await outsourced();
    const browser = await as(program, agent);
    expect((await browser.post(`/tickets/${ticket.number}/routing`, { queue: queueId, routedTo: await given.inHouse(), purpose: "complaint" })).status).toBe(403);
    expect((await browser.get("/tickets/new")).status).toBe(403);
  });
});

describe("a reply", () => {
  it("is stopped when something newer has arrived, and comes back with its text and what is new", async () => {
    const ticket = await given.ticket();
    const [a, b] = [await as(program, await given.agent({ queues: [ticket.queueId] })), await as(program, await given.agent({ queues: [ticket.queueId] }))];
    await a.post(`/tickets/${ticket.number}/messages`, { kind: "note", body: "Ich bin schon dran", seen: 1 }).expect(303);
    const stale = await b.post(`/tickets/${ticket.number}/messages`, { kind: "reply", body: "Mein halber Roman", seen: 1 });
    expect(stale.status).toBe(409);
    expect(stale.text).toContain("Mein halber Roman");
    expect(stale.text).toContain("Ich bin schon dran");
    await b.post(`/tickets/${ticket.number}/messages`, { kind: "reply", body: "Mein halber Roman", seen: 2 }).expect(303);
  });

  it("of two sent at once, one arrives and the other comes back whole", async () => {
    const ticket = await given.ticket();
    const browsers = [await as(program, await given.agent({ queues: [ticket.queueId] })), await as(program, await given.agent({ queues: [ticket.queueId] }))];
    const answers = await Promise.all(browsers.map((browser, n) => browser.post(`/tickets/${ticket.number}/messages`, { kind: "note", body: `Text von ${n}`, seen: 1 })));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    const lost = answers.findIndex(({ status }) => status === 409);
    expect(answers[lost]!.text).toContain(`Text von ${lost}`);
  });

  it("whose author may not work any more comes back with its text", async () => {
    const ticket = await given.ticket();
    const agent = await given.agent({ queues: [ticket.queueId] });
    const browser = await as(program, agent);
    await given.sql("DELETE FROM acknowledgements WHERE agent_id = $1", [agent.id]);
    const refused = await browser.post(`/tickets/${ticket.number}/messages`, { kind: "reply", body: "Schon halb geschrieben", seen: 1 });
    expect(refused.status).toBe(403);
    expect(refused.text).toContain("Schon halb geschrieben");
    expect(await given.sql("SELECT 1 FROM messages WHERE ticket_id = $1", [ticket.id])).toHaveLength(1);
  });

  it("without a text comes back with a message by the field and sends nothing", async () => {
    const ticket = await given.ticket();
    const browser = await as(program, await given.agent({ queues: [ticket.queueId] }));
    expect((await browser.post(`/tickets/${ticket.number}/messages`, { kind: "reply", body: "   ", seen: 1 })).status).toBe(422);
    expect(await given.sql("SELECT 1 FROM messages WHERE ticket_id = $1", [ticket.id])).toHaveLength(1);
  });
});

describe("a passage", () => {
  it("that a person protects is masked for those who may not see its kind, and freed again on request", async () => {
    const { ticket, agent, queueId } = await outsourced();
    const inside = await as(program, await given.agent({ queues: [queueId] }));
    const outside = await as(program, agent);
    expect((await outside.get(`/tickets/${ticket.number}`)).text).toContain("dringend");
    const mark = (kind: "mark" | "unmark") => inside.post(`/tickets/${ticket.number}/marks`, { message: ticket.messageId, kind, category: "phone", passage: "dringend" });
    await mark("mark").expect(303);
    expect((await outside.get(`/tickets/${ticket.number}`)).text).not.toContain("dringend");
    expect((await inside.get(`/tickets/${ticket.number}`)).text).toContain("dringend");
    await mark("unmark").expect(303);
    expect((await outside.get(`/tickets/${ticket.number}`)).text).toContain("dringend");
    const again = await inside.post(`/tickets/${ticket.number}/marks`, { message: ticket.messageId, kind: "mark", category: "officialId", passage: "steht hier nicht" });
    expect(again.status).toBe(422);
    expect((await outside.post(`/tickets/${ticket.number}/marks`, { message: ticket.messageId, kind: "unmark", category: "email", passage: "Gerät" })).status).toBe(403);
  });
});

describe("the place of work", () => {
  it.each([["home", "E. M."], ["undeclared", null]] as const)("%s shows less than the office, from the sign-in on", async (place, shown) => {
    const customerId = await given.customer({ name: "Erika Mustermann" });
    const ticket = await given.ticket({ customerId });
    const agent = await given.agent({ queues: [ticket.queueId] });
    const page = await (await as(program, agent, place, place === "undeclared" ? "" : "DE")).get(`/tickets/${ticket.number}`);
    expect(page.status).toBe(200);
    expect(page.text).not.toContain("Erika Mustermann");
    if (shown) expect(page.text).toContain(shown);
  });
});

describe("people without a reason to look", () => {
  it.each(["administrator", "auditor"] as const)("an %s gets no ticket, no list and no look-up", async (role) => {
    const ticket = await given.ticket();
    const browser = await as(program, await given.agent({ role, queues: [ticket.queueId] }));
    for (const path of ["/tickets", `/tickets/${ticket.number}`, "/look-up", "/tickets/pane"]) expect([path, (await browser.get(path)).status]).toEqual([path, 403]);
  });
});
