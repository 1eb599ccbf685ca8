import { prepared } from "../../platform/database";
import { allow, Invalid } from "../../platform/faults";
import type { Page } from "../../platform/http";
import { translator, type Translate } from "../../platform/i18n";
import { compareRecords, disclose, isInHouse, sealedAt, type AgentCtx, type Category, type Item } from "../../privacy";
import { ticketFacts, type TicketFacts } from "../tickets/about-ticket";
import { nameText, plainText } from "../tickets/masked-view";
import { readableBy, ticketPolicy } from "../tickets/policy";
import { aboutOf } from "../tickets/tickets";
import type { Status } from "../tickets/ticket";
import { UNDO_HOURS, widens } from "./merge-tickets";

export interface MergeSide { readonly number: string; readonly path: string; readonly subject: string; readonly name: string; readonly queue: string; readonly routedTo: string; readonly status: string; readonly createdAt: string; readonly messages: number }
export interface MergePageModel {
  readonly number: string; readonly back: string; readonly path: string; readonly lookPath: string; readonly typed: string; readonly error: string;
  readonly candidates: readonly { readonly path: string; readonly number: string; readonly subject: string; readonly status: string; readonly at: string }[];
  readonly preview: { readonly source: MergeSide; readonly target: MergeSide; readonly seen: string; readonly swapPath: string; readonly blocked: string; readonly people: string; readonly agreement: readonly { readonly label: string; readonly text: string; readonly tone: string }[]; readonly undo: string } | null;
}

/** Which ticket this one belongs to, and what becoming one would do: masked like everything, before anything is changed. */
export const mergePage = async (ctx: AgentCtx, number: string, other: string, error = ""): Promise<Page> => {
  const t = translator(ctx.viewer.locale);
  const facts = await ticketFacts(ctx, number, ctx.viewer.locale);
  allow(ticketPolicy.work(ctx.viewer, facts), "workOnTicket");
  const wanted = other.trim().replace(/^#/, "");
  if (wanted !== "" && !/^[1-9]\d{0,15}$/.test(wanted)) throw new Invalid({ other: "form.ticketNumber" });
  const preview = wanted === "" || wanted === number ? null : await previewOf(ctx, facts, await ticketFacts(ctx, wanted, ctx.viewer.locale), t);
  const model: MergePageModel = {
    number, back: `/tickets/${number}`, path: `/tickets/${number}/merges`, lookPath: `/tickets/${number}/merge`, typed: other, error: error || (wanted === number ? t("form.mergeItself") : ""),
    candidates: preview ? [] : await candidatesOf(ctx, facts, t), preview,
  };
  return { template: "helpdesk/merge/show", model, title: t("merge.title", { number }) };
};

interface Listed { id: string; number: string; subject: Buffer; queue_id: string; routed_to: string; assignee_id: string | null; status: Status; activity_at: Date; purpose: TicketFacts["purpose"] }
const candidatesOf = async (ctx: AgentCtx, facts: TicketFacts, t: Translate): Promise<MergePageModel["candidates"]> => {
  const scope = readableBy(ctx.viewer, 3);
  const found = await prepared<Listed>(ctx.db, `SELECT t.id, t.number, t.subject, t.queue_id, t.routed_to, t.assignee_id, t.status, t.activity_at, t.purpose FROM tickets t
    WHERE t.customer_id = $1 AND t.id <> $2 AND t.merged_into IS NULL AND ${scope.sql} ORDER BY t.activity_at DESC LIMIT 20`, [facts.customerId, facts.id, ...scope.parameters]);
  const shown = await disclose(ctx, { action: "list", surface: "list", items: found.map((one): Item => ({
    kind: "text", key: one.id, subject: facts.customerId, value: sealedAt("tickets.subject", one.subject), purpose: one.purpose,
    about: aboutOf({ id: one.id, number: one.number, queueId: one.queue_id, routedTo: one.routed_to, assigneeId: one.assignee_id, status: one.status }),
  })) });
  return found.map((one) => ({ path: `/tickets/${facts.number}/merge?other=${one.number}`, number: one.number, subject: plainText(shown.get(one.id)!, t), status: t(`helpdesk.status.${one.status}`), at: one.activity_at.toISOString() }));
};

const COMPARED: readonly Category[] = ["name", "email", "phone", "postalAddress", "customerNumber", "birthDate"];
const TONES = { same: "success", alike: "info", different: "warning", oneSided: "neutral" } as const;

const previewOf = async (ctx: AgentCtx, source: TicketFacts, target: TicketFacts, t: Translate): Promise<MergePageModel["preview"]> => {
  allow(ticketPolicy.work(ctx.viewer, target), "workOnTicket");
  const items = [source, target].flatMap((one): Item[] => [
    { kind: "value", key: `name ${one.id}`, category: "name", subject: one.customerId, value: one.customerName, about: one.about, purpose: one.purpose },
    { kind: "text", key: `subject ${one.id}`, subject: one.customerId, value: one.subject, about: one.about, purpose: one.purpose },
  ]);
  const shown = await disclose(ctx, { action: "view", surface: "ticket", items });
  const side = (one: TicketFacts): MergeSide => ({
    number: one.number, path: `/tickets/${one.number}`, subject: plainText(shown.get(`subject ${one.id}`)!, t), name: nameText(shown.get(`name ${one.id}`), t), queue: one.queueName, routedTo: one.routedToName,
    status: t(`helpdesk.status.${one.status}`), createdAt: one.createdAt.toISOString(), messages: one.lastMessage,
  });
  const twoRecords = source.customerId !== target.customerId;
  const whose = (one: TicketFacts) => ({ subject: one.customerId, about: one.about, purpose: one.purpose });
  const agreement = twoRecords ? [...await compareRecords(ctx, whose(source), whose(target), COMPARED)] : [];
  const blocked = blockedBy(ctx, source, target);
  return {
    source: side(source), target: side(target), seen: `${source.version}-${target.version}`, swapPath: `/tickets/${target.number}/merge?other=${source.number}`, blocked: blocked ? t(`error.${blocked}`) : "",
    people: t(twoRecords ? "merge.twoRecords" : "merge.onePerson"), undo: t("merge.undoText", { hours: UNDO_HOURS }),
    agreement: agreement.map(([category, how]) => ({ label: t(`ui.category.${category}`), text: t(`merge.agreement.${how}`), tone: TONES[how] })),
  };
};

/** What stands in the way, told before somebody tries; the command asks again. */
const blockedBy = ({ viewer }: AgentCtx, source: TicketFacts, target: TicketFacts): string | null => {
  if (source.mergedInto || target.mergedInto) return "ticketMerged";
  if (target.status === "closed") return "mergeIntoClosed";
  if (widens(source, target, target.routedToKind === "processor")) return "mergeWidens";
  return source.customerId !== target.customerId && !isInHouse(viewer) ? "mergeRecords" : null;
};
