import { Router } from "express";
import { z } from "zod";
import { action, page, type AgentCtx } from "../../privacy";
import { command, workers } from "../tickets/answer-with-ticket";
import { CallerSays, checkCaller } from "./check-caller";
import { sendCallerCode } from "./caller-code";
import { ProfileForm, profilePage, publishForm } from "./profile-page";

/** Verifying a caller on a ticket, and the profiles of the privacy officer. */
export const verificationRoutes = Router()
  .post("/tickets/:number/verifications", command("caller", CallerSays, (ctx, number, said) => { workers(ctx); return checkCaller(ctx as AgentCtx, number, said); }, "callerChecked"))
  .post("/tickets/:number/caller-codes", command("caller", z.object({}), (ctx, number) => { workers(ctx); return sendCallerCode(ctx as AgentCtx, number); }, "codeAsked"))
  .get("/verification-profiles", page({}, (ctx) => profilePage(ctx)))
  .post("/verification-profiles", action({ body: ProfileForm, again: (ctx, { typed, errors, fault }) => profilePage(ctx, typed, errors, fault.status === 409 ? fault.reason : "") }, async (ctx, { body }) => {
    await publishForm(ctx, body);
    return { path: "/verification-profiles", notice: "profilesPublished" };
  }));
