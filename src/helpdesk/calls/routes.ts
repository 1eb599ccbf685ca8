import { Router } from "express";
import { z } from "zod";
import { action, page, type AgentCtx } from "../../privacy";
import { command, workers } from "../tickets/answer-with-ticket";
import { moveCall, showTelephone } from "./demo-telephone";
import { CallForm, PhoneNote, placeCall, writePhoneNote } from "./place-call";

/** Calls by handle, and what was said in them. */
export const callRoutes = Router()
  .post("/tickets/:number/calls", command("call", CallForm, (ctx, number, form) => { workers(ctx); return placeCall(ctx as AgentCtx, number, form); }, "callPlaced"))
  .post("/tickets/:number/phone-notes", command("phoneNote", PhoneNote, (ctx, number, form) => { workers(ctx); return writePhoneNote(ctx as AgentCtx, number, form); }, "noteSaved"));

const Named = z.object({ id: z.uuid() });
const back = { path: "/demo/telephone" };

/** The customer's side of a call; mounted only in the demonstration. */
export const demoTelephoneRoutes = Router()
  .get("/demo/telephone", page({}, (ctx) => showTelephone(ctx)))
  .post("/demo/telephone/:id/answer", action({ params: Named }, async (ctx, { params }) => { await moveCall(ctx, params.id, "answered"); return back; }))
  .post("/demo/telephone/:id/end", action({ params: Named }, async (ctx, { params }) => { await moveCall(ctx, params.id, "ended"); return back; }));
