import { row, rows } from "../../../platform/database";
import { Forbidden, NotFound } from "../../../platform/faults";
import type { Page } from "../../../platform/http";
import { addMonths, localDay } from "../../../platform/local-time";
import { TIME_ZONE } from "../../../platform/i18n";
import { isAgent, type Ctx } from "../../../privacy";
import { contractPolicy } from "../policy";
import { formView, optionsOf, type Returned } from "../page/forms";
import { cell, deskPage, fact, section, type Section } from "../page/sections";
import { actorsOf, dayText, momentText, textsOf } from "../page/words";
import { ANSWERS, NEXT_STEP, QUESTIONS, QUESTIONS_FROM, QUESTIONS_VERSION, type VendorRole } from "./questions";

interface Stored { id: string; vendor: string; task: string; questions: number; answers: Record<string, string>; role: VendorRole; confidence: "clear" | "borderline"; reasons: string[]; reviewed_by: string | null; reviewed_at: Date; review: string; signed_off_by: string | null; signed_off_at: Date | null }
const COLUMNS = "id, vendor, task, questions, answers, role, confidence, reasons, reviewed_by, reviewed_at, next_review::text AS review, signed_off_by, signed_off_at";
const TONE: Readonly<Record<VendorRole, string>> = { processor: "success", joint: "warning", independentController: "warning", ownStaff: "info", none: "outline" };

const forController = (ctx: Ctx): void => { if (!contractPolicy.controller(ctx.viewer)) throw new Forbidden(); };

/** The wizard and what it found so far. */
export const showAssessments = async (ctx: Ctx, returned: Returned | null = null): Promise<Page> => {
  forController(ctx);
  const t = textsOf(ctx);
  const found = await rows<Stored>(ctx.db, `SELECT ${COLUMNS} FROM role_assessments ORDER BY reviewed_at DESC LIMIT 200`);
  const model = deskPage({ heading: t("processors.roles.title"), intro: t("processors.roles.intro"), back: { label: t("processors.title"), path: "/contracts" }, sections: [...(contractPolicy.draft(ctx.viewer) ? [wizard(ctx, returned)] : []), section({
    id: "assessments", title: t("processors.roles.list"), icon: "history", empty: t("processors.roles.empty"),
    table: { label: t("processors.roles.list"), head: ["vendor", "task", "result", "review"].map((key) => t(`processors.column.${key}`)), lines: found.map((one) => ({ forms: [], cells: [
      cell(one.vendor, { path: `/role-assessments/${one.id}` }), cell(one.task), cell(t(`processors.role.${one.role}`), { tone: TONE[one.role], note: settledText(ctx, one) }), cell(dayText(ctx, one.review))] })) },
  })] });
  return { template: "governance/processors/page", model, title: t("processors.roles.title") };
};

const settledText = (ctx: Ctx, { confidence, signed_off_at: signed }: Stored): string => textsOf(ctx)(confidence === "clear" ? "processors.roles.clear" : signed ? "processors.roles.signedOff" : "processors.roles.waits");

const wizard = (ctx: Ctx, returned: Returned | null): Section => {
  const t = textsOf(ctx);
  return section({
    id: "wizard", title: t("processors.roles.wizard"), icon: "scale", text: t("processors.roles.version", { version: QUESTIONS_VERSION, day: dayText(ctx, QUESTIONS_FROM) }),
    forms: [formView(t, { id: "assessment", path: "/role-assessments", act: "assess", kind: "primary", fields: [
      { name: "vendor", kind: "text", required: true, max: 160 }, { name: "task", kind: "text", required: true, hint: true, max: 160 },
      ...QUESTIONS.map((question) => ({ name: question, label: `question.${question}`, kind: "select", required: true, options: optionsOf(t, "answer", ANSWERS), empty: t("processors.choose") } as const)),
      { name: "nextReview", kind: "date", required: true, hint: true, value: addMonths(localDay(ctx.now, TIME_ZONE), 12) }] }, returned)],
  });
};

export const showAssessment = async (ctx: Ctx, id: string, returned: Returned | null = null): Promise<Page> => {
  forController(ctx);
  const one = await row<Stored>(ctx.db, `SELECT ${COLUMNS} FROM role_assessments WHERE id = $1`, [id]);
  if (!one) throw new NotFound();
  const t = textsOf(ctx);
  const actor = await actorsOf(ctx, [one.reviewed_by, one.signed_off_by]);
  const open = one.confidence === "borderline" && !one.signed_off_at;
  const mine = isAgent(ctx.viewer) && ctx.viewer.id === one.reviewed_by;
  const model = deskPage({
    heading: one.vendor, intro: one.task, badge: { text: t(`processors.role.${one.role}`), tone: TONE[one.role] }, back: { label: t("processors.roles.title"), path: "/role-assessments" },
    sentence: `${settledText(ctx, one)} ${t(`processors.next.${NEXT_STEP[one.role]}`)}`, sentenceTone: open || one.role !== "processor" ? "warning" : "info",
    sections: [
      section({ id: "result", title: t("processors.roles.result"), icon: "scale", facts: [
        fact(t("processors.roles.reasons"), one.reasons.map((reason) => t(`processors.why.${reason}`)).join(" ")), fact(t("processors.column.reviewed"), `${momentText(ctx, one.reviewed_at)}, ${actor(one.reviewed_by)}`), fact(t("processors.field.nextReview"), dayText(ctx, one.review)),
        ...(one.signed_off_at ? [fact(t("processors.roles.signedOffBy"), `${momentText(ctx, one.signed_off_at)}, ${actor(one.signed_off_by)}`)] : [])],
      forms: open && contractPolicy.officer(ctx.viewer) && !mine ? [formView(t, { id: "sign-off", path: `/role-assessments/${id}/sign-off`, act: "signOff", kind: "primary" }, returned)] : [] }),
      section({ id: "answers", title: t("processors.roles.answers", { version: one.questions }), icon: "list", facts: QUESTIONS.map((question) => fact(t(`processors.field.question.${question}`), t(`processors.answer.${one.answers[question] ?? "unsure"}`))) }),
    ],
  });
  return { template: "governance/processors/page", model, title: one.vendor };
};
