import { acknowledgementPolicy as policy } from "../../../src/governance/acknowledgements/policy";
import { documentPolicy } from "../../../src/governance/documents/policy";
import { evidencePolicy } from "../../../src/governance/evidence/policy";
import type { AgentViewer, Role, Viewer } from "../../../src/privacy";

const OWN = "own", PARTNER = "partner";
const viewer = (role: Role, employer = OWN, team: string | null = "t1", id = `${role}-${employer}-${team}`): AgentViewer => ({ kind: "agent", id, team, standing: { role, employer: { id: employer, name: "", kind: employer === OWN ? "inHouse" : "processor" } } } as unknown as AgentViewer);
const PEOPLE: Record<string, Viewer> = {
  agent: viewer("agent"), lead: viewer("lead"), otherLead: viewer("lead", OWN, "t2"), leadOfNobody: viewer("lead", OWN, null), officer: viewer("privacyOfficer"), administrator: viewer("administrator"), auditor: viewer("auditor"),
  partnerAgent: viewer("agent", PARTNER), partnerLead: viewer("lead", PARTNER), partnerOfficer: viewer("privacyOfficer", PARTNER), rivalLead: viewer("lead", "rival"), system: { kind: "system", name: "x" }, visitor: { kind: "visitor", locale: "de" },
};
/** Whose paper: a member of the team in-house, and one of a processor. */
const inHouse = { agentId: "member", employerId: OWN, teamId: "t1", inHouse: true };
const outside = { agentId: "contractor", employerId: PARTNER, teamId: "t9", inHouse: false };
const who = (may: (viewer: Viewer) => boolean): string[] => Object.entries(PEOPLE).filter(([, one]) => may(one)).map(([name]) => name);

/** Who may do what; whoever does not stand in a row may not. */
test.each<[string, (viewer: Viewer) => boolean, string[]]>([
  ["confirm for somebody else", (one) => policy.confirm(one, inHouse), []],
  ["read in-house", (one) => policy.read(one, inHouse), ["lead", "officer"]], ["read at a processor", (one) => policy.read(one, outside), ["officer", "partnerLead", "partnerOfficer"]],
  ["see a board", policy.board, ["lead", "otherLead", "officer", "partnerLead", "partnerOfficer", "rivalLead"]],
  ["note an instruction in-house", (one) => policy.noteInstruction(one, inHouse), ["lead", "officer"]], ["note an instruction at a processor", (one) => policy.noteInstruction(one, outside), []],
  ["decide an instruction in-house", (one) => policy.decideInstruction(one, inHouse, "lead-own-t1"), ["officer"]], ["decide an instruction at a processor", (one) => policy.decideInstruction(one, outside, "x"), []],
  ["ask anew in-house", (one) => policy.demand(one, inHouse), ["lead", "officer"]], ["ask anew at a processor", (one) => policy.demand(one, outside), ["officer", "partnerLead", "partnerOfficer"]],
  ["set the periods", policy.setRules, ["officer"]], ["check a certificate in-house", (one) => policy.checkCertificate(one, inHouse), ["lead", "officer"]],
  ["work on documents", documentPolicy.write, ["officer"]], ["read evidence", evidencePolicy.read, ["officer"]],
])("%s", (_what, may, expected) => { expect(who(may)).toEqual(expected); });

test("nobody decides about themselves, and nobody decides what they have noted", () => {
  const officer = PEOPLE["officer"] as AgentViewer, lead = PEOPLE["lead"] as AgentViewer;
  const own = (one: AgentViewer) => ({ agentId: one.id, employerId: OWN, teamId: "t1", inHouse: true });
  for (const one of [officer, lead]) {
    expect(policy.confirm(one, own(one))).toBe(true);
    expect([policy.demand(one, own(one)), policy.noteInstruction(one, own(one)), policy.decideInstruction(one, own(one), "somebody")]).toEqual([false, false, false]);
  }
  expect(policy.decideInstruction(officer, inHouse, officer.id)).toBe(false);
});
