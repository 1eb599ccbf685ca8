import { randomUUID } from "node:crypto";
import { z } from "zod";
import { row } from "../../../platform/database";
import { allow, Conflict, Invalid } from "../../../platform/faults";
import { addDays, endOfDay, localDay } from "../../../platform/local-time";
import { isCountry } from "../../../identity";
import type { Ctx } from "../../../privacy";
import { lockContract } from "../desk/contracts";
import { actorOf, contractEvidence, withdrawUnder } from "../life/enter";
import { contractPolicy } from "../policy";
import { lockPart } from "../papers/part";
import { sealNote } from "../papers/sealed-notes";

export const SERVICES = ["agents", "telephony", "hosting", "software", "translation", "maintenance", "other"] as const;
const line = (most: number) => z.string("form.required").trim().min(1, "form.required").max(most, "form.tooLong");
export const SubProcessorForm = z.object({
  name: line(160), address: line(300), contact: line(300), country: z.string("form.required").trim().toUpperCase().refine(isCountry, "form.contract.country"),
  service: z.enum(SERVICES, "form.choose"), parent: z.union([z.literal(""), z.uuid("form.choice")]).default(""), company: z.union([z.literal(""), z.uuid("form.choice")]).default(""),
});
export const ChainDecisionForm = z.object({ decision: z.enum(["approved", "objected"], "form.choose"), grounds: z.string().trim().max(2_000, "form.tooLong").default("") });

export interface ChainFacts {
  readonly notified_at: Date | null; readonly silence_allows: boolean; readonly objection_until: Date | null; readonly decision: "approved" | "objected" | null; readonly removed_at: Date | null;
}
export type ChainState = "proposed" | "objectionOpen" | "waiting" | "approved" | "allowedBySilence" | "objected" | "removed";

/**
 * Where a sub-processor stands (Art. 28(2), (4) GDPR). Under a general authorisation silence until the end of the period allows; under a
 * specific one it does not. What follows for its people is said in SQL: `sub_processors_allowed`.
 */
export const chainState = (facts: ChainFacts, mode: "specific" | "general", now: Date): ChainState => {
  if (facts.removed_at && facts.removed_at <= now) return "removed";
  if (facts.decision) return facts.decision;
  if (!facts.notified_at || !facts.objection_until) return "proposed";
  if (facts.objection_until > now) return "objectionOpen";
  return facts.silence_allows && mode === "general" ? "allowedBySilence" : "waiting";
};

/** Identity of every level must be at hand at any time (EDPB Opinion 22/2024). A proposal gets no data. */
export const proposeSubProcessor = async (ctx: Ctx, id: string, form: z.infer<typeof SubProcessorForm>): Promise<void> => {
  const contract = await lockContract(ctx, id);
  allow(contractPolicy.draft(ctx.viewer) || contractPolicy.processor(ctx.viewer, contract), "forbidden");
  if (form.parent && !await row(ctx.db, "SELECT 1 FROM sub_processors WHERE id = $1 AND contract_id = $2 AND removed_at IS NULL", [form.parent, id])) throw new Invalid({ parent: "form.choice" });
  if (form.company) {
    allow(contractPolicy.draft(ctx.viewer), "forbidden");
    if (!await row(ctx.db, "SELECT 1 FROM employers WHERE id = $1 AND kind = 'processor' AND id <> $2", [form.company, contract.employerId])) throw new Invalid({ company: "form.choice" });
  }
  const until = endOfDay(addDays(localDay(ctx.now, contract.zone), contract.objectionDays), contract.zone);
  const sub = randomUUID();
  await ctx.db.query(`INSERT INTO sub_processors (id, contract_id, parent_id, employer_id, name, address, country, service, contact, proposed_by, proposed_at, notified_at, silence_allows, objection_until)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12, $13)`,
  [sub, id, form.parent || null, form.company || null, form.name, form.address, form.country, form.service, await sealNote(ctx, id, "sub_processors.contact", form.contact), actorOf(ctx), ctx.now, contract.subProcessorMode === "general", until]);
  await contractEvidence(ctx, contract, "subProcessorNotified", { subProcessor: sub, country: form.country, until: localDay(new Date(until.getTime() - 1), contract.zone) });
};

/** The controller's answer. After an objection nobody there gets data, and neither does anybody below. */
export const decideSubProcessor = async (ctx: Ctx, id: string, { decision, grounds }: z.infer<typeof ChainDecisionForm>): Promise<string> => {
  const { contract, part } = await lockPart<ChainFacts & { id: string }>(ctx, "sub_processors", id);
  allow(contractPolicy.officer(ctx.viewer), "contractOfficer");
  if (part.removed_at || part.decision === decision) throw new Conflict("conflict");
  await ctx.db.query("UPDATE sub_processors SET decision = $2, decided_by = $3, decided_at = $4, grounds = $5 WHERE id = $1", [id, decision, actorOf(ctx), ctx.now, await sealNote(ctx, contract.id, "sub_processors.grounds", grounds)]);
  await contractEvidence(ctx, contract, decision === "approved" ? "subProcessorApproved" : "subProcessorObjected", { subProcessor: id });
  if (decision === "objected") await withdrawUnder(ctx, contract, "contractChanged");
  return contract.id;
};

export const removeSubProcessor = async (ctx: Ctx, id: string): Promise<string> => {
  const { contract, part } = await lockPart<ChainFacts>(ctx, "sub_processors", id);
  allow(contractPolicy.draft(ctx.viewer) || contractPolicy.processor(ctx.viewer, contract), "forbidden");
  if (part.removed_at) throw new Conflict("conflict");
  await ctx.db.query("UPDATE sub_processors SET removed_by = $2, removed_at = $3 WHERE id = $1", [id, actorOf(ctx), ctx.now]);
  await contractEvidence(ctx, contract, "subProcessorRemoved", { subProcessor: id });
  await withdrawUnder(ctx, contract, "contractChanged");
  return contract.id;
};
