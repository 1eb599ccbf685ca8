import { Router } from "express";
import { z } from "zod";
import { download, page } from "../../privacy";
import { showChecked, showEvidence } from "./desk-page";
import { EXPORT_FORMATS, exportEvidence } from "./export-evidence";
import { EvidenceQuery } from "./list-evidence";

const Format = z.object({ format: z.enum(EXPORT_FORMATS) });

/** The desk "Evidence" of the privacy officer. */
export const evidenceRoutes = Router()
  .get("/evidence", page({ query: EvidenceQuery }, (ctx, { query }) => showEvidence(ctx, query)))
  .get("/evidence/check", page({}, (ctx) => showChecked(ctx)))
  .get("/evidence/export/:format", download({ params: Format, query: EvidenceQuery }, (ctx, { params, query }) => exportEvidence(ctx, query, params.format)));
