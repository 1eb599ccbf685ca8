import { randomUUID } from "node:crypto";
import { rows } from "../../../platform/database";
import { Conflict } from "../../../platform/faults";
import { withdrawWork, type Withdrawal } from "../../../identity";
import { isAgent, type Ctx } from "../../../privacy";
import { recordEvidence } from "../../evidence";
import { sealNote } from "../papers/sealed-notes";
import { canTake, STEPS, type State, type Step } from "./states";

/** What happened, as evidence and timeline say it. */
export const FACTS: Readonly<Record<Step, string>> = {
  submit: "submitted", sendBack: "sentBack", approve: "approved", activate: "activated", proposeAmendment: "amendmentProposed", settleAmendment: "amendmentSettled", suspend: "suspended", resume: "resumed",
  giveNotice: "noticeGiven", terminate: "terminated", expire: "expired", finish: "finished", confirmDeletion: "deletionConfirmed", archive: "archived", discard: "discarded",
};

export interface Entry { readonly reason?: string; readonly note?: string | null; readonly to?: State }
interface Moving { readonly id: string; readonly employerId: string; readonly state: State }

/**
 * The one way for a contract from state to state: a row that says who, when and why, the state of the contract, and the evidence, in one
 * transaction. Throws Conflict where the step does not begin in the contract's state: of two people who act at once, the second learns it.
 */
export const enter = async (ctx: Ctx, contract: Moving, step: Step, { reason, note = null, to = STEPS[step].to }: Entry = {}): Promise<void> => {
  if (!canTake(contract.state, step)) throw new Conflict("contractState");
  await writeState(ctx, contract.id, to, { reason: reason ?? FACTS[step], note });
  await ctx.db.query("UPDATE processor_contracts SET state = $2 WHERE id = $1", [contract.id, to]);
  await contractEvidence(ctx, contract, FACTS[step], { from: contract.state, to, ...(reason ? { reason } : {}) });
};

export const writeState = async (ctx: Ctx, id: string, state: State, { reason, note }: { reason: string; note: string | null }): Promise<void> => {
  await ctx.db.query("INSERT INTO contract_states (id, contract_id, state, at, by, reason, note) VALUES ($1, $2, $3, $4, $5, $6, $7)",
    [randomUUID(), id, state, ctx.now, actorOf(ctx), reason, await sealNote(ctx, id, "contract_states.note", note)]);
};

/** Who acts; null is the program itself. */
export const actorOf = (ctx: Ctx): string | null => (isAgent(ctx.viewer) ? ctx.viewer.id : null);

export const contractEvidence = async (ctx: Ctx, { id, employerId }: Pick<Moving, "id" | "employerId">, fact: string, detail: Record<string, string> = {}): Promise<void> => {
  await recordEvidence(ctx, { kind: "contract", objectId: id, employerId, fact, detail });
};

/** Everybody who worked under the contract gives back what no contract covers any more: the processor's people, and those below them. */
export const withdrawUnder = async (ctx: Ctx, contract: Pick<Moving, "id" | "employerId">, reason: Withdrawal): Promise<void> => {
  const below = await rows<{ employer_id: string }>(ctx.db, "SELECT DISTINCT employer_id FROM sub_processors WHERE contract_id = $1 AND employer_id IS NOT NULL", [contract.id]);
  for (const employerId of new Set([contract.employerId, ...below.map(({ employer_id: id }) => id)])) await withdrawWork(ctx, { employerId }, reason);
};
