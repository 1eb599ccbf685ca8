import { Router, type RequestHandler } from "express";
import { z } from "zod";
import { translator } from "../../platform/i18n";
import { Forbidden, type Fault } from "../../platform/faults";
import { action, answer, download, isAgent, page, type AgentViewer, type Ctx, type Role } from "../../privacy";
import { Detour } from "../../platform/http";
import { whoIsPresent } from "../presence/presence";
import { choicesFor } from "../queues/choices";
import { Reply, replyToTicket } from "../conversation/reply";
import { LookUpForm, lookUpCustomer } from "../search/look-up";
import { Assignment, assignTicket, changePriority, changeStatus, closeTicket, PriorityChange, reopenTicket, routeTicket, Routing, StatusChange } from "./change-ticket";
import { changeCustomer, customerForm, CustomerChange } from "./edit-customer";
import { listPage, navigation, search } from "./list-page";
import { ListQuery, VIEWS } from "./list-tickets";
import { contactPage, lookUpPage } from "./contact-pages";
import { MarkForm, markInMessage } from "./mark-passage";
import { ContactForm, recordContact } from "./record-contact";
import { RevealForm, revealValue } from "./reveal-value";
import { showTicket } from "./show-ticket";
import { ticketPage, type Unsent } from "./ticket-page";

export const Numbered = z.object({ number: z.string().regex(/^[1-9]\d{0,15}$/) });

/** Tickets are for people who work on them, and for the privacy officer. */
const workers = (ctx: Ctx): AgentViewer => {
  if (!isAgent(ctx.viewer) || ["administrator", "auditor"].includes(ctx.viewer.standing.role)) throw new Forbidden("noContent");
  return ctx.viewer;
};

const list = (template: string): RequestHandler => page({ query: ListQuery }, async (ctx, { query }) => {
  const viewer = workers(ctx);
  const model = await listPage(ctx, query);
  return { template, model, title: `${model.heading} · ${translator(viewer.locale)("helpdesk.tickets")}` };
});

const From = z.object({ view: z.enum(VIEWS).optional().catch(undefined), queue: z.uuid().optional().catch(undefined) });
type From = z.infer<typeof From>;

const ticket = async (ctx: Ctx, number: string, from: From = {}, unsent: Unsent | null = null) => {
  const t = translator(workers(ctx).locale);
  const shown = await showTicket(ctx, number);
  const choices = await choicesFor(ctx, shown.ticket);
  const around = { ...await navigation(ctx, { view: from.view ?? "inbox", queue: from.queue }, t), listQuery: search({ view: from.view, queue: from.queue }) };
  const model = ticketPage(ctx, shown, choices, around, unsent);
  return { template: "helpdesk/tickets/show", model, title: model.title };
};

/** What went wrong, in a sentence: the message of a field first, else of the fault itself. */
const sentence = (ctx: Ctx, fault: Fault, errors: Readonly<Record<string, string>>): string => {
  const t = translator((ctx.viewer as AgentViewer).locale);
  const key = errors.body ?? errors.value ?? Object.values(errors)[0];
  return key ? t(key) : t(`error.${fault.reason}`, fault.values);
};

const back = (number: string, notice?: string) => ({ path: `/tickets/${number}`, notice });

/** A command on one ticket that answers with its page. */
const command = <B extends z.ZodType>(body: B, work: (ctx: Ctx, number: string, body: z.infer<B>) => Promise<void>, notice: string): RequestHandler =>
  action({ params: Numbered, body, again: async (ctx, { params, errors, fault }) => ticket(ctx, params.number, {}, { body: "", kind: "reply", error: sentence(ctx, fault, errors) }) }, async (ctx, { params, body: form }) => {
    await work(ctx, params.number, form as z.infer<B>);
    return back(params.number, notice);
  });

/** Where a person of this role starts the day. */
const HOME: Readonly<Record<Role, string>> = { agent: "/tickets", lead: "/tickets", privacyOfficer: "/access-log", auditor: "/access-log", administrator: "/administration/people" };

export const ticketRoutes = Router()
  .get("/", page({}, async (ctx) => { throw new Detour(isAgent(ctx.viewer) ? HOME[ctx.viewer.standing.role] : "/sign-in"); }))
  .get("/tickets", list("helpdesk/tickets/index"))
  .get("/tickets/pane", list("helpdesk/tickets/pane"))
  .get("/tickets/new", page({}, async (ctx) => contactPage(ctx, workers(ctx))))
  .post("/tickets", action({ body: ContactForm, again: async (ctx, { typed, errors }) => contactPage(ctx, workers(ctx), typed, errors) }, async (ctx, { body }) => back((await recordContact(ctx, body)).number, "ticketOpened")))
  .get("/look-up", page({}, async (ctx) => lookUpPage(ctx, workers(ctx))))
  // A look-up is a POST, so that what a caller says stands in no address line and no web server's log.
  .post("/look-up", answer({
    body: LookUpForm, again: async (ctx, { typed, errors, fault }) => lookUpPage(ctx, workers(ctx), { found: null, category: typed.category ?? "email", error: sentence(ctx, fault, errors) }),
  }, async (ctx, { body }) => lookUpPage(ctx, workers(ctx), { found: await lookUpCustomer(ctx, body), category: body.category, error: "" })))
  .get("/presence/:id", download({ params: z.object({ id: z.uuid() }) }, async (ctx, { params }) => ({ bytes: JSON.stringify(await whoIsPresent(ctx, params.id)), contentType: "application/json", inline: true })))
  .get("/tickets/:number", page({ params: Numbered, query: From }, async (ctx, { params, query }) => ticket(ctx, params.number, query)))
  .get("/tickets/:number/customer", page({ params: Numbered }, async (ctx, { params }) => { workers(ctx); return customerForm(ctx, params.number); }))
  .post("/tickets/:number/customer", action({
    params: Numbered, body: CustomerChange, again: async (ctx, { params, typed, errors, fault }) => { workers(ctx); return customerForm(ctx, params.number, typed, errors, fault.reason); },
  }, async (ctx, { params, body }) => {
    await changeCustomer(ctx, params.number, body);
    return { path: `/tickets/${params.number}/customer`, notice: "customerChanged" };
  }))
  .post("/tickets/:number/messages", action({
    params: Numbered, query: From, body: Reply, uploads: { maxFiles: 10 },
    again: async (ctx, { params, query, typed, errors, fault }) => ticket(ctx, params.number, query, { body: typed.body ?? "", kind: typed.kind ?? "reply", error: sentence(ctx, fault, errors) }),
  }, async (ctx, { params, query, body, uploads }) => {
    await replyToTicket(ctx, params.number, body, uploads);
    return body.then === "next" ? { path: `/tickets${search(query)}`, notice: body.kind === "note" ? "noteSaved" : "replySent" } : back(params.number, body.kind === "note" ? "noteSaved" : "replySent");
  }))
  .post("/tickets/:number/assignment", command(Assignment, assignTicket, "ticketAssigned"))
  .post("/tickets/:number/status", command(StatusChange, changeStatus, "statusChanged"))
  .post("/tickets/:number/closure", command(z.object({}), (ctx, number) => closeTicket(ctx, number), "ticketClosed"))
  .post("/tickets/:number/reopening", command(z.object({}), (ctx, number) => reopenTicket(ctx, number), "ticketReopened"))
  .post("/tickets/:number/priority", command(PriorityChange, changePriority, "priorityChanged"))
  .post("/tickets/:number/routing", command(Routing, routeTicket, "ticketRouted"))
  .post("/tickets/:number/marks", command(MarkForm, markInMessage, "passageMarked"))
  .post("/tickets/:number/disclosures", command(RevealForm, revealValue, "revealed"));
