import { Router } from "express";
import { action, answer, page } from "../../privacy";
import { PolicyForm, previewPolicy, publish, showPolicy, showPolicyAgain } from "./policy-pages";

/** The masking policy: read, preview who sees more and who less, publish. */
export const policyRoutes = Router()
  .get("/policy", page({}, (ctx) => showPolicy(ctx)))
  .post("/policy/preview", answer({ body: PolicyForm }, (ctx, { body }) => previewPolicy(ctx, body)))
  .post("/policy", action({ body: PolicyForm, again: showPolicyAgain }, (ctx, { body }) => publish(ctx, body)));
