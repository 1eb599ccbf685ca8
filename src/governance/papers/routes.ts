import { Router } from "express";
import { page, type AgentCtx } from "../../privacy";
import { showMyPapers } from "./my-papers";
import { ReadinessQuery, showReadiness } from "./team-readiness";

/** The own papers for everybody, and who may work for whoever answers for people. */
export const paperRoutes = Router()
  .get("/papers", page({}, (ctx) => showMyPapers(ctx as AgentCtx)))
  .get("/readiness", page({ query: ReadinessQuery }, (ctx, { query }) => showReadiness(ctx, query)));
