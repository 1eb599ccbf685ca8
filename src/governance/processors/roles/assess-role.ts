import { randomUUID } from "node:crypto";
import { z } from "zod";
import { row } from "../../../platform/database";
import { allow, Conflict, Invalid, NotFound } from "../../../platform/faults";
import { addMonths, isDay, localDay } from "../../../platform/local-time";
import { TIME_ZONE } from "../../../platform/i18n";
import type { Ctx } from "../../../privacy";
import { recordEvidence } from "../../evidence";
import { actorOf } from "../life/enter";
import { contractPolicy } from "../policy";
import { ANSWERS, assess, QUESTIONS, QUESTIONS_VERSION, type Answers, type Assessment } from "./questions";

const answer = z.enum(ANSWERS, "form.choose");
const line = z.string("form.required").trim().min(1, "form.required").max(160, "form.tooLong");
export const AssessmentForm = z.object({
  vendor: line, task: line, nextReview: z.string("form.date").trim().refine(isDay, "form.date"),
  ...Object.fromEntries(QUESTIONS.map((question) => [question, answer])) as Record<(typeof QUESTIONS)[number], typeof answer>,
});
type AssessmentForm = z.infer<typeof AssessmentForm>;
/** A result is looked at again after a year at the latest: facts prevail, and they change. */
const REVIEW_MONTHS = 12;

export const assessmentOf = (form: AssessmentForm): Assessment => assess(Object.fromEntries(QUESTIONS.map((question) => [question, form[question]])) as Answers);

/** Keeps the answers, the version of the questions, the result and who gave them. */
export const recordAssessment = async (ctx: Ctx, form: AssessmentForm): Promise<string> => {
  allow(contractPolicy.draft(ctx.viewer), "forbidden");
  const today = localDay(ctx.now, TIME_ZONE);
  if (form.nextReview <= today || form.nextReview > addMonths(today, REVIEW_MONTHS)) throw new Invalid({ nextReview: "form.contract.reviewDue" });
  const { role, confidence, reasons } = assessmentOf(form);
  const id = randomUUID();
  await ctx.db.query("INSERT INTO role_assessments (id, vendor, task, questions, answers, role, confidence, reasons, reviewed_by, reviewed_at, next_review) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    [id, form.vendor, form.task, QUESTIONS_VERSION, JSON.stringify(Object.fromEntries(QUESTIONS.map((question) => [question, form[question]]))), role, confidence, reasons, actorOf(ctx), ctx.now, form.nextReview]);
  await recordEvidence(ctx, { kind: "document", objectId: id, fact: "roleAssessed", detail: { role, confidence, questions: String(QUESTIONS_VERSION), review: form.nextReview } });
  return id;
};

/** A borderline result counts once a privacy officer who did not give the answers stands for it. */
export const signOffAssessment = async (ctx: Ctx, id: string): Promise<void> => {
  allow(contractPolicy.officer(ctx.viewer), "contractOfficer");
  const found = await row<{ confidence: string; reviewed_by: string | null; signed_off_at: Date | null }>(ctx.db, "SELECT confidence, reviewed_by, signed_off_at FROM role_assessments WHERE id = $1 FOR UPDATE", [id]);
  if (!found) throw new NotFound();
  if (found.reviewed_by === actorOf(ctx)) throw new Conflict("contractSecondPerson");
  if (found.confidence === "clear" || found.signed_off_at) throw new Conflict("conflict");
  await ctx.db.query("UPDATE role_assessments SET signed_off_by = $2, signed_off_at = $3 WHERE id = $1", [id, actorOf(ctx), ctx.now]);
  await recordEvidence(ctx, { kind: "document", objectId: id, fact: "roleSignedOff" });
};
