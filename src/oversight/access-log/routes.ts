import { Router } from "express";
import { z } from "zod";
import { translator } from "../../platform/i18n";
import { download, isAgent, page, type Ctx } from "../../privacy";
import { exportAccesses } from "./export-accesses";
import { AnyQuery, readFilters } from "./filters";
import { accessListPage } from "./list-page";
import { showAccess } from "./show-access";

const Numbered = z.object({ seq: z.string().regex(/^[1-9]\d{0,17}$/) });
const titleIn = (ctx: Ctx): string => translator(isAgent(ctx.viewer) ? ctx.viewer.locale : "en")("oversight.title");

export const accessLogRoutes = Router()
  .get("/access-log", page({ query: AnyQuery }, async (ctx, { query }) => {
    const model = await accessListPage(ctx, readFilters(query));
    return { template: "oversight/access-log/index", model, title: titleIn(ctx), status: model.error ? 400 : 200 };
  }))
  .get("/access-log.csv", download({ query: AnyQuery }, async (ctx, { query }) => {
    const { fileName, text } = await exportAccesses(ctx, readFilters(query));
    return { bytes: text, contentType: "text/csv; charset=utf-8", fileName };
  }))
  .get("/access-log/:seq", page({ params: Numbered }, async (ctx, { params }) => {
    const model = await showAccess(ctx, params.seq);
    return { template: "oversight/access-log/show", model, title: model.heading };
  }));
