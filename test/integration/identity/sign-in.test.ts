import { openSite, standingIn, type Browser, type Site } from "./site";

let site: Site;
beforeAll(async () => { site = await openSite({ perAccountAndNetwork: 4, perNetwork: 1000, perDevice: 4, asks: 1000, patience: 6 }); });
afterAll(async () => { await site.close(); });

/** The message of a refused sign-in, and nothing that depends on the request. */
const answer = (text: string): string => text.replace(/nonce[^>]*>/g, "").replace(/value="[^"]*"/g, "").replace(/[A-Za-z0-9+/]{22}==/g, "");

/** The value of the session cookie. */
const sessionOf = (browser: Browser): string => {
  const { jar } = browser.agent as unknown as { jar: { getCookie(name: string, access: object): { value: string } } };
  return jar.getCookie("diskret.sid", { domain: "127.0.0.1", path: "/", secure: false, script: false }).value;
};

describe("signing in", () => {
  test("with address and password leads to the page that was wanted, and is written to the access log", async () => {
    const person = await site.agent();
    const browser = site.browser();
    const wanted = await browser.get("/").expect(303);
    expect(wanted.headers.location).toBe("/sign-in?return=%2F");
    await browser.get("/sign-in?return=%2Faccount").expect(200).expect(/name="return" value="\/account"/);
    const done = await browser.signIn(person, { return: "/account?tab=1" }).expect(303);
    expect(done.headers.location).toBe("/account?tab=1");
    expect(done.headers["set-cookie"]!.toString()).toMatch(/diskret\.sid=[^;]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax/);
    expect(await standingIn(browser)).toBe("role:agent place:office DE");
    const { rows } = await site.database.pool.query("SELECT viewer, role, subjects, purpose, detail FROM access_log WHERE action = 'signIn' ORDER BY seq DESC LIMIT 1");
    expect(rows[0]).toMatchObject({ role: "agent", subjects: [], purpose: "security", detail: { method: "password" } });
    expect(rows[0].viewer).toMatch(/^P-[0-9A-F]{8}$/);
  });

  test("a signed-in person who opens the sign-in page goes on", async () => {
    const browser = await site.signedIn(await site.agent());
    expect((await browser.get("/sign-in").expect(303)).headers.location).toBe("/");
  });

  test("unknown address, wrong password, invited and left people get the same answer", async () => {
    const person = await site.agent();
    const invited = await site.agent({ password: undefined });
    const left = await site.agent();
    await site.database.pool.query("UPDATE agents SET state = 'left', password_hash = NULL WHERE id = $1", [left.id]);
    const tries = [{ ...person, password: "wrong wrong wrong" }, { ...person, email: "nobody@nordlicht.example" }, { ...person, email: "no address" }, invited, left];
    const answers = [];
    for (const one of tries) answers.push(await site.browser().signIn(one).expect(422));
    expect(new Set(answers.map(({ text }) => answer(text))).size).toBe(1);
    expect(answers[0]!.text).toContain("Signing in did not work");
    for (const { headers } of answers) expect(headers["set-cookie"]).toBeUndefined();
  });

  test("a refused form keeps the address and never the password", async () => {
    const { text } = await site.browser().signIn({ email: "typed@nordlicht.example", password: "typed secret words" }, { place: "home" }).expect(422);
    expect(text).toContain('value="typed@nordlicht.example"');
    expect(text).toContain('<option value="home" selected>');
    expect(text).not.toContain("typed secret words");
  });

  test.each([
    ["nothing", {}], ["arrays", { email: ["a@b.example", "c@d.example"], password: ["x", "y"] }], ["objects", { "email[$ne]": "x", password: "y" }],
    ["a place that is none", { email: "a@b.example", password: "x", place: "moon" }], ["an endless address", { email: "a".repeat(5000), password: "x" }],
    ["zero bytes", { email: "a\u0000@b.example", password: "\u0000" }],
  ])("%s is answered by the fields", async (_what, form) => { await site.browser().post("/sign-in", form).expect(422); });

  test("a password of a megabyte is refused unread", async () => {
    await site.browser().post("/sign-in", { email: "a@b.example", password: "x".repeat(1_000_000) }).expect(413);
    await site.browser().post("/sign-in", { email: "a@b.example", password: "x".repeat(90_000) }).expect(422);
  });

  test.each(["//evil.example", "/\\evil.example", "https://evil.example/", "/%0a/evil", "javascript:alert(1)"])("the return path %s stays here", async (path) => {
    const { headers } = await site.browser().signIn(await site.agent(), { return: path }).expect(303);
    expect(new URL(headers.location!, "http://here.example").host).toBe("here.example");
    expect(headers.location).not.toMatch(/^\/\//);
  });

  test("a form from elsewhere is refused", async () => {
    const person = await site.agent();
    const { agent } = site.browser();
    await agent.post("/sign-in").type("form").send({ ...person, place: "office" }).expect(403);
    await agent.post("/sign-in").set("Origin", "https://evil.example").type("form").send({ ...person, place: "office" }).expect(403);
    await agent.post("/sign-out").set("Sec-Fetch-Site", "cross-site").expect(403);
  });

  test("a session id that was planted before the sign-in is worth nothing after it", async () => {
    const person = await site.agent();
    const victim = site.browser();
    await victim.signIn(person).expect(303);
    const planted = sessionOf(victim);
    await victim.signIn(person).expect(303);
    expect(sessionOf(victim)).not.toBe(planted);
    const { rows } = await site.database.pool.query("SELECT 1 FROM sign_ins WHERE agent_id = $1 AND ended_at IS NULL", [person.id]);
    expect(rows).toHaveLength(1);
    const thief = await site.browser().get("/").set("Cookie", `diskret.sid=${planted}`);
    expect(thief.status).toBe(303);
    const forged = await site.browser().get("/").set("Cookie", "diskret.sid=s%3Aforged.signature");
    expect(forged.status).toBe(303);
  });

  test("signing out ends the session on the server, not only the cookie", async () => {
    const browser = await site.signedIn(await site.agent());
    const cookie = sessionOf(browser);
    await browser.post("/sign-out").expect(303);
    await browser.get("/").expect(303);
    await site.browser().get("/").set("Cookie", `diskret.sid=${cookie}`).expect(303);
  });

  test("the country must fit the declared place", async () => {
    const person = await site.agent();
    const { text } = await site.browser().signIn(person, { place: "thirdCountry", country: "DE" }).expect(422);
    expect(text).toContain("does not fit");
    await site.browser().signIn(person, { place: "mobileEea" }).expect(422);
    const abroad = site.browser();
    await abroad.signIn(person, { place: "abroadEea", country: "fr" }).expect(303);
    expect(await standingIn(abroad)).toBe("role:agent place:abroadEea FR");
  });

  test("without a place the sign-in counts as undeclared", async () => {
    const person = await site.agent();
    const browser = site.browser();
    await browser.post("/sign-in", { email: person.email, password: person.password }).expect(303);
    expect(await standingIn(browser)).toBe("role:agent place:undeclared unknown");
  });

  test("visitors get no session, and reading a page writes none", async () => {
    const count = async () => Number((await site.database.pool.query("SELECT count(*) FROM sessions")).rows[0].count);
    const before = await count();
    const { headers } = await site.browser().get("/sign-in").expect(200);
    expect(headers["set-cookie"]).toBeUndefined();
    expect(await count()).toBe(before);
  });
});

describe("limits on guessing", () => {
  test("a guesser is stopped with the seconds to wait, even with the right password", async () => {
    const person = await site.agent();
    const guesser = site.browser().from("198.51.100.7");
    for (let n = 0; n < 4; n += 1) await guesser.signIn({ ...person, password: `guess number ${n} x` }).expect(422);
    const { headers } = await guesser.signIn(person).expect(429);
    expect(Number(headers["retry-after"])).toBeGreaterThan(0);
    await guesser.signIn({ email: "somebody.else@nordlicht.example", password: "x" }).expect(422);
  });

  test("an unknown address is stopped alike", async () => {
    const guesser = site.browser().from("198.51.101.7");
    for (let n = 0; n < 4; n += 1) await guesser.signIn({ email: "ghost@nordlicht.example", password: `guess ${n}` }).expect(422);
    await guesser.signIn({ email: "ghost@nordlicht.example", password: "guess" }).expect(429);
  });

  test("many networks make tries wait, but a device that knows the account passes", async () => {
    const person = await site.agent();
    const owner = site.browser().from("203.0.113.5");
    await owner.signIn(person).expect(303);
    await owner.post("/sign-out").expect(303);
    let stopped = 0;
    for (let n = 0; n < 9; n += 1) {
      const { status } = await site.browser().from(`10.${n}.0.1`).signIn({ ...person, password: `guess number ${n} x` });
      if (status === 429) stopped += 1;
    }
    expect(stopped).toBeGreaterThan(0);
    await site.browser().from("10.99.0.1").signIn(person).expect(429);
    await owner.from("10.98.0.1").signIn(person).expect(303);
  });

  test("a known device has a limit of its own, and its cookie is worth nothing for another account", async () => {
    const [person, other] = [await site.agent(), await site.agent()];
    const owner = await site.signedIn(person);
    await owner.post("/sign-out").expect(303);
    for (let n = 0; n < 4; n += 1) await owner.signIn({ ...person, password: `guess number ${n} x` }).expect(422);
    await owner.signIn(person).expect(429);
    const far = owner.from("198.18.5.1");
    for (let n = 0; n < 4; n += 1) await far.signIn({ ...other, password: `guess number ${n} x` }).expect(422);
    await far.signIn(other).expect(429);
    await site.browser().from("198.18.6.1").signIn(other).expect(303);
  });

  test("no address and no network stands in the limits", async () => {
    const { rows } = await site.database.pool.query("SELECT key FROM rate_limits");
    expect(rows.length).toBeGreaterThan(0);
    for (const { key } of rows) expect(key).toMatch(/^(pair|network|device|account|wait|ask):[\w-]{43}$/);
  });

  test("eight sign-ins at once are all answered", async () => {
    const people = [];
    for (let n = 0; n < 8; n += 1) people.push(await site.agent());
    const answers = await Promise.all(people.map((person, n) => site.browser().from(`172.16.${n}.1`).signIn(person)));
    expect(answers.map(({ status }) => status)).toEqual(people.map(() => 303));
  });
});
