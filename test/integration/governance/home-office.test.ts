import { randomUUID } from "node:crypto";
import { standingOf } from "../../../src/governance";
import { followUpAgreements } from "../../../src/governance/home-office/follow-up";
import { CODES } from "../../../src/governance/home-office/checklist";
import { addDays, addMonths, dayOf } from "../../../src/platform/calendar";
import type { Standing } from "../../../src/privacy";
import { as, givenIn, type Browser, type Given, type GivenAgent } from "../../support/given";
import { startProgram, type TestProgram } from "../../support/program";

let program: TestProgram;
let given: Given;
beforeAll(async () => { program = await startProgram({}, { work: false }); given = givenIn(program); }, 120_000);
afterAll(() => program.stop());

interface Row { id: string; version: number; submitted_at: Date | null; lead_approved_at: Date | null; privacy_approved_at: Date | null; active_from: Date | null; valid_until: Date; fixes_due_at: Date | null; ended_at: Date | null; ended_as: string | null; checklist: string[] }
const stored = async (id: string): Promise<Row> => (await given.sql<Row>("SELECT * FROM home_office_agreements WHERE id = $1", [id]))[0]!;
const standing = async (agent: GivenAgent, at = new Date()): Promise<Standing> => {
  const [signIn] = await given.sql<{ id: string }>("SELECT id FROM sign_ins WHERE agent_id = $1 ORDER BY started_at DESC LIMIT 1", [agent.id]);
  return (await program.database.transaction((db) => standingOf(db, { agentId: agent.id, signInId: signIn!.id }, at)))!.standing;
};
const today = dayOf(new Date());
const all = Object.fromEntries(CODES.map((code) => [code, "on"]));
const without = (open: string): Record<string, string> => Object.fromEntries(CODES.filter((code) => code !== open).map((code) => [code, "on"]));
const content = (more: Record<string, string | undefined> = {}): Record<string, unknown> => Object.fromEntries(Object.entries({
  kind: "telework", validFrom: today, validUntil: addDays(today, 90), countries: "DE", devices: "NB-1042", maxLevel: "L2", noticeHours: "24", household: "", virtualAllowed: "on",
  "inspect-employer": "on", "inspect-privacy": "on", "inspect-authority": "on", "inspect-client": "on", label1: "Arbeitszimmer", address1: "Am Deich 7, 26122 Oldenburg", country1: "DE", room1: "lockable", ...all, ...more,
}).filter(([, value]) => value !== undefined));

interface Cast { agent: GivenAgent; own: Browser; lead: Browser; leadAgent: GivenAgent; privacy: Browser }
type Deciders = Pick<Cast, "lead" | "leadAgent" | "privacy"> & { readonly team: string };
const deciders = async (employerId?: string): Promise<Deciders> => {
  const team = await given.team(employerId);
  const leadAgent = await given.agent({ role: "lead", teamId: team, employerId });
  return { team, leadAgent, lead: await as(program, leadAgent), privacy: await as(program, await given.agent({ role: "privacyOfficer" })) };
};
let house: Promise<Deciders> | undefined;
/** A person of their own; lead and privacy of the house are the same for all, unless asked for. */
const cast = async (wish: Parameters<Given["agent"]>[0] & { alone?: boolean } = {}): Promise<Cast> => {
  const { alone, ...more } = wish;
  const { team, ...decide } = alone || wish.employerId ? await deciders(wish.employerId) : await (house ??= deciders());
  const agent = await given.agent({ home: false, ...more, teamId: team });
  return { agent, own: await as(program, agent, "home"), ...decide };
};
const draft = async (own: Browser, more: Record<string, string | undefined> = {}): Promise<string> => {
  const { headers } = await own.post("/papers/home-office").expect(303);
  const id = /home-office\/([0-9a-f-]{36})\/draft/.exec(headers.location!)![1]!;
  await own.post(`/papers/home-office/${id}/draft`, { version: (await stored(id)).version, ...content(more) }).expect(303);
  return id;
};
const submitted = async (own: Browser, more: Record<string, string | undefined> = {}): Promise<string> => {
  const id = await draft(own, more);
  await own.post(`/papers/home-office/${id}/submission`, { version: (await stored(id)).version }).expect(303);
  return id;
};
const approve = async (browser: Browser, id: string, version?: number) => browser.post(`/home-office/${id}/approval`, { version: version ?? (await stored(id)).version });
const inForce = async (one: Cast, more: Record<string, string | undefined> = {}): Promise<string> => {
  const id = await submitted(one.own, more);
  for (const browser of [one.lead, one.privacy]) expect((await approve(browser, id)).status).toBe(303);
  return id;
};
const evidence = (id: string): Promise<string[]> => given.sql<{ fact: string }>("SELECT fact FROM evidence WHERE object_id = $1 ORDER BY position", [id]).then((rows) => rows.map(({ fact }) => fact));
const published = (agent: GivenAgent): Promise<{ reason: string }[]> => given.sql("SELECT data ->> 'reason' AS reason FROM pgboss.job WHERE name = 'release-tickets' AND data ->> 'agentId' = $1", [agent.id]);

describe("a home-office agreement", () => {
  it("is drafted, handed in, approved by the lead and then by privacy, and then home shows again", async () => {
    const one = await cast();
    expect((await standing(one.agent)).homeAgreement).toBeNull();
    const id = await draft(one.own, { paper: "on", printing: "on", maxLevel: "L3" });
    await one.own.get(`/papers/home-office/${id}/draft`).expect(200).expect(/Am Deich 7/).expect(/Everything is there/);
    await one.lead.get(`/home-office/${id}`).expect(200);
    await (await one.own.post(`/papers/home-office/${id}/submission`, { version: (await stored(id)).version })).headers;
    await one.lead.get("/home-office").expect(200).expect(new RegExp(`/home-office/${id}`));
    const page = (await one.lead.get(`/home-office/${id}`).expect(200)).text;
    expect(page).toContain("Arbeitszimmer");
    expect(page).not.toContain("Am Deich 7");
    expect((await approve(one.lead, id)).status).toBe(303);
    expect((await standing(one.agent)).homeAgreement).toBeNull();
    expect((await one.privacy.get(`/home-office/${id}`).expect(200)).text).toContain("Am Deich 7");
    expect((await approve(one.privacy, id)).status).toBe(303);
    expect((await standing(one.agent)).homeAgreement).toEqual({ countries: ["DE"], maxLevel: "L3", printing: true });
    expect(await evidence(id)).toEqual(["submitted", "leadApproved", "privacyApproved"]);
    const notices = await given.sql<{ template: string }>("SELECT data ->> 'template' AS template FROM pgboss.job WHERE name = 'send-notice' AND data ->> 'agent' = $1", [one.agent.id]);
    expect(notices.map(({ template }) => template)).toContain("homeAgreement.approved");
  });

  it("stands nowhere in clear", async () => {
    const one = await cast();
    const id = await draft(one.own, { household: "Meine Schwester Wiebke wohnt hier" });
    const rows = await given.sql<{ row: string }>("SELECT to_jsonb(h)::text AS row FROM home_office_agreements h WHERE id = $1 UNION ALL SELECT to_jsonb(d)::text FROM home_office_addresses d WHERE agreement_id = $1", [id]);
    expect(rows.map(({ row }) => row).join()).not.toMatch(/Wiebke|Deich|Arbeitszimmer/);
  });

  it("cannot be handed in while a blocker is open, and nothing typed is lost", async () => {
    const one = await cast();
    const id = await draft(one.own, { "HO-05": undefined });
    await one.own.post(`/papers/home-office/${id}/submission`, { version: (await stored(id)).version }).expect(422).expect(/HO-05/);
    expect((await stored(id)).submitted_at).toBeNull();
  });

  it.each<[string, Record<string, string | undefined>, RegExp]>([
    ["more than twelve months", { validUntil: addMonths(today, 12) }, /At most twelve months/], ["an end before the beginning", { validUntil: addDays(today, -1) }, /before the beginning/],
    ["a country that does not exist", { countries: "DE, XX" }, /existing countries/], ["a third country", { countries: "DE US" }, /existing countries/], ["a workplace in a third country", { country1: "US" }, /existing countries/], ["no date", { validFrom: "2026-02-30" }, /is-invalid/],
    ["half an address", { address1: "" }, /is-invalid/], ["a device that is a sentence", { devices: "Notebook von Anna Müller!" }, /Inventory numbers/], ["a class above all", { maxLevel: "L4" }, /is-invalid/], ["a notice of a year", { noticeHours: "9000" }, /is-invalid/],
  ])("refuses %s by the fields and keeps what was typed", async (_what, wrong, message) => {
    const one = await cast();
    const { headers } = await one.own.post("/papers/home-office").expect(303);
    const id = /home-office\/([0-9a-f-]{36})/.exec(headers.location!)![1]!;
    const { text } = await one.own.post(`/papers/home-office/${id}/draft`, { version: 1, ...content({ label1: "Mein Arbeitszimmer", ...wrong }) }).expect(422).expect(message);
    expect(text).toContain("Mein Arbeitszimmer");
    expect(await stored(id)).toMatchObject({ version: 1 });
  });

  it("takes exactly twelve months", async () => {
    const one = await cast();
    const id = await draft(one.own, { validUntil: addDays(addMonths(today, 12), -1) });
    expect((await stored(id)).version).toBe(2);
  });

  it("is drafted once at a time, also by two clicks at once", async () => {
    const one = await cast();
    const answers = await Promise.all([1, 2].map(() => one.own.post("/papers/home-office")));
    expect(new Set(answers.map(({ headers }) => headers.location)).size).toBe(1);
  });
});

describe("an approval", () => {
  it("of a version that was edited meanwhile is a conflict, and approves nothing", async () => {
    const one = await cast();
    const id = await submitted(one.own);
    const read = (await stored(id)).version;
    await one.own.post(`/papers/home-office/${id}/withdrawal`).expect(303);
    await one.own.post(`/papers/home-office/${id}/draft`, { version: (await stored(id)).version, ...content({ devices: "NB-9" }) }).expect(303);
    await one.own.post(`/papers/home-office/${id}/submission`, { version: (await stored(id)).version }).expect(303);
    expect((await approve(one.lead, id, read)).status).toBe(409);
    expect((await stored(id)).lead_approved_at).toBeNull();
    expect((await approve(one.lead, id)).status).toBe(303);
  });

  it("given twice at once counts once", async () => {
    const one = await cast();
    const id = await submitted(one.own);
    const answers = await Promise.all([approve(one.lead, id), approve(one.lead, id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect(await evidence(id)).toEqual(["submitted", "leadApproved"]);
  });

  it("is not one's own, not out of turn, not another team's, and never twice by one person", async () => {
    const one = await cast({ alone: true });
    const id = await submitted(one.own);
    expect((await approve(one.own, id)).status).toBe(403);
    expect((await approve(one.privacy, id)).status).toBe(409);
    const stranger = await as(program, await given.agent({ role: "lead", teamId: await given.team() }));
    for (const path of [`/home-office/${id}`, `/home-office/${randomUUID()}`]) expect((await stranger.get(path)).status).toBe(404);
    expect((await approve(stranger, id)).status).toBe(404);
    await approve(one.lead, id);
    await given.sql("UPDATE agents SET role = 'privacyOfficer' WHERE id = $1", [one.leadAgent.id]);
    expect((await approve(one.lead, id)).status).toBe(403);
    expect((await stored(id)).privacy_approved_at).toBeNull();
  });

  it("of people of a processor passes their lead, the client and privacy; where the contract is silent nothing is handed in", async () => {
    const employerId = await given.processor();
    const queue = await given.queue();
    const contract = await given.contract(employerId, { queues: [queue], home: false });
    const one = await cast({ employerId, queues: [queue] });
    const client = await as(program, await given.agent({ role: "lead", teamId: await given.team(), queues: [queue] }));
    const id = await draft(one.own);
    await one.own.post(`/papers/home-office/${id}/submission`, { version: (await stored(id)).version }).expect(422).expect(/silent, it is forbidden/);
    await given.sql("UPDATE processor_contracts SET home_office_allowed = true WHERE id = $1", [contract]);
    await one.own.post(`/papers/home-office/${id}/submission`, { version: (await stored(id)).version }).expect(303);
    const rival = await given.processor();
    expect((await approve(await as(program, await given.agent({ role: "lead", employerId: rival, teamId: await given.team(rival) })), id)).status).toBe(404);
    expect((await approve(client, id)).status).toBe(409);
    for (const browser of [one.lead, client, one.privacy]) expect((await approve(browser, id)).status).toBe(303);
    expect((await standing(one.agent)).homeAgreement).not.toBeNull();
    expect(await evidence(id)).toEqual(["submitted", "leadApproved", "clientApproved", "privacyApproved"]);
  });

  it("is sent back with a reason, which only the person and those who decide read", async () => {
    const one = await cast();
    const id = await submitted(one.own);
    await one.lead.post(`/home-office/${id}/return`, { version: (await stored(id)).version, note: "" }).expect(422);
    await one.lead.post(`/home-office/${id}/return`, { version: (await stored(id)).version, note: "Bitte den Raum genauer beschreiben" }).expect(303);
    await one.own.get(`/papers/home-office/${id}/draft`).expect(200).expect(/Bitte den Raum genauer/);
    expect(await evidence(id)).toEqual(["submitted", "sentBack"]);
  });
});

describe("an agreement in force", () => {
  it("ends for cause at once: less from the next request on, tickets back, and the past stays as it was", async () => {
    const one = await cast();
    const id = await inForce(one);
    const before = new Date();
    expect((await standing(one.agent)).homeAgreement).not.toBeNull();
    await one.lead.post(`/home-office/${id}/revocation`, { cause: "nonsense" }).expect(422);
    await one.lead.post(`/home-office/${id}/revocation`, { cause: "incident", note: "Bildschirm war einsehbar" }).expect(303);
    expect((await standing(one.agent)).homeAgreement).toBeNull();
    expect((await standing(one.agent, before)).homeAgreement).not.toBeNull();
    expect(await published(one.agent)).toEqual([{ reason: "homeOffice" }]);
    expect((await one.lead.post(`/home-office/${id}/revocation`, { cause: "incident" })).status).toBe(409);
    const [changes] = await given.sql<{ count: number }>("SELECT count(*)::int AS count FROM standing_changes WHERE id = $1", [one.agent.id]);
    expect(changes!.count).toBeGreaterThan(0);
  });

  it("is ended by the person at any time", async () => {
    const one = await cast();
    const id = await inForce(one);
    await one.own.post(`/papers/home-office/${id}/revocation`).expect(303);
    expect(await stored(id)).toMatchObject({ ended_as: "revoked" });
    expect((await standing(one.agent)).homeAgreement).toBeNull();
  });

  it("of somebody in an office ends without taking their tickets", async () => {
    const one = await cast();
    await as(program, one.agent, "office");
    const id = await inForce(one);
    await one.privacy.post(`/home-office/${id}/suspension`, { cause: "missedCheck" }).expect(303);
    expect(await published(one.agent)).toEqual([]);
  });

  it("is suspended by lead or privacy, and lifted by privacy alone", async () => {
    const one = await cast();
    const id = await inForce(one);
    await one.lead.post(`/home-office/${id}/suspension`, { cause: "incident" }).expect(303);
    const during = new Date();
    expect((await standing(one.agent)).homeAgreement).toBeNull();
    expect((await one.lead.post(`/home-office/${id}/suspension`, { cause: "incident" })).status).toBe(409);
    expect((await one.own.post(`/home-office/${id}/resumption`)).status).toBe(403);
    expect((await one.lead.post(`/home-office/${id}/resumption`)).status).toBe(403);
    await one.privacy.post(`/home-office/${id}/resumption`).expect(303);
    expect((await standing(one.agent)).homeAgreement).not.toBeNull();
    expect((await standing(one.agent, during)).homeAgreement).toBeNull();
  });

  it("rests by itself when a must-fix is open after 14 days, until it is met; told once", async () => {
    const one = await cast();
    const id = await inForce(one, { "HO-15": undefined });
    expect((await stored(id)).fixes_due_at!.getTime() - (await stored(id)).active_from!.getTime()).toBe(14 * 86_400_000);
    await given.sql("UPDATE home_office_agreements SET fixes_due_at = now() - interval '1 minute' WHERE id = $1", [id]);
    expect((await standing(one.agent)).homeAgreement).toBeNull();
    for (let turn = 0; turn < 2; turn += 1) await program.run("test", followUpAgreements);
    expect((await evidence(id)).filter((fact) => fact === "fixesOverdue")).toHaveLength(1);
    expect(await published(one.agent)).toHaveLength(1);
    await one.own.post(`/papers/home-office/${id}/fixes`, { code: "HO-15" }).expect(303);
    expect((await standing(one.agent)).homeAgreement).not.toBeNull();
    expect((await one.own.post(`/papers/home-office/${id}/fixes`, { code: "HO-15" })).status).toBe(409);
  });

  it("expires at its end, with a reminder 30 days before, each told once; a renewal replaces it when it begins", async () => {
    const one = await cast();
    const id = await inForce(one, { validUntil: addDays(today, 20) });
    for (let turn = 0; turn < 2; turn += 1) await program.run("test", followUpAgreements);
    expect((await evidence(id)).filter((fact) => fact === "expiring")).toHaveLength(1);
    const next = await submitted(one.own, { validFrom: addDays(today, 1), validUntil: addDays(today, 200) });
    expect(next).not.toBe(id);
    await approve(one.lead, next);
    await approve(one.privacy, next);
    expect((await stored(id)).ended_at).toEqual((await stored(next)).active_from);
    expect((await standing(one.agent)).homeAgreement).not.toBeNull();
    await given.sql("UPDATE sign_ins SET ends_at = now() + interval '400 days' WHERE agent_id = $1", [one.agent.id]);
    const later = async (days: number): Promise<boolean> => (await standing(one.agent, new Date(Date.now() + days * 86_400_000))).homeAgreement !== null;
    expect([await later(2), await later(199), await later(202)]).toEqual([true, true, false]);
  });

  it("asks at most for what it names: a country or a class outside of it stays masked", async () => {
    const one = await cast();
    await inForce(one, { maxLevel: "L1" });
    expect((await standing(one.agent)).homeAgreement).toMatchObject({ countries: ["DE"], maxLevel: "L1", printing: false });
  });
});

describe("an inspection", () => {
  const soon = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
  const announce = (browser: Browser, id: string, form: Record<string, string>) => browser.post(`/home-office/${id}/inspections`, { kind: "selfCheck", byWhom: "employer", plannedAt: soon(48), ...form });
  const open = async (id: string): Promise<string> => (await given.sql<{ id: string }>("SELECT id FROM home_office_inspections WHERE agreement_id = $1 AND closed_at IS NULL", [id]))[0]!.id;

  it("keeps the notice, the consent and the order: nobody visits before a self-check or a look by video", async () => {
    const one = await cast();
    const id = await inForce(one, { virtualAllowed: undefined });
    await announce(one.lead, id, { plannedAt: soon(1) }).expect(422).expect(/agreed notice/);
    await announce(one.lead, id, { plannedAt: "tomorrow" }).expect(422);
    await announce(one.lead, id, { kind: "virtual" }).expect(422).expect(/by video/);
    await announce(one.lead, id, { kind: "visit" }).expect(422).expect(/First a self-check/);
    expect((await announce(one.lead, id, { byWhom: "privacy" })).status).toBe(403);
    expect((await announce(one.own, id, {})).status).toBe(403);
    await announce(one.lead, id, {}).expect(303);
    await one.own.post(`/papers/home-office/${id}/inspections/${await open(id)}/self-check`, all).expect(303);
    await announce(one.lead, id, { kind: "visit" }).expect(303);
    await one.lead.post(`/home-office/${id}/inspections/${await open(id)}/outcome`, { outcome: "passed", note: "Alles in Ordnung" }).expect(303);
    expect((await standing(one.agent)).homeAgreement).not.toBeNull();
  });

  it("that is refused suspends, and nothing else follows", async () => {
    const one = await cast();
    const id = await inForce(one);
    await announce(one.privacy, id, { byWhom: "privacy", kind: "virtual" }).expect(303);
    const inspection = await open(id);
    await one.own.post(`/papers/home-office/${id}/inspections/${inspection}/refusal`).expect(303);
    expect((await standing(one.agent)).homeAgreement).toBeNull();
    expect(await evidence(id)).toEqual(expect.arrayContaining(["inspectionRefused", "suspended"]));
    expect((await one.own.post(`/papers/home-office/${id}/inspections/${inspection}/refusal`)).status).toBe(409);
    expect((await stored(id)).ended_at).toBeNull();
  });

  it("by oneself that finds a blocker open suspends; a must-fix has its 14 days; no file is taken", async () => {
    const one = await cast();
    const id = await inForce(one);
    await announce(one.lead, id, {}).expect(303);
    const first = await open(id);
    await one.own.post(`/papers/home-office/${id}/inspections/${first}/self-check`, without("HO-10")).expect(303);
    expect((await standing(one.agent)).homeAgreement).not.toBeNull();
    expect((await stored(id)).fixes_due_at!.getTime()).toBeGreaterThan(Date.now());
    await announce(one.lead, id, {}).expect(303);
    await one.own.post(`/papers/home-office/${id}/inspections/${await open(id)}/self-check`, without("HO-04")).expect(303);
    expect((await standing(one.agent)).homeAgreement).toBeNull();
    expect((await one.own.get(`/papers/home-office/${id}`)).text).not.toContain("multipart/form-data");
  });

  it("is nobody's business but of those who answer for the person", async () => {
    const one = await cast(), other = await cast({ alone: true });
    const id = await inForce(one);
    await announce(one.lead, id, {}).expect(303);
    const inspection = await open(id);
    for (const browser of [other.own, other.lead]) {
      expect((await browser.post(`/papers/home-office/${id}/inspections/${inspection}/self-check`, all)).status).toBe(404);
      expect((await browser.post(`/home-office/${id}/inspections/${inspection}/outcome`, { outcome: "passed" })).status).toBe(404);
      expect((await browser.get(`/papers/home-office/${id}`)).status).toBe(404);
    }
  });
});

it("the desk lists what the policy lets read, and is nobody's who decides nothing", async () => {
  const one = await cast();
  await submitted(one.own);
  expect((await one.own.get("/home-office")).status).toBe(404);
  expect((await (await as(program, await given.agent({ role: "administrator" }))).get("/home-office")).status).toBe(404);
  const stranger = await as(program, await given.agent({ role: "lead", teamId: await given.team() }));
  expect((await stranger.get("/home-office")).text).not.toContain(one.agent.name);
  expect((await one.lead.get("/home-office")).text).toContain(one.agent.name);
});
