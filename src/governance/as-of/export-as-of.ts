import { Invalid } from "../../platform/faults";
import type { Download } from "../../platform/http";
import { formatDate, translator } from "../../platform/i18n";
import { renderPdf } from "../../platform/pdf";
import { append, type AgentViewer, type Ctx } from "../../privacy";
import { readinessOf } from "../papers/obstacles";
import { linesOf } from "./as-of-page";
import { askAsOf, type Asked } from "./readable-person";
import type { StandingThen } from "./standing-as-of";

/** The answer for a file. Throws Invalid where the question has none, and notes the export in the access log. */
const answered = async (ctx: Ctx, id: string, text: string): Promise<Asked & { then: StandingThen }> => {
  const asked = await askAsOf(ctx, id, text);
  if (!asked.then) throw new Invalid({ at: `readiness.asOf.${asked.because}` }, "invalid", 422);
  await append(ctx, [{ action: "export", subjects: [], ticket: null, forms: {}, purpose: "audit", count: 1, detail: { what: "standing", at: asked.at.toISOString() } }]);
  return { ...asked, then: asked.then };
};

const fileName = (at: Date, ending: string): string => `standing-${at.toISOString().slice(0, 16).replace(":", "")}Z.${ending}`;

/** Codes, ids and dates for programs; the name is on the page and in the PDF, for people. */
export const exportJson = async (ctx: Ctx, id: string, text: string): Promise<Download> => {
  const { then } = await answered(ctx, id, text);
  const { facts } = then;
  const body = {
    format: "diskret-standing/1", person: id, at: then.at, exportedAt: ctx.now,
    employment: { role: then.role, employer: then.employer, team: then.team, since: then.since, until: then.until }, queues: then.queues,
    acknowledgement: { holds: facts.acknowledged, until: facts.acknowledged_until }, training: { state: facts.training, courses: then.courses, rulesVersion: then.trainingRulesVersion },
    homeOffice: facts.home ? { countries: facts.home.countries, until: facts.home_until } : null, contracts: then.employer.kind === "processor" ? facts.contracts : null,
    signIns: then.places, policyVersion: then.policyVersion, readiness: readinessOf(then.obstacles), obstacles: then.obstacles,
  };
  return { bytes: `${JSON.stringify(body, null, 2)}\n`, contentType: "application/json; charset=utf-8", fileName: fileName(then.at, "json") };
};

export const exportPdf = async (ctx: Ctx, id: string, text: string): Promise<Download> => {
  const { then, name } = await answered(ctx, id, text);
  const { locale, standing } = ctx.viewer as AgentViewer;
  const t = translator(locale);
  const title = t("readiness.asOf.titleOf", { date: formatDate(then.at, locale, "full") });
  const reasons = then.obstacles.map((obstacle) => t(`readiness.obstacle.${obstacle}`)).join("; ");
  const bytes = await renderPdf({
    title, language: locale, createdAt: ctx.now, author: standing.employer.name, footer: t("readiness.asOf.footer", { date: formatDate(ctx.now, locale, "full") }), pageLabel: (page, pages) => t("readiness.asOf.page", { page, pages }),
    blocks: [
      { kind: "heading", level: 1, text: title }, { kind: "paragraph", text: name || t("identity.people.erased") },
      { kind: "quote", text: `${t(`readiness.state.${readinessOf(then.obstacles)}`)}${reasons ? `: ${reasons}` : ""}` },
      { kind: "rows", rows: linesOf(then, t, locale).map(({ label, value }) => [label, value] as const) },
      { kind: "paragraph", text: t("readiness.asOf.method") },
    ],
  });
  return { bytes, contentType: "application/pdf", fileName: fileName(then.at, "pdf") };
};
