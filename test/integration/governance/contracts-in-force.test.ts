import { CATEGORIES, LEVEL_OF, type Category } from "../../../src/privacy";
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
  const [billing, returns, other] = [await given.queue(), await given.queue(), await given.queue()];
  const day = 86_400_000;
  await given.contract(employerId, { queues: [billing], purposes: ["invoicing"], forms: { name: "clear" } });
  await given.contract(employerId, { queues: [returns], purposes: ["support"], home: false });
  await given.contract(employerId, { queues: [other], state: "suspended" });
  await given.contract(employerId, { queues: [other], from: new Date(Date.now() + day) });
  await given.contract(employerId, { queues: [other], from: new Date(Date.now() - 2 * day), until: new Date(Date.now() - day) });
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
