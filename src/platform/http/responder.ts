import { randomUUID } from "node:crypto";
import type { ErrorRequestHandler, Request, RequestHandler } from "express";
import { now } from "../clock";
import { Fault, Invalid, NotFound, TooMany, Unavailable } from "../faults";
import { Detour } from "./run";
import { houseOf } from "./house";
import type { ViewerFrame } from "./house";

/** What is not a fault is a bug, or a library's way of saying that the request was unreadable. */
export const faultOf = (error: unknown): Fault | null => {
  if (error instanceof Fault) return error;
  const { status, code } = (error ?? {}) as { status?: number; code?: string };
  if (status === 404) return new NotFound();
  if (status === 413) return new Invalid({}, "tooLarge", 413);
  if (typeof status === "number" && status >= 400 && status < 500) return new Invalid({}, "unreadable", 400);
  if (code === "ENOSPC" || code === "EDQUOT" || code === "53100") return new Unavailable("diskFull");
  if (code === "ECONNREFUSED" || code === "57P01" || code === "57P03" || code === "53300") return new Unavailable("databaseGone");
  return null;
};

const frame = (locale: "de" | "en"): ViewerFrame => ({ locale, theme: "auto", density: "comfortable", shortcuts: true, viewer: undefined, nav: [] });

export const localeOf = (req: Request): "de" | "en" => (req.acceptsLanguages("de", "en") === "en" ? "en" : "de");

/** No route took the request: the same answer as for what one may not see. */
export const nothingHere: RequestHandler = (_req, _res, next) => next(new NotFound());

/**
 * The only place that answers errors. A fault says what happened in its own words; anything else is a reference
 * number here and a stack without values in the process log.
 */
export const errorResponder: ErrorRequestHandler = (error, req, res, next) => {
  if (res.headersSent) { next(error); return; }
  if (error instanceof Detour) { res.redirect(303, error.path); return; }
  const house = houseOf(req);
  const fault = faultOf(error);
  const reference = randomUUID().slice(0, 8);
  if (!fault) house.log.error({ err: error, reference, route: req.route?.path }, "unexpected error");
  if (fault?.code === "signedOut" && req.method === "GET" && req.accepts("html")) {
    res.redirect(303, `/sign-in?return=${encodeURIComponent(req.originalUrl)}`);
    return;
  }
  if (fault instanceof TooMany) res.set("Retry-After", String(fault.retryAfterSeconds));
  const status = fault?.status ?? 500;
  if (!req.accepts("html")) { res.status(status).json({ error: fault?.reason ?? "bug", reference: fault ? undefined : reference }); return; }
  const model = { reason: fault?.reason ?? "bug", values: { reference, ...fault?.values }, status };
  res.status(status).type("html").send(house.views.render("layouts/error", model, {
    ...frame(localeOf(req)), nonce: String(res.locals.nonce ?? ""), path: req.path, title: house.config.companyName, now: now(),
  }));
};
