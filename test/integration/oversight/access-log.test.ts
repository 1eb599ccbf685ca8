import { randomUUID } from "node:crypto";
import { generateKeyPairSync } from "node:crypto";
import { append, keepAccessLog, logIdentity, pseudonymsOf, type Access } from "../../../src/privacy";
import { as, givenIn, visitor, type Browser, type Given, type GivenAgent } from "../../support/given";
import { startProgram, type TestProgram } from "../../support/program";

jest.setTimeout(120_000);

let program: TestProgram;
let given: Given;
let [team, otherTeam, processor] = ["", "", ""];
let [lead, otherLead, officer, outsideLead, agent, outsider]: GivenAgent[] = [];
let [asLead, asOfficer]: Browser[] = [];
const subject = randomUUID();
const logged: string[] = [];

/** Rows of an agent, written as their disclosures would. */
const access = async (who: GivenAgent, more: Partial<Access> = {}): Promise<void> => {
  const [row] = await given.sql<any>("SELECT a.team_id, e.name AS employer, e.kind, p.pseudonym FROM agents a JOIN employers e ON e.id = a.employer_id JOIN viewer_pseudonyms p ON p.agent_id = a.id WHERE a.id = $1", [who.id]);
  await program.run("test", (ctx) => append({
    ...ctx, viewer: { kind: "agent", id: who.id, pseudonym: row.pseudonym, team: row.team_id, signIn: "s", policy: { version: 1 }, standing: { role: who.role, employer: { name: row.employer, kind: row.kind }, contracts: [], place: "office" } } as never,
  }, [{ action: "view", subjects: [subject], ticket: "1042", forms: { name: "clear", email: "brief" }, purpose: "support", count: 1, ...more }]));
};
const pseudonymOf = async (who: GivenAgent): Promise<string> => (await given.sql<{ pseudonym: string }>("SELECT pseudonym FROM viewer_pseudonyms WHERE agent_id = $1", [who.id]))[0]!.pseudonym;
const lastRows = (count: number) => given.sql<any>("SELECT action, subjects, ticket, count, detail, purpose FROM access_log ORDER BY seq DESC LIMIT $1", [count]);
const linkWith = (cursor: "before" | "after", html: string): string => new RegExp(`href="([^"]*${cursor}=\\d+)"`).exec(html.replaceAll("&amp;", "&").replaceAll("&#x3D;", "="))![1]!;
const sentences = (html: string): number => html.split("events__title").length - 1;

beforeAll(async () => {
  program = await startProgram({}, { work: false });
  given = givenIn(program);
  processor = await given.processor("Callcenter Ost");
  const inHouse = await given.inHouse();
  [team, otherTeam] = [await given.team(inHouse), await given.team(inHouse)];
  const outsideTeam = await given.team(processor);
  lead = await given.agent({ role: "lead", teamId: team });
  otherLead = await given.agent({ role: "lead", teamId: otherTeam });
  outsideLead = await given.agent({ role: "lead", teamId: outsideTeam, employerId: processor });
  officer = await given.agent({ role: "privacyOfficer" });
  agent = await given.agent({ teamId: team });
  outsider = await given.agent({ teamId: outsideTeam, employerId: processor });
  await access(agent!);
  await access(agent!, { action: "reveal", forms: { bankDetails: "partial" }, ticket: "7", reason: "payment", subjects: [randomUUID()] });
  await access(outsider!, { ticket: "9" });
  await keepAccessLog(program.database, { identity: logIdentity(program.keys.logSigning), dir: program.config.checkpointDir, now: new Date(), log: program.log });
  [asLead, asOfficer] = [await as(program, lead!), await as(program, officer!)];
  logged.push(await pseudonymOf(agent!), await pseudonymOf(outsider!));
});
afterAll(() => program.stop());

test("a team lead sees each access of the own team, pseudonymous and without a value", async () => {
  const { status, text } = await asLead!.get("/access-log?action=view");
  expect(status).toBe(200);
  expect(text).toContain(`${logged[0]} saw name (in clear) and e-mail address (first letters) of 1 person`);
  expect(text).toContain("to answer a support request");
  expect(text).not.toContain(logged[1]);
  expect(text).not.toContain(agent!.name);
  const token = pseudonymsOf({ db: program.database.source.manager }, [subject]).get(subject)!;
  expect(text).toContain(`Person ${token}`);
  expect(text).toMatch(/Checkpoint \d+/);
});

test("leads of another team or another company see nothing of it, in the list, alone, or as a file", async () => {
  const [{ seq }] = await given.sql<{ seq: string }>("SELECT seq FROM access_log WHERE viewer = $1 ORDER BY seq LIMIT 1", [logged[0]]) as [{ seq: string }];
  for (const stranger of [otherLead!, outsideLead!]) {
    const browser = await as(program, stranger);
    for (const path of ["/access-log", `/access-log?viewer=${logged[0]}`, `/access-log?subject=${subject}`, "/access-log?ticket=1042", "/access-log.csv"]) {
      const { status, text } = await browser.get(path);
      expect(status).toBe(200);
      const shown = path.endsWith(".csv") ? text : text.split("<ol class=\"events\">")[1] ?? "";
      expect(shown).not.toMatch(new RegExp(`Z,${logged[0]}|${logged[0]} saw`));
      expect(shown).not.toContain("Ticket 1042");
    }
    expect((await browser.get(`/access-log/${seq}`)).status).toBe(404);
  }
  expect((await asLead!.get(`/access-log/${seq}`)).status).toBe(200);
});

test.each(["agent", "administrator"] as const)("a person with the role %s finds nothing here", async (role) => {
  const browser = await as(program, await given.agent({ role, teamId: team }));
  for (const path of ["/access-log", "/access-log.csv", "/access-log/1"]) expect((await browser.get(path)).status).toBe(404);
});

test("nobody who is not signed in gets here", async () => {
  expect((await visitor(program).get("/access-log")).status).toBe(303);
});

test.each([
  ["action=reveal", 1], ["ticket=7", 1], ["category=bankDetails", 1], ["category=bankDetails&form=clear", 0], ["category=name&form=clear", 2], ["form=partial", 1], ["purpose=x&ticket=9", 1],
  ["employer=Callcenter%20Ost&ticket=9", 1], ["place=home", 0], ["from=2099-01-01", 0], ["to=2000-01-02", 0], ["action=view&ticket=1042&from=2000-01-01&to=2099-01-01", 1], ["action=view&viewer=NAME", 1],
])("the privacy officer narrows by %s", async (query, expected) => {
  const { text } = await asOfficer!.get(`/access-log?${query.replace("NAME", logged[0]!)}`);
  expect(sentences(text)).toBe(expected);
});

test("nothing found says what to do", async () => {
  expect((await asOfficer!.get("/access-log?place=thirdCountry")).text).toContain("Remove a filter or choose a longer period.");
});

test.each(["ticket=1%20OR%201=1", "action=view&action=list", "action[]=view", "subject=x", "from=2026-02-30", "employer=%00", "viewer=%27%3B--", "place=__proto__", "category=%3Cscript%3E", "from=2026-03-02&to=2026-03-01"])("a filter that cannot be read lists nothing and says so: %s", async (query) => {
  const { status, text } = await asOfficer!.get(`/access-log?${query}`);
  if (query.startsWith("action[]")) { expect(status).toBe(200); return; }
  expect(status).toBe(400);
  expect(sentences(text)).toBe(0);
  expect(text).toContain("This cannot be read");
  expect(text).not.toContain("<script>");
  expect((await asOfficer!.get(`/access-log.csv?${query}`)).status).toBe(400);
});

test.each(["before=abc", "before=99999999999999999999", "after=-1", "before=1&before=2", "__proto__=x", "notice=%00"])("an odd place to begin is the beginning: %s", async (query) => {
  expect((await asOfficer!.get(`/access-log?ticket=7&${query}`)).status).toBe(200);
});

test("reading the log is logged, with its filters as codes", async () => {
  await asOfficer!.get(`/access-log?subject=${subject}&action=view&ticket=1042`);
  expect(await lastRows(1)).toEqual([{ action: "readLog", subjects: [subject], ticket: "1042", count: 1, detail: { action: "view" }, purpose: "audit" }]);
});

test("one access tells what it showed, why it was permitted, and is verified on the spot", async () => {
  const [{ seq }] = await given.sql<{ seq: string }>("SELECT seq FROM access_log WHERE action = 'reveal'") as [{ seq: string }];
  const { text } = await asOfficer!.get(`/access-log/${seq}`);
  for (const part of ["Bank details", "shortened", "Clarify a payment", "Masking policy, version 1", "Office", "verified just now: the row is as it was signed."]) expect(text).toContain(part);
  expect(await lastRows(1)).toMatchObject([{ action: "readLog", detail: { row: seq } }]);
});

test("a row that does not fit its checkpoint says so; a fresh one waits", async () => {
  await access(agent!, { ticket: "77" });
  const [{ seq }] = await given.sql<{ seq: string }>("SELECT max(seq) AS seq FROM access_log WHERE ticket = '77'") as [{ seq: string }];
  expect((await asOfficer!.get(`/access-log/${seq}`)).text).toContain("Not covered by a checkpoint yet");
  await keepAccessLog(program.database, { identity: logIdentity(program.keys.logSigning), dir: program.config.checkpointDir, now: new Date(), log: program.log });
  await program.database.transaction(async (db) => {
    await db.query("SET LOCAL session_replication_role = replica");
    await db.query("UPDATE access_log SET purpose = 'delivery' WHERE seq = $1", [seq]);
  }, "owner");
  expect((await asOfficer!.get(`/access-log/${seq}`)).text).toContain("The row does not fit checkpoint");
});

test.each(["0", "-1", "x", "99999999999999", "1%00", "1;"])("there is no access %s", async (seq) => {
  expect((await asOfficer!.get(`/access-log/${seq}`)).status).toBe(404);
});

test("the file holds the same rows as codes, begins no formula, and is an export of its own", async () => {
  await access(agent!, { ticket: "88", recipient: "=HYPERLINK(\"http://evil.example\")", detail: { note: "a,\"b\"" } });
  const { status, text, headers } = await asLead!.get("/access-log.csv?ticket=88");
  expect(status).toBe(200);
  expect(headers["content-type"]).toBe("text/csv; charset=utf-8");
  expect(headers["content-disposition"]).toMatch(/attachment; filename="access-log-\d{4}-\d\d-\d\d\.csv"/);
  const lines = text.replace("\uFEFF", "").trimEnd().split("\r\n");
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain("\"'=HYPERLINK(\"\"http://evil.example\"\")\"");
  expect(lines[1]).toContain("name=clear email=brief");
  expect(lines[1]).not.toContain(subject);
  expect(await lastRows(1)).toMatchObject([{ action: "export", ticket: "88", count: 1, detail: { what: "accessLog" } }]);
});

test("pages lead back and forth without losing a row", async () => {
  for (let n = 0; n < 3; n++) await program.run("test", (ctx) => append(ctx, Array.from({ length: 20 }, () => ({ action: "print" as const, subjects: [subject], ticket: null, forms: {}, purpose: "support", count: 1 }))));
  const first = (await asOfficer!.get("/access-log?action=print")).text;
  expect(sentences(first)).toBe(50);
  const older = linkWith("before", first);
  const second = (await asOfficer!.get(older)).text;
  expect(sentences(second)).toBe(10);
  const newest = await asOfficer!.get(linkWith("after", second));
  expect(sentences(newest.text)).toBe(50);
  expect(newest.text).not.toContain("rel=\"prev\"");
});

test("German pages are German", async () => {
  const browser = await as(program, await given.agent({ role: "privacyOfficer", locale: "de" }));
  const { text } = await browser.get("/access-log?ticket=1042");
  expect(text).toContain("sah Name (im Klartext) und E-Mail-Adresse (Anfangsbuchstaben) von 1 Person");
  expect(text).toContain("um eine Anfrage zu beantworten");
});

test("an installation's key names its log", () => {
  const { origin, signer } = logIdentity(program.keys.logSigning);
  expect(origin).toMatch(/^diskret-access-log-[0-9a-f]{8}$/);
  expect(signer.name).toBe(origin);
  expect(logIdentity(generateKeyPairSync("ed25519").privateKey.export({ format: "der", type: "pkcs8" })).origin).not.toBe(origin);
});
