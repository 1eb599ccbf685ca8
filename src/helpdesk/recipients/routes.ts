import { Router } from "express";
import { z } from "zod";
import { action, page, type AgentCtx } from "../../privacy";
import { Numbered, workers } from "../tickets/answer-with-ticket";
import { addRecipient, RecipientForm, removeRecipient } from "./add-recipient";
import { recipientsPage } from "./recipients-page";

const Recipient = Numbered.extend({ id: z.uuid() });

/** Who gets our answers besides the person who asked. */
export const recipientRoutes = Router()
  .get("/tickets/:number/recipients", page({ params: Numbered }, (ctx, { params }) => { workers(ctx); return recipientsPage(ctx as AgentCtx, params.number); }))
  .post("/tickets/:number/recipients", action({
    params: Numbered, body: RecipientForm, again: (ctx, { params, typed, errors, fault }) => { workers(ctx); return recipientsPage(ctx as AgentCtx, params.number, typed, errors, fault.status === 422 ? "" : fault.reason); },
  }, async (ctx, { params, body }) => {
    workers(ctx);
    await addRecipient(ctx as AgentCtx, params.number, body);
    return { path: `/tickets/${params.number}/recipients`, notice: "recipientAdded" };
  }))
  .post("/tickets/:number/recipients/:id/removal", action({ params: Recipient }, async (ctx, { params }) => {
    workers(ctx);
    await removeRecipient(ctx as AgentCtx, params.number, params.id);
    return { path: `/tickets/${params.number}/recipients`, notice: "recipientRemoved" };
  }));
