import { z } from "zod";
import { row } from "../../../platform/database";
import { allow, Conflict, Invalid } from "../../../platform/faults";
import { endOfDay, isDay, localDay } from "../../../platform/local-time";
import type { Ctx } from "../../../privacy";
import { lastDay, lockContract, type Contract } from "../desk/contracts";
import { contractPolicy } from "../policy";
import { contractEvidence, enter, withdrawUnder } from "./enter";
import { overlapping, requirementsOf } from "./readiness";
import { canTake } from "./states";

const note = z.string().trim().max(2_000, "form.tooLong").default("");
export const NoteForm = z.object({ note });
export const SUSPENSIONS = ["breach", "failedAudit", "transferLost", "confidentiality", "instruction", "other"] as const;
export const SuspensionForm = z.object({ reason: z.enum(SUSPENSIONS, "form.chooseReason"), note });
export const NoticeForm = z.object({ endsOn: z.string("form.date").trim().refine(isDay, "form.date"), cutOverOn: z.string("form.date").trim().refine(isDay, "form.date"), givenBy: z.enum(["controller", "processor"], "form.choose"), note });

const forDeciding = async (ctx: Ctx, id: string): Promise<Contract> => {
  const contract = await lockContract(ctx, id);
  allow(contractPolicy.officer(ctx.viewer), "contractOfficer");
  if (!contractPolicy.decide(ctx.viewer, contract)) throw new Conflict("contractSecondPerson");
  return contract;
};

/** To the privacy officer. */
export const submitContract = async (ctx: Ctx, id: string): Promise<void> => {
  const contract = await lockContract(ctx, id);
  allow(contractPolicy.draft(ctx.viewer), "forbidden");
  await enter(ctx, contract, "submit");
};

export const sendBackContract = async (ctx: Ctx, id: string, { note: why }: z.infer<typeof NoteForm>): Promise<void> => {
  const contract = await lockContract(ctx, id);
  allow(contractPolicy.officer(ctx.viewer), "contractOfficer");
  await enter(ctx, contract, "sendBack", { note: why });
};

/** Somebody who did not write it approves it (domain rule 13). */
export const approveContract = async (ctx: Ctx, id: string): Promise<void> => enter(ctx, await forDeciding(ctx, id), "approve");

/** Puts a signed contract into force. Refused while anything is missing, and where another contract covers a queue at the same time. */
export const activateContract = async (ctx: Ctx, id: string): Promise<void> => {
  const contract = await forDeciding(ctx, id);
  if (!canTake(contract.state, "activate")) throw new Conflict("contractState");
  if ((await requirementsOf(ctx, contract)).some(({ met }) => !met)) throw new Conflict("contractNotReady");
  if (await overlapping(ctx, contract, contract.queues, contract.validUntil)) throw new Conflict("contractOverlap");
  await enter(ctx, contract, "activate");
};

/** Holds from the next request on; open pages are cut, open tickets go back to the controller. */
export const suspendContract = async (ctx: Ctx, id: string, { reason, note: why }: z.infer<typeof SuspensionForm>): Promise<void> => {
  const contract = await lockContract(ctx, id);
  allow(contractPolicy.officer(ctx.viewer), "contractOfficer");
  await suspend(ctx, contract, reason, why);
};

export const suspend = async (ctx: Ctx, contract: Contract, reason: (typeof SUSPENSIONS)[number], why: string): Promise<void> => {
  if (contract.state === "amendmentPending") await dropAmendment(ctx, contract.id);
  await enter(ctx, contract, "suspend", { reason, note: why });
  await withdrawUnder(ctx, contract, "contractSuspended");
};

/** Back to where it was: a notice that was given goes on counting. What was missing at the beginning must be there now too. */
export const resumeContract = async (ctx: Ctx, id: string, { note: why }: z.infer<typeof NoteForm>): Promise<void> => {
  const contract = await lockContract(ctx, id);
  allow(contractPolicy.officer(ctx.viewer), "contractOfficer");
  if (!canTake(contract.state, "resume")) throw new Conflict("contractState");
  if ((await requirementsOf(ctx, contract)).some(({ key, met }) => !met && key !== "country")) throw new Conflict("contractNotReady");
  const notice = await row(ctx.db, "SELECT 1 FROM contract_states WHERE contract_id = $1 AND state = 'noticeGiven' LIMIT 1", [id]);
  await enter(ctx, contract, "resume", { note: why, to: notice ? "noticeGiven" : "active" });
};

/** Ends on the day named; until the cut-over it takes new tickets, then only those that are there. A notice never lengthens a contract. */
export const giveNotice = async (ctx: Ctx, id: string, { endsOn, cutOverOn, givenBy, note: why }: z.infer<typeof NoticeForm>): Promise<void> => {
  const contract = await lockContract(ctx, id);
  allow(contractPolicy.officer(ctx.viewer), "contractOfficer");
  if (!canTake(contract.state, "giveNotice")) throw new Conflict("contractState");
  const today = localDay(ctx.now, contract.zone);
  if (endsOn > lastDay(contract)) throw new Invalid({ endsOn: "form.contract.noticeLengthens" });
  if (endsOn < today) throw new Invalid({ endsOn: "form.contract.endIsPast" });
  if (cutOverOn > endsOn) throw new Invalid({ cutOverOn: "form.contract.cutOverAfterEnd" });
  if (contract.state === "amendmentPending") await dropAmendment(ctx, id);
  await ctx.db.query("UPDATE processor_contracts SET valid_until = $2, cut_over_at = $3 WHERE id = $1", [id, endOfDay(endsOn, contract.zone), endOfDay(cutOverOn, contract.zone)]);
  await enter(ctx, contract, "giveNotice", { reason: givenBy, note: why });
  await contractEvidence(ctx, contract, "endSet", { ends: endsOn, cutOver: cutOverOn });
};

/** At once, for cause. */
export const terminateContract = async (ctx: Ctx, id: string, { reason, note: why }: z.infer<typeof SuspensionForm>): Promise<void> => {
  const contract = await lockContract(ctx, id);
  allow(contractPolicy.officer(ctx.viewer), "contractOfficer");
  await endNow(ctx, contract, "terminate", { reason, note: why });
};

/** The end, by whatever cause: nobody works under it any more. A contract never gets a later end by ending. */
export const endNow = async (ctx: Ctx, contract: Contract, step: "terminate" | "expire", entry: { reason?: string; note?: string } = {}): Promise<void> => {
  if (contract.state === "amendmentPending") await dropAmendment(ctx, contract.id);
  await enter(ctx, contract, step, entry);
  await withdrawUnder(ctx, contract, "contractEnded");
};

const dropAmendment = (ctx: Ctx, id: string): Promise<unknown> =>
  ctx.db.query("UPDATE contract_amendments SET decision = 'rejected', decided_at = $2 WHERE contract_id = $1 AND decision IS NULL", [id, ctx.now]);

/** A draft that comes to nothing stays as a record. */
export const discardContract = async (ctx: Ctx, id: string): Promise<void> => {
  const contract = await lockContract(ctx, id);
  allow(contractPolicy.draft(ctx.viewer), "forbidden");
  await enter(ctx, contract, "discard");
};
