import { randomBytes, randomUUID } from "node:crypto";
import type { Request, RequestHandler } from "express";
import helmet from "helmet";
import { Forbidden } from "../faults";
import { timingOf } from "./run";

/** Everything from ourselves, nothing inline; the nonce is for Turbo's progress bar. `data:` images are Tabler's icons. */
export const securityHeaders = (secure: boolean): RequestHandler[] => [
  (req, res, next) => {
    // Opened when the request arrives, so that its total holds the session too.
    timingOf(req);
    res.locals.nonce = randomBytes(16).toString("base64");
    (req as Request & { requestId?: string }).requestId = randomUUID();
    res.set("Cache-Control", "no-store");
    next();
  },
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"], scriptSrc: ["'self'"], imgSrc: ["'self'", "data:"], fontSrc: ["'self'"], connectSrc: ["'self'"],
        styleSrc: ["'self'", (_req, res) => `'nonce-${(res as unknown as { locals: { nonce: string } }).locals.nonce}'`],
        formAction: ["'self'"], baseUri: ["'none'"], frameAncestors: ["'none'"], frameSrc: ["'self'"], manifestSrc: ["'self'"],
      },
    },
    strictTransportSecurity: secure ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: "same-origin" },
    crossOriginEmbedderPolicy: false,
    xFrameOptions: { action: "deny" },
  }),
];

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses a form that another site has sent: the browser says so itself (Sec-Fetch-Site), or names its origin. A
 * request that says neither is refused too. Cookies are same-site besides.
 */
export const sameOriginOnly = (baseUrl: string): RequestHandler => {
  const own = new URL(baseUrl).origin;
  return (req, _res, next) => {
    if (SAFE.has(req.method)) return next();
    const site = req.get("Sec-Fetch-Site");
    const origin = req.get("Origin");
    const ours = origin ? origin === own || origin === `${req.protocol}://${req.get("host")}` : site === "same-origin";
    const foreign = site !== undefined && site !== "same-origin" && site !== "none";
    next(ours && !foreign ? undefined : new Forbidden("foreignForm"));
  };
};
