import { z } from "zod";
import { rows } from "../../platform/database";
import { Forbidden, Invalid, type FieldErrors } from "../../platform/faults";
import type { Done, Page, Typed } from "../../platform/http";
import { translator, type Translate } from "../../platform/i18n";
import { append, CATEGORIES, COLUMNS, comparePolicies, currentPolicy, FORMS, isAgent, isInHouse, LEVEL_OF, policyOf, publishPolicy, type AgentViewer, type Category, type Ctx, type Form, type Policy, type PolicyColumn } from "../../privacy";

/** Reading the policy is for those who answer for it; changing it is the privacy officer's, in-house. */
export const policyPolicy = {
  read: (viewer: Ctx["viewer"]): viewer is AgentViewer => isAgent(viewer) && ["privacyOfficer", "auditor", "lead"].includes(viewer.standing.role) && isInHouse(viewer),
  publish: (viewer: Ctx["viewer"]): viewer is AgentViewer => isAgent(viewer) && viewer.standing.role === "privacyOfficer" && isInHouse(viewer),
};

const reader = (ctx: Ctx): AgentViewer => {
  if (!policyPolicy.read(ctx.viewer)) throw new Forbidden();
  return ctx.viewer;
};

/** One field per cell ("agentInHouse.name"), plus the version the author saw. Cells that are missing make the matrix incomplete. */
export const PolicyForm = z.looseObject({ basedOn: z.coerce.number().int().min(1) });
type PolicyForm = z.infer<typeof PolicyForm>;

/** The matrix a form describes; holes stay holes and are refused when it is saved. */
export const matrixOf = (form: Readonly<Record<string, unknown>>): Record<string, Record<string, unknown>> =>
  Object.fromEntries(COLUMNS.map((column) => [column, Object.fromEntries(CATEGORIES.map((category) => [category, form[`${column}.${category}`]]).filter(([, cell]) => cell !== undefined))]));

/** Columns that never get content are shown and not offered for change. */
const FIXED: readonly PolicyColumn[] = ["administrator", "auditor"];

interface Cell { readonly name: string; readonly label: string; readonly form: Form; readonly fixed: boolean; readonly text: string; readonly options: readonly { value: Form; label: string; selected: boolean }[] }
interface Change { readonly column: string; readonly category: string; readonly before: string; readonly after: string; readonly people: number; readonly peopleText: string }
export interface PolicyModel {
  readonly version: number; readonly publishedAt: string; readonly mayPublish: boolean; readonly error: string;
  readonly columns: readonly { key: string; label: string; people: string }[];
  readonly rows: readonly { category: string; label: string; level: string; cells: readonly Cell[] }[];
  readonly preview: { readonly more: readonly Change[]; readonly less: readonly Change[]; readonly nothing: boolean } | null;
  readonly versions: readonly { version: number; at: string; current: boolean }[];
}

/** How many people stand in each column now: a preview says how many would see more, never who. */
const headcounts = async (ctx: Ctx): Promise<Record<string, number>> => {
  const found = await rows<{ column: string; people: number }>(ctx.db, `SELECT CASE WHEN a.role IN ('agent', 'lead') THEN a.role || CASE WHEN e.kind = 'inHouse' THEN 'InHouse' ELSE 'Outsourced' END ELSE a.role END AS "column", count(*)::int AS people
    FROM agents a JOIN employers e ON e.id = a.employer_id WHERE a.state = 'active' GROUP BY 1`);
  return Object.fromEntries(found.map(({ column, people }) => [column, people]));
};

const cellOf = (t: Translate, column: PolicyColumn, category: Category, form: Form, editable: boolean): Cell => ({
  name: `${column}.${category}`, form, fixed: !editable || FIXED.includes(column), text: t(`oversight.policy.form.${form}`),
  label: t("oversight.policy.cell", { category: t(`ui.category.${category}`), column: t(`oversight.policy.column.${column}`) }),
  options: [...FORMS].reverse().map((value) => ({ value, label: t(`oversight.policy.form.${value}`), selected: value === form })),
});

interface Draft { readonly matrix: Policy["matrix"]; readonly changes: readonly ReturnType<typeof comparePolicies>[number][] }

const model = async (ctx: Ctx, draft: Draft | null, error = ""): Promise<PolicyModel> => {
  const viewer = reader(ctx);
  const t = translator(viewer.locale);
  const policy = await currentPolicy(ctx.db);
  const people = await headcounts(ctx);
  const versions = await rows<{ version: number; published_at: Date }>(ctx.db, "SELECT version, published_at FROM policy_versions ORDER BY version DESC LIMIT 20");
  const shown = draft?.matrix ?? policy.matrix;
  const mayPublish = policyPolicy.publish(viewer);
  const change = (entry: Draft["changes"][number]): Change => ({
    column: t(`oversight.policy.column.${entry.column}`), category: t(`ui.category.${entry.category}`), before: t(`oversight.policy.form.${entry.before}`), after: t(`oversight.policy.form.${entry.after}`),
    people: people[entry.column] ?? 0, peopleText: t("oversight.policy.people", { count: people[entry.column] ?? 0 }),
  });
  return {
    version: policy.version, publishedAt: versions[0]!.published_at.toISOString(), mayPublish, error,
    columns: COLUMNS.map((key) => ({ key, label: t(`oversight.policy.column.${key}`), people: t("oversight.policy.people", { count: people[key] ?? 0 }) })),
    rows: CATEGORIES.map((category) => ({ category, label: t(`ui.category.${category}`), level: LEVEL_OF[category], cells: COLUMNS.map((column) => cellOf(t, column, category, shown[column][category], mayPublish)) })),
    preview: draft ? { more: draft.changes.filter(({ seesMore }) => seesMore).map(change), less: draft.changes.filter(({ seesMore }) => !seesMore).map(change), nothing: draft.changes.length === 0 } : null,
    versions: versions.map(({ version, published_at }) => ({ version, at: published_at.toISOString(), current: version === policy.version })),
  };
};

const pageOf = (ctx: Ctx, content: PolicyModel): Page => ({ template: "oversight/policy/show", model: content, title: translator((ctx.viewer as AgentViewer).locale)("oversight.policy.title") });

export const showPolicy = async (ctx: Ctx): Promise<Page> => pageOf(ctx, await model(ctx, null));

/** Who would see more and who less; nothing is changed yet. */
export const previewPolicy = async (ctx: Ctx, form: PolicyForm): Promise<Page> => {
  if (!policyPolicy.publish(ctx.viewer)) throw new Forbidden();
  const current = await currentPolicy(ctx.db);
  const matrix = completed(form, current);
  return pageOf(ctx, await model(ctx, { matrix, changes: comparePolicies(current.matrix, matrix) }));
};

/** A draft for the preview: what the form leaves out or misspells stays as it is now. */
const completed = (form: PolicyForm, current: Policy): Policy["matrix"] => {
  const typed = matrixOf(form);
  const cell = (column: PolicyColumn, category: Category): Form => {
    const value = typed[column]?.[category];
    return !FIXED.includes(column) && (FORMS as readonly unknown[]).includes(value) ? value as Form : current.matrix[column][category];
  };
  return Object.fromEntries(COLUMNS.map((column) => [column, Object.fromEntries(CATEGORIES.map((category) => [category, cell(column, category)]))])) as unknown as Policy["matrix"];
};

/** Publishes what was previewed. Holds from everybody's next request on; open pages are told to ask again. */
export const publish = async (ctx: Ctx, form: PolicyForm): Promise<Done> => {
  if (!policyPolicy.publish(ctx.viewer)) throw new Forbidden();
  const current = await policyOf(ctx.db, form.basedOn).catch(() => { throw new Invalid({ matrix: "form.policyIncomplete" }); });
  const matrix = { ...matrixOf(form), ...Object.fromEntries(FIXED.map((column) => [column, current.matrix[column]])) };
  const version = await publishPolicy(ctx, form.basedOn, matrix);
  await append(ctx, [{ action: "edit", subjects: [], ticket: null, forms: {}, purpose: "security", count: 0, detail: { policy: String(version) } }]);
  return { path: "/policy", notice: "policyPublished" };
};

export const showPolicyAgain = async (ctx: Ctx, { typed, errors, fault }: { typed: Typed; errors: FieldErrors; fault: { reason: string } }): Promise<Page> => {
  const t = translator(reader(ctx).locale);
  const current = await currentPolicy(ctx.db);
  const matrix = completed({ ...typed, basedOn: current.version }, current);
  const key = Object.values(errors)[0];
  return pageOf(ctx, await model(ctx, { matrix, changes: comparePolicies(current.matrix, matrix) }, key ? t(key) : t(`error.${fault.reason}`)));
};
