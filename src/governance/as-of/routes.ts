import { Router } from "express";
import { download, page } from "../../privacy";
import { showAsOf } from "./as-of-page";
import { exportJson, exportPdf } from "./export-as-of";
import { AsOfQuery, Person } from "./readable-person";

/** What held for one person at one moment: a page, and a file for each who has to prove it. */
export const asOfRoutes = Router()
  .get("/readiness/:id", page({ params: Person, query: AsOfQuery }, (ctx, { params, query }) => showAsOf(ctx, params.id, query.at)))
  .get("/readiness/:id/standing.json", download({ params: Person, query: AsOfQuery }, (ctx, { params, query }) => exportJson(ctx, params.id, query.at)))
  .get("/readiness/:id/standing.pdf", download({ params: Person, query: AsOfQuery }, (ctx, { params, query }) => exportPdf(ctx, params.id, query.at)));
