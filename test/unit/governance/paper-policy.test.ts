import { acknowledgementPolicy } from "../../../src/governance/acknowledgements/policy";
import { paperPolicy, type Whose } from "../../../src/governance/papers/policy";
import { obstaclesOf, readinessOf, endingsOf } from "../../../src/governance/papers/obstacles";
import { ROLES, type AgentViewer, type Role, type Viewer } from "../../../src/privacy";

const viewer = (role: Role, kind: "inHouse" | "processor", team: string | null = "t"): AgentViewer =>
  ({ kind: "agent", id: "own", team, standing: { role, employer: { id: kind === "inHouse" ? "house" : "partner", name: "", kind } } } as unknown as AgentViewer);

const WHOSE = {
  own: { agentId: "own", employerId: "house", teamId: "t" }, ownTeam: { agentId: "a", employerId: "house", teamId: "t" }, otherTeam: { agentId: "b", employerId: "house", teamId: "u" }, noTeam: { agentId: "c", employerId: "house", teamId: null },
  partner: { agentId: "d", employerId: "partner", teamId: "t" }, partnerElsewhere: { agentId: "e", employerId: "partner", teamId: null }, rival: { agentId: "f", employerId: "rival", teamId: "t" },
} satisfies Record<string, Whose>;
type Person = keyof typeof WHOSE;
const everybody = Object.keys(WHOSE) as Person[];
const others = everybody.filter((person) => person !== "own");

/** Who may decide about whose papers. What does not stand here is refused. */
const DECIDES: readonly (readonly [string, AgentViewer, readonly Person[]])[] = [
  ["a lead", viewer("lead", "inHouse"), ["ownTeam"]], ["a lead without a team", viewer("lead", "inHouse", null), []],
  ["a processor's lead", viewer("lead", "processor"), ["partner", "partnerElsewhere"]], ["a processor's privacy officer", viewer("privacyOfficer", "processor"), ["partner", "partnerElsewhere"]],
  ["privacy", viewer("privacyOfficer", "inHouse"), others],
  ["an agent", viewer("agent", "inHouse"), []], ["a processor's agent", viewer("agent", "processor"), []], ["administration", viewer("administrator", "inHouse"), []], ["an auditor", viewer("auditor", "inHouse"), []], ["a processor's auditor", viewer("auditor", "processor"), []],
];

describe("who may do what with papers", () => {
  it.each(DECIDES)("%s decides about exactly these, and never about the own", (_who, by, expected) => {
    expect(everybody.filter((person) => paperPolicy.decide(by, WHOSE[person]))).toEqual(expected);
  });
  it.each(DECIDES)("%s reads exactly these, and the own", (_who, by, expected) => {
    expect(everybody.filter((person) => paperPolicy.read(by, WHOSE[person])).sort()).toEqual([...new Set(["own", ...expected])].sort());
  });
  it.each(DECIDES)("%s confirms for nobody else, and asks exactly these to confirm anew", (_who, by, expected) => {
    expect(everybody.filter((person) => acknowledgementPolicy.confirm(by, WHOSE[person]))).toEqual(["own"]);
    expect(everybody.filter((person) => acknowledgementPolicy.demand(by, WHOSE[person]))).toEqual(expected);
  });
  it("sets rules as the controller's privacy officer, and as nobody else", () => {
    for (const kind of ["inHouse", "processor"] as const) for (const role of ROLES) expect([role, kind, paperPolicy.setRules(viewer(role, kind))]).toEqual([role, kind, role === "privacyOfficer" && kind === "inHouse"]);
  });
  it("gives visitors and programs nothing", () => {
    for (const nobody of [{ kind: "visitor", locale: "de" }, { kind: "system", name: "job" }] as Viewer[]) {
      for (const person of everybody) for (const may of [paperPolicy.read, paperPolicy.decide]) expect(may(nobody, WHOSE[person])).toBe(false);
      expect([paperPolicy.setRules(nobody), paperPolicy.scope(nobody)]).toEqual([false, null]);
    }
  });
});

describe("readiness", () => {
  const ready = { employer_kind: "inHouse", role: "agent", acknowledged: true, training: "valid", contracts: [], queues: 1, state: "active" } as const;
  it.each([
    [{}, [], "ready"], [{ training: "overdue" }, ["trainingOverdue"], "narrowed"], [{ training: "missing" }, ["trainingMissing"], "blocked"], [{ acknowledged: false, training: "overdue" }, ["acknowledgement", "trainingOverdue"], "blocked"],
    [{ employer_kind: "processor" }, ["contract"], "blocked"], [{ queues: 0 }, ["queues"], "blocked"], [{ queues: 0, role: "administrator" }, [], "ready"], [{ state: "invited" }, ["invited"], "blocked"],
  ] as const)("with %j: %j, %s", (change, obstacles, readiness) => {
    const found = obstaclesOf({ ...ready, ...change } as Parameters<typeof obstaclesOf>[0]);
    expect([found, readinessOf(found)]).toEqual([obstacles, readiness]);
  });
  it("announces what holds and ends within the window, soonest first", () => {
    const now = new Date("2026-05-03T12:00:00Z");
    const day = (days: number): Date => new Date(now.getTime() + days * 86_400_000);
    const facts = { acknowledged: true, acknowledged_until: day(30), trained_until: day(2), home_until: day(31), contracts_until: null };
    expect(endingsOf(facts, now, 30).map(({ paper }) => paper)).toEqual(["training", "acknowledgement"]);
    expect(endingsOf({ ...facts, acknowledged: false, trained_until: day(-1) }, now, 30)).toEqual([]);
  });
});
