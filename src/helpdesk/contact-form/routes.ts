import { Router, type RequestHandler } from "express";
import { z } from "zod";
import { houseOf } from "../../platform/http";
import { use } from "../../platform/services";
import { action, page } from "../../privacy";
import { HELPDESK_SETTINGS } from "../settings";
import { showContactForm, showReceived } from "./contact-pages";
import { receiptOf } from "./form-token";
import { countForm } from "./network-limit";
import { ContactForm, MAX_FILES, sendContactForm } from "./send-contact-form";

const access = "public" as const;
const Receipt = z.object({ receipt: z.string().max(60) });

/** A chosen language wins over the browser's for this request; nothing is stored for it. */
const inChosenLanguage: RequestHandler = (req, _res, next) => {
  const { language } = req.query;
  if (language === "de" || language === "en") req.headers["accept-language"] = language;
  next();
};

const spamLimited: RequestHandler = async (req, _res, next) => {
  const { database } = houseOf(req);
  await countForm(database.pool, use(database.source.manager, HELPDESK_SETTINGS).replyTokenKey, req.ip);
  next();
};

/** The public form: no account, no cookie, no script needed. */
export const contactRoutes = Router()
  .get("/contact", inChosenLanguage, page({ access }, (ctx) => showContactForm(ctx)))
  .post("/contact", inChosenLanguage, spamLimited, action({
    access, body: ContactForm, uploads: { maxFiles: MAX_FILES }, again: (ctx, { typed, errors, fault }) => showContactForm(ctx, typed, fault.status === 503 ? { form: "contact.error.unavailable" } : errors),
  }, async (ctx, { body, uploads }) => {
    const number = await sendContactForm(ctx, body, uploads);
    const language = ctx.viewer.kind === "system" ? "de" : ctx.viewer.locale;
    return { path: `/contact/received/${receiptOf(use(ctx.db, HELPDESK_SETTINGS).replyTokenKey, number)}?language=${language}` };
  }))
  .get("/contact/received/:receipt", inChosenLanguage, page({ access, params: Receipt }, (ctx, { params }) => showReceived(ctx, params.receipt)));
