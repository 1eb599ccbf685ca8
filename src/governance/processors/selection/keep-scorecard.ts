import { randomUUID } from "node:crypto";
import { z } from "zod";
import { allow } from "../../../platform/faults";
import { addMonths, localDay } from "../../../platform/local-time";
import { TIME_ZONE } from "../../../platform/i18n";
import type { Ctx } from "../../../privacy";
import { recordEvidence } from "../../evidence";
import { actorOf } from "../life/enter";
import { contractPolicy } from "../policy";
import { sealNote } from "../papers/sealed-notes";
import { CRITERIA, KNOCK_OUTS, MOST_POINTS, score, WEIGHTS_VERSION, type KnockOuts, type Points } from "./scorecard";

const points = z.coerce.number("form.number").int("form.number").min(0, "form.number").max(MOST_POINTS, "form.number");
export const ScorecardForm = z.looseObject({
  vendor: z.string("form.required").trim().min(1, "form.required").max(160, "form.tooLong"), evidence: z.string("form.required").trim().min(1, "form.required").max(4_000, "form.tooLong"),
  ...Object.fromEntries(CRITERIA.map((name) => [`points.${name}`, points])) as Record<`points.${(typeof CRITERIA)[number]}`, typeof points>,
}).transform((fields) => ({
  vendor: fields.vendor, evidence: fields.evidence,
  points: Object.fromEntries(CRITERIA.map((name) => [name, fields[`points.${name}`]])) as unknown as Points,
  knockOuts: Object.fromEntries(KNOCK_OUTS.map((name) => [name, Boolean(fields[`passed.${name}`])])) as unknown as KnockOuts,
}));

/** Scores are looked at again every year, and after incidents by a new one. */
const RESCORE_MONTHS = 12;

/** Keeps an assessment with its evidence and who made it. An earlier one of the same vendor stays. */
export const keepScorecard = async (ctx: Ctx, { vendor, evidence, points: given, knockOuts }: z.infer<typeof ScorecardForm>): Promise<string> => {
  allow(contractPolicy.draft(ctx.viewer), "forbidden");
  const id = randomUUID();
  const due = addMonths(localDay(ctx.now, TIME_ZONE), RESCORE_MONTHS);
  await ctx.db.query("INSERT INTO scorecards (id, vendor, weights, knock_outs, points, evidence, assessed_by, assessed_at, rescore_due) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    [id, vendor, WEIGHTS_VERSION, JSON.stringify(knockOuts), JSON.stringify(given), await sealNote(ctx, id, "scorecards.evidence", evidence), actorOf(ctx), ctx.now, due]);
  const { total, failed } = score(knockOuts, given);
  await recordEvidence(ctx, { kind: "document", objectId: id, fact: "vendorScored", detail: { total: String(total), failed: failed.join(" "), weights: String(WEIGHTS_VERSION), due } });
  return id;
};
