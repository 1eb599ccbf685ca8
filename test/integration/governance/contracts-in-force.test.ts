import { CATEGORIES, EEA, LEVEL_OF, type Category } from "../../../src/privacy";
import { standingOf } from "../../../src/governance";
import { as, givenIn, type Given } from "../../support/given";
import { startProgram, type TestProgram } from "../../support/program";

let program: TestProgram;
let given: Given;
beforeAll(async () => { program = await startProgram({}, { work: false }); given = givenIn(program); }, 120_000);
afterAll(() => program.stop());

const standingAt = async (agent: Awaited<ReturnType<Given["agent"]>>) => {
  await as(program, agent);
  const [signIn] = await given.sql<{ id: string }>("SELECT id FROM sign_ins WHERE agent_id = $1 AND ended_at IS NULL ORDER BY started_at DESC LIMIT 1", [agent.id]);
  return (await program.database.transaction((db) => standingOf(db, { agentId: agent.id, signInId: signIn!.id }, new Date())))!.standing;
};

it("the database knows the sensitivity of every category as the kernel does, and takes an unknown one for the highest", async () => {
  const levels = await given.sql<{ category: Category; level: string }>("SELECT category, category_level(category) AS level FROM unnest($1::text[]) AS category", [[...CATEGORIES, "shoeSize"]]);
  expect(Object.fromEntries(levels.map(({ category, level }) => [category, level]))).toEqual({ ...LEVEL_OF, shoeSize: "L4" });
});

it("a processor's people have every contract of their employer that is in force, each with its own scope, and nobody else's", async () => {
  const [employerId, rival] = [await given.processor(), await given.processor()];
  const [billing, returns, other, later] = [await given.queue(), await given.queue(), await given.queue(), await given.queue()];
  const day = 86_400_000;
  await given.contract(employerId, { queues: [billing], purposes: ["invoicing"], forms: { name: "clear" } });
  await given.contract(employerId, { queues: [returns], purposes: ["support"], home: false });
  await given.contract(employerId, { queues: [other], state: "suspended" });
  await given.contract(employerId, { queues: [later], from: new Date(Date.now() + day) });
  await given.contract(employerId, { queues: [later], from: new Date(Date.now() - 2 * day), until: new Date(Date.now() - day) });
  await given.contract(rival, { queues: [billing] });
  const { contracts } = await standingAt(await given.agent({ employerId, queues: [billing] }));
  expect(contracts.map(({ queues, purposes, homeOfficeAllowed }) => ({ queues, purposes, homeOfficeAllowed }))).toEqual([
    { queues: [billing], purposes: ["invoicing"], homeOfficeAllowed: true }, { queues: [returns], purposes: ["support"], homeOfficeAllowed: false },
  ]);
  expect((await standingAt(await given.agent())).contracts).toEqual([]);
});

it("a category above the contract's greatest sensitivity is not covered", async () => {
  const employerId = await given.processor();
  const id = await given.contract(employerId, { queues: [await given.queue()] });
  await given.sql("UPDATE processor_contracts SET max_level = 'L2' WHERE id = $1", [id]);
  const { contracts } = await standingAt(await given.agent({ employerId }));
  expect(Object.keys(contracts[0]!.forms).sort()).toEqual(CATEGORIES.filter((category) => LEVEL_OF[category] <= "L2").sort());
});

it("a contract under notice takes new tickets until the cut-over, and one without a cut-over none", async () => {
  const employerId = await given.processor();
  const id = await given.contract(employerId, { queues: [await given.queue()], state: "noticeGiven" });
  const takesNew = async (): Promise<unknown[]> => given.sql("SELECT takes_new FROM contracts_in_force(now()) WHERE id = $1", [id]);
  expect(await takesNew()).toEqual([{ takes_new: false }]);
  await given.sql("UPDATE processor_contracts SET cut_over_at = now() + interval '1 hour' WHERE id = $1", [id]);
  expect(await takesNew()).toEqual([{ takes_new: true }]);
});

describe("two contracts of one processor for one queue", () => {
  it("are refused by the database for the same time, one after the other are not, and a draft stands in nobody's way", async () => {
    const [employerId, queue, until] = [await given.processor(), await given.queue(), new Date(Date.now() + 86_400_000)];
    const first = await given.contract(employerId, { queues: [queue], until });
    await expect(given.contract(employerId, { queues: [await given.queue(), queue] })).rejects.toThrow("Two contracts");
    await given.contract(employerId, { queues: [queue], from: until });
    const draft = await given.contract(employerId, { queues: [queue], state: "draft" });
    await expect(given.sql("UPDATE processor_contracts SET state = 'active' WHERE id = $1", [draft])).rejects.toThrow("Two contracts");
    await given.sql("UPDATE processor_contracts SET state = 'ended' WHERE id = $1", [first]);
    await expect(given.sql("UPDATE processor_contracts SET valid_from = now() - interval '1 hour' WHERE id = $1", [draft])).resolves.toBeDefined();
  });

  it("are refused also where both begin at once", async () => {
    const [employerId, queue] = [await given.processor(), await given.queue()];
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => given.contract(employerId, { queues: [queue] })));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});

describe("a country outside the EEA", () => {
  const countriesAt = async (contract: string, at = "now()"): Promise<string[]> => (await given.sql<{ countries: string[] }>(`SELECT countries FROM contracts_in_force(${at}) WHERE id = $1`, [contract]))[0]!.countries;
  const transfer = (contract: string, country: string, how: string, more = ""): Promise<unknown> => given.sql(`INSERT INTO transfers (id, contract_id, country, recorded_at, valid_until, tool, module, assessed_on, certificate_checked_on) VALUES (gen_random_uuid(), $1, $2, now() - interval '1 day', now() + interval '1 year', ${how}${more})`, [contract, country]);

  it("counts only while a tool carries it, and its loss takes that country alone", async () => {
    const contract = await given.contract(await given.processor(), { queues: [await given.queue()], countries: ["DE", "CH", "IN", "US", "XX"] });
    expect(await countriesAt(contract)).toEqual(["DE"]);
    await transfer(contract, "CH", "'adequacy', NULL, NULL, NULL");
    await transfer(contract, "IN", "'scc', '2', current_date, NULL");
    await transfer(contract, "XX", "'adequacy', NULL, NULL, NULL");
    await transfer(contract, "US", "'adequacy', NULL, NULL, NULL");
    expect(await countriesAt(contract)).toEqual(["DE", "CH", "IN"]);
    await given.sql("UPDATE transfers SET certificate_checked_on = current_date - 30 WHERE contract_id = $1 AND country = 'US'", [contract]);
    expect(await countriesAt(contract)).toEqual(["DE", "CH", "IN", "US"]);
    await given.sql("UPDATE transfers SET lost_at = now() WHERE contract_id = $1 AND country = 'IN'", [contract]);
    expect(await countriesAt(contract, "now() + interval '1 second'")).toEqual(["DE", "CH", "US"]);
  });

  it("is lost with the decision that it rests on", async () => {
    const contract = await given.contract(await given.processor(), { queues: [await given.queue()], countries: ["GB"], until: new Date("2040-01-01") });
    await given.sql("INSERT INTO transfers (id, contract_id, country, recorded_at, valid_until, tool) VALUES (gen_random_uuid(), $1, 'GB', '2021-01-01', '2040-01-01', 'adequacy')", [contract]);
    expect(await countriesAt(contract)).toEqual(["GB"]);
    expect(await countriesAt(contract, "'2032-01-01'")).toEqual([]);
  });

  it("cannot rest on standard clauses without a module and an assessment", async () => {
    const contract = await given.contract(await given.processor(), { queues: [await given.queue()] });
    await expect(transfer(contract, "IN", "'scc', '2', NULL, NULL")).rejects.toThrow("check constraint");
    await expect(transfer(contract, "IN", "'scc', NULL, current_date, NULL")).rejects.toThrow("check constraint");
  });
});

describe("people of a sub-processor", () => {
  const chainOf = async (wish: { mode: "general" | "specific"; decision?: string; objectionUntil?: string; country?: string }) => {
    const [processor, below] = [await given.processor(), await given.processor()];
    const contract = await given.contract(processor, { queues: [await given.queue()], countries: ["DE", "PL"] });
    await given.sql("UPDATE processor_contracts SET sub_processor_mode = $2 WHERE id = $1", [contract, wish.mode]);
    const [sub] = await given.sql<{ id: string }>(`INSERT INTO sub_processors (id, contract_id, employer_id, name, address, country, service, contact, proposed_at, notified_at, silence_allows, objection_until, decision, decided_at)
      VALUES (gen_random_uuid(), $1, $2, 'Unter', 'Weg 1', $3, 'agents', '', now(), now(), $4, ${wish.objectionUntil ?? "NULL"}, $5, ${wish.decision ? "now()" : "NULL"}) RETURNING id`, [contract, below, wish.country ?? "PL", wish.mode === "general", wish.decision ?? null]);
    return { contract, below, sub: sub!.id };
  };
  const covered = async (employerId: string): Promise<string[][]> => (await given.sql<{ countries: string[] }>("SELECT countries FROM contracts_in_force(now()) WHERE employer_id = $1", [employerId])).map(({ countries }) => countries);

  it.each<[string, Parameters<typeof chainOf>[0], string[][]]>([
    ["approved", { mode: "specific", decision: "approved" }, [["PL"]]],
    ["objected to", { mode: "general", decision: "objected", objectionUntil: "now() - interval '1 day'" }, []],
    ["met with silence under a specific authorisation", { mode: "specific", objectionUntil: "now() - interval '1 day'" }, []],
    ["met with silence under a general one, in time", { mode: "general", objectionUntil: "now() + interval '1 day'" }, []],
    ["met with silence under a general one, after the time", { mode: "general", objectionUntil: "now() - interval '1 second'" }, [["PL"]]],
    ["approved in a country without a tool", { mode: "specific", decision: "approved", country: "IN" }, []],
  ])("that is %s", async (_what, wish, expected) => {
    expect(await covered((await chainOf(wish)).below)).toEqual(expected);
  });

  it("lose it with the one above them", async () => {
    const { contract, below, sub } = await chainOf({ mode: "specific", decision: "approved" });
    const third = await given.processor();
    await given.sql(`INSERT INTO sub_processors (id, contract_id, parent_id, employer_id, name, address, country, service, contact, proposed_at, decision, decided_at)
      VALUES (gen_random_uuid(), $1, $2, $3, 'Dritte', 'Weg 2', 'DE', 'agents', '', now(), 'approved', now())`, [contract, sub, third]);
    expect(await covered(third)).toEqual([["DE"]]);
    await given.sql("UPDATE sub_processors SET decision = 'objected' WHERE id = $1", [sub]);
    expect([await covered(below), await covered(third)]).toEqual([[], []]);
  });

  it("and nobody whom the processor has not named, or has withdrawn, has anything of a contract", async () => {
    const employerId = await given.processor();
    await given.contract(employerId, { queues: [await given.queue()] });
    expect((await standingAt(await given.agent({ employerId, named: false }))).contracts).toEqual([]);
    const named = await given.agent({ employerId });
    expect((await standingAt(named)).contracts).toHaveLength(1);
    await given.sql("UPDATE processor_people SET withdrawn_at = now() WHERE agent_id = $1", [named.id]);
    expect((await standingAt(named)).contracts).toEqual([]);
  });
});

it("the database counts the same countries to the EEA as the kernel", async () => {
  const [found] = await given.sql<{ known: boolean; foreign: boolean }>("SELECT bool_and(is_eea(c)) AS known, is_eea('CH') OR is_eea('US') OR is_eea('GB') OR is_eea('') AS foreign FROM unnest($1::text[]) AS c", [[...EEA]]);
  expect([EEA.size, found]).toEqual([30, { known: true, foreign: false }]);
});
