import { randomUUID } from "node:crypto";
import { createTeam, openSite, standingIn, type Site } from "./site";

let site: Site;
beforeAll(async () => { site = await openSite(); });
afterAll(async () => { await site.close(); });

const administrator = async () => {
  const person = await site.agent({ role: "administrator" });
  return { person, browser: await site.signedIn(person) };
};
const employment = (change: object = {}) => ({ role: "agent", employer: site.employers.own, team: "", ...change });

describe("people", () => {
  test("a change of role or employer takes effect at the next request, without a new sign-in", async () => {
    const { browser } = await administrator();
    const person = await site.agent();
    const theirs = await site.signedIn(person);
    expect(await standingIn(theirs)).toContain("role:agent");
    await browser.post(`/administration/people/${person.id}`, employment({ role: "administrator" })).expect(303);
    expect(await standingIn(theirs)).toContain("role:administrator");
    await theirs.get("/administration/people").expect(200);
    await browser.post(`/administration/people/${person.id}`, employment({ employer: site.employers.processor })).expect(303);
    await theirs.get("/administration/people").expect(403);
    expect(site.events.filter(({ name, payload }) => name === "WorkWithdrawn" && payload.agentId === person.id).map(({ payload }) => payload.reason)).toEqual(["moved", "moved"]);
  });

  test("somebody who leaves is signed out everywhere and cannot sign in again", async () => {
    const { browser } = await administrator();
    const person = await site.agent();
    const [one, two] = [await site.signedIn(person), await site.signedIn(person)];
    await browser.post(`/administration/people/${person.id}/departure`).expect(303);
    for (const theirs of [one, two]) await theirs.get("/account").expect(303);
    await site.browser().signIn(person).expect(422);
    expect(site.events.filter(({ name, payload }) => name === "WorkWithdrawn" && payload.agentId === person.id).map(({ payload }) => payload.reason)).toEqual(["left"]);
    await browser.post(`/administration/people/${person.id}`, employment({ role: "lead" })).expect(409).expect(/changed in the meantime/);
    const { rows } = await site.database.pool.query("SELECT state, password_hash, role FROM agents WHERE id = $1", [person.id]);
    expect(rows[0]).toEqual({ state: "left", password_hash: null, role: "agent" });
  });

  test("nobody changes their own role, employer or access", async () => {
    const { person, browser } = await administrator();
    await administrator();
    await browser.post(`/administration/people/${person.id}`, employment({ role: "lead" })).expect(403);
    await browser.post(`/administration/people/${person.id}/departure`).expect(403);
    await browser.post(`/administration/people/${person.id}/second-factor-removal`).expect(403);
    await browser.get(`/administration/people/${person.id}`).expect(200).expect(/Somebody else changes your own access/);
  });

  test("of two administrators who remove each other at once, one stays", async () => {
    const [first, second] = [await administrator(), await administrator()];
    await site.database.pool.query("UPDATE agents SET state = 'left', password_hash = NULL WHERE role = 'administrator' AND id NOT IN ($1, $2)", [first.person.id, second.person.id]);
    const answers = await Promise.all([
      first.browser.post(`/administration/people/${second.person.id}/departure`),
      second.browser.post(`/administration/people/${first.person.id}`, employment({ role: "agent" })),
    ]);
    expect(answers.map(({ status }) => status).filter((status) => status === 303)).toHaveLength(1);
    const { rows } = await site.database.pool.query("SELECT count(*)::int AS count FROM agents WHERE role = 'administrator' AND state = 'active'");
    expect(rows[0].count).toBe(1);
  });

  test("everybody else finds no administration", async () => {
    const person = await site.agent();
    for (const role of ["agent", "lead", "privacyOfficer", "auditor"] as const) {
      const browser = await site.signedIn(await site.agent({ role }));
      for (const path of ["/administration/people", `/administration/people/${person.id}`, "/administration/security"]) await browser.get(path).expect(403);
      await browser.post(`/administration/people/${person.id}`, employment({ role: "administrator" })).expect(403);
      await browser.post(`/administration/people/${person.id}/departure`).expect(403);
      await browser.post("/administration/teams", { teamName: "x", teamEmployer: site.employers.own }).expect(403);
    }
    await site.browser().get("/administration/people").expect(303);
    await site.browser().post(`/administration/people/${person.id}/departure`).expect(401);
  });

  test("a team belongs to the employer, and hostile forms are answered", async () => {
    const { browser } = await administrator();
    const person = await site.agent();
    const team = await site.run("test", (ctx) => createTeam(ctx, { employerId: site.employers.processor, name: "Porto" }));
    await browser.post(`/administration/people/${person.id}`, employment({ team })).expect(422).expect(/another employer/);
    await browser.post(`/administration/people/${person.id}`, employment({ team, employer: site.employers.processor })).expect(303);
    for (const form of [{}, employment({ role: "root" }), employment({ employer: randomUUID() }), employment({ employer: "x" }), employment({ role: ["agent", "lead"] })]) {
      await browser.post(`/administration/people/${person.id}`, form).expect(422);
    }
    await browser.post(`/administration/people/${randomUUID()}`, employment()).expect(404);
    await browser.get("/administration/people/not-an-id").expect(404);
    await browser.post("/administration/teams", { teamName: "Porto", teamEmployer: site.employers.processor }).expect(422);
    await browser.post("/administration/teams", { teamName: "Lisboa", teamEmployer: site.employers.processor }).expect(303);
  });

  test("names and addresses are noise in the database", async () => {
    await site.agent({ name: "Marker Zwölfundzwanzig", email: "marker.zwoelf@nordlicht.example" });
    const { rows } = await site.database.pool.query("SELECT name, email, email_token FROM agents");
    for (const row of rows) for (const bytes of Object.values(row) as Buffer[]) expect(bytes.toString("latin1")).not.toMatch(/Marker|nordlicht/i);
  });
});

describe("the own account", () => {
  test("name, language and preferences are changed and kept", async () => {
    const person = await site.agent();
    const browser = await site.signedIn(person);
    await browser.post("/account", { name: "  Neuer Name ", locale: "de" }).expect(303);
    const { text } = await browser.get("/account").expect(200);
    expect(text).toContain('value="Neuer Name"');
    expect(text).toContain("Mein Konto");
    await browser.post("/account", { name: "", locale: "fr" }).expect(422);
    await browser.post("/preferences", { theme: "dark", return: "//evil.example" }).expect(303).expect("Location", "/");
    await browser.post("/preferences", { shortcuts: "off", density: "compact", locale: "en", return: "/account" }).expect(303).expect("Location", "/account");
    const { rows } = await site.database.pool.query("SELECT theme, density, shortcuts, locale FROM agents WHERE id = $1", [person.id]);
    expect(rows[0]).toEqual({ theme: "dark", density: "compact", shortcuts: false, locale: "en" });
    await browser.post("/preferences", { theme: "neon" }).expect(422);
    await site.browser().post("/preferences", { theme: "dark", return: "/sign-in" }).expect(303);
  });

  test("a new password asks for the old one and ends the other sign-ins", async () => {
    const person = await site.agent();
    const [browser, other] = [await site.signedIn(person), await site.signedIn(person)];
    const next = { password: "seven purple lanterns", repeat: "seven purple lanterns" };
    await browser.post("/account/password", next).expect(422);
    await browser.post("/account/password", { ...next, current: "wrong wrong wrong" }).expect(422).expect(/current password is not right/);
    await browser.post("/account/password", { current: person.password, password: "too short", repeat: "too short" }).expect(422).expect(/at least 12/);
    await browser.post("/account/password", { ...next, current: person.password }).expect(303);
    await other.get("/account").expect(303);
    await browser.get("/account").expect(200);
    await site.browser().signIn(person).expect(422);
    await site.browser().signIn({ ...person, password: next.password }).expect(303);
  });

  test("guessing the old password from an open session is stopped", async () => {
    const browser = await site.signedIn(await site.agent());
    const answers = [];
    for (let n = 0; n < 11; n += 1) answers.push((await browser.post("/account/password", { current: `guess ${n}`, password: "x", repeat: "x" })).status);
    expect(answers.at(-1)).toBe(429);
  });

  test("one sign-in or all others can be ended, and only one's own", async () => {
    const [person, stranger] = [await site.agent(), await site.agent()];
    const browser = await site.signedIn(person);
    const [second, third, theirs] = [await site.signedIn(person), await site.signedIn(person), await site.signedIn(stranger)];
    const listed = await browser.get("/account/sessions").expect(200);
    const ids = [...listed.text.matchAll(/sessions\/([0-9a-f-]{36})\/ending/g)].map(([, id]) => id!);
    expect(ids).toHaveLength(2);
    await theirs.post(`/account/sessions/${ids[0]}/ending`).expect(303);
    await Promise.all([second, third].map((one) => one.get("/account").expect(200)));
    await browser.post(`/account/sessions/${ids[0]}/ending`).expect(303);
    expect((await Promise.all([second, third].map((one) => one.get("/account")))).map(({ status }) => status).sort()).toEqual([200, 303]);
    await browser.post("/account/sessions/endings").expect(303);
    for (const one of [second, third]) await one.get("/account").expect(303);
    await browser.get("/account").expect(200);
    await theirs.get("/account").expect(200);
  });

  test("a declared place takes effect on the next request", async () => {
    const browser = await site.signedIn(await site.agent({ employerId: site.employers.processor }));
    expect(await standingIn(browser)).toContain("place:office PT");
    await browser.post("/account/place", { place: "thirdCountry", country: "IN" }).expect(303);
    expect(await standingIn(browser)).toContain("place:thirdCountry IN");
    await browser.post("/account/place", { place: "abroadAdequate", country: "IN" }).expect(422).expect(/does not fit/);
    await browser.post("/account/place", { place: "abroadAdequate", country: "XX" }).expect(422);
    expect(await standingIn(browser)).toContain("place:thirdCountry IN");
  });

  test("a sign-in ends by itself", async () => {
    const person = await site.agent();
    const browser = await site.signedIn(person);
    await site.database.pool.query("UPDATE sign_ins SET ends_at = now() - interval '1 second' WHERE agent_id = $1", [person.id]);
    await browser.get("/account").expect(303);
  });
});
