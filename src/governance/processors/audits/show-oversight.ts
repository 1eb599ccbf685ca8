import { rows } from "../../../platform/database";
import type { Page } from "../../../platform/http";
import { localDay } from "../../../platform/local-time";
import type { Ctx } from "../../../privacy";
import { findContract, type Contract } from "../desk/contracts";
import { contractPage } from "../desk/frame";
import { contractPolicy } from "../policy";
import { CONTROLS, MEASURE_LEVELS, REVIEW_MONTHS, type Measure } from "../papers/measures";
import { openNotes } from "../papers/sealed-notes";
import { formView, optionsOf, type FormSpec, type Returned } from "../page/forms";
import { cell, fact, section, type Section } from "../page/sections";
import { actorsOf, dayText, momentText, textsOf } from "../page/words";
import { AUDIT_CAUSES, AUDIT_KINDS, NEXT, SEVERITIES, type AuditState } from "./audits";

/** How the processor is watched: measures and their review, audits and their findings. */
export const showOversight = async (ctx: Ctx, id: string, returned: Returned | null = null): Promise<Page> => {
  const contract = await findContract(ctx, id);
  return contractPage(ctx, contract, { tab: "oversight", returned, sections: [await measureSection(ctx, contract, returned), await auditSection(ctx, contract, returned), ...await findingSections(ctx, contract, returned)] });
};

export interface Annex { readonly version: number; readonly measures: readonly Measure[]; readonly adoptedBy: string | null; readonly adoptedAt: Date; readonly reviewDue: string }
export const currentMeasures = async (ctx: Ctx, contractId: string): Promise<Annex | null> =>
  (await rows<Annex>(ctx.db, `SELECT version, measures, adopted_by AS "adoptedBy", adopted_at AS "adoptedAt", review_due::text AS "reviewDue" FROM contract_measures WHERE contract_id = $1 ORDER BY version DESC LIMIT 1`, [contractId]))[0] ?? null;

const measureSection = async (ctx: Ctx, contract: Contract, returned: Returned | null): Promise<Section> => {
  const t = textsOf(ctx);
  const annex = await currentMeasures(ctx, contract.id);
  const actor = await actorsOf(ctx, [annex?.adoptedBy ?? null]);
  const overdue = annex !== null && annex.reviewDue < localDay(ctx.now, contract.zone);
  const levelOf = (control: string): string => annex?.measures.find((measure) => measure.control === control)?.level ?? "missing";
  return section({
    id: "measures", title: t("processors.measures"), icon: "shield-check", text: t("processors.measuresText", { count: REVIEW_MONTHS }), warning: !annex ? t("processors.noMeasures") : overdue ? t("processors.reviewOverdue") : "",
    facts: annex ? [fact(t("processors.column.version"), String(annex.version)), fact(t("processors.column.adopted"), `${momentText(ctx, annex.adoptedAt)}, ${actor(annex.adoptedBy)}`), fact(t("processors.field.reviewDue"), dayText(ctx, annex.reviewDue), overdue ? "danger" : "")] : [],
    checks: annex ? CONTROLS.map((control) => ({ text: t(`processors.control.${control}`), done: levelOf(control) === "met", note: t(`processors.measure.${levelOf(control)}`) })) : [],
    forms: contractPolicy.draft(ctx.viewer) ? [formView(t, { id: "measures-form", path: `/contracts/${contract.id}/measures`, act: "adoptMeasures", fields: [
      { name: "controls", kind: "choices", choices: CONTROLS.map((control) => ({ name: `control.${control}`, label: t(`processors.control.${control}`), value: levelOf(control), options: optionsOf(t, "measure", MEASURE_LEVELS) })) }, { name: "reviewDue", kind: "date", required: true, hint: true }] }, returned)] : [],
  });
};

const TONE: Readonly<Record<AuditState, string>> = { planned: "outline", requested: "info", evidenceIn: "info", findingsOpen: "warning", closed: "success", escalated: "danger" };
interface Audit { id: string; kind: string; cause: string; day: string; state: AuditState }

const auditsOf = (ctx: Ctx, contractId: string): Promise<Audit[]> => rows<Audit>(ctx.db, "SELECT id, kind, cause, planned_for::text AS day, state FROM contract_audits WHERE contract_id = $1 ORDER BY planned_for DESC", [contractId]);

const auditSection = async (ctx: Ctx, contract: Contract, returned: Returned | null): Promise<Section> => {
  const t = textsOf(ctx);
  const audits = await auditsOf(ctx, contract.id);
  const officer = contractPolicy.officer(ctx.viewer);
  const advance = (id: string, state: AuditState): FormSpec => ({ id: `${state}-${id}`, path: `/contract-audits/${id}/steps`, act: `audit.${state}`, kind: state === "escalated" ? "danger" : undefined, fields: [{ name: "state", kind: "hidden", value: state }] });
  return section({
    id: "audits", title: t("processors.audits"), icon: "report", text: t("processors.auditsText"), empty: t("processors.noAudits"),
    table: { label: t("processors.audits"), head: ["planned", "kind", "cause", "state"].map((key) => t(`processors.column.${key}`)), lines: audits.map(({ id, kind, cause, day, state }) => ({
      cells: [cell(dayText(ctx, day)), cell(t(`processors.auditKind.${kind}`)), cell(t(`processors.auditCause.${cause}`)), cell(t(`processors.audit.${state}`), { tone: TONE[state] })],
      forms: [...(officer ? NEXT[state].map((next) => formView(t, advance(id, next), returned)) : []), ...(contractPolicy.draft(ctx.viewer) && (state === "evidenceIn" || state === "findingsOpen") ? [formView(t, findingForm(ctx, id), returned)] : [])],
    })) },
    forms: contractPolicy.draft(ctx.viewer) ? [formView(t, { id: "audit", path: `/contracts/${contract.id}/audits`, act: "planAudit", fields: [
      { name: "kind", kind: "select", label: "auditKind", required: true, options: optionsOf(t, "auditKind", AUDIT_KINDS), empty: t("processors.choose") }, { name: "cause", kind: "select", required: true, options: optionsOf(t, "auditCause", AUDIT_CAUSES), empty: t("processors.choose") }, { name: "plannedFor", kind: "date", required: true }] }, returned)] : [],
  });
};

const findingForm = (ctx: Ctx, audit: string): FormSpec => {
  const t = textsOf(ctx);
  return { id: `finding-${audit}`, path: `/contract-audits/${audit}/findings`, act: "addFinding", fields: [
    { name: "severity", kind: "select", required: true, options: optionsOf(t, "severity", SEVERITIES), empty: t("processors.choose") }, { name: "finding", kind: "textarea", required: true, max: 2_000 }, { name: "due", kind: "date", required: true },
    { name: "owner", kind: "select", required: true, options: optionsOf(t, "party", ["processor", "controller"]), empty: t("processors.choose") }] };
};

interface Finding { id: string; severity: string; text: Buffer; due: string; owner: string; closed_at: Date | null }
const SEVERITY: Readonly<Record<string, string>> = { low: "outline", medium: "info", high: "warning", critical: "danger" };

const findingSections = async (ctx: Ctx, contract: Contract, returned: Returned | null): Promise<Section[]> => {
  const t = textsOf(ctx);
  const found = await rows<Finding>(ctx.db, "SELECT f.id, f.severity, f.text, f.due::text, f.owner, f.closed_at FROM audit_findings f JOIN contract_audits a ON a.id = f.audit_id WHERE a.contract_id = $1 ORDER BY f.closed_at IS NOT NULL, f.due", [contract.id]);
  if (found.length === 0) return [];
  const texts = await openNotes(ctx, found.map(({ text }) => ({ paper: contract.id, place: "audit_findings.text", bytes: text })));
  const today = localDay(ctx.now, contract.zone);
  return [section({
    id: "findings", title: t("processors.findings"), icon: "flag", empty: "",
    table: { label: t("processors.findings"), head: ["severity", "finding", "due", "owner", "state"].map((key) => t(`processors.column.${key}`)), lines: found.map((one, index) => ({
      cells: [cell(t(`processors.severity.${one.severity}`), { tone: SEVERITY[one.severity] ?? "" }), cell(texts[index]!), cell(dayText(ctx, one.due)), cell(t(`processors.party.${one.owner}`)),
        one.closed_at ? cell(t("processors.findingClosed"), { tone: "success" }) : one.due < today ? cell(t("processors.findingOverdue"), { tone: "danger" }) : cell(t("processors.findingOpen"), { tone: "warning" })],
      forms: contractPolicy.officer(ctx.viewer) && !one.closed_at ? [formView(t, { id: `close-${one.id}`, path: `/audit-findings/${one.id}/closure`, act: "closeFinding" }, returned)] : [],
    })) },
  })];
};
