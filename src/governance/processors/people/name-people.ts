import { randomUUID } from "node:crypto";
import { z } from "zod";
import { row } from "../../../platform/database";
import { allow, Conflict, Invalid, NotFound } from "../../../platform/faults";
import { endSignIns, invite, inviteAgain, withdrawWork } from "../../../identity";
import type { Ctx } from "../../../privacy";
import { recordEvidence } from "../../evidence";
import { findContract, type Contract } from "../desk/contracts";
import { actorOf } from "../life/enter";
import { HOLDS_QUEUES } from "../life/states";
import { contractPolicy } from "../policy";

/** The processor's lead names the own people; the privacy officer can name the first of them, who cannot name themselves into being. */
const mayName = (ctx: Ctx, contract: Contract): boolean => contractPolicy.processor(ctx.viewer, contract) || contractPolicy.officer(ctx.viewer);

const forNaming = async (ctx: Ctx, contractId: string): Promise<Contract> => {
  const contract = await findContract(ctx, contractId);
  allow(mayName(ctx, contract), "forbidden");
  return contract;
};

/** Somebody of the contract's processor, and of no other employer; whoever belongs elsewhere is not there. */
const personOf = async (ctx: Ctx, { employerId }: Contract, agentId: string): Promise<string> => {
  const found = await row<{ id: string }>(ctx.db, "SELECT id FROM agents WHERE id = $1 AND employer_id = $2 AND state <> 'left' FOR UPDATE", [agentId, employerId]);
  if (!found) throw new NotFound();
  return found.id;
};

/** From now on the contract counts for this person, as far as their own papers go. */
export const namePerson = async (ctx: Ctx, contractId: string, agentId: string): Promise<void> => {
  const contract = await forNaming(ctx, contractId);
  const agent = await personOf(ctx, contract, agentId);
  if (await row(ctx.db, "SELECT 1 FROM processor_people WHERE agent_id = $1 AND withdrawn_at IS NULL AND employer_id = $2", [agent, contract.employerId])) throw new Conflict("conflict");
  await list(ctx, contract, agent);
};

const list = async (ctx: Ctx, contract: Contract, agent: string): Promise<void> => {
  // A line from an earlier employer ends with it.
  await ctx.db.query("UPDATE processor_people SET withdrawn_by = $2, withdrawn_at = $3 WHERE agent_id = $1 AND withdrawn_at IS NULL", [agent, actorOf(ctx), ctx.now]);
  await ctx.db.query("INSERT INTO processor_people (id, agent_id, employer_id, named_by, named_at) VALUES ($1, $2, $3, $4, $5)", [randomUUID(), agent, contract.employerId, actorOf(ctx), ctx.now]);
  await recordEvidence(ctx, { kind: "person", agentId: agent, employerId: contract.employerId, objectId: contract.id, fact: "named" });
};

/** Access ends at once: sign-ins end, pages are cut, open tickets go back to the queue. */
export const withdrawPerson = async (ctx: Ctx, contractId: string, agentId: string): Promise<void> => {
  const contract = await forNaming(ctx, contractId);
  const agent = await personOf(ctx, contract, agentId);
  const gone = await row(ctx.db, "UPDATE processor_people SET withdrawn_by = $3, withdrawn_at = $4 WHERE agent_id = $1 AND employer_id = $2 AND withdrawn_at IS NULL RETURNING id", [agent, contract.employerId, actorOf(ctx), ctx.now]);
  if (!gone) throw new Conflict("conflict");
  await endSignIns(ctx, agent);
  await withdrawWork(ctx, { agentId: agent }, "notNamed");
  await recordEvidence(ctx, { kind: "person", agentId: agent, employerId: contract.employerId, objectId: contract.id, fact: "withdrawn" });
};

export const OwnInvitationForm = z.looseObject({
  name: z.string("form.required").trim().min(1, "form.required").max(120, "form.invalid"),
  email: z.string("form.required").trim().max(400, "form.email").regex(/^[^\s@]+@[^\s@]+$/, "form.email"),
  locale: z.enum(["de", "en"], "form.choice"),
}).transform(({ name, email, locale, ...ticks }) => ({ name, email, locale, queues: Object.keys(ticks).filter((field) => field.startsWith("queue.") && ticks[field] === "on").map((field) => field.slice(6)) }));

/** The lead brings in an agent of the own company, for queues of this contract, and names them in the same act. Identity holds who may invite whom. */
export const inviteOwnAgent = async (ctx: Ctx, contractId: string, { queues, ...person }: z.infer<typeof OwnInvitationForm>): Promise<void> => {
  const contract = await findContract(ctx, contractId);
  allow(contractPolicy.processor(ctx.viewer, contract), "forbidden");
  if (!HOLDS_QUEUES.includes(contract.state)) throw new Conflict("contractState");
  if (!queues.every((queue) => contract.queues.includes(queue))) throw new Invalid({ queues: "form.contract.queues" });
  const agent = await invite(ctx, { ...person, role: "agent", employer: contract.employerId, team: null, queues });
  await list(ctx, contract, agent);
};

export const inviteOwnAgentAgain = async (ctx: Ctx, contractId: string, agentId: string): Promise<void> => {
  const contract = await findContract(ctx, contractId);
  allow(contractPolicy.processor(ctx.viewer, contract), "forbidden");
  await inviteAgain(ctx, await personOf(ctx, contract, agentId));
};
