import { createHash, randomUUID } from "node:crypto";
import fc from "fast-check";
import { ACKNOWLEDGED_UNTIL, ACKNOWLEDGEMENT } from "../../../src/governance/acknowledgements/fact";
import { personBy, standingOf } from "../../../src/governance/acknowledgements/people";
import { remindEverybody } from "../../../src/governance/acknowledgements/remind";
import { DEMANDS } from "../../../src/governance/acknowledgements/state";
import { as, givenIn, type Browser, type Given, type GivenAgent } from "../../support/given";
import { publishText } from "../../support/papers";
import { startProgram, type TestProgram } from "../../support/program";

let program: TestProgram, given: Given, documentId: string, teamId: string;
let officer: GivenAgent, lead: GivenAgent, officerAt: Browser, leadAt: Browser;
beforeAll(async () => {
  program = await startProgram({}, { work: false });
  given = givenIn(program);
  documentId = await publishText(program, given);
  teamId = await given.team();
  [officer, lead] = [await given.agent({ role: "privacyOfficer", name: "Petra Schutz" }), await given.agent({ role: "lead", teamId, name: "Lena Leitung" })];
  [officerAt, leadAt] = [await as(program, officer), await as(program, lead)];
}, 120_000);
afterAll(() => program.stop());

const refused = async (wish: Parameters<Given["agent"]>[0] = {}): Promise<GivenAgent> => {
  const person = await given.agent({ acknowledgement: false, teamId, ...wish });
  await (await as(program, person)).post("/papers/acknowledgement/refusal", { sure: "on" }).expect(303);
  return person;
};
const NOTE = { day: "2026-01-05", note: "Wir haben gesprochen, dabei war Herr Zeuge.", witnessed: "on" };
const openOf = async (agentId: string): Promise<string> => (await given.sql<{ id: string }>("SELECT id FROM acknowledgement_instructions WHERE agent_id = $1 AND decided_at IS NULL", [agentId]))[0]!.id;

describe("the state in words and the fact of the kernel", () => {
  test("agree at every moment of every history", async () => {
    const person = await given.agent({ acknowledgement: false });
    const versions = await given.sql<{ text_id: string }>("SELECT t.id AS text_id FROM document_texts t JOIN document_versions v ON v.id = t.version_id WHERE v.document_id = $1 AND t.language = 'en'", [documentId]);
    const day = (n: number): Date => new Date(Date.UTC(2027, 0, 1) + n * 86_400_000);
    const moment = fc.integer({ min: 0, max: 40 });
    const history = fc.record({ given: fc.array(fc.record({ at: moment, days: fc.integer({ min: 1, max: 30 }) }), { maxLength: 3 }), raised: fc.array(fc.record({ at: moment, grace: fc.integer({ min: 0, max: 10 }), reason: fc.constantFrom(...DEMANDS) }), { maxLength: 3 }) });
    await fc.assert(fc.asyncProperty(history, async (made) => {
      await given.sql("DELETE FROM acknowledgements WHERE agent_id = $1", [person.id]);
      await given.sql("DELETE FROM acknowledgement_demands WHERE agent_id = $1", [person.id]);
      for (const { at, days } of made.given) await given.sql("INSERT INTO acknowledgements (id, agent_id, employer_id, valid_from, valid_until, document_id, version, text_id, due_at) VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $4)", [randomUUID(), person.id, person.employerId, day(at), day(at + days), documentId, versions[0]!.text_id]);
      for (const { at, grace, reason } of made.raised) await given.sql("INSERT INTO acknowledgement_demands (id, agent_id, employer_id, at, effective_at, reason) VALUES ($1, $2, $3, $4, $5, $6)", [randomUUID(), person.id, person.employerId, day(at), day(at + grace), reason]);
      const read = await program.run("test", (ctx) => personBy(ctx, person.id));
      const facts = await given.sql<{ n: number; fact: string; until: Date | null }>(`SELECT n, (SELECT ${ACKNOWLEDGEMENT.replaceAll("$3", "m.at")} FROM agents a WHERE a.id = $1) AS fact, (SELECT ${ACKNOWLEDGED_UNTIL.replaceAll("$3", "m.at")} FROM agents a WHERE a.id = $1) AS until
        FROM (SELECT n, '2027-01-01T00:00:00Z'::timestamptz + n * interval '12 hours' AS at FROM generate_series(-1, 100) n) m`, [person.id]);
      for (const { n, fact, until } of facts) {
        const standing = standingOf(read, day(n / 2));
        expect([n, fact === "valid"]).toEqual([n, standing.access]);
        if (standing.access) expect(standing.endsAt).toEqual(until);
      }
    }), { numRuns: 25 });
  });
});

describe("the instruction path", () => {
  test("admits own staff when a second person agrees, and nobody sees the note who does not decide", async () => {
    const person = await refused();
    await leadAt.post(`/acknowledgements/people/${person.id}/instruction`, { ...NOTE, note: "kurz" }).expect(422).expect(/at least one sentence/);
    await leadAt.post(`/acknowledgements/people/${person.id}/instruction`, NOTE).expect(303);
    await leadAt.post(`/acknowledgements/people/${person.id}/instruction`, NOTE).expect(409);
    const id = await openOf(person.id);
    expect((await leadAt.get(`/acknowledgements/people/${person.id}`)).text).not.toContain("Herr Zeuge");
    await leadAt.post(`/acknowledgements/instructions/${id}/decision`, { decision: "approve" }).expect(403);
    expect((await officerAt.get(`/acknowledgements/people/${person.id}`)).text).toContain("Herr Zeuge");
    await officerAt.post(`/acknowledgements/instructions/${id}/decision`, { decision: "approve" }).expect(303);
    expect(await given.sql("SELECT method FROM acknowledgements WHERE agent_id = $1", [person.id])).toEqual([{ method: "instruction" }]);
    await officerAt.post(`/acknowledgements/instructions/${id}/decision`, { decision: "decline" }).expect(409);
    expect((await officerAt.get(`/acknowledgements/people/${person.id}`)).text).toContain("Confirmed");
  });

  test("is decided once when two decide at the same moment", async () => {
    const person = await refused();
    await leadAt.post(`/acknowledgements/people/${person.id}/instruction`, NOTE).expect(303);
    const second = await as(program, await given.agent({ role: "privacyOfficer" }));
    const id = await openOf(person.id);
    const answers = await Promise.all([officerAt.post(`/acknowledgements/instructions/${id}/decision`, { decision: "approve" }), second.post(`/acknowledgements/instructions/${id}/decision`, { decision: "approve" })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect(await given.sql("SELECT 1 FROM acknowledgements WHERE agent_id = $1", [person.id])).toHaveLength(1);
  });

  test("is closed for a processor's staff, for whoever wrote the note, for oneself, and where nobody refused", async () => {
    const employerId = await given.processor();
    const outside = await refused({ employerId, teamId: await given.team(employerId) });
    const { text } = await officerAt.post(`/acknowledgements/people/${outside.id}/instruction`, NOTE).expect(403);
    expect(text).toContain("Art. 28(3)(b)");
    const noted = await refused();
    await officerAt.post(`/acknowledgements/people/${noted.id}/instruction`, NOTE).expect(303);
    await officerAt.post(`/acknowledgements/instructions/${await openOf(noted.id)}/decision`, { decision: "approve" }).expect(403);
    await officerAt.post(`/acknowledgements/people/${officer.id}/instruction`, NOTE).expect(403);
    await leadAt.post(`/acknowledgements/people/${(await given.agent({ teamId })).id}/instruction`, NOTE).expect(409);
    expect(await given.sql("SELECT 1 FROM acknowledgements WHERE agent_id = ANY($1)", [[outside.id, noted.id]])).toEqual([]);
  });
});

describe("the board", () => {
  test("shows a lead the own team, a processor's lead the own people, privacy everybody, and nobody else anything", async () => {
    const employerId = await given.processor();
    const [mine, elsewhere, outside] = [await given.agent({ teamId, name: "Mara Eigen" }), await given.agent({ teamId: await given.team(), name: "Anton Anders" }), await given.agent({ employerId, name: "Olga Extern" })];
    const partner = await as(program, await given.agent({ employerId, role: "lead", teamId: await given.team(employerId) }));
    const seen = async (browser: Browser): Promise<boolean[]> => { const { text } = await browser.get("/acknowledgements").expect(200); return ["Mara Eigen", "Anton Anders", "Olga Extern"].map((name) => text.includes(name)); };
    expect(await seen(leadAt)).toEqual([true, false, false]);
    expect(await seen(partner)).toEqual([false, false, true]);
    expect(await seen(officerAt)).toEqual([true, true, true]);
    for (const role of ["agent", "administrator", "auditor"] as const) await (await as(program, await given.agent({ role }))).get("/acknowledgements").expect(404);
    for (const [browser, id, status] of [[leadAt, mine.id, 200], [leadAt, elsewhere.id, 404], [leadAt, outside.id, 404], [partner, mine.id, 404], [partner, outside.id, 200], [leadAt, randomUUID(), 404]] as const) await browser.get(`/acknowledgements/people/${id}`).expect(status);
    await leadAt.post(`/acknowledgements/people/${elsewhere.id}/demand`, { reason: "incident" }).expect(404);
    await leadAt.post(`/acknowledgements/people/${lead.id}/demand`, { reason: "incident" }).expect(403);
    await leadAt.post(`/acknowledgements/people/${mine.id}/demand`, { reason: "invalid", note: "Der Text war in der falschen Sprache." }).expect(303);
    expect((await leadAt.get(`/acknowledgements/people/${mine.id}`)).text).toContain("Not confirmed yet");
  });

  test("periods are changed by privacy alone, as a new version, within their ranges", async () => {
    const rules = { intervalMonths: "6", graceDays: "10", absenceMonths: "6", reminderDays: "7, 30, 7", escalateDays: "2" };
    await leadAt.get("/acknowledgements/rules").expect(404);
    await leadAt.post("/acknowledgements/rules", rules).expect(404);
    await officerAt.post("/acknowledgements/rules", { ...rules, graceDays: "99", reminderDays: "x" }).expect(422).expect(/value="x"/);
    await officerAt.post("/acknowledgements/rules", rules).expect(303);
    expect(await given.sql("SELECT interval_months, reminder_days FROM acknowledgement_rules ORDER BY version DESC LIMIT 1")).toEqual([{ interval_months: 6, reminder_days: [30, 7] }]);
  });
});

describe("reminders", () => {
  const noticesTo = async (id: string): Promise<string[]> => (await given.sql<{ template: string }>("SELECT data ->> 'template' AS template FROM pgboss.job WHERE name = 'send-notice' AND data ->> 'agent' = $1 ORDER BY created_on", [id])).map(({ template }) => template);
  test("come once a step, end the work of whose acknowledgement ran out, and reach the lead when it stays open", async () => {
    const person = await given.agent({ acknowledgement: false, teamId });
    await given.sql("INSERT INTO acknowledgements VALUES ($1, $2, $3, now() - interval '300 days', now() + interval '20 days')", [randomUUID(), person.id, person.employerId]);
    const at = (days: number) => program.run("acknowledgements", (ctx) => remindEverybody({ ...ctx, now: new Date(ctx.now.getTime() + days * 86_400_000) }));
    await at(0); await at(0);
    expect(await noticesTo(person.id)).toEqual(["acknowledgementDue"]);
    await at(14);
    expect(await noticesTo(person.id)).toHaveLength(2);
    await at(21); await at(21);
    expect(await noticesTo(person.id)).toEqual(["acknowledgementDue", "acknowledgementDue", "acknowledgementExpired"]);
    expect(await given.sql("SELECT 1 FROM pgboss.job WHERE data ->> 'agentId' = $1 AND data ->> 'reason' = 'acknowledgement'", [person.id])).toHaveLength(1);
    const before = (await noticesTo(lead.id)).length;
    await at(26);
    expect((await noticesTo(lead.id)).slice(before)).toContain("acknowledgementEscalated");
  });

  test("somebody who was away for half a year is asked anew", async () => {
    const person = await given.agent({ acknowledgement: false });
    await given.sql("INSERT INTO acknowledgements VALUES ($1, $2, $3, now() - interval '300 days', now() + interval '60 days')", [randomUUID(), person.id, person.employerId]);
    await program.run("acknowledgements", remindEverybody);
    expect(await given.sql("SELECT reason FROM acknowledgement_demands WHERE agent_id = $1", [person.id])).toEqual([]);
    await given.sql("INSERT INTO sign_ins (id, agent_id, started_at, seen_at, ends_at, client, second_factor) SELECT gen_random_uuid(), $1, at, at, at, 'test', false FROM (SELECT now() - interval '200 days' AS at) t", [person.id]);
    await program.run("acknowledgements", remindEverybody);
    expect(await given.sql("SELECT reason FROM acknowledgement_demands WHERE agent_id = $1", [person.id])).toEqual([{ reason: "absence" }]);
  });
});

describe("the evidence desk", () => {
  test("shows privacy one person or one day, opens what is sealed, and writes down that it did", async () => {
    const person = await refused({ name: "Berta Beleg" });
    const day = new Date().toISOString().slice(0, 10);
    const { text } = await officerAt.get(`/evidence?person=${person.id}`).expect(200);
    expect(text).toContain("refused");
    expect(text).toMatch(/Checked: \d+ entries, nothing changed/);
    for (const path of ["/evidence?day=2020-01-01", "/evidence?person=x&day=y&kind=z", `/evidence?day=${day}`, "/evidence/check"]) await officerAt.get(path).expect(200);
    const json = JSON.parse((await officerAt.get(`/evidence/export/json?person=${person.id}`).expect(200)).text) as { entries: { fact: string; network: string }[]; verification: { findings: unknown[] } };
    expect(json.entries.map(({ fact }) => fact)).toEqual(expect.arrayContaining(["refused"]));
    expect(json.verification.findings).toEqual([]);
    expect((await officerAt.get(`/evidence/export/csv?person=${person.id}`).expect(200)).text).toContain("\"Berta Beleg\"");
    await officerAt.get(`/evidence/export/pdf?day=${day}`).expect(200).expect("Content-Type", "application/pdf");
    await officerAt.get("/evidence/export/exe").expect(404);
    const rows = await given.sql<{ action: string }>("SELECT action FROM access_log WHERE $1 = ANY(subjects) AND detail ->> 'what' = 'evidence'", [person.id]);
    expect(rows.map(({ action }) => action)).toEqual(expect.arrayContaining(["view", "export"]));
    for (const browser of [leadAt, await as(program, await given.agent({ role: "administrator" }))]) for (const path of ["/evidence", "/evidence/check", "/evidence/export/json"]) await browser.get(path).expect(403);
  });
});

describe("the documents desk", () => {
  test("takes a template to a version: saved, compared, published once its note is gone, and never changed again", async () => {
    const started = await officerAt.post("/documents", { template: "confidentiality/AT", kind: "confidentiality", jurisdiction: "AT", key: "", secrecies: ["banking", "social"] }).expect(303);
    const path = started.headers.location as string;
    const id = path.split("/")[2]!;
    await officerAt.post("/documents", { template: "", kind: "confidentiality", jurisdiction: "AT", key: "" }).expect(422).expect(/exists|already/);
    expect((await officerAt.get(path).expect(200)).text).toContain("Bankgeheimnis");
    await officerAt.post(`/documents/${id}/publication`, { seen: "0", effective: "", checked: "on" }).expect(422).expect(/still carries the note/);
    const save = (language: string, seen: number, more: object = {}) => officerAt.post(`/documents/${id}/draft`, { language, seen: String(seen), title: `Titel ${language}`, body: "<script>alert(1)</script> **fett**", leaflet: "", quiz: "", changeKind: "material", ...more });
    await save("de", 0).expect(303);
    const stale = await save("de", 0, { body: "Mein langer Text" }).expect(409);
    expect(stale.text).toContain("Mein langer Text");
    await save("en", 1, { quiz: "? a" }).expect(422);
    await save("en", 1).expect(303);
    const page = await officerAt.get(`${path}?language=de`);
    expect(page.text).toContain("<strong>fett</strong>");
    expect(page.text).not.toContain("<script>alert");
    await officerAt.post(`/documents/${id}/publication`, { seen: "2", effective: "2020-01-01", checked: "on" }).expect(422);
    await officerAt.post(`/documents/${id}/publication`, { seen: "2", effective: "" }).expect(422);
    await officerAt.post(`/documents/${id}/publication`, { seen: "2", effective: "", checked: "on" }).expect(303);
    await officerAt.post(`/documents/${id}/publication`, { seen: "2", effective: "", checked: "on" }).expect(404);
    await expect(given.sql("UPDATE document_texts SET body = 'x' WHERE version_id IN (SELECT id FROM document_versions WHERE document_id = $1)", [id])).rejects.toThrow("never changes");
    await expect(given.sql("UPDATE document_versions SET change_kind = 'editorial' WHERE document_id = $1", [id])).rejects.toThrow("never changes");
    await officerAt.post(`/documents/${id}/drafts`).expect(303);
    await officerAt.post(`/documents/${id}/drafts`).expect(409);
    await save("de", 0, { body: "**neu**" }).expect(303);
    expect((await officerAt.get(`${path}?language=de`)).text).toMatch(/<ins>[^<]*neu/);
    await officerAt.post(`/documents/${id}/draft/discarding`).expect(303);
    const [text] = await given.sql<{ id: string; sha256: string }>("SELECT t.id, t.sha256 FROM document_texts t JOIN document_versions v ON v.id = t.version_id WHERE v.document_id = $1 AND t.language = 'de'", [id]);
    const file = await officerAt.get(`/document-texts/${text!.id}/file`).expect(200);
    expect(createHash("sha256").update(file.text).digest("hex")).toBe(text!.sha256);
    for (const where of ["/documents", `/documents/${id}`, `/document-texts/${text!.id}`]) { await officerAt.get(where).expect(200); await leadAt.get(where).expect(403); }
    expect(await given.sql("SELECT 1 FROM evidence WHERE object_id = $1 AND fact = 'published'", [id])).toHaveLength(1);
  });
});
