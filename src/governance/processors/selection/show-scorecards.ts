import { row, rows } from "../../../platform/database";
import { Forbidden, NotFound } from "../../../platform/faults";
import type { Page } from "../../../platform/http";
import { localDay } from "../../../platform/local-time";
import { TIME_ZONE } from "../../../platform/i18n";
import type { Ctx } from "../../../privacy";
import { contractPolicy } from "../policy";
import { openNotes } from "../papers/sealed-notes";
import { formView, type Returned } from "../page/forms";
import { cell, deskPage, fact, section } from "../page/sections";
import { actorsOf, dayText, momentText, numberText, textsOf } from "../page/words";
import { CRITERIA, KNOCK_OUTS, MOST_POINTS, score, WEIGHTS, WEIGHTS_VERSION, type KnockOuts, type Points } from "./scorecard";

interface Stored { id: string; vendor: string; weights: number; knock_outs: KnockOuts; points: Points; evidence: Buffer; assessed_by: string | null; assessed_at: Date; due: string }
const COLUMNS = "id, vendor, weights, knock_outs, points, evidence, assessed_by, assessed_at, rescore_due::text AS due";

const forController = (ctx: Ctx): void => { if (!contractPolicy.controller(ctx.viewer)) throw new Forbidden(); };

/** Vendors side by side: who is eligible, best first; below them who failed a knock-out, whatever the points. */
export const showScorecards = async (ctx: Ctx, returned: Returned | null = null): Promise<Page> => {
  forController(ctx);
  const t = textsOf(ctx);
  const found = await rows<Stored>(ctx.db, `SELECT ${COLUMNS} FROM scorecards ORDER BY assessed_at DESC LIMIT 200`);
  const scored = found.map((one) => ({ ...one, result: score(one.knock_outs, one.points, one.weights) })).sort((a, b) => Number(b.result.eligible) - Number(a.result.eligible) || b.result.total - a.result.total);
  const today = localDay(ctx.now, TIME_ZONE);
  const model = deskPage({ heading: t("processors.scorecards.title"), intro: t("processors.scorecards.intro"), back: { label: t("processors.title"), path: "/contracts" }, sections: [
    section({ id: "scorecards", title: t("processors.scorecards.list"), icon: "checklist", empty: t("processors.scorecards.empty"),
      table: { label: t("processors.scorecards.list"), head: ["vendor", "result", "assessed", "rescore"].map((key) => t(`processors.column.${key}`)), lines: scored.map((one) => ({ forms: [], cells: [
        cell(one.vendor, { path: `/scorecards/${one.id}` }), one.result.eligible ? cell(t("processors.scorecards.points", { points: numberText(ctx, one.result.total) }), { tone: "success" }) : cell(t("processors.scorecards.knockedOut", { count: one.result.failed.length }), { tone: "danger" }),
        cell(momentText(ctx, one.assessed_at)), cell(dayText(ctx, one.due), { note: one.due < today ? t("processors.scorecards.overdue") : "" })] })) } }),
    ...(contractPolicy.draft(ctx.viewer) ? [section({ id: "score", title: t("processors.act.score"), icon: "plus", text: t("processors.scorecards.rule"), forms: [formView(t, { id: "scorecard", path: "/scorecards", act: "score", fields: [
      { name: "vendor", kind: "text", required: true, max: 160 }, { name: "knockOuts", kind: "boxes", hint: true, boxes: KNOCK_OUTS.map((name) => ({ name: `passed.${name}`, label: t(`processors.knockOut.${name}`) })) },
      { name: "points", kind: "choices", hint: true, choices: CRITERIA.map((name) => ({ name: `points.${name}`, label: t("processors.scorecards.weight", { name: t(`processors.criterion.${name}`), weight: WEIGHTS[WEIGHTS_VERSION]![name] }), value: "5", options: Array.from({ length: MOST_POINTS + 1 }, (_, points) => ({ value: String(points), label: String(points) })) })) },
      { name: "evidence", kind: "textarea", required: true, hint: true, label: "scoreEvidence" }] }, returned)] })] : []),
  ] });
  return { template: "governance/processors/page", model, title: t("processors.scorecards.title") };
};

export const showScorecard = async (ctx: Ctx, id: string): Promise<Page> => {
  forController(ctx);
  const one = await row<Stored>(ctx.db, `SELECT ${COLUMNS} FROM scorecards WHERE id = $1`, [id]);
  if (!one) throw new NotFound();
  const t = textsOf(ctx);
  const { total, eligible } = score(one.knock_outs, one.points, one.weights);
  const [actor, [evidence]] = [await actorsOf(ctx, [one.assessed_by]), await openNotes(ctx, [{ paper: one.id, place: "scorecards.evidence", bytes: one.evidence }])];
  const model = deskPage({
    heading: one.vendor, badge: eligible ? { text: t("processors.scorecards.points", { points: numberText(ctx, total) }), tone: "success" } : { text: t("processors.scorecards.notEligible"), tone: "danger" }, back: { label: t("processors.scorecards.title"), path: "/scorecards" },
    sentence: t(eligible ? "processors.scorecards.eligible" : "processors.scorecards.noPrice"), sentenceTone: eligible ? "info" : "warning",
    sections: [
      section({ id: "knock-outs", title: t("processors.field.knockOuts"), icon: "ban", checks: KNOCK_OUTS.map((name) => ({ text: t(`processors.knockOut.${name}`), done: one.knock_outs[name] === true, note: "" })) }),
      section({ id: "points", title: t("processors.field.points"), icon: "chart-bar", table: { label: t("processors.field.points"), head: ["criterion", "weight", "points"].map((key) => t(`processors.column.${key}`)), lines: CRITERIA.map((name) => ({ forms: [], cells: [cell(t(`processors.criterion.${name}`)), cell(numberText(ctx, WEIGHTS[one.weights]![name])), cell(numberText(ctx, one.points[name] ?? 0))] })) } }),
      section({ id: "evidence", title: t("processors.field.scoreEvidence"), icon: "file-text", text: evidence ?? "", facts: [fact(t("processors.column.assessed"), `${momentText(ctx, one.assessed_at)}, ${actor(one.assessed_by)}`), fact(t("processors.column.rescore"), dayText(ctx, one.due))] }),
    ],
  });
  return { template: "governance/processors/page", model, title: one.vendor };
};
