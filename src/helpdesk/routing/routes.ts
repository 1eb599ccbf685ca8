import { Router } from "express";
import { z } from "zod";
import { action, page, type Ctx } from "../../privacy";
import type { FieldErrors, Fault } from "../../platform/faults";
import type { Typed } from "../../platform/http";
import { workers } from "../tickets/answer-with-ticket";
import { addRule, moveRule, ProfileForm, removeRule, RuleForm, RuleMove, saveProfile } from "./change-routing";
import { acknowledgeReturn } from "./returned-tickets";
import { PreviewQuery, routingDesk, type DeskAgain } from "./routing-desk";

const Named = z.object({ id: z.uuid() });
interface Failed { readonly typed: Typed; readonly errors: FieldErrors; readonly fault: Fault }
const deskAgain = (ctx: Ctx, form: DeskAgain["form"], { typed, errors, fault }: Failed, company?: string) => routingDesk(ctx, {}, { form, company, typed, errors, reason: fault.reason });
const changed = { path: "/routing", notice: "routingChanged" };

/** Where tickets go by themselves; and the word to somebody whose ticket went back. */
export const routingRoutes = Router()
  .get("/routing", page({ query: PreviewQuery }, (ctx, { query }) => routingDesk(ctx, query)))
  .post("/routing/rules", action({ body: RuleForm, again: (ctx, failed) => deskAgain(ctx, "rule", failed) }, async (ctx, { body }) => { await addRule(ctx, body); return changed; }))
  .post("/routing/rules/:id/position", action({ params: Named, body: RuleMove }, async (ctx, { params, body }) => { await moveRule(ctx, params.id, body); return changed; }))
  .post("/routing/rules/:id/removal", action({ params: Named }, async (ctx, { params }) => { await removeRule(ctx, params.id); return changed; }))
  .post("/routing/companies/:id", action({ params: Named, body: ProfileForm, again: (ctx, { params, ...failed }) => deskAgain(ctx, "profile", failed, params.id) }, async (ctx, { params, body }) => {
    await saveProfile(ctx, params.id, body);
    return { path: `/routing#company-${params.id}`, notice: "profileSaved" };
  }))
  .post("/returned-tickets/:id/receipt", action({ params: Named }, async (ctx, { params }) => { await acknowledgeReturn(ctx, workers(ctx), params.id); return { path: "/tickets" }; }));
