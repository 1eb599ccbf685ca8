import { demandAcknowledgement } from "../../../src/governance";
import { copyJob } from "../../../src/governance/acknowledgements";
import { askPool, verifyEvidence } from "../../../src/governance/evidence";
import type { ColleagueMail } from "../../../src/governance/notices";
import { as, givenIn, PASSWORD, type Browser, type Given, type GivenAgent } from "../../support/given";
import { publishText } from "../../support/papers";
import { startProgram, type TestProgram } from "../../support/program";

let program: TestProgram;
let given: Given;
let documentId: string;
const QUIZ = "? How long does it last?\n- Until I leave\n+ Without end";
beforeAll(async () => {
  program = await startProgram({}, { work: false });
  given = givenIn(program);
  documentId = await publishText(program, given, { quiz: QUIZ });
}, 120_000);
afterAll(() => program.stop());

const newcomer = (wish: Parameters<Given["agent"]>[0] = {}): Promise<GivenAgent> => given.agent({ acknowledgement: false, locale: "en", ...wish });
const fieldIn = (html: string, name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? "";
const read = async (browser: Browser, id = documentId): Promise<Record<string, string>> => {
  const { text } = await browser.get(`/papers/acknowledgement/${id}`).expect(200);
  return { presentation: fieldIn(text, "presentation"), sha256: fieldIn(text, "sha256"), scrolled: "yes", read: "on", quiz0: "1", current: PASSWORD };
};
const send = (browser: Browser, form: Record<string, string>, id = documentId) => browser.post(`/papers/acknowledgement/${id}`, form);
const rowsOf = (agentId: string) => given.sql("SELECT * FROM acknowledgements WHERE agent_id = $1 ORDER BY valid_from", [agentId]);
const factsOf = async (agentId: string): Promise<string[]> => (await given.sql<{ fact: string }>("SELECT fact FROM evidence WHERE agent_id = $1 ORDER BY position", [agentId])).map(({ fact }) => fact);

describe("somebody who has not confirmed", () => {
  test("is led to the text, and still reaches their papers, account and the way out", async () => {
    const browser = await as(program, await newcomer());
    for (const path of ["/tickets", "/look-up", "/"]) { const { status, headers } = await browser.get(path); expect([path, status, headers.location]).toEqual([path, 303, "/papers/acknowledgement"]); }
    for (const path of ["/papers", "/papers/acknowledgement", "/account"]) await browser.get(path).expect(200);
    const page = await browser.get("/papers/acknowledgement").expect(200);
    expect(page.text).toContain(`/papers/acknowledgement/${documentId}`);
  });

  test("reads the whole text, answers the quiz, confirms with the password, and works from the next page on", async () => {
    const person = await newcomer();
    const browser = await as(program, person);
    await send(browser, await read(browser)).expect(303).expect("Location", "/papers/acknowledgement?notice=acknowledged");
    expect((await browser.get("/tickets")).status).toBe(200);
    expect(await rowsOf(person.id)).toEqual([expect.objectContaining({ document_id: documentId, version: 1, method: "portal", kind: "confidentiality", rule_version: 1 })]);
    const [entry] = await given.sql<{ detail: Record<string, string>; network: Buffer }>("SELECT detail, network FROM evidence WHERE agent_id = $1 AND fact = 'acknowledged'", [person.id]);
    expect(entry!.detail).toMatchObject({ version: "1", language: "en", fullyDisplayed: "true", scrolledToEnd: "yes", quiz: "1/1", method: "portal", confirmedBy: "password", secondFactor: "false", jurisdiction: "DE" });
    expect(Object.keys(entry!.detail)).toEqual(expect.arrayContaining(["sha256", "presentedAt", "presentation", "signIn", "contracts"]));
    expect(entry!.network).not.toBeNull();
    expect(await factsOf(person.id)).toEqual(["presented", "acknowledged"]);
  });

  test("is not detoured where no text exists in their language, and sees masks instead", async () => {
    const other = await startProgram({}, { work: false });
    try {
      const elsewhere = givenIn(other);
      const browser = await as(other, await elsewhere.agent({ acknowledgement: false }));
      await browser.get("/tickets").expect(200);
      await browser.get("/papers/acknowledgement").expect(200).expect(/No text in your language/);
    } finally { await other.stop(); }
  }, 60_000);
});

describe("a form", () => {
  let person: GivenAgent, browser: Browser;
  beforeEach(async () => { person = await newcomer(); browser = await as(program, person); });
  const expectNothing = async (): Promise<void> => { expect(await rowsOf(person.id)).toEqual([]); expect(await factsOf(person.id)).not.toContain("acknowledged"); };

  test.each<[string, Record<string, string>, RegExp]>([
    ["without the box", { read: "" }, /read the text and tick/], ["with a wrong password", { current: "wrong wrong wrong" }, /current password correctly/], ["without a password", { current: "" }, /current password correctly/],
    ["with a wrong answer", { quiz0: "0" }, /read the section again/], ["without an answer", { quiz0: "" }, /read the section again/],
  ])("%s comes back with what was typed", async (_what, change, says) => {
    const { text } = await send(browser, { ...await read(browser), ...change }).expect(422);
    expect(text).toMatch(says);
    expect(text).not.toContain(PASSWORD);
    await expectNothing();
  });

  test("of another person counts for nobody", async () => {
    const stranger = await as(program, await newcomer());
    const { text } = await send(browser, await read(stranger)).expect(409);
    expect(text).toContain("does not belong to the text that was shown to you");
    await expectNothing();
  });

  test.each([["sha256", "0".repeat(64)], ["presentation", "00000000-0000-4000-8000-000000000000"]])("with another %s counts for nothing", async (field, value) => {
    await send(browser, { ...await read(browser), [field]: value }).expect(409);
    await expectNothing();
  });

  test.each([["sha256", "x"], ["presentation", "1 OR 1=1"]])("with a broken %s is refused", async (field, value) => {
    await send(browser, { ...await read(browser), [field]: value }).expect(422);
    await expectNothing();
  });

  test("sent twice confirms once, also at the same moment", async () => {
    const form = await read(browser);
    const answers = await Promise.all([send(browser, form), send(browser, form)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    const again = await send(browser, form).expect(409);
    expect(again.text).toContain("confirmed already");
    expect(await rowsOf(person.id)).toHaveLength(1);
    expect((await factsOf(person.id)).filter((fact) => fact === "acknowledged")).toHaveLength(1);
  });

  test("of an earlier sign-in is shown anew", async () => {
    const form = await read(browser);
    const { text } = await send(await as(program, person), form).expect(409);
    expect(text).toContain("you have signed in again");
    await expectNothing();
  });

  test("of another document counts for none", async () => {
    const guideline = await publishText(program, given, { kind: "guideline", key: `g${Date.now()}` });
    await send(browser, { ...await read(browser) }, guideline).expect(409);
    expect(await given.sql("SELECT 1 FROM acknowledgements WHERE agent_id = $1", [person.id])).toEqual([]);
  });

  test("in a language that the person does not use any more is shown in theirs", async () => {
    const form = await read(browser);
    await browser.post("/preferences", { locale: "de", return: "/" }).expect(303);
    const { text } = await send(browser, form).expect(409);
    expect(text).toContain("The duty in de.");
    await expectNothing();
  });

  test("for a version that was superseded while the person read brings the new one, with the answers kept", async () => {
    const form = await read(browser);
    await publishText(program, given, { documentId, body: "The new duty.", quiz: QUIZ });
    const { text } = await send(browser, form).expect(409);
    expect(text).toContain("A new version came into force while you were reading");
    expect(text).toContain("The new duty.");
    expect(text).toMatch(/value="1" checked/);
    await expectNothing();
    await send(browser, { ...form, presentation: fieldIn(text, "presentation"), sha256: fieldIn(text, "sha256") }).expect(303);
  });

  test.each(["- interval '25 hours'", "+ interval '1 hour'"])("shown at now %s is shown anew", async (shift) => {
    const form = await read(browser);
    await given.sql(`UPDATE acknowledgement_presentations SET presented_at = now() ${shift} WHERE id = $1`, [form.presentation]);
    const { text } = await send(browser, form).expect(409);
    expect(text).toContain("Too much time has passed since the text was shown");
    expect(fieldIn(text, "presentation")).not.toBe(form.presentation);
    await expectNothing();
  });

  test("is refused in clear words when the clock is behind what was written down", async () => {
    const form = await read(browser);
    await given.sql("INSERT INTO acknowledgement_demands (id, agent_id, employer_id, at, effective_at, reason) VALUES (gen_random_uuid(), $1, $2, now() + interval '1 hour', now() + interval '1 hour', 'incident')", [person.id, person.employerId]);
    const { text } = await send(browser, form).expect(409);
    expect(text).toContain("clock is behind the last entry");
    await expectNothing();
  });
});

describe("refusing and withdrawing", () => {
  test("end the access at once, tell the lead, and can be mended by confirming", async () => {
    const teamId = await given.team();
    const lead = await given.agent({ role: "lead", teamId });
    const person = await newcomer({ teamId });
    const browser = await as(program, person);
    await browser.post("/papers/acknowledgement/refusal", { note: "Nicht mit mir." }).expect(422);
    await browser.post("/papers/acknowledgement/refusal", { sure: "on", note: "Nicht mit mir." }).expect(303);
    await browser.post("/papers/acknowledgement/refusal", { sure: "on" }).expect(303);
    expect((await factsOf(person.id)).filter((fact) => fact === "refused")).toHaveLength(1);
    const jobs = await given.sql<{ data: { agent: string; template: string } }>("SELECT data FROM pgboss.job WHERE name = 'send-notice' AND data ->> 'template' = 'acknowledgementRefused'");
    expect(jobs.map(({ data }) => data.agent)).toContain(lead.id);
    expect(JSON.stringify(jobs)).not.toContain("mit mir");
    await browser.get("/tickets").expect(200);
    await send(browser, await read(browser)).expect(303);
    await browser.post("/papers/acknowledgement/withdrawal", { sure: "on" }).expect(303);
    const { text } = await browser.get("/papers/acknowledgement");
    expect(text).toContain("Withdrawal declared");
    expect(await given.sql("SELECT 1 FROM pgboss.job WHERE data ->> 'agentId' = $1 AND data ->> 'reason' = 'acknowledgement'", [person.id])).not.toEqual([]);
    await browser.post("/papers/acknowledgement/withdrawal", { sure: "on" }).expect(303);
    expect((await factsOf(person.id)).filter((fact) => fact === "withdrawalDeclared")).toHaveLength(1);
  });

  test("there is nothing to withdraw for somebody who never confirmed", async () => {
    const browser = await as(program, await newcomer());
    await browser.post("/papers/acknowledgement/withdrawal", { sure: "on" }).expect(409);
  });
});

describe("being asked anew", () => {
  test("leaves the days of grace, once, and ends with a new confirmation", async () => {
    const person = await newcomer();
    const browser = await as(program, person);
    await send(browser, await read(browser)).expect(303);
    const demand = () => program.run("test", (ctx) => demandAcknowledgement(ctx, { agentId: person.id, employerId: person.employerId, reason: "incident" }));
    expect([await demand(), await demand()]).toEqual([true, false]);
    expect((await browser.get("/papers/acknowledgement")).text).toContain("After an incident: please confirm anew by");
    expect((await browser.get("/tickets")).status).toBe(200);
    await send(browser, await read(browser)).expect(303);
    expect((await browser.get("/papers/acknowledgement")).text).toContain("Holds until");
  });

  test("an editorial version asks nobody, a material one asks everybody with grace", async () => {
    const id = await publishText(program, given, { jurisdiction: "AT" });
    const employer = await given.processor();
    await given.sql("UPDATE employers SET country = 'AT' WHERE id = $1", [employer]);
    const person = await newcomer({ employerId: employer });
    const browser = await as(program, person);
    const form = await read(browser, id);
    await send(browser, form, id).expect(303);
    await publishText(program, given, { documentId: id, change: "editorial", body: "The duty in Austria." });
    expect((await browser.get("/papers/acknowledgement")).text).toContain("Holds until");
    await publishText(program, given, { documentId: id, change: "material", body: "The stricter duty." });
    expect((await browser.get("/papers/acknowledgement")).text).toContain("There is a new version");
  });
});

describe("what is left afterwards", () => {
  let person: GivenAgent, browser: Browser, id: string;
  beforeAll(async () => {
    person = await newcomer({ name: "Łucja Beispiel" });
    browser = await as(program, person);
    await send(browser, await read(browser)).expect(303);
    id = ((await rowsOf(person.id))[0] as { id: string }).id;
  });

  test("a copy by mail, once, with the text and the number", async () => {
    const mails: ColleagueMail[] = [];
    const job = copyJob(program.run, async (mail) => { mails.push(mail); });
    for (let turn = 0; turn < 2; turn += 1) await job.run({ acknowledgement: id }, { attempt: 0, last: false });
    expect(mails).toEqual([expect.objectContaining({ to: person.email, language: "en" })]);
    expect(mails[0]!.text).toMatch(/SHA-256 of the text: [0-9a-f]{64}/);
    expect(mails[0]!.text).toContain("The new duty.");
    expect(await factsOf(person.id)).toContain("copySent");
  });

  test("a certificate that is the same every time, and whose number leads to the record", async () => {
    const pdf = await browser.get(`/papers/acknowledgement/certificates/${id}`).buffer(true).parse((res, done) => { const parts: Buffer[] = []; res.on("data", (part: Buffer) => parts.push(part)); res.on("end", () => done(null, Buffer.concat(parts))); }).expect(200);
    expect(pdf.headers["content-type"]).toBe("application/pdf");
    expect((pdf.body as Buffer).subarray(0, 5).toString()).toBe("%PDF-");
    const number = /([0-9A-F]{4}(?:-[0-9A-F]{4}){4})/.exec((await browser.get("/papers/acknowledgement")).text)![1]!;
    const checked = await browser.get(`/certificates?number=${number.toLowerCase()}`).expect(200);
    expect(checked.text).toContain("Record unchanged");
    expect(checked.text).toContain("Łucja Beispiel");
    const stranger = await as(program, await given.agent());
    for (const wrong of [number, "0000-0000-0000-0000-0000", "x' OR '1'='1", "%"]) expect((await stranger.get(`/certificates?number=${encodeURIComponent(wrong)}`).expect(200)).text).toContain("No certificate with this number");
    await stranger.get(`/papers/acknowledgement/certificates/${id}`).expect(404);
    await (await as(program, await given.agent({ role: "privacyOfficer" }))).get(`/papers/acknowledgement/certificates/${id}`).expect(200);
  });

  test("a chain that holds", async () => { expect((await verifyEvidence(askPool(program.database.pool))).findings).toEqual([]); });
});
