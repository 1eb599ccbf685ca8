import fc from "fast-check";
import { addMonths, dayOf, startOfDay } from "../../../src/platform/calendar";
import { Agreement, stateOf, type AgreementState, type Approver } from "../../../src/governance/home-office/agreement";
import { CHECKLIST, CODES, itemText, openItems, textHash } from "../../../src/governance/home-office/checklist";
import { homeOfficePolicy, type Owner } from "../../../src/governance/home-office/policy";
import { problemsOf, type Around } from "../../../src/governance/home-office/problems";
import { DEFAULT_POLICY } from "../../../src/privacy/rules/policy";
import type { AgentViewer, Employer, Role } from "../../../src/privacy";
import { standing } from "../privacy/rules/given-facts";

const HOUSE = { id: "house", name: "House", kind: "inHouse" } as const;
const CENTRE = { id: "centre", name: "Centre", kind: "processor" } as const;
const viewer = (id: string, role: Role, employer: Employer, team: string | null, queues: string[] = ["q1"]): AgentViewer => ({
  kind: "agent", id, pseudonym: "P", team, name: "", signIn: "s", policy: DEFAULT_POLICY, locale: "de", preferences: { theme: "auto", density: "comfortable", shortcuts: true }, secondFactor: { confirmed: false, required: false },
  standing: standing({ role, employer, queues }),
});
const inside: Owner = { agentId: "me", employerId: "house", teamId: "t1", role: "agent", outsourced: false, queues: ["q1"] };
const outside: Owner = { agentId: "me", employerId: "centre", teamId: "c1", role: "agent", outsourced: true, queues: ["q1"] };

describe("who acts on a home-office agreement", () => {
  const people: Record<string, AgentViewer> = {
    self: viewer("me", "agent", HOUSE, "t1"), selfAsLead: viewer("me", "lead", HOUSE, "t1"), selfAsPrivacy: viewer("me", "privacyOfficer", HOUSE, "t1"), colleague: viewer("x", "agent", HOUSE, "t1"),
    lead: viewer("x", "lead", HOUSE, "t1"), otherLead: viewer("x", "lead", HOUSE, "t2", ["q2"]), leadWithoutTeam: viewer("x", "lead", HOUSE, null, ["q2"]), privacy: viewer("x", "privacyOfficer", HOUSE, null),
    administrator: viewer("x", "administrator", HOUSE, "t1"), auditor: viewer("x", "auditor", HOUSE, "t1"),
    centreLead: viewer("x", "lead", CENTRE, "c2"), centrePrivacy: viewer("x", "privacyOfficer", CENTRE, "c1"), rivalLead: viewer("x", "lead", { ...CENTRE, id: "rival" }, "c1"),
  };
  const table: [string, Owner, Partial<Record<keyof typeof people, Approver>>][] = [
    ["in-house", inside, { lead: "lead", privacy: "privacy" }],
    ["in-house without a team", { ...inside, teamId: null }, { lead: "lead", otherLead: "lead", leadWithoutTeam: "lead", privacy: "privacy" }],
    ["the privacy officer", { ...inside, role: "privacyOfficer", teamId: "t9" }, { lead: "lead", otherLead: "lead", leadWithoutTeam: "lead", privacy: "privacy" }],
    ["of a processor", outside, { lead: "client", centreLead: "lead", privacy: "privacy", selfAsLead: undefined }],
    ["of a processor, in another queue", { ...outside, queues: ["q2"] }, { otherLead: "client", leadWithoutTeam: "client", centreLead: "lead", privacy: "privacy" }],
    ["of a processor, in no queue", { ...outside, queues: [] }, { centreLead: "lead", privacy: "privacy" }],
  ];
  it.each(table)("%s", (_who, owner, expected) => {
    const found = Object.fromEntries(Object.entries(people).map(([name, one]) => [name, homeOfficePolicy.capacity(one, owner)]).filter(([, capacity]) => capacity !== null));
    expect(found).toEqual(Object.fromEntries(Object.entries(expected).filter(([, capacity]) => capacity)));
  });
  it("approves in turn, and nobody twice", () => {
    const { lead, privacy, self } = people as Record<"lead" | "privacy" | "self", AgentViewer>;
    expect(homeOfficePolicy.approve(lead, inside, "lead", [])).toBe(true);
    expect(homeOfficePolicy.approve(lead, inside, "privacy", [])).toBe(false);
    expect(homeOfficePolicy.approve(privacy, inside, "privacy", ["y"])).toBe(true);
    expect(homeOfficePolicy.approve(privacy, inside, "privacy", [privacy.id])).toBe(false);
    expect(homeOfficePolicy.approve(privacy, inside, null, [])).toBe(false);
    expect(homeOfficePolicy.approve(self, inside, "lead", [])).toBe(false);
  });
  it("sees the street as its owner or for privacy only, suspends for the employer or privacy, resumes for privacy", () => {
    const able = (act: "seeAddress" | "suspend" | "resume", owner: Owner): string[] => Object.entries(people).filter(([, one]) => homeOfficePolicy[act](one, owner)).map(([name]) => name);
    expect(able("seeAddress", inside)).toEqual(["self", "selfAsLead", "selfAsPrivacy", "privacy"]);
    expect(able("suspend", inside)).toEqual(["lead", "privacy"]);
    expect(able("suspend", outside)).toEqual(["privacy", "centreLead"]);
    expect(able("resume", inside)).toEqual(["privacy"]);
  });
});

describe("the checklist", () => {
  const everything = { paper: true, privateDevice: true, rooms: ["shared"] as const };
  it("has the fifteen items of the domain, ten of them blockers, each said in both languages", () => {
    expect(CODES).toHaveLength(15);
    expect(CHECKLIST.filter(({ weight }) => weight === "mustFix").map(({ code }) => code)).toEqual(["HO-06", "HO-10", "HO-13", "HO-14", "HO-15"]);
    for (const code of CODES) for (const locale of ["de", "en"] as const) expect(itemText(code, 1, locale)).not.toContain("homeOffice.");
    expect(textHash(1, "de")).not.toBe(textHash(1, "en"));
  });
  it("asks for what applies only", () => {
    expect(openItems([], everything, "blocker")).toHaveLength(10);
    expect(openItems([], { paper: false, privateDevice: false, rooms: ["lockable"] }, "blocker")).not.toEqual(expect.arrayContaining(["HO-08"]));
    expect(openItems([], { paper: false, privateDevice: false, rooms: ["lockable"] }, "mustFix")).toEqual(["HO-10", "HO-13", "HO-14", "HO-15"]);
    expect(openItems([...CODES], everything, "blocker")).toEqual([]);
  });
});

const NOW = new Date("2026-11-26T12:00:00Z");
const at = (days: number): Date => new Date(NOW.getTime() + days * 86_400_000);
const agreement = (facts: Partial<Agreement> = {}): Agreement => Object.assign(new Agreement(), {
  id: "a", agentId: "me", employerId: "house", version: 3, kind: "telework", countries: ["DE"], devices: ["NB-1"], privateDevice: false, paper: false, printing: false, maxLevel: "L2", inspectedBy: ["employer", "privacy", "authority"], noticeHours: 48,
  virtualAllowed: true, household: null, checklist: [...CODES], textVersion: 1, language: "de", validFrom: at(-10), validUntil: at(200), createdAt: at(-20), submittedAt: null, leadApprovedAt: null, clientApprovedAt: null, privacyApprovedAt: null,
  activeFrom: null, fixesDueAt: null, fixedAt: null, endedAt: null, endedAs: null, ...facts,
});
const active = { submittedAt: at(-9), leadApprovedAt: at(-8), privacyApprovedAt: at(-7), activeFrom: at(-7) };

describe("the state of an agreement", () => {
  it.each<[AgreementState, Partial<Agreement>, boolean]>([
    ["draft", {}, false], ["submitted", { submittedAt: at(-1) }, false], ["approvedLead", { submittedAt: at(-2), leadApprovedAt: at(-1) }, false], ["approvedClient", { submittedAt: at(-2), leadApprovedAt: at(-1), clientApprovedAt: at(-1) }, false],
    ["approvedPrivacy", { ...active, activeFrom: at(1) }, false], ["active", active, false], ["expiring", { ...active, validUntil: at(30) }, false], ["active", { ...active, validUntil: new Date(at(30).getTime() + 1) }, false], ["suspended", active, true],
    ["suspended", { ...active, fixesDueAt: at(-1) }, false], ["active", { ...active, fixesDueAt: at(-1), fixedAt: at(-0.5) }, false], ["active", { ...active, fixesDueAt: at(1) }, false], ["expired", { ...active, validUntil: NOW }, true],
    ["revoked", { ...active, endedAt: NOW, endedAs: "revoked" }, true], ["active", { ...active, endedAt: at(1), endedAs: "ended" }, false], ["ended", { validUntil: NOW }, false],
  ])("is %s", (state, facts, suspended) => { expect(stateOf(agreement(facts), suspended, NOW)).toBe(state); });

  it("was what it was: a later moment changes no earlier answer", () => {
    const revoked = agreement({ ...active, endedAt: at(3), endedAs: "revoked" });
    expect([-8, -7, 2.99, 3].map((days) => stateOf(revoked, false, at(days)))).toEqual(["approvedPrivacy", "active", "active", "revoked"]);
  });

  it("passes lead, client and privacy in order, in one version, and begins at the earliest when the last has approved", () => {
    const seen = { version: 3, outsourced: true, rooms: [] };
    const one = agreement({ validFrom: at(-3), checklist: CODES.filter((code) => code !== "HO-15") });
    expect(() => one.approve("lead", seen, NOW)).toThrow(/conflict/);
    one.submit(3, NOW);
    expect(() => one.approve("privacy", seen, NOW)).toThrow(/conflict/);
    expect(() => one.approve("lead", { ...seen, version: 2 }, NOW)).toThrow(/conflict/);
    for (const as of ["lead", "client", "privacy"] as const) one.approve(as, seen, NOW);
    expect(() => one.approve("privacy", seen, NOW)).toThrow(/conflict/);
    expect(one).toMatchObject({ activeFrom: NOW, fixesDueAt: at(14) });
    expect(() => one.reopen()).toThrow(/conflict/);
    one.fix("HO-15", [], at(2));
    expect(one.fixedAt).toEqual(at(2));
  });

  it("forgets every approval when it is taken back", () => {
    const one = agreement({ submittedAt: at(-2), leadApprovedAt: at(-1) });
    one.reopen();
    expect(one).toMatchObject({ submittedAt: null, leadApprovedAt: null, version: 4 });
    expect(() => one.submit(3, NOW)).toThrow(/conflict/);
  });
});

describe("what keeps it from being handed in", () => {
  const around: Around = { addresses: [{ country: "DE", room: "lockable" }], household: false, outsourced: false, contractAllowsHome: false, now: NOW };
  const keys = (facts: Partial<Agreement>, more: Partial<Around> = {}): string[] => problemsOf(agreement(facts), { ...around, ...more }).map(({ key, code }) => code ?? key);
  it.each<[string[], Partial<Agreement>, Partial<Around>]>([
    [[], {}, {}], [["address"], {}, { addresses: [] }], [[], { kind: "mobile" }, { addresses: [] }], [["countries", "addressCountry"], { countries: [] }, {}], [["addressCountry"], { countries: ["AT"] }, {}], [["device"], { devices: [] }, {}],
    [[], { devices: [], privateDevice: true }, {}], [["inspection"], { inspectedBy: ["employer", "privacy"] }, {}], [["household"], {}, { addresses: [{ country: "DE", room: "shared" }] }], [["past"], { validUntil: NOW }, {}],
    [["contract", "inspection"], {}, { outsourced: true }], [["inspection"], {}, { outsourced: true, contractAllowsHome: true }], [["HO-04"], { checklist: CODES.filter((code) => code !== "HO-04") }, {}],
    [[], { checklist: CODES.filter((code) => !["HO-08", "HO-09", "HO-10", "HO-15"].includes(code)) }, {}], [["HO-08"], { paper: true, checklist: CODES.filter((code) => code !== "HO-08") }, {}],
  ])("%j", (expected, facts, more) => { expect(keys(facts, more)).toEqual(expected); });
});

describe("days", () => {
  it.each([["2026-01-31", 1, "2026-02-28"], ["2024-01-31", 1, "2024-02-29"], ["2026-08-31", 1, "2026-09-30"], ["2026-03-05", 1, "2026-04-05"], ["2026-11-26", 12, "2027-11-26"], ["2024-02-29", 12, "2025-02-28"], ["2026-12-31", 2, "2027-02-28"]])("%s and %i months are %s", (day, months, later) => { expect(addMonths(day, months)).toBe(later); });
  it.each([["2026-11-26", "2026-11-25T23:00:00.000Z"], ["2026-07-01", "2026-06-30T22:00:00.000Z"], ["2026-03-29", "2026-03-28T23:00:00.000Z"], ["2026-03-30", "2026-03-29T22:00:00.000Z"], ["2026-10-25", "2026-10-24T22:00:00.000Z"], ["2026-10-26", "2026-10-25T23:00:00.000Z"]])("%s begins at %s", (day, moment) => { expect(startOfDay(day).toISOString()).toBe(moment); });
  it("a day holds its own beginning and not the moment before", () => {
    fc.assert(fc.property(fc.date({ min: new Date("2000-01-02"), max: new Date("2099-12-30"), noInvalidDate: true }), (moment) => {
      const day = dayOf(moment);
      expect(dayOf(startOfDay(day))).toBe(day);
      expect(dayOf(new Date(startOfDay(day).getTime() - 1)) < day).toBe(true);
    }));
  });
});
