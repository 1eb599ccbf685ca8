import { randomUUID } from "node:crypto";
import { createTeam, openSite, type Site } from "./site";

let site: Site;
beforeAll(async () => { site = await openSite(); });
afterAll(async () => { await site.close(); });

const administrator = async () => site.signedIn(await site.agent({ role: "administrator" }));
const employment = (change: object = {}) => ({ role: "agent", employer: site.employers.own, team: "", ...change });
const sql = async <T>(text: string, values: unknown[] = []): Promise<T[]> => (await site.database.pool.query(text, values)).rows as T[];
const periods = (agent: string) => sql<{ role: string; employer_id: string; starts_at: Date; ends_at: Date | null; returned: string[] }>("SELECT role, employer_id, starts_at, ends_at, returned FROM employments WHERE agent_id = $1 ORDER BY starts_at", [agent]);
const withdrawals = (agent: string) => site.events.filter(({ name, payload }) => name === "WorkWithdrawn" && payload.agentId === agent).map(({ payload }) => payload.reason);
const ended = (agent: string) => site.events.filter(({ name, payload }) => name === "EmploymentEnded" && payload.agent === agent).map(({ payload }) => payload.reason);
const queue = async (): Promise<string> => {
  const id = randomUUID();
  await sql("INSERT INTO queues (id, key, name_de, name_en, address) VALUES ($1, $2, $2, $2, $3)", [id, `q-${id}`, `${id}@nordlicht.example`]);
  return id;
};

describe("joiners, movers and leavers", () => {
  test("every job is a period, and one begins where the other ended", async () => {
    const browser = await administrator();
    const person = await site.agent();
    const team = await site.run("test", (ctx) => createTeam(ctx, { employerId: site.employers.own, name: "Rechnung" }));
    for (const change of [{ role: "lead" }, { role: "lead", team }, { role: "lead", team }, { employer: site.employers.processor }]) await browser.post(`/administration/people/${person.id}`, employment(change)).expect(303);
    await browser.post(`/administration/people/${person.id}/departure`, { "returned.badge": "on", "returned.computer": "on", "returned.car": "on" }).expect(303);
    const found = await periods(person.id);
    expect(found.map(({ role, employer_id }) => [role, employer_id])).toEqual([["agent", site.employers.own], ["lead", site.employers.own], ["lead", site.employers.own], ["agent", site.employers.processor]]);
    found.slice(1).forEach(({ starts_at }, index) => expect(starts_at).toEqual(found[index]!.ends_at));
    expect(found.at(-1)!.returned.sort()).toEqual(["badge", "computer"]);
    expect(found.every(({ ends_at }) => ends_at !== null)).toBe(true);
    expect(withdrawals(person.id)).toEqual(["moved", "moved", "left"]);
    expect(ended(person.id)).toEqual(["role", "employer", "left"]);
  });

  test("a clock that was set back does not turn a period over", async () => {
    const browser = await administrator();
    const person = await site.agent();
    await sql("UPDATE employments SET starts_at = now() + interval '1 hour' WHERE agent_id = $1", [person.id]);
    await browser.post(`/administration/people/${person.id}`, employment({ role: "lead" })).expect(303);
    const found = await periods(person.id);
    expect(found[0]!.ends_at!.getTime()).toBeGreaterThan(found[0]!.starts_at.getTime());
    expect(found[1]!.starts_at).toEqual(found[0]!.ends_at);
  });

  test("queues are ticked, and one that is taken away ends by itself", async () => {
    const browser = await administrator();
    const [person, one, two] = [await site.agent(), await queue(), await queue()];
    await browser.post(`/administration/people/${person.id}`, employment({ [`queue.${one}`]: "on", [`queue.${two}`]: "on" })).expect(303);
    expect((await browser.get(`/administration/people/${person.id}`)).text).toMatch(new RegExp(`name="queue.${one}" value="on" checked`));
    const theirs = await site.signedIn(person);
    await browser.post(`/administration/people/${person.id}`, employment({ [`queue.${two}`]: "on" })).expect(303);
    expect(withdrawals(person.id)).toEqual(["queues"]);
    await theirs.get("/account").expect(200);
    expect(await sql("SELECT queue_id FROM agent_queues WHERE agent_id = $1", [person.id])).toEqual([{ queue_id: two }]);
    expect(await sql("SELECT queue_id FROM agent_queue_periods WHERE agent_id = $1 AND ends_at >= starts_at", [person.id])).toEqual([{ queue_id: one }]);
    for (const wrong of [randomUUID(), "all"]) await browser.post(`/administration/people/${person.id}`, employment({ [`queue.${wrong}`]: "on" })).expect(422);
  });

  test("what would end is shown before it ends, and nothing has changed by looking", async () => {
    const browser = await administrator();
    const person = await site.agent();
    const theirs = await site.signedIn(person);
    const preview = await browser.post(`/administration/people/${person.id}/preview`, employment({ employer: site.employers.processor })).expect(200);
    expect(preview.text).toContain("1 sign-in");
    expect(preview.text).toMatch(/Nordlicht → <strong>Callcenter/);
    expect((await browser.post(`/administration/people/${person.id}/preview`, employment()).expect(200)).text).toContain("Nothing would change.");
    await browser.post(`/administration/people/${person.id}/preview`, employment({ role: "root" })).expect(422);
    await browser.post(`/administration/people/${person.id}/preview`, employment({ role: "administrator", employer: site.employers.processor })).expect(422);
    expect((await browser.get(`/administration/people/${person.id}/departure`).expect(200)).text).toContain("1 sign-in");
    await theirs.get("/account").expect(200);
    expect(await periods(person.id)).toHaveLength(1);
    for (const [who, status] of [[theirs, 403], [site.browser(), 303]] as const) await who.get(`/administration/people/${person.id}/departure`).expect(status);
  });

  test("open links of somebody who moves are closed, the invitation of somebody who has not come yet is not", async () => {
    const browser = await administrator();
    const [active, invited] = [await site.agent(), await site.agent({ password: undefined })];
    for (const [agent, kind] of [[active.id, "passwordReset"], [invited.id, "invitation"]]) await sql("INSERT INTO one_time_links (id, kind, agent_id, token_hash, expires_at) VALUES ($1, $2, $3, $4, now() + interval '1 hour')", [randomUUID(), kind, agent, Buffer.from(agent!)]);
    for (const { id } of [active, invited]) await browser.post(`/administration/people/${id}`, employment({ role: "lead" })).expect(303);
    expect(await sql("SELECT kind FROM one_time_links WHERE agent_id = ANY($1) AND used_at IS NULL", [[active.id, invited.id]])).toEqual([{ kind: "invitation" }]);
  });

  test("who comes back is somebody new: the address is free, the old person stays as they left", async () => {
    const browser = await administrator();
    const person = await site.agent();
    await browser.post(`/administration/people/${person.id}/departure`).expect(303);
    await browser.post("/administration/people", { ...employment(), name: "Wieder Da", email: person.email, locale: "de" }).expect(303);
    const [again] = await sql<{ id: string }>("SELECT id FROM agents WHERE state = 'invited' ORDER BY created_at DESC LIMIT 1");
    expect(again!.id).not.toBe(person.id);
    await site.browser().signIn(person).expect(422);
    await browser.post("/administration/people", { ...employment(), name: "Noch einmal", email: person.email, locale: "de" }).expect(422);
  });

  test("two administrators who move the same person at once leave one open period", async () => {
    const [one, two, person] = [await administrator(), await administrator(), await site.agent()];
    const answers = await Promise.all([one.post(`/administration/people/${person.id}`, employment({ role: "lead" })), two.post(`/administration/people/${person.id}/departure`)]);
    expect(answers.map(({ status }) => status).every((status) => status === 303 || status === 409)).toBe(true);
    expect((await periods(person.id)).filter(({ ends_at }) => ends_at === null)).toHaveLength(0);
  });
});
