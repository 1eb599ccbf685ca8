import { Router } from "express";
import { z } from "zod";
import { askOwnFactor, askOwnPassword, localPath, proofOf } from "../../identity";
import { action, page } from "../../privacy";
import { declareOwnPlace, PlaceForm } from "./declare-own-place";
import { showPlace } from "./show-place";

const Return = z.object({ return: z.unknown().optional().transform(localPath) });

/** Where the signed-in person works; nobody else's place is reachable by any of these paths. */
export const placeRoutes = Router()
  .get("/place-of-work", page({ query: Return }, (ctx, { query }) => showPlace(ctx, query.return)))
  .post("/place-of-work", askOwnPassword(), askOwnFactor, action({
    body: PlaceForm, again: (ctx, again) => showPlace(ctx, localPath(again.typed.return), again),
  }, (ctx, { body }, req) => declareOwnPlace(ctx, body, { address: req.ip, proof: proofOf(req) })));
