import { randomUUID } from "node:crypto";
import { z } from "zod";
import { row } from "../../../platform/database";
import { allow, Conflict, Invalid } from "../../../platform/faults";
import { endOfDay, isDay, localDay } from "../../../platform/local-time";
import { isCountry } from "../../../identity";
import { EEA, type Ctx } from "../../../privacy";
import { lockContract } from "../desk/contracts";
import { actorOf, contractEvidence, withdrawUnder } from "../life/enter";
import { contractPolicy } from "../policy";
import { lockPart } from "../papers/part";

/** In the order in which the law asks (Art. 45, 46, 47 GDPR). Art. 49 carries single cases and no contract, so it is not among them. */
export const TOOLS = ["adequacy", "scc", "bcr"] as const;
/** Modules of the standard contractual clauses (EU) 2021/914. */
export const MODULES = ["1", "2", "3", "4"] as const;

const dayOrNothing = z.string().trim().default("").refine((text) => text === "" || isDay(text), "form.date");
export const TransferForm = z.object({
  country: z.string("form.required").trim().toUpperCase().refine(isCountry, "form.contract.country").refine((code) => !EEA.has(code), "form.contract.noTransfer"),
  tool: z.enum(TOOLS, "form.choose"), module: z.union([z.literal(""), z.enum(MODULES, "form.choice")]).default(""), assessedOn: dayOrNothing, certificateCheckedOn: dayOrNothing,
  expiresOn: z.string("form.date").trim().refine(isDay, "form.date"), subProcessor: z.union([z.literal(""), z.uuid("form.choice")]).default(""),
}).superRefine(({ tool, module, assessedOn }, issues) => {
  if (tool === "scc" && !module) issues.addIssue({ code: "custom", path: ["module"], message: "form.contract.module" });
  if (tool !== "adequacy" && !assessedOn) issues.addIssue({ code: "custom", path: ["assessedOn"], message: "form.contract.assessment" });
});

/** Records what carries the data to a third country. Several may stand side by side: while one holds, the country counts. */
export const recordTransfer = async (ctx: Ctx, id: string, form: z.infer<typeof TransferForm>): Promise<void> => {
  const contract = await lockContract(ctx, id);
  allow(contractPolicy.officer(ctx.viewer), "contractOfficer");
  const today = localDay(ctx.now, contract.zone);
  if (form.expiresOn < today) throw new Invalid({ expiresOn: "form.contract.endIsPast" });
  for (const field of ["assessedOn", "certificateCheckedOn"] as const) if (form[field] > today) throw new Invalid({ [field]: "form.contract.inFuture" });
  if (form.subProcessor && !await row(ctx.db, "SELECT 1 FROM sub_processors WHERE id = $1 AND contract_id = $2", [form.subProcessor, id])) throw new Invalid({ subProcessor: "form.choice" });
  if (form.tool === "adequacy") await refuseWithoutDecision(ctx, form);
  const transfer = randomUUID();
  await ctx.db.query("INSERT INTO transfers (id, contract_id, sub_processor_id, country, tool, module, assessed_on, certificate_checked_on, valid_until, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    [transfer, id, form.subProcessor || null, form.country, form.tool, form.tool === "scc" ? form.module : null, form.assessedOn || null, form.certificateCheckedOn || null, endOfDay(form.expiresOn, contract.zone), actorOf(ctx), ctx.now]);
  await contractEvidence(ctx, contract, "transferRecorded", { transfer, country: form.country, tool: form.tool, until: form.expiresOn });
};

const refuseWithoutDecision = async (ctx: Ctx, { country, certificateCheckedOn }: z.infer<typeof TransferForm>): Promise<void> => {
  const decision = await row<{ certified_only: boolean }>(ctx.db, "SELECT certified_only FROM adequacy_decisions WHERE country = $1 AND valid_from <= $2 AND (valid_until IS NULL OR valid_until > $2)", [country, ctx.now]);
  if (!decision) throw new Invalid({ tool: "form.contract.noDecision" });
  if (decision.certified_only && !certificateCheckedOn) throw new Invalid({ certificateCheckedOn: "form.contract.certificate" });
};

/** The tool is lost: that country counts no more, from the next request on. Others go on. */
export const loseTransfer = async (ctx: Ctx, id: string): Promise<string> => {
  const { contract, part } = await lockPart<{ lost_at: Date | null; country: string }>(ctx, "transfers", id);
  allow(contractPolicy.officer(ctx.viewer), "contractOfficer");
  if (part.lost_at) throw new Conflict("conflict");
  await ctx.db.query("UPDATE transfers SET lost_by = $2, lost_at = $3 WHERE id = $1", [id, actorOf(ctx), ctx.now]);
  await contractEvidence(ctx, contract, "transferLost", { transfer: id, country: part.country });
  await withdrawUnder(ctx, contract, "contractChanged");
  return contract.id;
};
