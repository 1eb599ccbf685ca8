import { as, givenIn, type Given } from "../../support/given";
import { startProgram, type TestProgram } from "../../support/program";

let program: TestProgram;
let given: Given;
jest.setTimeout(30_000);
beforeAll(async () => { program = await startProgram({}, { demo: true }); given = givenIn(program); }, 120_000);
afterAll(() => program.stop());

const held = async (agent: string): Promise<number[]> => {
  const [found] = await given.sql<{ acknowledgements: number; agreements: number; named: number }>(`SELECT (SELECT count(*)::int FROM acknowledgements k WHERE agent_id = $1 AND valid_until > now() AND NOT EXISTS (SELECT 1 FROM acknowledgement_demands d WHERE d.agent_id = k.agent_id AND d.effective_at <= now())) AS acknowledgements,
    (SELECT count(*)::int FROM home_office_agreements WHERE agent_id = $1 AND valid_until > now() AND ended_at IS NULL) AS agreements, (SELECT count(*)::int FROM processor_people WHERE agent_id = $1 AND withdrawn_at IS NULL) AS named`, [agent]);
  return [found!.acknowledgements, found!.agreements, found!.named];
};
const evidenceOf = (agent: string) => given.sql<{ fact: string; detail: object }>("SELECT fact, detail FROM evidence WHERE agent_id = $1 AND kind = 'person' ORDER BY at, position", [agent]);
const notices = async (agent: string): Promise<string[]> => (await given.sql<{ values: string }>("SELECT data ->> 'values' AS values FROM pgboss.job WHERE name = 'send-notice' AND data ->> 'agent' = $1 AND data ->> 'template' = 'leaving'", [agent])).map(({ values }) => values);

describe("the papers of a job that ended", () => {
  it("end for whoever leaves; tickets go back, the end is evidence, and the duty that goes on is written once", async () => {
    const queueId = await given.queue();
    const agent = await given.agent({ queues: [queueId], locale: "de" });
    const ticket = await given.ticket({ queueId, assigneeId: agent.id });
    const administrator = await as(program, await given.agent({ role: "administrator" }));
    const preview = await administrator.get(`/administration/people/${agent.id}/departure`).expect(200);
    for (const text of ["1 open ticket goes back", "the confidentiality acknowledgement", "the agreement for work at home"]) expect(preview.text).toContain(text);
    await administrator.post(`/administration/people/${agent.id}/departure`, { "returned.badge": "on" }).expect(303);
    await program.jobs.settle();
    expect(await held(agent.id)).toEqual([0, 0, 0]);
    expect(await given.sql("SELECT assignee_id FROM tickets WHERE id = $1", [ticket.id])).toEqual([{ assignee_id: null }]);
    expect(await evidenceOf(agent.id)).toEqual([{ fact: "left", detail: { returned: "badge" } }]);
    const [values] = await notices(agent.id);
    expect(values).toContain("Ausweis und Schlüssel");
    expect(await notices(agent.id)).toHaveLength(1);
    expect(await given.sql("SELECT 1 FROM demo_outbox")).toHaveLength(1);
  });

  it("end with another employer, and a role alone keeps the agreement", async () => {
    const employerId = await given.processor();
    const agent = await given.agent({ employerId });
    const administrator = await as(program, await given.agent({ role: "administrator" }));
    expect(await held(agent.id)).toEqual([1, 1, 1]);
    await administrator.post(`/administration/people/${agent.id}`, { role: "lead", employer: employerId, team: "" }).expect(303);
    await program.jobs.settle();
    expect((await held(agent.id)).slice(1)).toEqual([1, 1]);
    await administrator.post(`/administration/people/${agent.id}`, { role: "lead", employer: await given.inHouse(), team: "" }).expect(303);
    await program.jobs.settle();
    expect(await held(agent.id)).toEqual([0, 0, 0]);
    expect((await evidenceOf(agent.id)).map(({ fact }) => fact)).toEqual(["roleChanged", "employerChanged"]);
    expect(await notices(agent.id)).toEqual([]);
  });
});
