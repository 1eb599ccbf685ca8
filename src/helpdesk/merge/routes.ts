import { Router } from "express";
import { z } from "zod";
import { action, page, type AgentCtx } from "../../privacy";
import { againWith, Numbered, sentence, ticketWith, workers } from "../tickets/answer-with-ticket";
import { mergePage } from "./merge-page";
import { MergeForm, mergeTickets } from "./merge-tickets";
import { undoMerge } from "./undo-merge";

const Merge = Numbered.extend({ id: z.uuid() });

/** Two tickets become one: looked at first, and taken back within a day. */
export const mergeRoutes = Router()
  .get("/tickets/:number/merge", page({ params: Numbered, query: z.object({ other: z.string().max(20).default("") }) }, (ctx, { params, query }) => { workers(ctx); return mergePage(ctx as AgentCtx, params.number, query.other); }))
  .post("/tickets/:number/merges", action({
    params: Numbered, body: MergeForm, again: (ctx, { params, errors, fault }) => { workers(ctx); return mergePage(ctx as AgentCtx, params.number, "", sentence(ctx, fault, errors)); },
  }, async (ctx, { params, body }) => {
    workers(ctx);
    return { path: `/tickets/${await mergeTickets(ctx as AgentCtx, params.number, body)}`, notice: "ticketsMerged" };
  }))
  .post("/tickets/:number/merges/:id/reversal", action({ params: Merge, again: (ctx, { params, ...failed }) => ticketWith(ctx, params.number, { again: againWith(ctx, "merge", failed) }) }, async (ctx, { params }) => {
    workers(ctx);
    return { path: `/tickets/${await undoMerge(ctx as AgentCtx, params.number, params.id)}`, notice: "mergeUndone" };
  }));
