import { Router, type RequestHandler } from "express";
import { z } from "zod";
import { translator } from "../../platform/i18n";
import { action, answer, download, isAgent, page, type Role } from "../../privacy";
import { Detour } from "../../platform/http";
import { whoIsPresent } from "../presence/presence";
import { Reply, replyToTicket } from "../conversation/reply";
import { LookUpForm, lookUpCustomer } from "../search/look-up";
import { Assignment, assignTicket, changePriority, changeStatus, closeTicket, PriorityChange, reopenTicket, StatusChange } from "./change-ticket";
import { Routing, routeTicket } from "../routing/move-ticket";
import { changeCustomer, customerForm, CustomerChange } from "./edit-customer";
import { callRoutes } from "../calls/routes";
import { recipientRoutes } from "../recipients/routes";
import { mergeRoutes } from "../merge/routes";
import { routingRoutes } from "../routing/routes";
import { verificationRoutes } from "../verification/routes";
import { back, command, From, Numbered, sentence, ticketWith, unsentWith, workers } from "./answer-with-ticket";
import { listPage, search } from "./list-page";
import { ListQuery } from "./list-tickets";
import { contactPage, lookUpPage } from "./contact-pages";
import { MarkForm, markInMessage } from "./mark-passage";
import { ContactForm, recordContact } from "./record-contact";
import { RevealForm, revealValue } from "./reveal-value";

const list = (template: string): RequestHandler => page({ query: ListQuery }, async (ctx, { query }) => {
  const viewer = workers(ctx);
  const model = await listPage(ctx, query);
  return { template, model, title: `${model.heading} · ${translator(viewer.locale)("helpdesk.tickets")}` };
});

/** Where a person of this role starts the day. */
const HOME: Readonly<Record<Role, string>> = { agent: "/tickets", lead: "/tickets", privacyOfficer: "/access-log", auditor: "/access-log", administrator: "/administration/people" };

export const ticketRoutes = Router()
  .use(verificationRoutes)
  .use(mergeRoutes)
  .use(callRoutes)
  .use(routingRoutes)
  .use(recipientRoutes)
  .get("/", page({}, async (ctx) => { throw new Detour(isAgent(ctx.viewer) ? HOME[ctx.viewer.standing.role] : "/sign-in"); }))
  .get("/tickets", list("helpdesk/tickets/index"))
  .get("/tickets/pane", list("helpdesk/tickets/pane"))
  .get("/tickets/new", page({ query: z.object({ customer: z.uuid().optional() }) }, async (ctx, { query }) => contactPage(ctx, workers(ctx), query.customer ? { customer: query.customer } : {})))
  .post("/tickets", action({ body: ContactForm, again: async (ctx, { typed, errors }) => contactPage(ctx, workers(ctx), typed, errors) }, async (ctx, { body }) => {
    const opened = await recordContact(ctx, body);
    return opened ? back(opened.number, "ticketOpened") : { path: "/tickets", notice: "ticketTakenOver" };
  }))
  .get("/look-up", page({}, async (ctx) => lookUpPage(ctx, workers(ctx))))
  // A look-up is a POST, so that what a caller says stands in no address line and no web server's log.
  .post("/look-up", answer({
    body: LookUpForm, again: async (ctx, { typed, errors, fault }) => lookUpPage(ctx, workers(ctx), { found: null, typed, error: sentence(ctx, fault, errors) }),
  }, async (ctx, { body }) => lookUpPage(ctx, workers(ctx), { found: await lookUpCustomer(ctx, body), typed: body, error: "" })))
  .get("/presence/:id", download({ params: z.object({ id: z.uuid() }) }, async (ctx, { params }) => ({ bytes: JSON.stringify(await whoIsPresent(ctx, params.id)), contentType: "application/json", inline: true })))
  .get("/tickets/:number", page({ params: Numbered, query: From }, (ctx, { params, query }) => ticketWith(ctx, params.number, { from: query })))
  .get("/tickets/:number/customer", page({ params: Numbered }, async (ctx, { params }) => { workers(ctx); return customerForm(ctx, params.number); }))
  .post("/tickets/:number/customer", action({
    params: Numbered, body: CustomerChange, again: async (ctx, { params, typed, errors, fault }) => { workers(ctx); return customerForm(ctx, params.number, typed, errors, fault.reason); },
  }, async (ctx, { params, body }) => {
    await changeCustomer(ctx, params.number, body);
    return { path: `/tickets/${params.number}/customer`, notice: "customerChanged" };
  }))
  .post("/tickets/:number/messages", action({
    params: Numbered, query: From, body: Reply, uploads: { maxFiles: 10 },
    again: (ctx, { params, query, typed, errors, fault }) => ticketWith(ctx, params.number, { from: query, unsent: unsentWith(ctx, { typed, errors, fault }) }),
  }, async (ctx, { params, query, body, uploads }) => {
    const stays = await replyToTicket(ctx, params.number, body, uploads);
    return !stays || body.then === "next" ? { path: `/tickets${search(query)}`, notice: body.kind === "note" ? "noteSaved" : "replySent" } : back(params.number, body.kind === "note" ? "noteSaved" : "replySent");
  }))
  .post("/tickets/:number/assignment", command("assignment", Assignment, assignTicket, "ticketAssigned"))
  .post("/tickets/:number/status", command("status", StatusChange, changeStatus, "statusChanged"))
  .post("/tickets/:number/closure", command("closure", z.object({}), (ctx, number) => closeTicket(ctx, number), "ticketClosed"))
  .post("/tickets/:number/reopening", command("reopening", z.object({}), (ctx, number) => reopenTicket(ctx, number), "ticketReopened"))
  .post("/tickets/:number/priority", command("priority", PriorityChange, changePriority, "priorityChanged"))
  .post("/tickets/:number/routing", command("routing", Routing, routeTicket, "ticketRouted"))
  .post("/tickets/:number/marks", command("marks", MarkForm, markInMessage, "passageMarked"))
  .post("/tickets/:number/disclosures", command("disclosures", RevealForm, revealValue, "revealed"));
