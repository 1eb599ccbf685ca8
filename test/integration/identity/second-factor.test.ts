import { generateSync } from "otplib";
import { resetClock, setClock } from "../../../src/platform/clock";
import { openSite, standingIn, type Browser, type Site } from "./site";

let site: Site;
beforeAll(async () => { site = await openSite({ perAccountAndNetwork: 8, perNetwork: 1000, perDevice: 8, asks: 1000, patience: 100 }); });
afterAll(async () => { await site.close(); });

/** Time stands still until a test moves it: a code is then right or wrong for a reason. */
let at = new Date("2026-05-04T09:00:10Z").getTime();
beforeEach(() => { at += 3_600_000; setClock(() => new Date(at)); });
afterEach(() => { resetClock(); });
const later = (seconds: number): void => { at += seconds * 1000; };
const codeFor = (secret: string): string => generateSync({ secret, epoch: Math.floor(at / 1000) });

const setUp = async (browser: Browser, password: string): Promise<{ secret: string; recovery: string[] }> => {
  await browser.post("/account/second-factor", { current: password }).expect(303);
  const { text } = await browser.get("/account/second-factor").expect(200);
  const [secret, ...recovery] = [...text.matchAll(/<code>([^<]+)<\/code>/g)].map(([, code]) => code!);
  expect(text).toMatch(/<img src="data:image\/png;base64,[\w+/&#;=]+" width="232"/);
  return { secret: secret!.replaceAll(" ", ""), recovery };
};
const person = async () => {
  const who = await site.agent();
  const browser = await site.signedIn(who);
  const { secret, recovery } = await setUp(browser, who.password);
  await browser.post("/account/second-factor/confirmation", { code: codeFor(secret), saved: "on" }).expect(303);
  later(60);
  return { who, browser, secret, recovery };
};

describe("setting up a second factor", () => {
  test("shows secret and recovery codes until a code was typed, and never again", async () => {
    const who = await site.agent();
    const browser = await site.signedIn(who);
    const { secret, recovery } = await setUp(browser, who.password);
    expect(recovery).toHaveLength(10);
    await browser.post("/account/second-factor/confirmation", { code: "000000", saved: "on" }).expect(422);
    await browser.post("/account/second-factor/confirmation", { code: codeFor(secret) }).expect(422);
    await browser.post("/account/second-factor/confirmation", { code: codeFor(secret), saved: "on" }).expect(303);
    const { text } = await browser.get("/account/second-factor").expect(200);
    expect(text).not.toContain("<code>");
    expect(text).toContain("10 recovery codes left");
    const { rows } = await site.database.pool.query("SELECT hash FROM recovery_codes WHERE agent_id = $1", [who.id]);
    for (const { hash } of rows) expect(recovery).not.toContain(hash);
  });

  test("asks for the password, and ends the other sign-ins", async () => {
    const who = await site.agent();
    const [browser, other] = [await site.signedIn(who), await site.signedIn(who)];
    await browser.post("/account/second-factor", {}).expect(422);
    await browser.post("/account/second-factor", { current: "wrong wrong wrong" }).expect(422).expect(/current password is not right/);
    const { secret } = await setUp(browser, who.password);
    await browser.post("/account/second-factor/confirmation", { code: codeFor(secret), saved: "on" }).expect(303);
    await other.get("/account").expect(303);
    await browser.get("/account").expect(200);
  });

  test("a confirmed one is replaced or removed with password and code only", async () => {
    const { who, browser, secret } = await person();
    await browser.post("/account/second-factor", { current: who.password }).expect(422);
    await browser.post("/account/second-factor/removal", { current: who.password, code: "123456" }).expect(422);
    await browser.post("/account/second-factor/removal", { current: "wrong wrong wrong", code: codeFor(secret) }).expect(422);
    await browser.post("/account/second-factor/removal", { current: who.password, code: codeFor(secret) }).expect(303);
    const plain = site.browser();
    expect((await plain.signIn(who).expect(303)).headers.location).toBe("/");
  });
});

describe("signing in with a second factor", () => {
  test("the password alone opens nothing but the second form", async () => {
    const { who } = await person();
    const browser = site.browser();
    expect((await browser.signIn(who, { return: "/account" }).expect(303)).headers.location).toBe("/sign-in/second-factor");
    await browser.get("/sign-in/second-factor").expect(200);
    for (const path of ["/", "/account", "/account/second-factor", "/account/sessions", "/administration/people"]) await browser.get(path).expect(303).expect("Location", /^\/sign-in/);
    await browser.post("/account/second-factor", { current: who.password }).expect(401);
    await browser.post("/account/second-factor/removal", { current: who.password, code: "1" }).expect(401);
    await browser.post("/account/place", { place: "office" }).expect(401);
  });

  test("a code lets in, to the page that was wanted, with the declared place", async () => {
    const { who, secret } = await person();
    const browser = site.browser();
    await browser.signIn(who, { return: "/account", place: "home" });
    const { headers } = await browser.post("/sign-in/second-factor", { code: ` ${codeFor(secret).slice(0, 3)} ${codeFor(secret).slice(3)} ` }).expect(303);
    expect(headers.location).toBe("/account");
    expect(await standingIn(browser)).toBe("role:agent place:home DE");
    const { rows } = await site.database.pool.query("SELECT detail FROM access_log WHERE action = 'signIn' ORDER BY seq DESC LIMIT 1");
    expect(rows[0].detail).toEqual({ method: "totp" });
  });

  test("a code counts once, and the one before it no longer", async () => {
    const { who, secret } = await person();
    const before = codeFor(secret);
    later(30);
    const now = codeFor(secret);
    const [first, second, third] = [site.browser(), site.browser(), site.browser()];
    for (const browser of [first, second, third]) await browser.signIn(who).expect(303);
    await first.post("/sign-in/second-factor", { code: now }).expect(303);
    await second.post("/sign-in/second-factor", { code: now }).expect(422);
    await third.post("/sign-in/second-factor", { code: before }).expect(422);
  });

  test("the same code sent twice at the same moment lets in once", async () => {
    const { who, secret } = await person();
    const browsers = [site.browser(), site.browser(), site.browser()];
    for (const browser of browsers) await browser.signIn(who).expect(303);
    const answers = await Promise.all(browsers.map((browser) => browser.post("/sign-in/second-factor", { code: codeFor(secret) })));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422, 422]);
  });

  test("a recovery code works once", async () => {
    const { who, recovery } = await person();
    const [first, second] = [site.browser(), site.browser()];
    for (const browser of [first, second]) await browser.signIn(who).expect(303);
    await first.post("/sign-in/second-factor", { code: recovery[3]!.toUpperCase().replaceAll("-", " ") }).expect(303);
    await second.post("/sign-in/second-factor", { code: recovery[3] }).expect(422);
    await second.post("/sign-in/second-factor", { code: recovery[4] }).expect(303);
  });

  test("the half-signed-in state ends after five minutes", async () => {
    const { who, secret } = await person();
    const browser = site.browser();
    await browser.signIn(who).expect(303);
    later(301);
    const { headers } = await browser.post("/sign-in/second-factor", { code: codeFor(secret) }).expect(303);
    expect(headers.location).toBe("/sign-in?notice=identityStartAgain");
    await browser.get("/account").expect(303);
  });

  test("guessing codes is stopped", async () => {
    const { who } = await person();
    const browser = site.browser();
    await browser.signIn(who).expect(303);
    const answers = [];
    for (let n = 0; n < 9; n += 1) answers.push((await browser.post("/sign-in/second-factor", { code: String(100_000 + n) })).status);
    expect(answers.at(-1)).toBe(429);
    expect(answers.slice(0, 8)).toEqual(Array(8).fill(422));
  });

  test.each([[{}], [{ code: ["123456", "123456"] }], [{ code: "" }], [{ code: "x".repeat(50_000) }]])("%p is no code", async (form) => {
    const { who } = await person();
    const browser = site.browser();
    await browser.signIn(who).expect(303);
    await browser.post("/sign-in/second-factor", form).expect(422);
  });
});

describe("a role that requires a second factor", () => {
  afterEach(async () => { await site.database.pool.query("DELETE FROM role_security"); });

  test("leads to the set-up before anything else, and forbids switching it off", async () => {
    const administrator = await site.signedIn(await site.agent({ role: "administrator" }));
    const lead = await site.agent({ role: "lead" });
    const browser = await site.signedIn(lead);
    await browser.get("/account").expect(200);
    await administrator.post("/administration/security", { lead: "on" }).expect(303);
    await administrator.get("/administration/security").expect(200).expect(/name="lead" value="on" checked/);

    expect((await browser.get("/account").expect(303)).headers.location).toBe("/account/second-factor");
    await browser.post("/account/place", { place: "home" }).expect(303).expect("Location", "/account/second-factor");
    expect(await standingIn(browser)).toBe("");
    const { secret } = await setUp(browser, lead.password);
    await browser.post("/account/second-factor/confirmation", { code: codeFor(secret), saved: "on" }).expect(303);
    await browser.get("/account").expect(200);
    later(60);
    await browser.post("/account/second-factor/removal", { current: lead.password, code: codeFor(secret) }).expect(403);
  });

  test("is switched by administrators of the own company only, by known roles only", async () => {
    const lead = await site.signedIn(await site.agent({ role: "lead" }));
    await lead.get("/administration/security").expect(403);
    await lead.post("/administration/security", { lead: "on" }).expect(403);
    const administrator = await site.signedIn(await site.agent({ role: "administrator" }));
    await administrator.post("/administration/security", { leaed: "on" }).expect(422);
    await administrator.post("/administration/security", { lead: ["on", "on"] }).expect(422);
  });
});
