import { Router } from "express";
import { z } from "zod";
import { action, page, type AgentCtx } from "../../privacy";
import { AnnounceForm, publishRules, showRules, showRulesAgain } from "./rules-page";
import { showCourse, showTest } from "./show-course";
import { takeTest, TestForm } from "./take-test";

const Named = z.object({ course: z.string().regex(/^[a-z][a-zA-Z]{0,30}$/) });

/** Reading a course and taking its test, for everybody who is signed in; the rules of training for privacy. */
export const trainingRoutes = Router()
  .get("/papers/training/:course", page({ params: Named }, (ctx, { params }) => showCourse(ctx as AgentCtx, params.course)))
  .get("/papers/training/:course/test", page({ params: Named }, (ctx, { params }) => showTest(ctx as AgentCtx, params.course)))
  .post("/papers/training/:course/results", action({ params: Named, body: TestForm, again: (ctx, { params, ...again }) => showTest(ctx as AgentCtx, params.course, again) }, async (ctx, { params, body }) => {
    const { passed } = await takeTest(ctx as AgentCtx, params.course, body);
    return { path: `/papers/training/${params.course}`, notice: passed ? "trainingPassed" : "trainingFailed" };
  }))
  .get("/training-rules", page({}, (ctx) => showRules(ctx)))
  .post("/training-rules", action({ body: AnnounceForm, again: showRulesAgain }, async (ctx, { body }) => {
    await publishRules(ctx, body);
    return { path: "/training-rules", notice: "trainingRulesPublished" };
  }));
