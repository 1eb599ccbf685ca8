import { randomUUID } from "node:crypto";
import request from "supertest";
import { readableContracts, contractPolicy } from "../../../src/governance/processors/policy";
import { STATES, type State } from "../../../src/governance/processors/life/states";
import { viewerWith } from "./viewer";
import { as, givenIn, type Browser, type Given, type GivenAgent } from "../../support/given";
import { startProgram, type TestProgram } from "../../support/program";

let program: TestProgram;
let given: Given;
let officer: Browser, lead: Browser, ownLead: Browser, rivalLead: Browser;
let employer: string, rival: string, queue: string, contract: string;
let agent: GivenAgent;
beforeAll(async () => {
  program = await startProgram();
  given = givenIn(program);
  [employer, rival, queue] = [await given.processor("Callcenter Ost"), await given.processor("Callcenter West"), await given.queue()];
  contract = await given.contract(employer, { queues: [queue], countries: ["DE", "IN"] });
  await given.contract(rival, { queues: [queue] });
  agent = await given.agent({ employerId: employer, queues: [queue] });
  [officer, lead] = [await as(program, await given.agent({ role: "privacyOfficer" })), await as(program, await given.agent({ role: "lead" }))];
  [ownLead, rivalLead] = [await as(program, await given.agent({ role: "lead", employerId: employer })), await as(program, await given.agent({ role: "lead", employerId: rival }))];
}, 120_000);
afterAll(() => program.stop());

const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const only = async <T>(text: string, values: unknown[] = []): Promise<T> => (await given.sql<T>(text, values))[0]!;

describe("who sees which papers", () => {
  it("a processor's lead sees the own contract and not the drafts, another's lead nothing of it, an agent no desk", async () => {
    expect((await ownLead.get("/contracts").expect(200)).text).not.toContain("Callcenter West");
    for (const tab of ["", "/papers", "/chain", "/oversight", "/people", "/annex", "/annex.pdf"]) {
      await ownLead.get(`/contracts/${contract}${tab}`).expect(200);
      await rivalLead.get(`/contracts/${contract}${tab}`).expect(404);
      await officer.get(`/contracts/${contract}${tab}`).expect(200);
    }
    await ownLead.get(`/contracts/${contract}/exit`).expect(404);
    const draft = await given.contract(employer, { queues: [queue], state: "draft" });
    await ownLead.get(`/contracts/${draft}`).expect(404);
    for (const path of ["/role-assessments", "/scorecards", "/contracts/new"]) await ownLead.get(path).expect(403);
    await (await as(program, agent)).get("/contracts").expect(403);
  });

  it("the policy and its statement find the same contracts for everybody", async () => {
    const contracts = await Promise.all(STATES.flatMap((state) => [employer, rival].map(async (employerId) => ({ id: await given.contract(employerId, { queues: [await given.queue()], state }), employerId, state: state as State, editors: [] }))));
    for (const [role, kind, employerId] of [["lead", "inHouse", randomUUID()], ["auditor", "inHouse", randomUUID()], ["agent", "inHouse", randomUUID()], ["lead", "processor", employer], ["agent", "processor", employer], ["privacyOfficer", "processor", employer]] as const) {
      const viewer = viewerWith({ role, employer: { id: employerId, kind, name: "" } });
      const { sql, parameter } = readableContracts(viewer, 1);
      const found = await given.sql<{ id: string }>(`SELECT c.id FROM processor_contracts c WHERE ${sql} AND c.id = ANY($2::uuid[])`, [parameter, contracts.map(({ id }) => id)]);
      expect([role, kind, found.map(({ id }) => id).sort()]).toEqual([role, kind, contracts.filter((one) => contractPolicy.read(viewer, one)).map(({ id }) => id).sort()]);
    }
  });
});

describe("instructions", () => {
  it("that were spoken bind once confirmed in text form; one that is objected to pauses until the officer decides", async () => {
    await lead.post(`/contracts/${contract}/instructions`, { text: "Keine Rückrufe nach 20 Uhr", channel: "spoken" }).expect(303);
    const { id } = await only<{ id: string }>("SELECT id FROM contract_instructions WHERE contract_id = $1", [contract]);
    expect((await ownLead.get(`/contracts/${contract}/papers`).expect(200)).text).toContain("unconfirmed");
    await rivalLead.post(`/contract-instructions/${id}/confirmation`).expect(404);
    await ownLead.post(`/contract-instructions/${id}/confirmation`).expect(303);
    await ownLead.post(`/contract-instructions/${id}/confirmation`).expect(409);
    expect((await ownLead.post(`/contract-instructions/${id}/objection`, { objection: " " }).expect(422)).text).toContain("Please fill this in");
    await ownLead.post(`/contract-instructions/${id}/objection`, { objection: "Verstößt gegen die Arbeitszeit von Frau Muster" }).expect(303);
    expect((await officer.get(`/contracts/${contract}/papers`).expect(200)).text).toContain("objected, paused");
    await ownLead.post(`/contract-instructions/${id}/settlement`, { settled: "upheld" }).expect(403);
    await officer.post(`/contract-instructions/${id}/settlement`, { settled: "upheld" }).expect(303);
    expect((await officer.get(`/contracts/${contract}/papers`).expect(200)).text).toContain("in force");
    expect(JSON.stringify(await given.sql("SELECT encode(text, 'escape') AS t, encode(objection, 'escape') AS o FROM contract_instructions"))).not.toMatch(/Rückrufe|Muster/);
  });
});

describe("documents and contacts", () => {
  it("are kept sealed, opened for those who may read the contract, and refused where they are no document", async () => {
    const send = (browser: Browser, bytes: Buffer, name: string) => request(program.app).post(`/contracts/${contract}/documents`).set("Cookie", browser.cookie()).set("Accept", "text/html").set("Origin", "http://127.0.0.1").set("Sec-Fetch-Site", "same-origin").field("kind", "evidence").attach("file", bytes, name);
    await send(lead, Buffer.from("%PDF-1.4 Nachweis der Maßnahmen"), "nachweis-erika-muster.pdf").expect(303);
    const { id } = await only<{ id: string }>("SELECT id FROM contract_documents WHERE contract_id = $1", [contract]);
    const opened = await ownLead.get(`/contract-documents/${id}`).expect(200);
    expect(opened.headers["content-disposition"]).toContain("attachment");
    await rivalLead.get(`/contract-documents/${id}`).expect(404);
    expect((await lead.get(`/contracts/${contract}/papers`).expect(200)).text).toContain("nachweis-erika-muster.pdf");
    expect((await send(lead, Buffer.from([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0, 4, 0, 0, 0]), "programm.exe").expect(422)).text).toContain("not accepted");
    expect(JSON.stringify(await given.sql("SELECT encode(file_name, 'escape') AS n FROM contract_documents"))).not.toContain("erika");
  });

  it("of a person go with their key", async () => {
    await ownLead.post(`/contracts/${contract}/contacts`, { duty: "privacy", name: "Petra Kontakt", email: "petra@ost.example", phone: "" }).expect(303);
    const { id } = await only<{ id: string }>("SELECT id FROM processor_contacts WHERE employer_id = $1", [employer]);
    expect((await officer.get(`/contracts/${contract}/annex`).expect(200)).text).toContain("Petra Kontakt");
    await rivalLead.post(`/contracts/${contract}/contact-removal`, { contact: id }).expect(404);
    await ownLead.post(`/contracts/${contract}/contact-removal`, { contact: id }).expect(303);
    expect(await given.sql("SELECT 1 FROM data_keys WHERE subject = $1 AND wrapped IS NULL", [id])).toHaveLength(1);
  });
});

describe("transfers", () => {
  const transfer = (more: Record<string, string>): Record<string, string> => ({ country: "IN", tool: "scc", module: "2", assessedOn: day(-3), certificateCheckedOn: "", expiresOn: day(300), subProcessor: "", ...more });
  it.each<[string, Record<string, string>, string]>([
    ["inside the EEA", { country: "AT" }, "needs no tool"], ["by standard clauses without a module", { module: "" }, "choose the module"], ["by clauses without an assessment", { assessedOn: "" }, "transfer assessment"],
    ["by adequacy where there is no decision", { tool: "adequacy" }, "No adequacy decision"], ["to the United States without a certification", { country: "US", tool: "adequacy" }, "certified recipients only"], ["that has expired", { expiresOn: day(-2) }, "already over"],
  ])("%s are refused by the field", async (_what, more, said) => {
    expect((await officer.post(`/contracts/${contract}/transfers`, transfer(more)).expect(422)).text).toContain(said);
  });

  it("open their country, and its loss closes that one alone; the annex says what differs", async () => {
    expect((await officer.get(`/contracts/${contract}/annex`).expect(200)).text).toContain("blocked without a valid transfer tool");
    await officer.post(`/contracts/${contract}/transfers`, transfer({})).expect(303);
    const countries = (): Promise<{ countries: string[] }> => only("SELECT countries FROM contracts_in_force(now()) WHERE id = $1", [contract]);
    expect((await countries()).countries).toEqual(["DE", "IN"]);
    expect((await officer.get(`/contracts/${contract}/annex`).expect(200)).text).not.toContain("blocked without a valid transfer tool");
    const { id } = await only<{ id: string }>("SELECT id FROM transfers WHERE contract_id = $1", [contract]);
    await lead.post(`/transfers/${id}/loss`).expect(403);
    await officer.post(`/transfers/${id}/loss`).expect(303);
    expect((await countries()).countries).toEqual(["DE"]);
  });
});

describe("sub-processors", () => {
  it("are proposed by the processor, get nothing before the answer, and nothing after an objection", async () => {
    const form = { name: "Unterbau GmbH", address: "Weg 1, Leipzig", country: "DE", contact: "Ute Unter", service: "hosting", parent: "", company: "" };
    await rivalLead.post(`/contracts/${contract}/sub-processors`, form).expect(404);
    await ownLead.post(`/contracts/${contract}/sub-processors`, form).expect(303);
    const { id } = await only<{ id: string }>("SELECT id FROM sub_processors WHERE contract_id = $1", [contract]);
    const allowed = (): Promise<unknown[]> => given.sql("SELECT 1 FROM sub_processors_allowed(now() + interval '1 second') WHERE id = $1", [id]);
    expect(await allowed()).toEqual([]);
    expect((await officer.get(`/contracts/${contract}/annex`).expect(200)).text).toContain("gets no data (objection period open)");
    await ownLead.post(`/sub-processors/${id}/decision`, { decision: "approved", grounds: "" }).expect(403);
    await officer.post(`/sub-processors/${id}/decision`, { decision: "approved", grounds: "" }).expect(303);
    expect(await allowed()).toHaveLength(1);
    await officer.post(`/sub-processors/${id}/decision`, { decision: "objected", grounds: "Rechenzentrum ohne Nachweis" }).expect(303);
    expect(await allowed()).toEqual([]);
  });
});

describe("people of the processor", () => {
  it("are invited and named by the own lead for the own employer only, and lose access at once when they are withdrawn", async () => {
    const invitation = { name: "Nora Neu", email: "nora@ost.example", locale: "de", [`queue.${queue}`]: "on" };
    await rivalLead.post(`/contracts/${contract}/invitations`, invitation).expect(404);
    await lead.post(`/contracts/${contract}/invitations`, invitation).expect(403);
    expect((await ownLead.post(`/contracts/${contract}/invitations`, { ...invitation, [`queue.${await given.queue()}`]: "on" }).expect(422)).text).toContain("known queue");
    await ownLead.post(`/contracts/${contract}/invitations`, invitation).expect(303);
    expect(await given.sql("SELECT a.role FROM agents a JOIN processor_people p ON p.agent_id = a.id WHERE a.employer_id = $1 AND a.state = 'invited' AND p.withdrawn_at IS NULL", [employer])).toEqual([{ role: "agent" }]);
    const ticket = await given.ticket({ queueId: queue, routedTo: employer, assigneeId: agent.id });
    const browser = await as(program, agent);
    await browser.get(`/tickets/${ticket.number}`).expect(200);
    const stranger = await given.agent({ employerId: rival });
    await ownLead.post(`/contracts/${contract}/person-withdrawal`, { person: stranger.id }).expect(404);
    await ownLead.post(`/contracts/${contract}/person-naming`, { person: stranger.id }).expect(404);
    await rivalLead.post(`/contracts/${contract}/person-withdrawal`, { person: agent.id }).expect(404);
    await ownLead.post(`/contracts/${contract}/person-withdrawal`, { person: agent.id }).expect(303);
    expect((await browser.get(`/tickets/${ticket.number}`)).status).not.toBe(200);
    await program.jobs.settle();
    expect(await given.sql("SELECT 1 FROM tickets WHERE id = $1 AND assignee_id IS NULL", [ticket.id])).toHaveLength(1);
    await (await as(program, agent)).get(`/tickets/${ticket.number}`).expect(404);
    await ownLead.post(`/contracts/${contract}/person-naming`, { person: agent.id }).expect(303);
    await (await as(program, agent)).get(`/tickets/${ticket.number}`).expect(200);
  });
});

describe("audits", () => {
  it("go step by step, close only without open findings, and suspend the contract when they escalate", async () => {
    const id = await given.contract(await given.processor(), { queues: [await given.queue()] });
    await lead.post(`/contracts/${id}/audits`, { kind: "desk", cause: "yearly", plannedFor: day(3) }).expect(303);
    const { id: audit } = await only<{ id: string }>("SELECT id FROM contract_audits WHERE contract_id = $1", [id]);
    const to = (state: string, status: number): Promise<unknown> => officer.post(`/contract-audits/${audit}/steps`, { state }).expect(status).then((answer) => answer);
    await to("closed", 409);
    await to("requested", 303);
    await to("evidenceIn", 303);
    await lead.post(`/contract-audits/${audit}/findings`, { severity: "high", finding: "Kein Sperrkonzept", due: day(20), owner: "processor" }).expect(303);
    await to("closed", 409);
    expect((await officer.get(`/contracts/${id}/oversight`).expect(200)).text).toContain("Kein Sperrkonzept");
    await to("escalated", 303);
    expect(await only("SELECT state FROM processor_contracts WHERE id = $1", [id])).toEqual({ state: "suspended" });
  });
});

describe("the role wizard and the scorecard", () => {
  it("keep a borderline result open until another person signs it off", async () => {
    const answers = { vendor: "Institut", task: "Umfrage", nextReview: day(200), access: "yes", integrated: "no", profession: "no", ownPurposes: "no", jointly: "unsure", instructed: "yes", freeMeans: "no", mixed: "no" };
    await officer.post("/role-assessments", { ...answers, access: "" }).expect(422);
    const { headers } = await officer.post("/role-assessments", answers).expect(303);
    const path = headers.location!.split("?")[0]!;
    expect((await officer.get(path).expect(200)).text).toContain("Borderline: waits");
    await officer.post(`${path}/sign-off`).expect(409);
    const other = await as(program, await given.agent({ role: "privacyOfficer" }));
    await other.post(`${path}/sign-off`).expect(303);
    expect((await lead.get(path).expect(200)).text).toContain("Borderline, signed off");
  });

  it("show a failed knock-out whatever the points are", async () => {
    const points = Object.fromEntries(["quality", "price", "reliability", "measures", "chain", "location", "homeOffice", "training", "rights", "breaches", "audits", "exit"].map((name) => [`points.${name}`, "10"]));
    const passed = Object.fromEntries(["contract", "confidentiality", "subProcessors", "thirdCountry"].map((name) => [`passed.${name}`, "on"]));
    const { headers } = await lead.post("/scorecards", { vendor: "Billig GmbH", evidence: "Angebot", ...points, ...passed }).expect(303);
    expect((await lead.get(headers.location!.split("?")[0]!).expect(200)).text).toContain("No price makes up for it");
    const whole = await lead.post("/scorecards", { vendor: "Gut GmbH", evidence: "ISO 27701", ...points, ...passed, "passed.breachNotice": "on" }).expect(303);
    expect((await lead.get(whole.headers.location!.split("?")[0]!).expect(200)).text).toContain("100 of 100");
  });
});

it("the annex as a file is a PDF", async () => {
  const answer = await officer.get(`/contracts/${contract}/annex.pdf`).expect(200);
  expect(answer.headers["content-type"]).toBe("application/pdf");
  expect((answer.body as Buffer).subarray(0, 5).toString()).toBe("%PDF-");
});
