import { randomUUID } from "node:crypto";
import { z } from "zod";
import { row, rows } from "../../platform/database";
import { Conflict, Forbidden, Invalid, NotFound } from "../../platform/faults";
import type { Ctx } from "../../privacy";
import { sendNotice } from "../notices";
import { agentOf, findAgreement, findOwn, noteStep, saveAgreement, sealFor, type Found } from "./agreements";
import { INSPECTORS, type Approver, type Inspector } from "./agreement";
import { CODES, FIX_WITHIN_DAYS, openItems } from "./checklist";
import { suspend } from "./end-agreement";
import { homeOfficePolicy } from "./policy";

export const INSPECTION_KINDS = ["selfCheck", "virtual", "visit"] as const;
export const OUTCOMES = ["passed", "findings", "refused", "cancelled"] as const;

/** No field takes a picture: a home is described in words or not at all (Art. 13 GG; domain rule 2). */
export const AnnounceForm = z.object({
  kind: z.enum(INSPECTION_KINDS, "form.choice"), byWhom: z.enum(INSPECTORS, "form.choice"),
  plannedAt: z.iso.datetime({ local: true, error: "form.invalid" }).or(z.iso.datetime({ offset: true })).transform((text) => new Date(text)),
});
export const OutcomeForm = z.object({ outcome: z.enum(OUTCOMES, "form.choice"), note: z.string("form.invalid").trim().max(2000, "form.invalid").default("") });
const box = z.literal("on", "form.invalid").optional();
export const SelfCheckForm = z.object(Object.fromEntries(CODES.map((code) => [code, box])) as Record<(typeof CODES)[number], typeof box>);

/** In whose name somebody may announce: the lead for the employer, privacy for itself and for an authority, the client for itself. */
const MAY_ANNOUNCE: Readonly<Record<Approver, readonly Inspector[]>> = { lead: ["employer"], client: ["client"], privacy: ["privacy", "authority"] };

/**
 * Announces an inspection. The agreement must permit it, the notice it names must be kept, and nobody comes to a home before
 * a self-check or a look by video was tried; an authority decides that for itself. Throws Invalid by the fields.
 */
export const announceInspection = async (ctx: Ctx, id: string, form: z.infer<typeof AnnounceForm>): Promise<void> => {
  const found = await findAgreement(ctx, id, { lock: true });
  const capacity = homeOfficePolicy.capacity(ctx.viewer, found.owner);
  if (!capacity || !MAY_ANNOUNCE[capacity].includes(form.byWhom)) throw new Forbidden();
  await refuseAnnouncement(ctx, found, form);
  await rows(ctx.db, "INSERT INTO home_office_inspections (id, agreement_id, agent_id, kind, by_whom, announced_by, announced_at, planned_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    [randomUUID(), id, found.agreement.agentId, form.kind, form.byWhom, agentOf(ctx).id, ctx.now, form.plannedAt]);
  await noteStep(ctx, found.agreement, "inspectionAnnounced", { detail: { kind: form.kind, byWhom: form.byWhom, plannedAt: form.plannedAt.toISOString() } });
  await sendNotice(ctx, { to: found.agreement.agentId, template: "homeAgreement.inspection", path: `/papers/home-office/${id}`, values: { date: form.plannedAt } });
};

const refuseAnnouncement = async (ctx: Ctx, { agreement }: Found, { kind, byWhom, plannedAt }: z.infer<typeof AnnounceForm>): Promise<void> => {
  if (agreement.privacyApprovedAt === null || agreement.endedAt !== null || agreement.validUntil <= ctx.now) throw new Conflict("homeOfficeChanged");
  if (!agreement.inspectedBy.includes(byWhom)) throw new Invalid({ byWhom: "homeOffice.errors.notPermitted" });
  if (kind === "virtual" && !agreement.virtualAllowed) throw new Invalid({ kind: "homeOffice.errors.notVirtual" });
  if (plannedAt.getTime() < ctx.now.getTime() + agreement.noticeHours * 3_600_000) throw new Invalid({ plannedAt: "homeOffice.errors.tooSoon" });
  if (kind !== "visit" || byWhom === "authority") return;
  const tried = await row(ctx.db, "SELECT id FROM home_office_inspections WHERE agreement_id = $1 AND kind <> 'visit' AND closed_at IS NOT NULL AND outcome <> 'cancelled' LIMIT 1", [agreement.id]);
  if (!tried) throw new Invalid({ kind: "homeOffice.errors.selfCheckFirst" });
};

const close = async (ctx: Ctx, { agreement }: Found, inspection: string, { outcome, unmet = [], note = "" }: { outcome: string; unmet?: readonly string[]; note?: string }): Promise<void> => {
  const closed = await rows(ctx.db, `
    WITH closed AS (UPDATE home_office_inspections SET outcome = $3, unmet = $4, note = $5, closed_at = $6, closed_by = $7 WHERE id = $1 AND agreement_id = $2 AND closed_at IS NULL RETURNING id)
    SELECT id FROM closed`, [inspection, agreement.id, outcome, unmet, await sealFor(ctx, agreement.agentId, "home_office_inspections.note", note), ctx.now, agentOf(ctx).id]);
  if (closed.length === 0) throw new Conflict("homeOfficeChanged");
};

/** What an inspection found, written down by whoever may inspect. A refusal suspends; nothing else follows from it by itself. */
export const closeInspection = async (ctx: Ctx, id: string, inspection: string, { outcome, note }: z.infer<typeof OutcomeForm>): Promise<void> => {
  const found = await findAgreement(ctx, id, { lock: true });
  if (!homeOfficePolicy.inspect(ctx.viewer, found.owner)) throw new Forbidden();
  await close(ctx, found, inspection, { outcome, note });
  await noteStep(ctx, found.agreement, outcome === "refused" ? "inspectionRefused" : "inspectionClosed", { note, detail: { outcome } });
  if (outcome === "refused") await suspend(ctx, found.agreement, "refusedInspection");
};

/** The person says no: their right at their door. The agreement is suspended until privacy lifts that. */
export const refuseInspection = async (ctx: Ctx, id: string, inspection: string): Promise<void> => {
  const found = await findOwn(ctx, id, { lock: true });
  await close(ctx, found, inspection, { outcome: "refused" });
  await noteStep(ctx, found.agreement, "inspectionRefused");
  await suspend(ctx, found.agreement, "refusedInspection");
};

/** A self-check, in boxes and without a picture. An unmet blocker suspends; an unmet must-fix has its 14 days. */
export const answerSelfCheck = async (ctx: Ctx, id: string, inspection: string, form: z.infer<typeof SelfCheckForm>): Promise<void> => {
  const found = await findOwn(ctx, id, { lock: true });
  const { agreement, addresses } = found;
  const asked = await row<{ kind: string }>(ctx.db, "SELECT kind FROM home_office_inspections WHERE id = $1 AND agreement_id = $2", [inspection, id]);
  if (asked?.kind !== "selfCheck") throw new NotFound();
  const about = { ...agreement, rooms: addresses.map(({ room }) => room) };
  const met = CODES.filter((code) => form[code] === "on");
  const [blockers, fixes] = [openItems(met, about, "blocker"), openItems(met, about, "mustFix")];
  const unmet = [...blockers, ...fixes];
  await close(ctx, found, inspection, { outcome: unmet.length > 0 ? "findings" : "passed", unmet });
  agreement.checklist = met;
  agreement.fixesDueAt = fixes.length > 0 ? new Date(ctx.now.getTime() + FIX_WITHIN_DAYS * 86_400_000) : agreement.fixesDueAt;
  agreement.fixedAt = fixes.length > 0 ? null : agreement.fixesDueAt && ctx.now;
  await saveAgreement(ctx, agreement);
  await noteStep(ctx, agreement, "inspectionClosed", { detail: { outcome: unmet.length > 0 ? "findings" : "passed", unmet: unmet.join(" ") } });
  if (blockers.length > 0) await suspend(ctx, agreement, "selfCheck");
};
