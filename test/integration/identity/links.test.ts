import { firstAdministratorLink, linkMail } from "../../../src/identity";
import { resetClock, setClock } from "../../../src/platform/clock";
import { openSite, type Site } from "./site";

let site: Site;
beforeAll(async () => { site = await openSite(); });
afterAll(async () => { await site.close(); });
afterEach(() => { resetClock(); });

const GOOD = "seven purple lanterns";
const twice = (password: string) => ({ password, repeat: password });
const inHours = (hours: number): void => { const at = Date.now() + hours * 3_600_000; setClock(() => new Date(at)); };
/** The mail that a job would send for the newest link. */
const mailed = async () => {
  const issued = site.events.filter(({ name }) => name === "LinkIssued").at(-1)!;
  return site.run("links", (ctx) => linkMail(ctx, String(issued.payload.link)));
};
const pathIn = (text: string): string => /http:\/\/localhost:3000(\/\S+)/.exec(text)![1]!;

describe("the first administrator", () => {
  let path = "";
  beforeAll(async () => { path = (await site.run("start", firstAdministratorLink))!; });

  test("is created through the link on the console, once, and only while nobody is there", async () => {
    expect(path).toMatch(/^\/first-administrator\/[\w-]{65}$/);
    const second = (await site.run("start", firstAdministratorLink))!;
    const browser = site.browser();
    await browser.get(path).expect(200);
    const form = { name: "Bastian Keller", email: "bastian@nordlicht.example", company: "Nordlicht", country: "DE" };
    const again = await browser.post(path, { ...form, ...twice("short") }).expect(422);
    expect(again.text).toContain("at least 12");
    expect(again.text).toContain('value="Bastian Keller"');
    await browser.post(path, { ...form, password: GOOD, repeat: `${GOOD}x` }).expect(422).expect(/entries differ/);
    await browser.post(path, { ...form, email: "nowhere", ...twice(GOOD) }).expect(422);
    await browser.post(path, { ...form, ...twice(form.email) }).expect(422).expect(/address cannot be the password/);
    await browser.post(path, { ...form, ...twice(GOOD) }).expect(303).expect("Location", "/sign-in?notice=identityPasswordSet");
    await browser.signIn({ email: form.email, password: GOOD }).expect(303);
    await browser.get("/administration/people").expect(200).expect(/Bastian Keller/);
    await browser.get(path).expect(404);
    await browser.post(path, { ...form, email: "second@nordlicht.example", ...twice(GOOD) }).expect(404);
    await browser.get(second).expect(404);
    await browser.post(second, { ...form, email: "second@nordlicht.example", ...twice(GOOD) }).expect(409);
    expect((await site.database.pool.query("SELECT 1 FROM agents")).rowCount).toBe(1);
    expect(await site.run("start", firstAdministratorLink)).toBeNull();
  });
});

describe("an invitation", () => {
  const invite = async (more: object = {}) => {
    const administrator = await site.signedIn(await site.agent({ role: "administrator" }));
    const email = `new${Math.random().toString(36).slice(2)}@nordlicht.example`;
    await administrator.post("/administration/people", { name: "Neue Person", email, role: "lead", employer: site.employers.own, team: "", locale: "de", ...more }).expect(303);
    return { administrator, email };
  };

  test("is mailed as a link that sets the password once", async () => {
    const { email } = await invite();
    const mail = (await mailed())!;
    expect(mail).toMatchObject({ to: email, subject: "Einladung zu Nordlicht" });
    expect(mail.text).toContain("Guten Tag Neue Person");
    const path = pathIn(mail.text);
    const browser = site.browser();
    await browser.get(path).expect(200).expect(/Neue Person/);
    await browser.post(path, twice("password1234")).expect(422).expect(/easy to guess/);
    await browser.post(path, twice(GOOD)).expect(303);
    await browser.signIn({ email, password: GOOD }).expect(303);
    await browser.get(path).expect(404);
    await browser.post(path, twice("another good password")).expect(404);
    expect(await mailed()).toBeNull();
  });

  test("expires after seven days, and a new one replaces it", async () => {
    const { administrator, email } = await invite();
    const path = pathIn((await mailed())!.text);
    inHours(7 * 24 + 1);
    await site.browser().get(path).expect(404);
    await site.browser().post(path, twice(GOOD)).expect(404);
    resetClock();
    const { rows } = await site.database.pool.query("SELECT id FROM agents ORDER BY created_at DESC LIMIT 1");
    await administrator.post(`/administration/people/${rows[0].id}/invitation`).expect(303);
    await site.browser().get(path).expect(404);
    await site.browser().post(pathIn((await mailed())!.text), twice(GOOD)).expect(303);
    await site.browser().signIn({ email, password: GOOD }).expect(303);
  });

  test("stands in no event, no row and no page of the administration", async () => {
    const { administrator } = await invite();
    const token = pathIn((await mailed())!.text).split("/").at(-1)!;
    expect(JSON.stringify(site.events)).not.toContain(token);
    const { rows } = await site.database.pool.query("SELECT * FROM one_time_links");
    expect(JSON.stringify(rows)).not.toContain(token);
    expect((await administrator.get("/administration/people")).text).not.toContain(token);
  });

  test.each(["x", "A".repeat(65), "A".repeat(5000), "%00", "..%2f..%2f"])("a forged token (%s) opens nothing", async (token) => {
    await site.browser().get(`/invitations/${token}`).expect(404);
    await site.browser().post(`/invitations/${token}`, twice(GOOD)).expect(404);
    await site.browser().post(`/password-reset/${token}`, twice(GOOD)).expect(404);
    await site.browser().post(`/first-administrator/${token}`, { name: "x", email: "a@b.example", company: "x", ...twice(GOOD) }).expect(404);
  });

  test("its token does not fit another kind of link", async () => {
    await invite();
    const token = pathIn((await mailed())!.text).split("/").at(-1)!;
    await site.browser().get(`/password-reset/${token}`).expect(404);
    await site.browser().get(`/first-administrator/${token}`).expect(404);
  });

  test("needs an address that nobody has, and a role that fits the employer", async () => {
    const { administrator, email } = await invite();
    const form = { name: "Zweite", email, role: "agent", employer: site.employers.own, team: "", locale: "de" };
    await administrator.post("/administration/people", { ...form, email: email.toUpperCase() }).expect(422).expect(/this address already/);
    await administrator.post("/administration/people", { ...form, email: "z@nordlicht.example", role: "administrator", employer: site.employers.processor }).expect(422).expect(/own company/);
    await administrator.post("/administration/people", { ...form, email: "not an address" }).expect(422);
    const nobody = await site.signedIn(await site.agent());
    await nobody.post("/administration/people", { ...form, email: "y@nordlicht.example" }).expect(403);
  });
});

describe("a password reset", () => {
  const ask = async (email: string) => (await site.browser().post("/password-reset", { email }).expect(303)).headers.location;

  test("known, unknown, invited and left people get the same answer, and only the known ones a mail", async () => {
    const person = await site.agent();
    const invited = await site.agent({ password: undefined });
    expect(await ask(person.email)).toBe("/password-reset?sent=yes");
    expect(await mailed()).toMatchObject({ to: person.email, subject: "New password for Nordlicht" });
    for (const email of ["nobody@nordlicht.example", "no address", invited.email]) {
      const before = site.events.length;
      expect(await ask(email)).toBe("/password-reset?sent=yes");
      expect(site.events.length).toBe(before + 1);
      expect(await mailed()).toBeNull();
    }
  });

  test("ends every sign-in, works once, and lets the owner pass the delays that others caused", async () => {
    const person = await site.agent();
    const signedIn = await site.signedIn(person);
    for (let n = 0; n < 12; n += 1) await site.browser().from(`10.1.${n}.1`).signIn({ ...person, password: `guess number ${n} x` });
    const owner = site.browser().from("10.2.0.1");
    await owner.signIn(person).expect(429);
    await ask(person.email);
    const path = pathIn((await mailed())!.text);
    await owner.get(path).expect(200);
    await owner.post(path, twice(GOOD)).expect(303);
    await signedIn.get("/account").expect(303);
    await owner.signIn({ email: person.email, password: GOOD }).expect(303);
    await site.browser().post(path, twice("another good password")).expect(404);
    await site.browser().from("10.3.0.1").signIn(person).expect(429);
  });

  test("expires after an hour", async () => {
    const person = await site.agent();
    await ask(person.email);
    const path = pathIn((await mailed())!.text);
    inHours(1.1);
    await site.browser().post(path, twice(GOOD)).expect(404);
  });

  test("fills nobody's mailbox", async () => {
    const person = await site.agent();
    const mails = [];
    for (let n = 0; n < 5; n += 1) { await ask(person.email); mails.push(await mailed()); }
    expect(mails.filter(Boolean)).toHaveLength(3);
  });

  test("the same network asks twenty times an hour at most", async () => {
    const browser = site.browser().from("203.0.113.77");
    const answers = [];
    for (let n = 0; n < 21; n += 1) answers.push((await browser.post("/password-reset", { email: "nobody@nordlicht.example" })).status);
    expect(answers.filter((status) => status === 429)).toHaveLength(1);
  });

  test.each([[{}], [{ email: ["a@b.example", "c@d.example"] }], [{ email: "x".repeat(9000) }]])("%p is answered by the field", async (form) => {
    await site.browser().from("203.0.112.1").post("/password-reset", form).expect(422);
  });
});
