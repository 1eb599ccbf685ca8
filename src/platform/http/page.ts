import type { Request, RequestHandler, Response } from "express";
import type { ZodType } from "zod";
import type { Context } from "../context";
import { Fault, Invalid, type FieldErrors } from "../faults";
import { Detour, runRequest, timingOf, type Access } from "./run";
import { houseOf, type House } from "./house";
import { parseBody, parseParams, parseQuery, type Doors, type Input } from "./validate";
import { translator, type Locale } from "../i18n";
import { faultOf } from "./responder";
import { readUploads, type Uploads } from "./upload";

/** What a page handler returns: a template, its flat model, and the words in the browser's tab. */
export interface Page { readonly template: string; readonly model: object; readonly title: string; readonly status?: number; readonly headers?: Readonly<Record<string, string>> }
/** Where to go after a command, with a notice by its key. */
export interface Done { readonly path: string; readonly notice?: string }
/** Bytes that are not a page: an attachment, an export. */
export interface Download { readonly bytes: Buffer | string; readonly contentType: string; readonly fileName?: string; readonly inline?: boolean; readonly policy?: string }

interface PageOptions<P extends ZodType, Q extends ZodType> extends Doors<P, Q, ZodType> { readonly access?: Access }
interface ActionOptions<V, P extends ZodType, Q extends ZodType, B extends ZodType> extends Doors<P, Q, B> {
  readonly access?: Access;
  readonly uploads?: { readonly maxFiles: number };
  /** Shows the form again with what was typed and the messages by the fields (422 for a mistake, 409 for a conflict, 403 where permission went while somebody was typing). */
  readonly again?: (ctx: Context<V>, input: { params: Input<P, Q, B>["params"]; query: Input<P, Q, B>["query"]; typed: Typed; errors: FieldErrors; fault: Fault }) => Promise<Page>;
}
/** What was typed, as text, whatever it was. */
export type Typed = Readonly<Record<string, string>>;

const typedOf = (req: Request): Typed => Object.fromEntries(Object.entries((req.body ?? {}) as Record<string, unknown>)
  .map(([field, value]) => [field, Array.isArray(value) ? (value as unknown[])[0] : value])
  .filter((entry): entry is [string, string] => typeof entry[1] === "string"));

/** Mistakes, conflicts and a full disk: the form comes back with what was typed. */
const COMES_BACK = new Set([403, 409, 422, 503]);

/** A notice travels in the query, as a key only; an unknown key is not shown. */
const withNotice = (done: Done): string => {
  if (!done.notice) return done.path;
  const [path, fragment] = done.path.split("#");
  return `${path}${path!.includes("?") ? "&" : "?"}notice=${encodeURIComponent(done.notice)}${fragment ? `#${fragment}` : ""}`;
};

/** The text of a notice key below `notice.` in locales/; anything else in the query is not a notice. */
const noticeOf = (key: unknown, locale: Locale): string | undefined => {
  if (typeof key !== "string" || !/^[a-z][A-Za-z.]{1,60}$/.test(key)) return undefined;
  const text = translator(locale, "key")(`notice.${key}`);
  return text === `notice.${key}` ? undefined : text;
};

/** Renders before the commit and sends after it: what was not written down was not shown. */
const renderPage = <V>(house: House<V>, ctx: Context<V>, req: Request, res: Response, page: Page): string => {
  const start = performance.now();
  const frame = house.frameOf(ctx.viewer, req);
  const html = house.views.render(page.template, page.model, {
    ...frame, now: ctx.now, nonce: String(res.locals.nonce ?? ""), path: req.originalUrl, title: page.title,
    notice: noticeOf(req.query.notice, frame.locale),
  });
  ctx.timing.add("render", performance.now() - start);
  return html;
};

const sendPage = (res: Response, req: Request, page: Page, html: string): void => {
  if (houseOf(req).config.serverTiming) res.set("Server-Timing", timingOf(req).entries().map(([name, ms]) => `${name};dur=${ms.toFixed(2)}`).join(", "));
  res.set(page.headers ?? {}).status(page.status ?? 200).type("html").send(html);
};

/** A query as a page: one transaction, one disclosure, one answer. */
export const pageOf = <V>() => <P extends ZodType = ZodType, Q extends ZodType = ZodType>(
  options: PageOptions<P, Q>, handler: (ctx: Context<V>, input: Pick<Input<P, Q, ZodType>, "params" | "query">) => Promise<Page>,
): RequestHandler => async (req, res) => {
  const { page, html } = await runRequest<V, { page: Page; html: string }>(req, options.access ?? "signedIn", async (ctx, house) => {
    const page = await handler(ctx, { params: parseParams(options.params, req), query: parseQuery(options.query, req) });
    return { page, html: renderPage(house, ctx, req, res, page) };
  });
  sendPage(res, req, page, html);
};

/** A command as a form post: success redirects with 303, a mistake shows the form again and loses nothing. */
export const actionOf = <V>() => <P extends ZodType = ZodType, Q extends ZodType = ZodType, B extends ZodType = ZodType>(
  options: ActionOptions<V, P, Q, B>, handler: (ctx: Context<V>, input: Input<P, Q, B> & { uploads: Uploads }, req: Request) => Promise<Done>,
): RequestHandler => async (req, res) => {
  const access = options.access ?? "signedIn";
  try {
    // Nobody who may not send files gets to fill the memory with them.
    if (options.uploads && req.is("multipart/form-data")) await runRequest<V, void>(req, access, async () => undefined);
    const uploads = options.uploads ? await readUploads(req, { maxFiles: options.uploads.maxFiles, maxBytes: houseOf(req).config.uploadMaxBytes }) : [];
    const done = await runRequest<V, Done>(req, access, (ctx) => handler(ctx, {
      params: parseParams(options.params, req), query: parseQuery(options.query, req), body: parseBody(options.body, req), uploads,
    }, req));
    if (houseOf(req).config.serverTiming) res.set("Server-Timing", timingOf(req).entries().map(([name, ms]) => `${name};dur=${ms.toFixed(2)}`).join(", "));
    res.redirect(303, withNotice(done));
  } catch (error) {
    const fault = faultOf(error);
    if (!options.again || !fault || !COMES_BACK.has(fault.status)) throw error;
    await showAgain(options, req, res, fault).catch((second: unknown) => { throw fault.status === 503 ? error : second; });
  }
};

/** A question asked by POST that is answered with a page at once: nothing changes, and the question stands in no address. */
export const answerOf = <V>() => <P extends ZodType = ZodType, Q extends ZodType = ZodType, B extends ZodType = ZodType>(
  options: Omit<ActionOptions<V, P, Q, B>, "uploads">, handler: (ctx: Context<V>, input: Input<P, Q, B>) => Promise<Page>,
): RequestHandler => async (req, res) => {
  try {
    await answerWith(options, handler, req, res);
  } catch (error) {
    if (!options.again || !(error instanceof Fault) || !COMES_BACK.has(error.status)) throw error;
    await showAgain(options, req, res, error);
  }
};

const answerWith = async <V, P extends ZodType, Q extends ZodType, B extends ZodType>(
  options: ActionOptions<V, P, Q, B>, handler: (ctx: Context<V>, input: Input<P, Q, B>) => Promise<Page>, req: Request, res: Response,
): Promise<void> => {
  const { page, html } = await runRequest<V, { page: Page; html: string }>(req, options.access ?? "signedIn", async (ctx, house) => {
    const page = await handler(ctx, { params: parseParams(options.params, req), query: parseQuery(options.query, req), body: parseBody(options.body, req) });
    return { page, html: renderPage(house, ctx, req, res, page) };
  });
  sendPage(res, req, page, html);
};

const showAgain = async <V, P extends ZodType, Q extends ZodType, B extends ZodType>(options: ActionOptions<V, P, Q, B>, req: Request, res: Response, fault: Fault): Promise<void> => {
  const { page, html } = await runRequest<V, { page: Page; html: string }>(req, options.access ?? "signedIn", async (ctx, house) => {
    const page = await options.again!(ctx, {
      params: parseParams(options.params, req), query: parseQuery(options.query, req),
      typed: typedOf(req), errors: fault instanceof Invalid ? fault.fields : {}, fault,
    });
    return { page: { ...page, status: fault.status }, html: renderPage(house, ctx, req, res, page) };
  });
  sendPage(res, req, page, html);
};

/** A query whose answer is a file. Never cached, never guessed at by the browser. */
export const downloadOf = <V>() => <P extends ZodType = ZodType, Q extends ZodType = ZodType>(
  options: PageOptions<P, Q>, handler: (ctx: Context<V>, input: Pick<Input<P, Q, ZodType>, "params" | "query">) => Promise<Download>,
): RequestHandler => async (req, res) => {
  const file = await runRequest<V, Download>(req, options.access ?? "signedIn", (ctx) => handler(ctx, { params: parseParams(options.params, req), query: parseQuery(options.query, req) }));
  if (file.policy) res.set("Content-Security-Policy", file.policy);
  if (file.inline) res.set("X-Frame-Options", "SAMEORIGIN");
  res.set("Content-Disposition", dispositionOf(file)).set("Content-Type", file.contentType).send(Buffer.isBuffer(file.bytes) ? file.bytes : Buffer.from(file.bytes));
};

/** RFC 6266, with the plain name reduced to safe ASCII. */
const dispositionOf = (file: Download): string => {
  const kind = file.inline ? "inline" : "attachment";
  if (!file.fileName) return kind;
  const plain = file.fileName.replace(/[^\w.\- ]/g, "_");
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(file.fileName).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`;
};

export { Detour };
