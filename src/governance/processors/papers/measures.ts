import { z } from "zod";
import { allow, Invalid } from "../../../platform/faults";
import { addMonths, isDay, localDay } from "../../../platform/local-time";
import type { Ctx } from "../../../privacy";
import { lockContract } from "../desk/contracts";
import { actorOf, contractEvidence } from "../life/enter";
import { contractPolicy } from "../policy";

/** The classic controls (catalogue of § 64(3) BDSG, not directly binding) by which measures under Art. 32 GDPR are grouped. */
export const CONTROLS = ["entry", "media", "storage", "user", "access", "transmission", "input", "transport", "recovery", "reliability", "integrity", "order", "availability", "separation"] as const;
export type Control = (typeof CONTROLS)[number];
export const MEASURE_LEVELS = ["missing", "partial", "met"] as const;
export interface Measure { readonly control: Control; readonly level: (typeof MEASURE_LEVELS)[number] }

/** At most so many months until the annex is looked at again. */
export const REVIEW_MONTHS = 12;

export const MeasuresForm = z.looseObject({ reviewDue: z.string("form.date").trim().refine(isDay, "form.date") }).transform(({ reviewDue, ...fields }, issues) => {
  const measures = CONTROLS.map((control): Measure => ({ control, level: (MEASURE_LEVELS as readonly unknown[]).includes(fields[`control.${control}`]) ? fields[`control.${control}`] as Measure["level"] : "missing" }));
  if (measures.every(({ level }) => level === "missing")) issues.addIssue({ code: "custom", path: ["control.entry"], message: "form.contract.noMeasure" });
  return { reviewDue, measures };
});

/** Adopts a version of the annex on measures. Earlier ones stay as they were. */
export const adoptMeasures = async (ctx: Ctx, id: string, { reviewDue, measures }: z.infer<typeof MeasuresForm>): Promise<void> => {
  const contract = await lockContract(ctx, id);
  allow(contractPolicy.draft(ctx.viewer), "forbidden");
  const today = localDay(ctx.now, contract.zone);
  if (reviewDue <= today || reviewDue > addMonths(today, REVIEW_MONTHS)) throw new Invalid({ reviewDue: "form.contract.reviewDue" });
  await ctx.db.query("INSERT INTO contract_measures (contract_id, version, measures, adopted_by, adopted_at, review_due) SELECT $1, 1 + COALESCE(max(version), 0), $2, $3, $4, $5 FROM contract_measures WHERE contract_id = $1",
    [id, JSON.stringify(measures), actorOf(ctx), ctx.now, reviewDue]);
  await contractEvidence(ctx, contract, "measuresAdopted", { review: reviewDue });
};
