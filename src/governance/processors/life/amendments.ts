import { randomUUID } from "node:crypto";
import { row } from "../../../platform/database";
import { allow, Conflict, Invalid } from "../../../platform/faults";
import { endOfDay, localDay } from "../../../platform/local-time";
import type { Ctx } from "../../../privacy";
import { firstDay, lockContract, termsOf, type Contract } from "../desk/contracts";
import { contractPolicy } from "../policy";
import { differences, StoredTerms, type Terms } from "../terms/terms";
import { refuseUnknownQueues } from "../terms/terms-form";
import { actorOf, contractEvidence, enter, withdrawUnder } from "./enter";
import { overlapping } from "./readiness";
import { canTake } from "./states";

export interface Amendment { readonly id: string; readonly number: number; readonly terms: Terms; readonly draftedBy: string | null; readonly draftedAt: Date }

/** The proposal that waits for a decision, or null. */
export const openAmendment = async (ctx: Ctx, contractId: string): Promise<Amendment | null> => {
  const found = await row<{ id: string; number: number; terms: unknown; drafted_by: string | null; drafted_at: Date }>(ctx.db, "SELECT id, number, terms, drafted_by, drafted_at FROM contract_amendments WHERE contract_id = $1 AND decision IS NULL", [contractId]);
  return found && { id: found.id, number: found.number, terms: StoredTerms.parse(found.terms), draftedBy: found.drafted_by, draftedAt: found.drafted_at };
};

/** Proposes other terms. Until somebody else has approved them the contract goes on as it was. */
export const proposeAmendment = async (ctx: Ctx, id: string, terms: Terms): Promise<void> => {
  const contract = await lockContract(ctx, id);
  allow(contractPolicy.draft(ctx.viewer), "forbidden");
  if (!canTake(contract.state, "proposeAmendment")) throw new Conflict("contractState");
  await refuseUnknownQueues(ctx, terms.queues);
  if (differences(termsOf(contract), terms).length === 0) throw new Invalid({ form: "form.contract.noDifference" });
  refuseEnd(ctx, contract, terms);
  await ctx.db.query(`INSERT INTO contract_amendments (id, contract_id, number, terms, drafted_by, drafted_at)
    SELECT $1, $2, 1 + count(*), $3, $4, $5 FROM contract_amendments WHERE contract_id = $2`, [randomUUID(), id, JSON.stringify(terms), actorOf(ctx), ctx.now]);
  await enter(ctx, contract, "proposeAmendment");
};

const refuseEnd = (ctx: Ctx, contract: Contract, { endsOn }: Terms): void => {
  if (endsOn < firstDay(contract)) throw new Invalid({ endsOn: "form.contract.endBeforeStart" });
  if (endsOn < localDay(ctx.now, contract.zone)) throw new Invalid({ endsOn: "form.contract.endIsPast" });
};

/** A second person puts the proposed terms into force, or drops them. What was agreed before is kept with the amendment's number. */
export const decideAmendment = async (ctx: Ctx, id: string, decision: "approved" | "rejected"): Promise<void> => {
  const contract = await lockContract(ctx, id);
  const amendment = await openAmendment(ctx, id);
  allow(contractPolicy.officer(ctx.viewer), "contractOfficer");
  if (!amendment || !canTake(contract.state, "settleAmendment")) throw new Conflict("contractState");
  if (decision === "approved") await apply(ctx, contract, amendment);
  await ctx.db.query("UPDATE contract_amendments SET decision = $2, decided_by = $3, decided_at = $4 WHERE id = $1", [amendment.id, decision, actorOf(ctx), ctx.now]);
  await enter(ctx, contract, "settleAmendment", { reason: decision === "approved" ? "amendmentApproved" : "amendmentRejected" });
  if (decision === "approved") await withdrawUnder(ctx, contract, "contractChanged");
};

const apply = async (ctx: Ctx, contract: Contract, { terms, draftedBy, number }: Amendment): Promise<void> => {
  if (!contractPolicy.decide(ctx.viewer, { editors: draftedBy ? [draftedBy] : [] })) throw new Conflict("contractSecondPerson");
  refuseEnd(ctx, contract, terms);
  const until = endOfDay(terms.endsOn, contract.zone);
  if (await overlapping(ctx, contract, terms.queues, until)) throw new Conflict("contractOverlap");
  await ctx.db.query("UPDATE processor_contracts SET queues = $2, purposes = $3, forms = $4, max_level = $5, countries = $6, home_office_allowed = $7, valid_until = $8 WHERE id = $1",
    [contract.id, terms.queues, terms.purposes, JSON.stringify(terms.forms), terms.maxLevel, terms.countries, terms.homeOfficeAllowed, until]);
  await contractEvidence(ctx, contract, "termsChanged", { amendment: String(number), ends: terms.endsOn });
};
