import { Router } from "express";
import { z } from "zod";
import { action, download, page } from "../../privacy";
import { listOutbox, showOutboxMail } from "./demo-outbox";
import { openAttachment, openOriginal } from "./open-file";
import { discardQuarantined, listQuarantine, releaseQuarantined, showQuarantined } from "./quarantine-desk";
import { sendAgain } from "./send-again";

const Named = z.object({ id: z.uuid() });
const Filed = z.object({ number: z.string().regex(/^\d{1,15}$/), id: z.uuid() });

/** Files and originals of messages, a failed mail's second try, and the quarantine. */
export const mailRoutes = Router()
  .get("/tickets/:number/attachments/:id", download({ params: Filed }, (ctx, { params }) => openAttachment(ctx, params.number, params.id)))
  .get("/tickets/:number/originals/:id", download({ params: Filed }, (ctx, { params }) => openOriginal(ctx, params.number, params.id)))
  .post("/tickets/:number/messages/:id/mails", action({ params: Filed }, async (ctx, { params }) => {
    await sendAgain(ctx, params.number, params.id);
    return { path: `/tickets/${params.number}`, notice: "mailQueuedAgain" };
  }))
  .get("/quarantine", page({}, (ctx) => listQuarantine(ctx)))
  .get("/quarantine/:id", page({ params: Named }, (ctx, { params }) => showQuarantined(ctx, params.id)))
  .post("/quarantine/:id/attempts", action({ params: Named }, async (ctx, { params }) => {
    await releaseQuarantined(ctx, params.id);
    return { path: `/quarantine/${params.id}`, notice: "mailReadAgain" };
  }))
  .post("/quarantine/:id/disposal", action({ params: Named }, async (ctx, { params }) => {
    await discardQuarantined(ctx, params.id);
    return { path: "/quarantine", notice: "mailDiscarded" };
  }));

/** The outbox page of the demonstration; mounted only where HELPDESK_SETTINGS.demoOutbox says so. */
export const demoOutboxRoutes = Router()
  .get("/demo/outbox", page({}, (ctx) => listOutbox(ctx)))
  .get("/demo/outbox/:id", page({ params: Named }, (ctx, { params }) => showOutboxMail(ctx, params.id)));
