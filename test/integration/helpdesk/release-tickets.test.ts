import { randomUUID } from "node:crypto";
import { withdrawWork, type Withdrawal, type Withdrawn } from "../../../src/identity";
import { releaseTickets } from "../../../src/helpdesk/queues/release-tickets";
import type { Signal } from "../../../src/platform/context";
import { as, givenIn, type Given } from "../../support/given";
import { startProgram, type TestProgram } from "../../support/program";

let program: TestProgram;
let given: Given;
jest.setTimeout(30_000);
beforeAll(async () => { program = await startProgram(); given = givenIn(program); }, 120_000);
afterAll(() => program.stop());

interface Stored { assignee_id: string | null; routed_to: string; version: number; status: string }
const stored = async (id: string): Promise<Stored> => (await given.sql<Stored>("SELECT assignee_id, routed_to, version, status FROM tickets WHERE id = $1", [id]))[0]!;
const reasons = async (id: string): Promise<string[]> =>
  (await given.sql<{ why: string }>("SELECT detail ->> 'why' AS why FROM ticket_events WHERE ticket_id = $1 AND kind = 'withdrawn'", [id])).map(({ why }) => why);
const assigned = async (queueId: string, agentId: string, routedTo?: string) => given.ticket({ queueId, routedTo, assigneeId: agentId });
const withdraw = async (whose: Withdrawn, reason: Withdrawal): Promise<void> => {
  await program.run("test", (ctx) => withdrawWork(ctx, whose, reason));
  await program.jobs.settle();
};

describe("when somebody's work is withdrawn", () => {
  it("their open tickets go back to the queue with the reason, others and closed ones stay", async () => {
    const queueId = await given.queue();
    const [agent, colleague] = [await given.agent({ queues: [queueId] }), await given.agent({ queues: [queueId], locale: "de" })];
    const [open, waiting, closed, other] = [await assigned(queueId, agent.id), await assigned(queueId, agent.id), await assigned(queueId, agent.id), await assigned(queueId, colleague.id)];
    await given.sql("UPDATE tickets SET status = CASE id WHEN $1 THEN 'waiting' ELSE 'closed' END WHERE id IN ($1, $2)", [waiting.id, closed.id]);
    await withdraw({ agentId: agent.id }, "acknowledgement");
    for (const { id } of [open, waiting]) {
      expect(await stored(id)).toMatchObject({ assignee_id: null, version: 2 });
      expect(await reasons(id)).toEqual(["acknowledgement"]);
    }
    expect((await stored(waiting.id)).status).toBe("waiting");
    expect(await stored(closed.id)).toMatchObject({ assignee_id: agent.id, version: 1 });
    expect(await stored(other.id)).toMatchObject({ assignee_id: colleague.id, version: 1 });
    expect((await (await as(program, colleague)).get(`/tickets/${open.number}`)).text).toContain("ging zurück in den Bereich: die zuständige Person darf zurzeit keine Vorgänge bearbeiten");
  });

  it("a second delivery and a late one change nothing, and what was given since then stays", async () => {
    const queueId = await given.queue();
    const agent = await given.agent({ queues: [queueId] });
    const ticket = await assigned(queueId, agent.id);
    const withdrawal = { agentId: agent.id, employerId: null, reason: "training", at: Date.now() } as const;
    expect(await program.run("test", (ctx) => releaseTickets(ctx, withdrawal))).toBe(1);
    expect(await program.run("test", (ctx) => releaseTickets(ctx, withdrawal))).toBe(0);
    await (await as(program, agent)).post(`/tickets/${ticket.number}/assignment`, { agent: "me" }).expect(303);
    expect(await program.run("test", (ctx) => releaseTickets(ctx, withdrawal))).toBe(0);
    expect(await stored(ticket.id)).toMatchObject({ assignee_id: agent.id });
    expect(await reasons(ticket.id)).toEqual(["training"]);
    expect(await program.run("test", (ctx) => releaseTickets(ctx, { ...withdrawal, agentId: randomUUID() }))).toBe(0);
  });

  it("a granted look ends with it", async () => {
    const queueId = await given.queue();
    const agent = await given.agent({ queues: [queueId] });
    const ticket = await assigned(queueId, agent.id);
    await given.sql("INSERT INTO reveals (id, agent_id, ticket_id, subject_id, category, reason, granted_at, expires_at) VALUES ($1, $2, $3, $4, 'phone', 'callBack', now() - interval '1 second', now() + interval '5 minutes')", [randomUUID(), agent.id, ticket.id, ticket.customerId]);
    await withdraw({ agentId: agent.id }, "left");
    expect(await given.sql("SELECT 1 FROM reveals WHERE agent_id = $1 AND expires_at > now()", [agent.id])).toHaveLength(0);
  });

  it("screens of the queue and of both companies are told, by ids alone", async () => {
    const [queueId, employerId, house] = [await given.queue(), await given.processor(), await given.inHouse()];
    const agent = await given.agent({ employerId, queues: [queueId] });
    const ticket = await assigned(queueId, agent.id, employerId);
    const signals: Signal[] = [];
    await program.run("test", (ctx) => releaseTickets({ ...ctx, signal: (signal) => { signals.push(signal); } }, { agentId: agent.id, employerId: null, reason: "left", at: Date.now() }));
    expect(signals.map(({ topic }) => topic).sort()).toEqual([`queue:${queueId}`, `route:${employerId}`, `route:${house}`, `ticket:${ticket.id}`].sort());
    expect(signals.every(({ id, version }) => id === ticket.id && version === 2)).toBe(true);
  });
});

describe("tickets of a processor", () => {
  const outsourced = async (state = "active") => {
    const [queueId, employerId] = [await given.queue(), await given.processor()];
    await given.contract(employerId, { queues: [queueId], state });
    const agent = await given.agent({ employerId, queues: [queueId] });
    return { queueId, employerId, agent, ticket: await assigned(queueId, agent.id, employerId) };
  };

  it("stay with the processor when one of its people drops out and the contract goes on", async () => {
    const { employerId, agent, ticket } = await outsourced();
    await withdraw({ agentId: agent.id }, "left");
    expect(await stored(ticket.id)).toMatchObject({ assignee_id: null, routed_to: employerId });
  });

  it("come back to the controller when the contract is gone, assigned or not", async () => {
    const { queueId, employerId, ticket } = await outsourced("suspended");
    const waiting = await given.ticket({ queueId, routedTo: employerId });
    await withdraw({ employerId }, "contractSuspended");
    for (const { id } of [ticket, waiting]) {
      expect(await stored(id)).toMatchObject({ assignee_id: null, routed_to: await given.inHouse() });
      expect(await reasons(id)).toEqual(["contractSuspended"]);
    }
    await withdraw({ employerId }, "contractSuspended");
    expect(await reasons(ticket.id)).toHaveLength(1);
  });

  it("stay where they are while a contract covers them, and each queue is asked for itself", async () => {
    const { queueId, employerId, agent, ticket } = await outsourced();
    const uncovered = await assigned(await given.queue(), agent.id, employerId);
    const purpose = await given.ticket({ queueId, routedTo: employerId, purpose: "rightsRequest" });
    await withdraw({ employerId }, "contractChanged");
    expect(await stored(ticket.id)).toMatchObject({ assignee_id: agent.id, routed_to: employerId, version: 1 });
    for (const { id } of [uncovered, purpose]) expect(await stored(id)).toMatchObject({ assignee_id: null, routed_to: await given.inHouse() });
  });

  it("of the controller itself are never moved by an employer's withdrawal", async () => {
    const queueId = await given.queue();
    const agent = await given.agent({ queues: [queueId] });
    const ticket = await assigned(queueId, agent.id);
    await withdraw({ employerId: await given.inHouse() }, "contractEnded");
    expect(await stored(ticket.id)).toMatchObject({ assignee_id: agent.id, version: 1 });
  });
});
