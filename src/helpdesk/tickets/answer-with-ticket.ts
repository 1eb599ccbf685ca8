import { z } from "zod";
import { sideBySide } from "../../platform/database";
import { translator } from "../../platform/i18n";
import { Forbidden, type Fault } from "../../platform/faults";
import type { Page, Typed } from "../../platform/http";
import { action, isAgent, type AgentCtx, type AgentViewer, type Ctx } from "../../privacy";
import { choicesFor } from "../queues/choices";
import { callFacts, callPanel } from "../calls/call-panel";
import { mergesOf } from "../merge/merges-of";
import { callerCard, callerFacts } from "../verification/caller-card";
import { navigation, search } from "./list-page";
import { VIEWS } from "./list-tickets";
import { ticketPolicy } from "./policy";
import { findTicket, showTicket } from "./show-ticket";
import { NOT_AGAIN, ticketPage, type Again, type Unsent } from "./ticket-page";

export const Numbered = z.object({ number: z.string().regex(/^[1-9]\d{0,15}$/) });
export const From = z.object({ view: z.enum(VIEWS).optional().catch(undefined), queue: z.uuid().optional().catch(undefined) });
export type From = z.infer<typeof From>;

/** Tickets are for people who work on them, and for the privacy officer. */
export const workers = (ctx: Ctx): AgentViewer => {
  if (!isAgent(ctx.viewer) || ["administrator", "auditor"].includes(ctx.viewer.standing.role)) throw new Forbidden("noContent");
  return ctx.viewer;
};

/** The page of a ticket; `unsent` is a message and `again` any other of its forms that came back. */
export const ticketWith = async (ctx: Ctx, number: string, { from = {}, unsent = null, again = NOT_AGAIN }: { from?: From; unsent?: Unsent | null; again?: Again } = {}): Promise<Page> => {
  const viewer = workers(ctx);
  const t = translator(viewer.locale);
  const [found, navigated] = await sideBySide([findTicket(ctx, number), navigation(ctx, { view: from.view ?? "inbox", queue: from.queue }, t)]);
  const works = ticketPolicy.work(viewer, found.ticket) && found.ticket.mergedInto === null;
  const [shown, choices, facts, calls, merges] = await sideBySide([showTicket(ctx, found), choicesFor(ctx, found.ticket), works ? callerFacts(ctx as AgentCtx, found.ticket) : null, works ? callFacts(ctx as AgentCtx, found.ticket) : null, mergesOf(ctx as AgentCtx, found.ticket)]);
  const around = { ...navigated, listQuery: search({ view: from.view, queue: from.queue }) };
  const caller = facts ? callerCard(ctx as AgentCtx, { shown, facts }, again) : null;
  const call = calls ? callPanel(ctx as AgentCtx, { shown, calls }, again) : null;
  const model = ticketPage(ctx, shown, { choices, around, caller, call, merges }, { unsent, again });
  return { template: "helpdesk/tickets/show", model, title: model.title };
};

/** What went wrong, in a sentence: the message of a field first, else of the fault itself. */
export const sentence = (ctx: Ctx, fault: Fault, errors: Readonly<Record<string, string>>): string => {
  const t = translator((ctx.viewer as AgentViewer).locale);
  const key = errors.body ?? errors.value ?? Object.values(errors)[0];
  return key ? t(key) : t(`error.${fault.reason}`, fault.values);
};

/** A message that was not sent, as it was typed; where it waits for a second look at its recipients, with what there is to see. */
export const unsentWith = (ctx: Ctx, { typed, errors, fault }: { typed: Typed; errors: Readonly<Record<string, string>>; fault: Fault }): Unsent => {
  const unsent = { body: typed.body ?? "", kind: typed.kind ?? "reply" };
  if (fault.reason !== "sendCheck") return { ...unsent, error: sentence(ctx, fault, errors), check: { mark: "", lines: [] } };
  const { locale } = ctx.viewer as AgentViewer;
  const t = translator(locale);
  const held = String(fault.values.held).split(",").filter(Boolean).map((category) => t(`ui.category.${category}`));
  const lines = [t("recipients.check.fresh", { count: Number(fault.values.count) }), ...(held.length > 0 ? [t("recipients.check.held", { list: new Intl.ListFormat(locale, { type: "conjunction" }).format(held) })] : []), t("recipients.check.subject")];
  return { ...unsent, error: "", check: { mark: String(fault.values.mark), lines } };
};

export const back = (number: string, notice?: string) => ({ path: `/tickets/${number}`, notice });

/** The form that came back with everything typed; `form` is its name on the page. */
export const againWith = (ctx: Ctx, form: string, { typed, errors, fault }: { typed: Typed; errors: Readonly<Record<string, string>>; fault: Fault }): Again =>
  ({ form, at: typed.at ?? "", error: sentence(ctx, fault, errors), typed });

/** A command on one ticket that answers with its page. A form that fails comes back open, as it was filled in. */
export const command = <B extends z.ZodType>(form: string, body: B, work: (ctx: Ctx, number: string, body: z.infer<B>) => Promise<unknown>, notice: string): ReturnType<typeof action> =>
  action({ params: Numbered, body, again: (ctx, { params, ...failed }) => ticketWith(ctx, params.number, { again: againWith(ctx, form, failed) }) }, async (ctx, { params, body: given }) => {
    await work(ctx, params.number, given as z.infer<B>);
    return back(params.number, notice);
  });
