import { row, rows } from "../../platform/database";
import { allow, Conflict, NotFound } from "../../platform/faults";
import { event } from "../../platform/context";
import type { Page } from "../../platform/http";
import { translator, type Translate } from "../../platform/i18n";
import { append, isAgent, isInHouse, type AgentViewer, type Ctx } from "../../privacy";
import { settleQuarantined } from "./quarantine";

/** Mail that belongs to no queue yet is for those who may see every queue's: in-house leads and the privacy officer. */
export const mayHandleQuarantine = (viewer: Ctx["viewer"]): viewer is AgentViewer =>
  isAgent(viewer) && isInHouse(viewer) && viewer.standing.acknowledged && (viewer.standing.role === "lead" || viewer.standing.role === "privacyOfficer");

interface Quarantined { id: string; received_at: Date; reason: string; detail: string | null; size: number; tries: number; outcome: string | null; settled_at: Date | null; number: string | null }
export interface QuarantineLine { readonly path: string; readonly at: string; readonly reason: string; readonly kilobytes: number; readonly state: string; readonly waiting: boolean }
export interface QuarantinePage { readonly mails: readonly QuarantineLine[]; readonly waiting: number }
export interface QuarantinedMailPage extends QuarantineLine { readonly explanation: string; readonly detail: string; readonly tries: number; readonly settledAt: string | null; readonly back: string }

const SHOWN = 200;
const SELECT = `SELECT q.id, q.received_at, q.reason, q.detail, q.size, q.tries, q.outcome, q.settled_at, t.number FROM quarantined_mails q LEFT JOIN tickets t ON t.id = q.ticket_id`;

const admitted = (ctx: Ctx): Translate => {
  allow(mayHandleQuarantine(ctx.viewer), "forbidden");
  return translator((ctx.viewer as AgentViewer).locale, "key");
};

/** What waits in quarantine, and what became of the rest. Times, reasons and sizes; nothing of the mails. */
export const listQuarantine = async (ctx: Ctx): Promise<Page> => {
  const t = admitted(ctx);
  const found = await rows<Quarantined>(ctx.db, `${SELECT} ORDER BY (q.settled_at IS NOT NULL), q.received_at DESC LIMIT $1`, [SHOWN]);
  const mails = found.map((mail) => lineOf(mail, t));
  const model: QuarantinePage = { mails, waiting: mails.filter(({ waiting }) => waiting).length };
  return { template: "helpdesk/mail/quarantine", model, title: t("mail.quarantine.title") };
};

export const showQuarantined = async (ctx: Ctx, id: string): Promise<Page> => {
  const t = admitted(ctx);
  const mail = await row<Quarantined>(ctx.db, `${SELECT} WHERE q.id = $1`, [id]);
  if (!mail) throw new NotFound();
  const model: QuarantinedMailPage = { ...lineOf(mail, t), explanation: t(`mail.explanation.${mail.reason}`), detail: mail.detail ?? "", tries: mail.tries, settledAt: mail.settled_at?.toISOString() ?? null, back: "/quarantine" };
  return { template: "helpdesk/mail/quarantined", model, title: t("mail.quarantine.title") };
};

const lineOf = (mail: Quarantined, t: Translate): QuarantineLine => ({
  path: `/quarantine/${mail.id}`, at: mail.received_at.toISOString(), reason: t(`mail.reason.${mail.reason}`), kilobytes: Math.ceil(mail.size / 1024),
  state: t(`mail.state.${mail.outcome ?? "waiting"}${mail.outcome === "released" && mail.number ? "To" : ""}`, { number: mail.number ?? "" }), waiting: mail.outcome === null,
});

/** Asks for the mail to be read again and put into a ticket; a worker does it after the commit. */
export const releaseQuarantined = async (ctx: Ctx, id: string): Promise<void> => {
  admitted(ctx);
  if (!await row(ctx.db, "SELECT 1 FROM quarantined_mails WHERE id = $1", [id])) throw new NotFound();
  if (!await row(ctx.db, "SELECT 1 FROM quarantined_mails WHERE id = $1 AND settled_at IS NULL", [id])) throw new Conflict();
  await append(ctx, [{ action: "edit", subjects: [id], ticket: null, forms: {}, purpose: "support", count: 1, detail: { quarantine: "released" } }]);
  await ctx.publish(event("QuarantineReleased", { mail: id, agent: (ctx.viewer as AgentViewer).id }));
};

/** Throws the mail away for good: its key is destroyed. The line stays, with who did it and when. */
export const discardQuarantined = async (ctx: Ctx, id: string): Promise<void> => {
  admitted(ctx);
  if (!await row(ctx.db, "SELECT 1 FROM quarantined_mails WHERE id = $1", [id])) throw new NotFound();
  if (!await settleQuarantined(ctx, id, "discarded", { agent: (ctx.viewer as AgentViewer).id })) throw new Conflict();
  await append(ctx, [{ action: "delete", subjects: [id], ticket: null, forms: {}, purpose: "security", count: 1, detail: { quarantine: "discarded" } }]);
};
