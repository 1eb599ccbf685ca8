import { randomUUID } from "node:crypto";
import { z } from "zod";
import { row } from "../../platform/database";
import { Conflict, Invalid, NotFound, TooMany, type FieldErrors } from "../../platform/faults";
import type { AgentCtx } from "../../privacy";
import { recordEvidence } from "../evidence";
import { courseIn, hashOf, judge } from "./courses";
import type { Course } from "./course";
import { coursesOf } from "./own-courses";
import { rulesNow, type TrainingRules } from "./rules";
import { isDue } from "./state";

/** One field a question ("q1" … ) with the index of an answer, and the version that was read. */
export const TestForm = z.looseObject({ version: z.coerce.number().int().min(1) });
type TestForm = z.infer<typeof TestForm>;

const ANSWER = /^q\d{1,3}$/;

/** The whole sheet. Throws Invalid by the question for what is missing or none of its answers, and for a question that is none. */
export const sheetOf = (course: Course, form: Readonly<Record<string, unknown>>): Map<string, number> => {
  const questions = course.topics.flatMap((topic) => topic.questions);
  const errors: Record<string, string> = {};
  const sheet = new Map<string, number>();
  for (const { id, answers } of questions) {
    const chosen = form[id];
    if (chosen === undefined || chosen === "") errors[id] = "training.unanswered";
    else if (typeof chosen !== "string" || !/^\d$/.test(chosen) || Number(chosen) >= answers.length) errors[id] = "form.choice";
    else sheet.set(id, Number(chosen));
  }
  if (Object.keys(form).some((name) => ANSWER.test(name) && !questions.some(({ id }) => id === name))) errors["form"] = "form.invalid";
  if (Object.keys(errors).length > 0) throw new Invalid(errors as FieldErrors);
  return sheet;
};

export interface Outcome { readonly id: string; readonly passed: boolean }

/**
 * Judges the own test of whoever is signed in: there is no way to hand in a result, and none for somebody else. The person
 * is locked, so that of two sheets at once each counts as a try and the second meets what the first has changed.
 */
export const takeTest = async (ctx: AgentCtx, name: string, form: TestForm): Promise<Outcome> => {
  const course = courseIn(name, ctx.viewer.locale);
  if (form.version !== course.version) throw new Conflict("trainingChanged");
  const sheet = sheetOf(course, form);
  await ctx.db.query("SELECT id FROM agents WHERE id = $1 FOR UPDATE", [ctx.viewer.id]);
  // The sheet that went first may belong to a request that began a moment later: its result counts all the same.
  const last = await row<{ at: Date }>(ctx.db, "SELECT GREATEST($2::timestamptz, max(at)) AS at FROM training_results WHERE agent_id = $1", [ctx.viewer.id, ctx.now]);
  const [rules, own] = [await rulesNow(ctx), (await coursesOf({ ...ctx, now: last!.at }, ctx.viewer.id)).find((one) => one.course === name)];
  if (!own) throw new NotFound();
  if (!isDue(own.state)) throw new Conflict("trainingPassed");
  if (own.triesLeft === 0) throw new TooMany(Math.max(60, Math.ceil((own.nextTryAt!.getTime() - ctx.now.getTime()) / 1000)), "trainingTries");
  const judged = judge(name, sheet);
  return keepResult(ctx, { course, rules, ...judged, passed: judged.percent >= rules.passPercent });
};

interface Result { readonly course: Course; readonly rules: TrainingRules; readonly percent: number; readonly passed: boolean; readonly topics: readonly string[] }

/** Writes the try, for a pass its validity, and the evidence. What to read again is forgotten once it was passed. */
const keepResult = async (ctx: AgentCtx, { course, rules, percent, passed, topics }: Result): Promise<Outcome> => {
  const { id: agentId, standing: { employer }, locale } = ctx.viewer;
  const [id, sha256] = [randomUUID(), hashOf(course.key)];
  await ctx.db.query(`INSERT INTO training_results (id, agent_id, employer_id, course, version, sha256, language, percent, passed, topics, at) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)`,
    [id, agentId, employer.id, course.key, course.version, sha256, locale, percent, passed, passed ? [] : topics, ctx.now]);
  if (passed) {
    await ctx.db.query("UPDATE training_results SET topics = '{}' WHERE agent_id = $1 AND course = $2", [agentId, course.key]);
    await ctx.db.query("INSERT INTO trainings (id, agent_id, course, passed_at, valid_until) VALUES ($1, $2, $3, $4, $4::timestamptz + make_interval(months => $5))", [id, agentId, course.key, ctx.now, rules.validityMonths]);
  }
  await recordEvidence(ctx, {
    kind: "training", agentId, employerId: employer.id, objectId: id, fact: passed ? "passed" : "failed",
    detail: { course: course.key, version: String(course.version), sha256, percent: String(percent), language: locale, rules: String(rules.version) },
  });
  return { id, passed };
};
