import { randomUUID } from "node:crypto";
import { standingAsOf } from "../../../src/governance/as-of/standing-as-of";
import { localText } from "../../../src/governance/as-of/moment";
import { as, givenIn, type Given } from "../../support/given";
import { startProgram, type TestProgram } from "../../support/program";

let program: TestProgram;
let given: Given;
jest.setTimeout(30_000);
beforeAll(async () => { program = await startProgram({}, { work: false }); given = givenIn(program); }, 120_000);
afterAll(() => program.stop());

const day = (days: number): Date => new Date(Date.now() + days * 86_400_000);
const asked = (agent: string, at: Date) => program.database.transaction((db) => standingAsOf({ db }, agent, at, "en"));

/** Somebody who was a processor's agent for a hundred days and has been a lead in-house for fifty. */
const mover = async () => {
  const [employerId, house, queueThen, queueNow] = [await given.processor("Callcenter Weser"), await given.inHouse(), await given.queue(), await given.queue()];
  await given.contract(employerId, { queues: [queueThen], from: day(-200), until: day(-40) });
  const team = await given.team();
  const agent = await given.agent({ role: "lead", teamId: team, queues: [queueNow], name: "Mona Wechsel", acknowledgement: false, training: "missing", home: false });
  await given.sql("DELETE FROM employments WHERE agent_id = $1", [agent.id]);
  await given.sql(`INSERT INTO employments (id, agent_id, employer_id, team_id, role, starts_at, ends_at) VALUES (gen_random_uuid(), $1, $2, NULL, 'agent', $4, $5), (gen_random_uuid(), $1, $3, $6, 'lead', $5, NULL)`, [agent.id, employerId, house, day(-150), day(-50), team]);
  await given.sql("INSERT INTO processor_people (id, agent_id, employer_id, named_at, withdrawn_at) VALUES ($1, $2, $3, $4, $5)", [randomUUID(), agent.id, employerId, day(-150), day(-50)]);
  await given.sql("UPDATE agent_queues SET since = $2 WHERE agent_id = $1", [agent.id, day(-50)]);
  await given.sql("INSERT INTO agent_queue_periods VALUES ($1, $2, $3, $4)", [agent.id, queueThen, day(-150), day(-50)]);
  await given.sql("INSERT INTO acknowledgements (id, agent_id, employer_id, valid_from, valid_until) VALUES ($1, $2, $3, $4, $5)", [randomUUID(), agent.id, employerId, day(-149), day(-51)]);
  for (const course of ["basics", "callers", "masks"]) await given.sql("INSERT INTO trainings (id, agent_id, course, passed_at, valid_until) VALUES ($1, $2, $3, $4, $5)", [randomUUID(), agent.id, course, day(-140), day(-20)]);
  return { agent, employerId, house, team, queueThen, queueNow };
};

describe("what held at a moment", () => {
  it("is read over the employment, the papers and the queues of that moment", async () => {
    const { agent, employerId, house } = await mover();
    const then = await asked(agent.id, day(-100));
    expect(then).toMatchObject({ role: "agent", employer: { id: employerId, kind: "processor" }, team: null, obstacles: [], facts: { acknowledged: true, training: "valid", queues: 1 } });
    expect(then!.facts.contracts).toHaveLength(1);
    expect((await asked(agent.id, day(-145)))!.obstacles).toEqual(["trainingMissing"]);
    expect((await asked(agent.id, day(-50.5)))!.obstacles).toEqual(["acknowledgement"]);
    const now = await asked(agent.id, day(-1));
    expect(now).toMatchObject({ role: "lead", employer: { id: house, kind: "inHouse" }, facts: { queues: 1 }, obstacles: ["acknowledgement", "trainingMissing"] });
    expect((await asked(agent.id, day(-10)))!.obstacles).toEqual(["acknowledgement", "trainingOverdue"]);
  });

  it("has no answer before the first day, nor for nobody, and one exactly at the change", async () => {
    const { agent, house } = await mover();
    await as(program, agent, "clientSite");
    expect((await asked(agent.id, new Date()))!.places).toEqual([expect.objectContaining({ place: expect.any(String), country: "DE" })]);
    expect(await asked(agent.id, day(-151))).toBeNull();
    expect(await asked(randomUUID(), day(-1))).toBeNull();
    const [change] = await given.sql<{ starts_at: Date }>("SELECT starts_at FROM employments WHERE agent_id = $1 AND ends_at IS NULL", [agent.id]);
    expect((await asked(agent.id, change!.starts_at))!.employer.id).toBe(house);
    expect((await asked(agent.id, new Date(change!.starts_at.getTime() - 1)))!.role).toBe("agent");
  });

  it("is shown to privacy, to the lead of the team, to the person; for everybody else nobody is there", async () => {
    const { agent, team, employerId } = await mover();
    const path = `/readiness/${agent.id}?at=${localText(day(-100))}`;
    const officer = await as(program, await given.agent({ role: "privacyOfficer" }));
    const page = await officer.get(path).expect(200);
    for (const text of ["Mona Wechsel", "Callcenter Weser", "May work"]) expect(page.text).toContain(text);
    const own = await as(program, agent);
    expect((await own.get(path).expect(200)).text).toContain("Callcenter Weser");
    const lead = await as(program, await given.agent({ role: "lead", teamId: team }));
    expect((await lead.get(`/readiness/${agent.id}`).expect(200)).text).toContain("confidentiality acknowledgement is missing");
    const past = await lead.get(path).expect(200);
    expect(past.text).toContain("was not in your team");
    expect(past.text).not.toContain("Callcenter Weser");
    for (const wish of [{ role: "lead" as const, teamId: await given.team() }, { role: "lead" as const, employerId }, { role: "administrator" as const }, { role: "auditor" as const }, {}]) {
      const stranger = await as(program, await given.agent(wish));
      for (const ending of ["", "/standing.json", "/standing.pdf"]) await stranger.get(`/readiness/${agent.id}${ending}`).expect(404);
    }
    for (const id of [randomUUID(), "keine-id"]) await officer.get(`/readiness/${id}`).expect(404);
  });

  it("is refused in clear words for moments that are none, never were, were twice, or are still to come", async () => {
    const agent = await given.agent();
    const officer = await as(program, await given.agent({ role: "privacyOfficer" }));
    const ask = (at: string) => officer.get(`/readiness/${agent.id}?at=${encodeURIComponent(at)}`);
    for (const [at, words] of [["gestern", "This is no moment"], ["2026-03-29T02:30", "This time never was"], ["2025-10-26T02:30", "This hour was there twice"], ["2090-01-01T00:00", "still to come"]] as const) expect((await ask(at).expect(422)).text).toContain(words);
    const twice = await ask("2025-10-26T02:30");
    for (const at of ["2025-10-26T00%3A30%3A00Z", "2025-10-26T01%3A30%3A00Z"]) expect(twice.text).toContain(at);
    expect((await ask("2001-01-01T00:00").expect(200)).text).toContain("did not work here");
    await officer.get(`/readiness/${agent.id}/standing.json?at=2090-01-01T00:00`).expect(422);
    await officer.get(`/readiness/${agent.id}?at=a&at=b`).expect(400);
  });

  it("leaves as JSON of codes and as a PDF, and each export is logged", async () => {
    const { agent } = await mover();
    const officer = await as(program, await given.agent({ role: "privacyOfficer" }));
    const at = day(-100).toISOString();
    const json = await officer.get(`/readiness/${agent.id}/standing.json?at=${at}`).expect(200);
    expect(json.headers["content-disposition"]).toContain("attachment");
    expect(JSON.parse(json.text)).toMatchObject({ format: "diskret-standing/1", person: agent.id, readiness: "ready", employment: { role: "agent" }, acknowledgement: { holds: true } });
    expect(json.text).not.toContain("Mona");
    const pdf = await officer.get(`/readiness/${agent.id}/standing.pdf?at=${at}`).expect(200);
    expect(pdf.headers["content-type"]).toContain("application/pdf");
    expect(await given.sql("SELECT 1 FROM access_log WHERE action = 'export' AND detail ->> 'what' = 'standing'")).toHaveLength(2);
  });
});

describe("team readiness", () => {
  it("counts and names by state, in the own scope alone", async () => {
    const team = await given.team();
    const queueId = await given.queue();
    const wish = { teamId: team, queues: [queueId] };
    await given.agent({ ...wish, name: "Rita Bereit" });
    await given.agent({ ...wish, name: "Nora Knapp", training: "overdue" });
    const blocked = await given.agent({ ...wish, name: "Bodo Gesperrt", acknowledgement: false });
    await given.agent({ name: "Fremd Anders", queues: [queueId] });
    await given.sql("UPDATE acknowledgements SET valid_until = now() + interval '10 days' WHERE agent_id = (SELECT agent_id FROM employments e WHERE e.team_id = $1 AND e.agent_id <> $2 LIMIT 1)", [team, blocked.id]);
    const lead = await as(program, await given.agent({ ...wish, role: "lead", name: "Lena Leitung" }));
    const page = await lead.get("/readiness").expect(200);
    for (const text of ["Rita Bereit", "Nora Knapp", "Bodo Gesperrt", "Lena Leitung", "confidentiality acknowledgement is missing", "training is overdue", "until"]) expect(page.text).toContain(text);
    expect(page.text).not.toContain("Fremd Anders");
    const only = await lead.get("/readiness?show=blocked").expect(200);
    expect(only.text).toContain("Bodo Gesperrt");
    expect(only.text).not.toContain("Rita Bereit");
    await lead.get("/readiness?show=everything").expect(200);
    await given.sql("UPDATE agents SET state = 'left', password_hash = NULL WHERE id = $1", [blocked.id]);
    expect((await lead.get("/readiness?show=left").expect(200)).text).not.toContain("Bodo Gesperrt");
    const officer = await as(program, await given.agent({ role: "privacyOfficer" }));
    expect((await officer.get("/readiness?show=left").expect(200)).text).toContain("Bodo Gesperrt");
    expect((await officer.get("/readiness").expect(200)).text).not.toContain("Bodo Gesperrt");
    for (const role of ["agent", "administrator", "auditor"] as const) await (await as(program, await given.agent({ role }))).get("/readiness").expect(404);
    await (await as(program, await given.agent({ role: "lead", teamId: null }))).get("/readiness").expect(404);
  });
});

describe("my papers", () => {
  it("say what holds until when and what is missing, with a step each", async () => {
    const browser = await as(program, await given.agent({ acknowledgement: false, training: "overdue", home: false }), "undeclared");
    const page = await browser.get("/papers").expect(200);
    for (const text of ["You have not confirmed the confidentiality text yet", "/place-of-work", "/papers/training/basics", "/papers/home-office", "5 papers are missing"]) expect(page.text).toContain(text);
    const fine = await as(program, await given.agent());
    expect((await fine.get("/papers").expect(200)).text).toContain("Everything is in order");
    const outside = await as(program, await given.agent({ employerId: await given.processor() }));
    expect((await outside.get("/papers").expect(200)).text).toContain("no contract in force");
  });
});
