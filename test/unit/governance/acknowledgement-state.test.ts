import { duesOf } from "../../../src/governance/acknowledgements/remind";
import { afterMonths, type AcknowledgementRules } from "../../../src/governance/acknowledgements/rules";
import { stateAt, type History } from "../../../src/governance/acknowledgements/state";
import { acknowledgementDetour } from "../../../src/governance/acknowledgements/detour";
import type { AgentViewer } from "../../../src/privacy";

const at = (day: number): Date => new Date(Date.UTC(2026, 0, 1) + day * 86_400_000);
const given = { at: at(0), until: at(379), dueAt: at(365), documentId: "d", version: 1 };
const none: History = { given: [], raised: [], material: [] };
const confirmed: History = { ...none, given: [given] };
const newer = { documentId: "d", version: 2, publishedAt: at(90), effectiveFrom: at(100), enforcedFrom: at(114) };

/** The effect table of domain rule 1: what was written down, the moment, the state, and whether personal data may be seen. */
describe("the state of an acknowledgement", () => {
  test.each<[string, History, number, string, boolean]>([
    ["nothing was confirmed", none, 5, "pending", false],
    ["confirmed", confirmed, 5, "acknowledged", true],
    ["the moment before it was confirmed", confirmed, -1, "pending", false],
    ["twelve months are over", confirmed, 365, "reAckDue", true], ["the last moment of grace", confirmed, 378.9, "reAckDue", true], ["grace is over", confirmed, 379, "expired", false],
    ["a material version is published and not in force", { ...confirmed, material: [newer] }, 95, "acknowledged", true],
    ["a material version is in force", { ...confirmed, material: [newer] }, 100, "reAckDue", true], ["its grace is over", { ...confirmed, material: [newer] }, 114, "expired", false],
    ["the new version was confirmed", { ...confirmed, given: [given, { ...given, at: at(101), until: at(480), dueAt: at(466), version: 2 }], material: [newer] }, 120, "acknowledged", true],
    ["a material version of another document", { ...confirmed, material: [{ ...newer, documentId: "other" }] }, 120, "acknowledged", true],
    ["an incident", { ...confirmed, raised: [{ at: at(10), effectiveAt: at(24), reason: "incident" }] }, 12, "reAckDue", true], ["an incident, unanswered", { ...confirmed, raised: [{ at: at(10), effectiveAt: at(24), reason: "incident" }] }, 24, "expired", false],
    ["refused", { ...confirmed, raised: [{ at: at(10), effectiveAt: at(10), reason: "refused" }] }, 10, "refused", false], ["refused without ever confirming", { ...none, raised: [{ at: at(1), effectiveAt: at(1), reason: "refused" }] }, 2, "refused", false],
    ["withdrawn", { ...confirmed, raised: [{ at: at(10), effectiveAt: at(10), reason: "withdrawn" }] }, 11, "withdrawalDeclared", false],
    ["declared invalid", { ...confirmed, raised: [{ at: at(10), effectiveAt: at(10), reason: "invalid" }] }, 11, "pending", false],
    ["refused, then confirmed", { ...none, given: [{ ...given, at: at(20) }], raised: [{ at: at(10), effectiveAt: at(10), reason: "refused" }] }, 21, "acknowledged", true],
    ["in the middle of refusing and confirming", { ...none, given: [{ ...given, at: at(20) }], raised: [{ at: at(10), effectiveAt: at(10), reason: "refused" }] }, 15, "refused", false],
    ["confirmed and asked anew in the same moment", { ...confirmed, raised: [{ at: at(0), effectiveAt: at(0), reason: "refused" }] }, 0, "refused", false],
    ["the employment ended", { ...confirmed, raised: [{ at: at(10), effectiveAt: at(10), reason: "ended" }] }, 11, "ended", false], ["left", { ...confirmed, left: true }, 5, "ended", false],
    ["hired again and not confirmed again", { ...confirmed, raised: [{ at: at(10), effectiveAt: at(10), reason: "ended" }] }, 200, "ended", false],
  ])("%s", (_what, history, day, state, access) => { expect(stateAt(history, at(day))).toMatchObject({ state, access }); });

  it("says until when, and why", () => {
    expect(stateAt({ ...confirmed, material: [newer], raised: [{ at: at(100), effectiveAt: at(110), reason: "role" }] }, at(101))).toEqual({ state: "reAckDue", access: true, reason: "role", endsAt: at(110) });
    expect(stateAt({ ...confirmed, material: [newer] }, at(101))).toMatchObject({ reason: "newText", endsAt: at(114) });
    expect(stateAt(confirmed, at(366))).toMatchObject({ reason: "interval", endsAt: at(379) });
  });
});

describe("months", () => {
  test.each([["2026-01-31", 1, "2026-02-28"], ["2024-02-29", 12, "2025-02-28"], ["2026-08-31", 1, "2026-09-30"], ["2026-03-05", 1, "2026-04-05"], ["2026-12-15", 12, "2027-12-15"], ["2026-03-31", -1, "2026-02-28"]])("%s and %i more end on %s", (from, months, to) => {
    expect(afterMonths(new Date(`${from}T12:17:00Z`), months).toISOString()).toBe(`${to}T12:17:00.000Z`);
  });
});

describe("what is due", () => {
  const rules: AcknowledgementRules = { version: 1, intervalMonths: 12, graceDays: 14, absenceMonths: 6, reminderDays: [30, 7, 1], escalateDays: 3, source: "", effectiveFrom: at(0) };
  const acts = (history: History, day: number) => duesOf(stateAt(history, at(day)), at(0), rules, at(day)).map(({ act }) => act);
  test.each<[number, string[]]>([[100, []], [348, []], [349, ["remind"]], [372, ["remind"]], [378.5, ["remind"]], [379, ["expire"]], [381, ["expire"]], [382, ["expire", "escalate"]]])("on day %d", (day, expected) => { expect(acts(confirmed, day)).toEqual(expected); });
  it("has a key for each step of each end, so that a missed hour repeats nothing and a new end begins anew", () => {
    const keys = (day: number, history = confirmed) => duesOf(stateAt(history, at(day)), at(0), rules, at(day)).map(({ key }) => key).join();
    expect(keys(350)).toBe(keys(360));
    expect(new Set([keys(350), keys(373), keys(378), keys(380)]).size).toBe(4);
    expect(keys(350, { ...none, given: [{ ...given, until: at(378), dueAt: at(364) }] })).not.toBe(keys(350));
  });
  it("reminds who never confirmed, and tells the lead after some days", () => { expect(acts(none, 1)).toEqual(["remind"]); expect(acts(none, 3)).toEqual(["remind", "escalate"]); });
  it("leaves those alone with whom somebody talks", () => { expect(acts({ ...none, raised: [{ at: at(1), effectiveAt: at(1), reason: "refused" }] }, 9)).toEqual([]); });
});

describe("the way to the text", () => {
  const viewer = (more: object): Pick<AgentViewer, "standing" | "textToConfirm"> => ({ standing: { acknowledged: false, acknowledgementGap: "missing", ...more } as AgentViewer["standing"], textToConfirm: true });
  test.each([["/tickets", true], ["/", true], ["/papersx", true], ["/documents", true], ["/papers", false], ["/papers/acknowledgement/1", false], ["/account/sessions", false], ["/sign-out", false], ["/training/basics", false], ["/place-of-work", false], ["/preferences", false]])("%s is led there: %s", (path, led) => {
    expect(acknowledgementDetour(viewer({}), path)).toBe(led ? "/papers/acknowledgement" : null);
  });
  it("is not forced on who has refused, who has confirmed, or for whom there is no text", () => {
    expect(acknowledgementDetour(viewer({ acknowledgementGap: "refused" }), "/tickets")).toBeNull();
    expect(acknowledgementDetour(viewer({ acknowledged: true }), "/tickets")).toBeNull();
    expect(acknowledgementDetour({ ...viewer({}), textToConfirm: false }, "/tickets")).toBeNull();
  });
});
