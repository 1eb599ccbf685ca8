import { randomUUID } from "node:crypto";
import { endContracts } from "../../../src/governance/processors/life/end-contracts";
import { warnOfEnds } from "../../../src/governance/processors/life/warn-of-ends";
import { CLAUSES } from "../../../src/governance/processors/life/readiness";
import { as, givenIn, type Browser, type Given } from "../../support/given";
import { startProgram, type TestProgram } from "../../support/program";

let program: TestProgram;
let given: Given;
let drafter: Browser, officer: Browser, second: Browser;
const ids: Record<string, string> = {};
beforeAll(async () => {
  program = await startProgram();
  given = givenIn(program);
  const [one, two, three] = [await given.agent({ role: "lead" }), await given.agent({ role: "privacyOfficer" }), await given.agent({ role: "privacyOfficer" })];
  Object.assign(ids, { drafter: one.id, officer: two.id, second: three.id });
  [drafter, officer, second] = [await as(program, one), await as(program, two), await as(program, three)];
}, 120_000);
afterAll(() => program.stop());

const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const form = (employer: string, queue: string, more: Record<string, string> = {}): Record<string, string> => ({
  employer, reference: `AVV ${randomUUID().slice(0, 8)}`, title: "Kundenservice", startsOn: day(-1), endsOn: day(200), zone: "Europe/Berlin", "group.customers": "on", [`queue.${queue}`]: "on", "purpose.support": "on",
  "form.name": "clear", "form.correspondence": "clear", "form.phone": "narrow", maxLevel: "L2", countries: "DE", noticeDays: "90", breachNoticeHours: "24", subProcessorMode: "specific", objectionDays: "30", assessment: "", ...more,
});
const stateOf = async (id: string): Promise<string> => (await given.sql<{ state: string }>("SELECT state FROM processor_contracts WHERE id = $1", [id]))[0]!.state;
const idOf = (location: string): string => /contracts\/([0-9a-f-]{36})/.exec(location)![1]!;
const draft = async (employer: string, queue: string, more: Record<string, string> = {}, who = drafter): Promise<string> => idOf((await who.post("/contracts", form(employer, queue, more)).expect(303)).headers.location!);
/** Everything that a contract needs, but the steps of its life. */
const prove = async (id: string): Promise<void> => {
  const assessment = randomUUID();
  await given.sql("INSERT INTO role_assessments (id, vendor, task, questions, answers, role, confidence, reasons, reviewed_at, next_review) VALUES ($1, 'V', 'T', 1, '{}', 'processor', 'clear', '{instructed}', now(), current_date + 100)", [assessment]);
  await given.sql("UPDATE processor_contracts SET assessment_id = $2 WHERE id = $1", [id, assessment]);
  for (const clause of CLAUSES) await drafter.post(`/contracts/${id}/clauses`, { clause, evidence: "§ 4" }).expect(303);
  await drafter.post(`/contracts/${id}/measures`, { reviewDue: day(100), "control.entry": "met" }).expect(303);
};
const sign = async (id: string): Promise<void> => { await given.sql("INSERT INTO contract_documents (id, contract_id, kind, file_name, content_type, size, file_key, added_at) VALUES (gen_random_uuid(), $1, 'signedContract', '', 'application/pdf', 1, $2, now())", [id, randomUUID()]); };
const activated = async (employer: string, queue: string, more: Record<string, string> = {}): Promise<string> => {
  const id = await draft(employer, queue, more);
  await prove(id);
  await drafter.post(`/contracts/${id}/submission`).expect(303);
  await officer.post(`/contracts/${id}/approval`).expect(303);
  await sign(id);
  await officer.post(`/contracts/${id}/activation`).expect(303);
  expect(await stateOf(id)).toBe("active");
  return id;
};

describe("from a draft to a contract in force", () => {
  it("takes two people, every clause, a signature, measures and a settled role; nobody finds anything before", async () => {
    const [employer, queue] = [await given.processor(), await given.queue()];
    const ticket = await given.ticket({ queueId: queue, routedTo: employer });
    const agent = await as(program, await given.agent({ employerId: employer, queues: [queue] }));
    const id = await draft(employer, queue);
    await agent.get(`/tickets/${ticket.number}`).expect(404);
    await officer.post(`/contracts/${id}/approval`).expect(409);
    await drafter.post(`/contracts/${id}/submission`).expect(303);
    await drafter.post(`/contracts/${id}/approval`).expect(403);
    await officer.post(`/contracts/${id}/approval`).expect(303);
    const refused = await officer.post(`/contracts/${id}/activation`).expect(409);
    expect(refused.text).toContain("Requirements are still missing");
    await prove(id);
    await officer.post(`/contracts/${id}/activation`).expect(409);
    await sign(id);
    await officer.post(`/contracts/${id}/activation`).expect(303);
    await agent.get(`/tickets/${ticket.number}`).expect(200);
    expect((await given.sql<{ fact: string }>("SELECT fact FROM evidence WHERE object_id = $1 ORDER BY position", [id])).map(({ fact }) => fact)).toEqual(expect.arrayContaining(["drafted", "submitted", "approved", "activated"]));
  });

  it("is not decided by whoever wrote it, whatever their role", async () => {
    const id = await draft(await given.processor(), await given.queue(), {}, officer);
    await officer.post(`/contracts/${id}/submission`).expect(303);
    expect((await officer.post(`/contracts/${id}/approval`).expect(409)).text).toContain("second person");
    await second.post(`/contracts/${id}/approval`).expect(303);
  });

  it("happens once: of two approvals at the same time the second is told", async () => {
    const id = await draft(await given.processor(), await given.queue());
    await drafter.post(`/contracts/${id}/submission`).expect(303);
    const answers = await Promise.all([officer.post(`/contracts/${id}/approval`), second.post(`/contracts/${id}/approval`)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect(await given.sql("SELECT 1 FROM contract_states WHERE contract_id = $1 AND state = 'awaitingSignature'", [id])).toHaveLength(1);
  });

  it.each(["joint", "independentController", "ownStaff", "none"])("is closed to a vendor who is %s", async (role) => {
    const id = await draft(await given.processor(), await given.queue());
    await prove(id);
    await drafter.post(`/contracts/${id}/submission`).expect(303);
    await officer.post(`/contracts/${id}/approval`).expect(303);
    await sign(id);
    await given.sql("UPDATE role_assessments SET role = $2 WHERE id = (SELECT assessment_id FROM processor_contracts WHERE id = $1)", [id, role]);
    await officer.post(`/contracts/${id}/activation`).expect(409);
  });

  it.each<[string, Record<string, string>, string]>([
    ["an end before the start", { startsOn: "2027-05-02", endsOn: "2027-05-01" }, "The end lies before the start."],
    ["an end that is over", { startsOn: "2020-01-01", endsOn: "2020-12-31" }, "This day is already over."],
    ["a day that is none", { endsOn: "2027-02-29" }, "Please enter a valid date."],
    ["an unknown purpose", { "purpose.marketing": "on" }, "at least one known purpose"],
    ["an unknown category", { "form.shoeSize": "clear" }, "A category or form is unknown."],
    ["an unknown form", { "form.email": "everything" }, "A category or form is unknown."],
    ["an unknown country", { countries: "DE, XX" }, "valid country codes"],
    ["an unknown queue", { "queue.4c4b1c4e-0000-4000-8000-000000000000": "on" }, "at least one known queue"],
  ])("comes back with %s, and with what was typed", async (_what, more, said) => {
    const [employer, queue] = [await given.processor(), await given.queue()];
    const answer = await drafter.post("/contracts", form(employer, queue, { title: "Etwas Besonderes", ...more })).expect(422);
    expect(answer.text).toContain(said);
    expect(answer.text).toContain("Etwas Besonderes");
    expect(await given.sql("SELECT 1 FROM processor_contracts WHERE employer_id = $1", [employer])).toEqual([]);
  });
});

describe("a contract in force", () => {
  it("stands alone for its queues: another one for the same processor and queue is refused", async () => {
    const [employer, queue] = [await given.processor(), await given.queue()];
    await activated(employer, queue);
    const id = await draft(employer, queue);
    await prove(id);
    await drafter.post(`/contracts/${id}/submission`).expect(303);
    await officer.post(`/contracts/${id}/approval`).expect(303);
    await sign(id);
    expect((await officer.post(`/contracts/${id}/activation`).expect(409)).text).toContain("covers one of these queues");
  });

  it("keeps its scope until a second person has approved an amendment, and is cut at once where it loses some", async () => {
    const [employer, queue, more] = [await given.processor(), await given.queue(), await given.queue()];
    const id = await activated(employer, queue);
    const own = await given.ticket({ queueId: queue, routedTo: employer }), other = await given.ticket({ queueId: more, routedTo: employer });
    const agent = await as(program, await given.agent({ employerId: employer, queues: [queue, more] }));
    const terms = form(employer, more);
    await drafter.post(`/contracts/${id}/amendments`, terms).expect(303);
    expect(await stateOf(id)).toBe("amendmentPending");
    await agent.get(`/tickets/${own.number}`).expect(200);
    await agent.get(`/tickets/${other.number}`).expect(404);
    expect((await officer.get(`/contracts/${id}`).expect(200)).text).toContain("gives the processor more");
    await drafter.post(`/contracts/${id}/amendment-decision`, { decision: "approved" }).expect(403);
    await officer.post(`/contracts/${id}/amendment-decision`, { decision: "approved" }).expect(303);
    await agent.get(`/tickets/${own.number}`).expect(404);
    await agent.get(`/tickets/${other.number}`).expect(200);
    await program.jobs.settle();
    expect(await given.sql("SELECT 1 FROM tickets WHERE id = $1 AND routed_to = $2", [own.id, await given.inHouse()])).toHaveLength(1);
  });

  it("whose amendment was proposed by the officer waits for another officer", async () => {
    const [employer, queue] = [await given.processor(), await given.queue()];
    const id = await activated(employer, queue);
    await officer.post(`/contracts/${id}/amendments`, form(employer, queue, { homeOfficeAllowed: "on" })).expect(303);
    await officer.post(`/contracts/${id}/amendment-decision`, { decision: "approved" }).expect(409);
    expect(await given.sql("SELECT 1 FROM processor_contracts WHERE id = $1 AND home_office_allowed", [id])).toEqual([]);
    await second.post(`/contracts/${id}/amendment-decision`, { decision: "approved" }).expect(303);
    expect(await given.sql("SELECT 1 FROM processor_contracts WHERE id = $1 AND home_office_allowed", [id])).toHaveLength(1);
  });

  it("that is suspended gives its tickets back with the reason, and is resumed as what it was", async () => {
    const [employer, queue] = [await given.processor(), await given.queue()];
    const id = await activated(employer, queue);
    const agent = await given.agent({ employerId: employer, queues: [queue] });
    const ticket = await given.ticket({ queueId: queue, routedTo: employer, assigneeId: agent.id });
    await officer.post(`/contracts/${id}/notice`, { endsOn: day(60), cutOverOn: day(30), givenBy: "controller", note: "" }).expect(303);
    await officer.post(`/contracts/${id}/suspension`, { reason: "breach", note: "Meldung vom Montag" }).expect(303);
    await program.jobs.settle();
    expect(await given.sql("SELECT 1 FROM tickets WHERE id = $1 AND assignee_id IS NULL AND routed_to = $2", [ticket.id, await given.inHouse()])).toHaveLength(1);
    expect(await given.sql("SELECT detail FROM ticket_events WHERE ticket_id = $1 AND kind = 'withdrawn'", [ticket.id])).toMatchObject([{ detail: { why: "contractSuspended" } }]);
    const page = await officer.get(`/contracts/${id}`).expect(200);
    expect(page.text).toContain("Meldung vom Montag");
    expect((await given.sql<{ note: string }>("SELECT encode(note, 'escape') AS note FROM contract_states WHERE contract_id = $1 AND note IS NOT NULL", [id]))[0]!.note).not.toContain("Montag");
    await officer.post(`/contracts/${id}/resumption`, { note: "" }).expect(303);
    expect(await stateOf(id)).toBe("noticeGiven");
  });

  it("gets no later end by a notice", async () => {
    const id = await activated(await given.processor(), await given.queue());
    expect((await officer.post(`/contracts/${id}/notice`, { endsOn: day(900), cutOverOn: day(10), givenBy: "processor", note: "" }).expect(422)).text).toContain("cannot lengthen");
    await officer.post(`/contracts/${id}/notice`, { endsOn: day(20), cutOverOn: day(30), givenBy: "processor", note: "" }).expect(422);
  });
});

describe("the end", () => {
  it("is noticed by itself, once, and leads through return or deletion to a record that stays", async () => {
    const [employer, queue] = [await given.processor(), await given.queue()];
    const id = await activated(employer, queue);
    const ticket = await given.ticket({ queueId: queue, routedTo: employer });
    await given.sql("UPDATE processor_contracts SET valid_until = now() - interval '1 second' WHERE id = $1", [id]);
    const counts = await Promise.all([endContracts(program.run), endContracts(program.run)]);
    expect(counts[0] + counts[1]).toBe(1);
    expect(await stateOf(id)).toBe("windDown");
    await program.jobs.settle();
    expect(await given.sql("SELECT 1 FROM tickets WHERE id = $1 AND routed_to = $2", [ticket.id, await given.inHouse()])).toHaveLength(1);
    await officer.post(`/contracts/${id}/end`).expect(409);
    await officer.post(`/contracts/${id}/exit`, { choice: "deletion", deletionDays: "30", keptLaw: "", keptUntil: "" }).expect(303);
    await officer.post(`/contracts/${id}/end`).expect(303);
    const certificate = { scope: "Alles seit 2025", systems: "CRM", method: "erased", backupsExpireOn: day(-1), subProcessorsConfirmed: "on", signedBy: "Rosa Unterschrift" };
    await officer.post(`/contracts/${id}/certificate`, certificate).expect(422);
    await given.sql("INSERT INTO contract_documents (id, contract_id, kind, file_name, content_type, size, file_key, added_at) VALUES (gen_random_uuid(), $1, 'certificate', '', 'application/pdf', 1, $2, now())", [id, randomUUID()]);
    await officer.post(`/contracts/${id}/certificate`, { ...certificate, subProcessorsConfirmed: "" }).expect(422);
    await officer.post(`/contracts/${id}/certificate`, certificate).expect(303);
    await officer.post(`/contracts/${id}/archiving`).expect(303);
    expect(await stateOf(id)).toBe("archived");
    expect((await officer.get(`/contracts/${id}/exit`).expect(200)).text).toContain("Rosa Unterschrift");
  });

  it("is announced at 90, 30 and 7 days, each once, with whom and what it concerns", async () => {
    const [employer, queue] = [await given.processor(), await given.queue()];
    const id = await activated(employer, queue);
    await given.agent({ employerId: employer, queues: [queue] });
    await given.ticket({ queueId: queue, routedTo: employer });
    const warned = async (days: number): Promise<unknown> => {
      await given.sql("UPDATE processor_contracts SET valid_until = date_trunc('day', now()) + $2 * interval '1 day' WHERE id = $1", [id, days]);
      await warnOfEnds(program.run);
      await warnOfEnds(program.run);
      return given.sql("SELECT DISTINCT days FROM contract_warnings WHERE contract_id = $1 ORDER BY days DESC", [id]);
    };
    expect(await warned(120)).toEqual([]);
    expect(await warned(80)).toEqual([{ days: 90 }]);
    expect(await warned(29)).toEqual([{ days: 90 }, { days: 30 }]);
    expect(await warned(5)).toEqual([{ days: 90 }, { days: 30 }, { days: 7 }]);
    expect(await given.sql("SELECT agents, tickets FROM contract_warnings WHERE contract_id = $1 LIMIT 1", [id])).toEqual([{ agents: 1, tickets: 1 }]);
    await program.jobs.settle();
    expect((await officer.get(`/contracts/${id}`).expect(200)).text).toMatch(/1 agent, 1 queue, 3 categories; ends in \d+ days?; then 1 open ticket returns to/);
  });
});
