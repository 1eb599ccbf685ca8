import { randomUUID } from "node:crypto";
import { courseIn } from "../../../src/governance/training/courses";
import { remindOfTraining } from "../../../src/governance/training/remind";
import { readFileSync } from "node:fs";
import { readCourse } from "../../../src/governance/training/course";
import { standingOf } from "../../../src/governance";
import { as, givenIn, type Given, type GivenAgent } from "../../support/given";
import { startProgram, type TestProgram } from "../../support/program";

let program: TestProgram;
let given: Given;
jest.setTimeout(30_000);
beforeAll(async () => { program = await startProgram(); given = givenIn(program); }, 120_000);
afterAll(() => program.stop());

const { key } = readCourse("basics", "en", readFileSync("courses/basics/en.md", "utf8"));
/** A sheet with so many wrong answers, from the first question on. */
const sheet = (wrong = 0): Record<string, string> => ({ version: "1", ...Object.fromEntries([...key].map(([question, right], index) => [question, String(index < wrong ? (right + 1) % 2 : right)])) });
const untrained = (wish: Parameters<Given["agent"]>[0] = {}): Promise<GivenAgent> => given.agent({ training: "missing", ...wish });
const trained = async (agent: string, course: string, passed: string, until: string): Promise<unknown> =>
  given.sql("INSERT INTO trainings (id, agent_id, course, passed_at, valid_until) VALUES ($1, $2, $3, now() + $4::interval, now() + $5::interval)", [randomUUID(), agent, course, passed, until]);
const factOf = async (agent: GivenAgent, at = new Date()): Promise<string | undefined> => {
  const [signIn] = await given.sql<{ id: string }>("SELECT id FROM sign_ins WHERE agent_id = $1 AND ended_at IS NULL LIMIT 1", [agent.id]);
  return program.database.transaction(async (db) => (await standingOf(db, { agentId: agent.id, signInId: signIn!.id }, at))?.standing.training);
};

describe("taking a course", () => {
  it("is read and passed; the answers are not in the page, the pass holds a year and is evidence", async () => {
    const agent = await untrained();
    const browser = await as(program, agent);
    const reading = await browser.get("/papers/training/basics").expect(200);
    expect(reading.text).toContain("The ticket is the reason");
    const test = await browser.get("/papers/training/basics/test").expect(200);
    expect(test.text).not.toMatch(/\[x\]|checked|right=|data-right/);
    expect((test.text.match(/type="radio"/g) ?? []).length).toBe(key.size * 3);
    expect((await browser.post("/papers/training/basics/results", sheet()).expect(303)).headers["location"]).toBe("/papers/training/basics?notice=trainingPassed");
    const [passed] = await given.sql<{ months: number }>("SELECT EXTRACT(YEAR FROM age(valid_until, passed_at)) * 12 + EXTRACT(MONTH FROM age(valid_until, passed_at)) AS months FROM trainings WHERE agent_id = $1", [agent.id]);
    expect(Number(passed!.months)).toBe(12);
    const [evidence] = await given.sql<{ fact: string; detail: Record<string, string> }>("SELECT fact, detail FROM evidence WHERE agent_id = $1 AND kind = 'training'", [agent.id]);
    expect(evidence).toMatchObject({ fact: "passed", detail: { course: "basics", version: "1", percent: "100", language: "en", rules: "1" } });
    expect(evidence!.detail["sha256"]).toMatch(/^[0-9a-f]{64}$/);
  });

  it("a failed try says which topics to read again, and a pass forgets them", async () => {
    const agent = await untrained();
    const browser = await as(program, agent);
    await browser.post("/papers/training/basics/results", sheet(2)).expect(303);
    const page = await browser.get("/papers/training/basics");
    expect(page.text).toContain("Please read this again");
    expect(page.text).toContain("#reason");
    expect(page.text).not.toContain('href="#place"');
    await browser.post("/papers/training/basics/results", sheet(1)).expect(303);
    expect(await given.sql("SELECT topics FROM training_results WHERE agent_id = $1", [agent.id])).toEqual([{ topics: [] }, { topics: [] }]);
    expect(await given.sql("SELECT 1 FROM trainings WHERE agent_id = $1", [agent.id])).toHaveLength(1);
  });

  it("tries are limited, and what came in too much is not judged", async () => {
    const agent = await untrained();
    const browser = await as(program, agent);
    for (let n = 0; n < 3; n += 1) await browser.post("/papers/training/basics/results", sheet(8)).expect(303);
    const refused = await browser.post("/papers/training/basics/results", sheet());
    expect(refused.status).toBe(429);
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(80_000);
    expect((await browser.get("/papers/training/basics/test").expect(200)).text).toContain("No try is left");
    expect(await given.sql("SELECT 1 FROM training_results WHERE agent_id = $1", [agent.id])).toHaveLength(3);
    await browser.post("/papers/training/masks/results", { version: "1" }).expect(422);
  });

  it("missing, foreign and doubled answers come back with what was ticked; nothing is counted", async () => {
    const agent = await untrained();
    const browser = await as(program, agent);
    const rest = Object.fromEntries(Object.entries(sheet()).filter(([name]) => name !== "q3"));
    const back = await browser.post("/papers/training/basics/results", rest).expect(422);
    expect(back.text).toContain("Please choose an answer.");
    expect((back.text.match(/ checked/g) ?? []).length).toBe(key.size - 1);
    for (const wrong of [{ ...sheet(), q99: "0" }, { ...sheet(), q1: ["0", "1"] }, { ...sheet(), q1: "7" }, { ...sheet(), version: "" }, {}]) await browser.post("/papers/training/basics/results", wrong).expect(422);
    expect(await given.sql("SELECT 1 FROM training_results WHERE agent_id = $1", [agent.id])).toEqual([]);
  });

  it("a sheet of another version is not judged, a course that is none does not exist, and one that holds is not taken again", async () => {
    const agent = await untrained();
    const browser = await as(program, agent);
    for (const version of ["2", "99"]) expect((await browser.post("/papers/training/basics/results", { ...sheet(), version }).expect(409)).text).toContain("The course has a new version");
    for (const path of ["nothing", "Basics", "..%2Fbasics", "basics.de"]) await browser.get(`/papers/training/${path}`).expect(404);
    await browser.post("/papers/training/nothing/results", sheet()).expect(404);
    await browser.post("/papers/training/basics/results", sheet()).expect(303);
    expect((await browser.post("/papers/training/basics/results", sheet()).expect(409)).text).toContain("passed this course already");
  });

  it("of two sheets at once one passes and the other changes nothing", async () => {
    const agent = await untrained();
    const browser = await as(program, agent);
    const answers = await Promise.all([1, 2, 3].map(() => browser.post("/papers/training/basics/results", sheet())));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409, 409]);
    expect(await given.sql("SELECT 1 FROM trainings WHERE agent_id = $1", [agent.id])).toHaveLength(1);
  });

  it("needs a sign-in, and no field names somebody else", async () => {
    const [agent, other] = [await untrained(), await untrained()];
    const browser = await as(program, agent);
    await browser.post("/papers/training/basics/results", { ...sheet(), agent: other.id, agentId: other.id, passed: "true", percent: "100" }).expect(303);
    expect(await given.sql("SELECT agent_id FROM trainings WHERE agent_id = ANY($1)", [[agent.id, other.id]])).toEqual([{ agent_id: agent.id }]);
  });

  it("asks the same questions in both languages", () => {
    for (const name of ["basics", "callers", "masks"]) expect(courseIn(name, "de").topics.map(({ questions }) => questions.length)).toEqual(courseIn(name, "en").topics.map(({ questions }) => questions.length));
  });
});

describe("the fact", () => {
  it("asks every mandatory course, at any moment", async () => {
    const agent = await untrained();
    await as(program, agent);
    expect(await factOf(agent)).toBe("missing");
    for (const course of ["basics", "callers"]) await trained(agent.id, course, "-10 days", "100 days");
    expect(await factOf(agent)).toBe("missing");
    await trained(agent.id, "masks", "-10 days", "5 days");
    const day = (days: number): Date => new Date(Date.now() + days * 86_400_000);
    await given.sql("UPDATE sign_ins SET started_at = now() - interval '90 days', ends_at = now() + interval '90 days' WHERE agent_id = $1", [agent.id]);
    expect(await Promise.all([-11, 0, 4, 6, 18, 20].map((days) => factOf(agent, day(days))))).toEqual(["missing", "valid", "valid", "overdue", "overdue", "missing"]);
  });

  it("takes no pass from a clock that ran ahead, and the test can be taken then", async () => {
    const agent = await untrained();
    const browser = await as(program, agent);
    for (const course of ["basics", "callers", "masks"]) await trained(agent.id, course, "2 days", "300 days");
    expect(await factOf(agent)).toBe("missing");
    await browser.post("/papers/training/basics/results", sheet()).expect(303);
  });
});

describe("the rules of training", () => {
  const form = (change: object = {}) => ({ basedOn: "1", passPercent: "80", validityMonths: "12", expiringDays: "30", restrictedAfterDays: "14", triesPerDay: "3", from: "2031-01-01", source: "Art. 32(4) GDPR", "course.basics": "on", "course.callers": "on", "course.masks": "on", ...change });

  it("are published by privacy alone, for the future, with a reason by each field that is wrong", async () => {
    const officer = await as(program, await given.agent({ role: "privacyOfficer" }));
    for (const wrong of [{ passPercent: "20" }, { validityMonths: "1000" }, { from: "2020-01-01" }, { from: "morgen" }, { source: " " }, { "course.nothing": "on" }, { "course.basics": "", "course.callers": "", "course.masks": "" }, { restrictedAfterDays: "15" }]) {
      expect((await officer.post("/training-rules", form(wrong))).status).toBe(422);
    }
    await officer.post("/training-rules", form({ "course.masks": "" })).expect(303);
    await officer.post("/training-rules", form()).expect(409);
    expect((await officer.get("/training-rules").expect(200)).text).toContain("announced");
    for (const role of ["agent", "lead", "administrator", "auditor"] as const) {
      const browser = await as(program, await given.agent({ role }));
      await browser.get("/training-rules").expect(403);
      await browser.post("/training-rules", form({ basedOn: "2" })).expect(403);
    }
    const outside = await as(program, await given.agent({ role: "privacyOfficer", employerId: await given.processor() }));
    await outside.post("/training-rules", form({ basedOn: "2" })).expect(403);
    expect(await given.sql("SELECT version FROM training_rules ORDER BY version")).toEqual([{ version: 1 }, { version: 2 }]);
  });
});

describe("reminders", () => {
  it("go out once a kind, and who is overdue for too long gives the tickets back", async () => {
    const queueId = await given.queue();
    const agent = await untrained({ queues: [queueId] });
    const ticket = await given.ticket({ queueId, assigneeId: agent.id });
    await trained(agent.id, "basics", "-300 days", "10 days");
    await trained(agent.id, "callers", "-300 days", "11 days");
    await trained(agent.id, "masks", "-300 days", "-20 days");
    const kinds = async (): Promise<string[]> => (await given.sql<{ template: string }>("SELECT data ->> 'template' AS template FROM pgboss.job WHERE name = 'send-notice' AND data ->> 'agent' = $1 ORDER BY 1", [agent.id])).map(({ template }) => template);
    for (let n = 0; n < 2; n += 1) await program.run("test", remindOfTraining);
    await program.jobs.settle();
    expect(await kinds()).toEqual(["training.expiring", "training.restricted"]);
    expect(await given.sql("SELECT assignee_id FROM tickets WHERE id = $1", [ticket.id])).toEqual([{ assignee_id: null }]);
  });
});
