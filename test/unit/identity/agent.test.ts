import { Agent, type AgentState } from "../../../src/identity/agent";
import { detourOf, identityPolicy, roleFits } from "../../../src/identity/policy";
import { ROLES, Sealed, type AgentViewer, type Role, type Viewer } from "../../../src/privacy";

const now = new Date("2026-05-04T09:00:00Z");
const sealed = (): Sealed => new Sealed("agents.totp_secret", Buffer.from("x"));
const agent = (state: AgentState): Agent => Object.assign(new Agent(), {
  state, role: "agent", passwordHash: state === "active" ? "hash" : null, totpSecret: null, totpPending: null, totpConfirmedAt: null, totpLastStep: null,
});

describe("an agent", () => {
  test("is activated once, by a password", () => {
    const invited = agent("invited");
    invited.activate("hash");
    expect(invited).toMatchObject({ state: "active", passwordHash: "hash" });
    expect(() => invited.activate("other")).toThrow();
    expect(() => agent("left").activate("hash")).toThrow();
  });
  test("only an active one has a password to change", () => {
    for (const state of ["invited", "left"] as const) expect(() => agent(state).changePassword("hash")).toThrow();
  });
  test("who leaves keeps nothing that serves signing in, and never comes back", () => {
    const leaving = agent("active");
    leaving.prepareSecondFactor(sealed());
    leaving.confirmSecondFactor(sealed(), 7, now);
    leaving.leave();
    expect(leaving).toMatchObject({ state: "left", passwordHash: null, totpSecret: null, totpConfirmedAt: null, totpLastStep: null });
    expect(() => leaving.leave()).toThrow();
    expect(() => leaving.employ({ role: "lead", employerId: "e", teamId: null })).toThrow();
  });
  test("a second factor counts after its confirmation, each step once and forward only", () => {
    const one = agent("active");
    expect(() => one.confirmSecondFactor(sealed(), 7, now)).toThrow();
    one.prepareSecondFactor(sealed());
    expect(one.hasSecondFactor).toBe(false);
    one.confirmSecondFactor(sealed(), 7, now);
    expect(one.hasSecondFactor).toBe(true);
    expect([7, 6, 8, 8, 9].map((step) => one.acceptStep(step))).toEqual([false, false, true, false, true]);
  });
});

const viewer = (role: Role, kind: "inHouse" | "processor" = "inHouse"): AgentViewer =>
  ({ kind: "agent", id: "own", standing: { role, employer: { id: "e", name: "E", kind } } } as unknown as AgentViewer);

describe("who may administer", () => {
  test("is an administrator of the own company, and nobody else", () => {
    const others: Viewer[] = [...ROLES.filter((role) => role !== "administrator").map((role) => viewer(role)), viewer("administrator", "processor"), { kind: "visitor", locale: "de" }, { kind: "system", name: "job" }];
    expect(identityPolicy.administer(viewer("administrator"))).toBe(true);
    for (const other of others) expect(identityPolicy.administer(other)).toBe(false);
  });
  test("never their own access", () => {
    expect(identityPolicy.change(viewer("administrator"), "own")).toBe(false);
    expect(identityPolicy.change(viewer("administrator"), "other")).toBe(true);
    expect(roleFits("administrator", "processor")).toBe(false);
  });
});

describe("the way to the second factor", () => {
  const facts = (required: boolean, confirmed: boolean) => ({ secondFactor: { required, confirmed } });
  test("is taken only by whoever lacks one that is required", () => {
    expect(detourOf(facts(true, false), "/tickets")).toBe("/account/second-factor");
    for (const rest of [facts(true, true), facts(false, false), facts(false, true)]) expect(detourOf(rest, "/tickets")).toBeNull();
  });
  test.each(["/account/second-factor", "/account/second-factor/confirmation", "/sign-out", "/preferences"])("%s stays open", (path) => { expect(detourOf(facts(true, false), path)).toBeNull(); });
  test.each(["/account/second-factors", "/account", "/x/account/second-factor", "/sign-out/x"])("%s does not", (path) => { expect(detourOf(facts(true, false), path)).not.toBeNull(); });
});
