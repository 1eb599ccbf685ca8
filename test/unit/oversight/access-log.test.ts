import fc from "fast-check";
import { csvCell } from "../../../src/oversight/access-log/export-accesses";
import { iconOf, sentenceOf, wordsIn } from "../../../src/oversight/access-log/describe-access";
import { detailOf, narrow, pathOf, readFilters } from "../../../src/oversight/access-log/filters";
import { Where, accessLogPolicy, readableBy } from "../../../src/oversight/access-log/policy";
import { ACTIONS, CATEGORIES, FORMS, PLACES, PURPOSES, REVEAL_REASONS, ROLES, type AgentViewer, type Role } from "../../../src/privacy";
import icons from "../../../client/icons.json";

const viewer = (role: Role, kind: "inHouse" | "processor" = "inHouse", team: string | null = "t"): AgentViewer =>
  ({ kind: "agent", team, standing: { role, employer: { id: "e", name: "Nord", kind } } }) as unknown as AgentViewer;

test.each([
  ["agent", "inHouse", null], ["administrator", "inHouse", null], ["lead", "inHouse", { kind: "team", employer: "Nord", team: "t" }],
  ["lead", "processor", { kind: "team", employer: "Nord", team: "t" }], ["privacyOfficer", "inHouse", { kind: "all" }], ["auditor", "inHouse", { kind: "all" }],
  ["privacyOfficer", "processor", { kind: "employer", employer: "Nord" }], ["auditor", "processor", { kind: "employer", employer: "Nord" }],
] as const)("a %s (%s) reads %j", (role, kind, scope) => {
  expect(accessLogPolicy.read(viewer(role, kind))).toEqual(scope);
});

test("a lead without a team matches no row", () => {
  expect(readableBy({ kind: "team", employer: "Nord", team: null })).toMatchObject({ sql: "a.employer = $1 AND a.team = $2::text", values: ["Nord", null] });
});

test("every code has words in both languages, and every icon exists", () => {
  for (const locale of ["de", "en"] as const) {
    const say = wordsIn(locale);
    const all = [["category", CATEGORIES], ["form", FORMS], ["place", PLACES], ["purpose", PURPOSES], ["reason", REVEAL_REASONS], ["role", [...ROLES, "system", "visitor"]], ["action", ACTIONS]] as const;
    for (const [kind, codes] of all) for (const code of codes) expect(say(kind, code).length).toBeGreaterThan(1);
    for (const action of ACTIONS) for (const count of [0, 1, 2]) expect(sentenceOf({ action, viewer: "P-1F2E3D4C", forms: { name: "clear", email: "brief", phone: "hidden" }, count }, locale)).toContain("P-1F2E3D4C");
  }
  for (const action of ACTIONS) expect(icons).toContain(iconOf(action));
});

test("a row reads like a sentence", () => {
  const row = { action: "view", viewer: "P-1F2E3D4C", forms: { name: "clear", email: "brief", phone: "hidden" }, count: 1 };
  expect(sentenceOf(row, "en")).toBe("P-1F2E3D4C saw name (in clear) and e-mail address (first letters) of 1 person");
  expect(sentenceOf({ ...row, count: 3 }, "de")).toBe("P-1F2E3D4C sah Name (im Klartext) und E-Mail-Adresse (Anfangsbuchstaben) von 3 Personen");
  expect(sentenceOf({ ...row, forms: { phone: "hidden" } }, "en")).toContain("saw no details of");
  expect(sentenceOf({ ...row, action: "teleport" }, "en")).toBe("P-1F2E3D4C: teleport");
});

test("filters that cannot be read are told and never applied, whatever the address holds", () => {
  expect(readFilters({ action: "view", ticket: "", employer: " Nord " })).toMatchObject({ filters: { action: "view", employer: "Nord" }, wrong: [] });
  const hostile = { action: ["view", "list"], ticket: "1 OR 1=1", subject: "' OR ''='", from: "2026-02-30", to: "0000-01-01", viewer: "%", employer: "a\u0000b", place: "__proto__", category: "constructor", form: "x", before: "-1", after: ["1"] };
  expect(readFilters(hostile)).toMatchObject({ filters: {}, cursor: {} });
  expect([...readFilters(hostile).wrong].sort()).toEqual(["action", "category", "employer", "form", "from", "place", "subject", "ticket", "to", "viewer"]);
  expect(readFilters({ from: "2026-03-02", to: "2026-03-01" }).wrong).toEqual(["to"]);
  fc.assert(fc.property(fc.dictionary(fc.constantFrom("action", "ticket", "subject", "from", "viewer", "employer", "__proto__"), fc.anything()), (query) => {
    const { filters } = readFilters(query);
    expect(narrow(new Where(), filters).sql).not.toMatch(/[?;]/);
  }));
});

test("a filter is a value of the statement, never its text", () => {
  const where = narrow(new Where(), { category: "name", form: "clear", employer: "x' OR 1=1 --", viewer: "P-1" });
  expect(where.sql).toBe("a.forms ->> $1::text = $2 AND a.employer = $3 AND a.viewer = $4");
  expect(where.values).toEqual(["name", "clear", "x' OR 1=1 --", "P-1"]);
});

test("the address holds the whole state of the bar; the log row holds its codes, but people and tickets in their columns", () => {
  expect(pathOf("/access-log", { ticket: "7", employer: "A&B" }, { before: "9" })).toBe("/access-log?ticket=7&employer=A%26B&before=9");
  expect(detailOf({ subject: "s", ticket: "7", action: "view" })).toEqual({ action: "view" });
});

test("no cell begins a formula, and every cell can be read back", () => {
  for (const start of ["=", "+", "-", "@", "\t", "\r"]) expect(csvCell(`${start}cmd|' /C calc'!A0`).replace(/^"/, "")[0]).toBe("'");
  expect(csvCell("a\"b,c")).toBe("\"a\"\"b,c\"");
  fc.assert(fc.property(fc.string(), (text) => {
    const cell = csvCell(text);
    const read = cell.startsWith("\"") ? cell.slice(1, -1).replaceAll("\"\"", "\"") : cell;
    expect(read.replace(/^'(?=[=+\-@\t\r])/, "")).toBe(text.replace(/^'(?=[=+\-@\t\r])/, ""));
    expect(read).not.toMatch(/^[=+\-@\t\r]/);
  }));
});
