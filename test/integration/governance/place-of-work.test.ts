import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { standingOf } from "../../../src/governance";
import type { AgentViewer } from "../../../src/privacy";
import { writeCountryDatabase } from "../../support/country-database";
import { as, CONFIRMED, givenIn, PASSWORD, visitor, type Browser, type Given, type GivenAgent } from "../../support/given";
import { startProgram, type TestProgram } from "../../support/program";

const OFFICE = "192.0.2.10", GATEWAY = "192.0.2.200", HOME = "203.0.113.5", OTHER_HOME = "203.0.112.5", AUSTRIA = "198.51.100.5";
let program: TestProgram;
let given: Given;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "diskret-countries-"));
  const file = path.join(folder, "countries.mmdb");
  writeCountryDatabase(file, { "203.0.112.0/23": "DE", "198.51.100.0/24": "AT" });
  program = await startProgram({ TRUST_PROXY: "loopback", OFFICE_NETWORKS: "192.0.2.0/24", VPN_NETWORKS: "192.0.2.200", COUNTRY_DATABASE: file });
  given = givenIn(program);
}, 120_000);
afterAll(async () => { await program.stop(); rmSync(folder, { recursive: true }); });

interface Row { id: string; place: string; country: string; result: string; network: string; network_country: string; confirmed: boolean; proved: boolean; ended_by: string | null; network_mark: Buffer | null; present_at: Date | null; from_at: Date; until_at: Date }
const declarations = (agent: GivenAgent): Promise<Row[]> => given.sql<Row>("SELECT * FROM place_declarations WHERE agent_id = $1 ORDER BY from_at, until_at", [agent.id]);
const standing = async (agent: GivenAgent, at = new Date()): Promise<AgentViewer["standing"]> => {
  const [signIn] = await given.sql<{ id: string }>("SELECT id FROM sign_ins WHERE agent_id = $1 AND ended_at IS NULL ORDER BY started_at DESC LIMIT 1", [agent.id]);
  return (await program.database.transaction((db) => standingOf(db, { agentId: agent.id, signInId: signIn!.id }, at)))!.standing;
};
const signIn = async (agent: GivenAgent, address: string, form: Record<string, string>): Promise<{ browser: Browser; location: string }> => {
  const browser = visitor(program, address);
  const { headers } = await browser.post("/sign-in", { email: agent.email, password: PASSWORD, return: "/tickets", ...form }).expect(303);
  return { browser, location: headers.location! };
};

describe("a place declared at the sign-in", () => {
  it("is the office in a network of the office, and leads on", async () => {
    const agent = await given.agent();
    const { location } = await signIn(agent, OFFICE, { place: "office" });
    expect(location).toBe("/tickets");
    expect(await standing(agent)).toMatchObject({ place: "office", country: "DE", placeConfirmed: true });
    expect(await declarations(agent)).toMatchObject([{ place: "office", result: "accepted", network: "office", network_country: "unknown", proved: false, ended_by: null }]);
  });

  it.each([["elsewhere", HOME, "other"], ["a gateway within the office", GATEWAY, "vpn"]])("is home where the office is declared from %s, and is not confirmed by that", async (_where, address, network) => {
    const agent = await given.agent();
    const { browser, location } = await signIn(agent, address, { place: "office" });
    expect(location).toBe("/place-of-work?return=%2Ftickets");
    expect(await standing(agent)).toMatchObject({ place: "home", country: "DE", placeConfirmed: false });
    expect(await declarations(agent)).toMatchObject([{ place: "home", result: "narrowed", network }]);
    await browser.get(location).expect(200).expect(/It counts as home/);
    await browser.post("/place-of-work", { place: "home", ...CONFIRMED, return: "/tickets" }).expect(303).expect("Location", "/tickets?notice=placeDeclared");
    expect(await standing(agent)).toMatchObject({ place: "home", placeConfirmed: true });
  });

  it("that is left open leads to the declaration, and locks nobody out of the own account", async () => {
    const agent = await given.agent();
    const { browser, location } = await signIn(agent, OFFICE, {});
    expect(location).toBe("/place-of-work?return=%2Ftickets");
    await browser.get("/account").expect(200);
    await browser.get("/tickets").expect(200).expect(/Your place of work is not declared/);
    expect(await standing(agent)).toMatchObject({ place: "undeclared", country: "unknown", placeConfirmed: false });
  });

  it("believes no forwarded address that comes from a stranger", async () => {
    const strict = await startProgram({ OFFICE_NETWORKS: "192.0.2.0/24" }, { work: false });
    try {
      const there = givenIn(strict);
      const agent = await there.agent();
      await visitor(strict, OFFICE).post("/sign-in", { email: agent.email, password: PASSWORD, place: "office" }).expect(303);
      expect(await there.sql("SELECT place, network FROM place_declarations")).toEqual([{ place: "home", network: "other" }]);
    } finally { await strict.stop(); }
  }, 120_000);

  it("believes a forwarded address no further than the proxies go", async () => {
    const agent = await given.agent();
    await signIn(agent, `${OFFICE}, ${HOME}`, { place: "office" });
    expect(await declarations(agent)).toMatchObject([{ place: "home", network: "other" }]);
  });
});

describe("a place declared later", () => {
  it("takes effect on the next request, one row after the other", async () => {
    const agent = await given.agent();
    const browser = await as(program, agent, "office", "DE", OFFICE);
    await browser.post("/place-of-work", { place: "thirdCountry", country: "IN", ...CONFIRMED }).expect(303);
    expect(await standing(agent)).toMatchObject({ place: "thirdCountry", country: "IN" });
    const [first, second] = await declarations(agent);
    expect(first).toMatchObject({ ended_by: "replaced", network_mark: null, present_at: null, until_at: second!.from_at });
    expect(await standing(agent, new Date(first!.from_at))).toMatchObject({ place: "office" });
  });

  it.each([
    ["a country that does not fit", { place: "abroadAdequate", country: "IN", ...CONFIRMED }, /does not fit/], ["a country that does not exist", { place: "abroadEea", country: "XX", ...CONFIRMED }, /form-select is-invalid/],
    ["no country", { place: "mobileEea", ...CONFIRMED }, /name the country/], ["no place", {}, /is-invalid/], ["a place that is none", { place: "moon" }, /is-invalid/],
    ["home without a confirmation", { place: "home", alone: "on", headset: "on" }, /confirm all of it/], ["arrays", { place: ["home", "office"] }, /is-invalid/],
  ])("is answered by the fields and changes nothing: %s", async (_what, form, message) => {
    const agent = await given.agent();
    const browser = await as(program, agent, "office", "DE", OFFICE);
    await browser.post("/place-of-work", form).expect(422).expect(message);
    expect(await declarations(agent)).toHaveLength(1);
    expect(await standing(agent)).toMatchObject({ place: "office" });
  });

  it("twice at once leaves one that holds", async () => {
    const agent = await given.agent();
    const browser = await as(program, agent, "office", "DE", OFFICE);
    await Promise.all([browser.post("/place-of-work", { place: "home", ...CONFIRMED }), browser.post("/place-of-work", { place: "clientSite" })].map((one) => one.expect(303)));
    const rows = await declarations(agent);
    const now = Date.now();
    expect(rows).toHaveLength(3);
    expect(rows.filter(({ until_at }) => until_at.getTime() > now)).toHaveLength(1);
  });

  it("is nobody else's", async () => {
    await visitor(program, OFFICE).post("/place-of-work", { place: "office" }).expect(401);
  });
});

describe("a network in another country", () => {
  it("blocks, and a second try without proof stays blocked; a fresh password lets the stricter place in", async () => {
    const agent = await given.agent();
    const { browser, location } = await signIn(agent, AUSTRIA, { place: "home", country: "DE", ...CONFIRMED });
    expect(location).toBe("/place-of-work?return=%2Ftickets");
    expect(await standing(agent)).toMatchObject({ place: "undeclared" });
    await browser.get(location).expect(200).expect(/Austria/).expect(/name="current"/);
    await browser.post("/place-of-work", { place: "abroadEea", country: "AT", ...CONFIRMED }).expect(422).expect(/enter your password/);
    await browser.post("/place-of-work", { place: "abroadEea", country: "AT", ...CONFIRMED, current: "wrong wrong wrong" }).expect(422);
    expect(await standing(agent)).toMatchObject({ place: "undeclared" });
    await browser.from(OFFICE).post("/place-of-work", { place: "office" }).expect(422);
    await browser.post("/place-of-work", { place: "home", country: "DE", ...CONFIRMED, current: PASSWORD }).expect(303).expect("Location", "/?notice=placeNarrowed");
    expect(await standing(agent)).toMatchObject({ place: "abroadEea", country: "AT", placeConfirmed: true });
    expect((await declarations(agent)).map(({ result, proved }) => [result, proved])).toEqual([["contradiction", false], ["narrowed", true]]);
  });

  it("is asked for on every declaration, also of the office from abroad", async () => {
    const agent = await given.agent();
    const browser = await as(program, agent, "office", "DE", OFFICE);
    const { headers } = await browser.from(AUSTRIA).post("/place-of-work", { place: "office", return: "/tickets" }).expect(303);
    expect(headers.location).toBe("/place-of-work?return=%2Ftickets");
    expect(await standing(agent)).toMatchObject({ place: "undeclared" });
  });
});

describe("what was declared", () => {
  const declaredFrom = async (address: string): Promise<{ agent: GivenAgent; browser: Browser }> => {
    const agent = await given.agent();
    return { agent, browser: await as(program, agent, "home", "DE", address) };
  };

  it("ends where the network changes, and does not come back with it", async () => {
    const { agent, browser } = await declaredFrom(HOME);
    await browser.get("/account").expect(200);
    expect(await standing(agent)).toMatchObject({ place: "home" });
    await browser.from(OTHER_HOME).get("/tickets").expect(200).expect(/not declared/);
    expect(await declarations(agent)).toMatchObject([{ ended_by: "networkChanged", network_mark: null }]);
    await browser.get("/tickets").expect(200).expect(/not declared/);
  });

  it("holds within one network and within the offices", async () => {
    const agent = await given.agent();
    const browser = await as(program, agent, "office", "DE", OFFICE);
    await browser.from("192.0.2.77").get("/account").expect(200);
    expect(await standing(agent)).toMatchObject({ place: "office" });
  });

  it("ends after an hour without a request, and a page that refreshes itself is none", async () => {
    const { agent, browser } = await declaredFrom(HOME);
    const present = async (): Promise<number> => Math.round((Date.now() - (await declarations(agent))[0]!.present_at!.getTime()) / 60_000);
    await given.sql("UPDATE place_declarations SET present_at = now() - interval '40 minutes' WHERE agent_id = $1", [agent.id]);
    await browser.get("/account").set("X-Refresh", "live").expect(200);
    expect(await present()).toBe(40);
    await browser.get("/account").expect(200);
    expect(await present()).toBe(0);
    await given.sql("UPDATE place_declarations SET present_at = now() - interval '61 minutes' WHERE agent_id = $1", [agent.id]);
    await browser.get("/tickets").expect(200).expect(/not declared/);
    expect(await declarations(agent)).toMatchObject([{ ended_by: "lapsed", present_at: null }]);
  });

  it("ends after eight hours, and does not count before it began", async () => {
    const { agent } = await declaredFrom(HOME);
    const [row] = await declarations(agent);
    expect(row!.until_at.getTime() - row!.from_at.getTime()).toBe(8 * 3_600_000);
    expect(await standing(agent, new Date(row!.until_at.getTime() - 1))).toMatchObject({ place: "home" });
    await given.sql("UPDATE sign_ins SET ends_at = now() + interval '24 hours' WHERE agent_id = $1", [agent.id]);
    expect(await standing(agent, row!.until_at)).toMatchObject({ place: "undeclared" });
    expect(await standing(agent, new Date(row!.from_at.getTime() - 1))).toMatchObject({ place: "undeclared" });
  });

  it("goes after 90 days", async () => {
    const { agent } = await declaredFrom(HOME);
    const holder = program.holders.all().find(({ name }) => name === "place of work")!;
    expect(holder.describe().retention).toBe("A-90d");
    const [row] = await declarations(agent);
    await program.run("test", (ctx) => holder.retain(ctx, new Date(row!.until_at.getTime() - 1)));
    expect(await declarations(agent)).toHaveLength(1);
    await program.run("test", (ctx) => holder.retain(ctx, new Date(row!.until_at.getTime() + 1)));
    expect(await declarations(agent)).toHaveLength(0);
  });

  it("holds no address, in no column and in no log line", async () => {
    const { agent } = await declaredFrom(HOME);
    const [stored] = await given.sql<{ row: string }>("SELECT to_jsonb(p)::text AS row FROM place_declarations p WHERE agent_id = $1", [agent.id]);
    expect(stored!.row).not.toContain("203.0.11");
    expect(program.logLines.join("\n")).not.toContain("203.0.11");
  });
});
