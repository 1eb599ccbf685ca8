import { z } from "zod";
import type { Page, Typed } from "../../platform/http";
import { allow, Conflict, Invalid, type Fault, type FieldErrors } from "../../platform/faults";
import { translator } from "../../platform/i18n";
import { append, type AgentViewer, type Ctx } from "../../privacy";
import { recordEvidence } from "../evidence";
import { paperPolicy } from "../papers/policy";
import { courseKeys, courseTitle } from "./courses";
import { rulesVersions } from "./rules";

const whole = (least: number, most: number) => z.coerce.number("form.invalid").int("form.invalid").min(least, "form.invalid").max(most, "form.invalid");

/** New rules: courses as ticks ("course.basics"), numbers, and the day they begin, so that people can train before. */
export const AnnounceForm = z.looseObject({
  basedOn: whole(1, 100_000), passPercent: whole(50, 100), validityMonths: whole(1, 36), expiringDays: whole(1, 90), restrictedAfterDays: whole(0, 14), triesPerDay: whole(1, 10),
  from: z.iso.date("form.invalid"), source: z.string("form.required").trim().min(1, "form.required").max(200, "form.tooLong"),
});

interface Numbered { readonly name: string; readonly label: string; readonly value: string; readonly error: string; readonly hint: string; readonly min: number; readonly max: number }
export interface RulesPage {
  readonly basedOn: number; readonly error: string; readonly from: string; readonly fromError: string; readonly source: string; readonly sourceError: string;
  readonly courses: readonly { readonly name: string; readonly label: string; readonly checked: boolean }[];
  readonly numbers: readonly Numbered[];
  readonly versions: readonly { readonly version: number; readonly from: string; readonly source: string; readonly courses: string; readonly current: boolean; readonly announced: boolean }[];
}

const NUMBERS = [["passPercent", 50, 100], ["validityMonths", 1, 36], ["expiringDays", 1, 90], ["restrictedAfterDays", 0, 14], ["triesPerDay", 1, 10]] as const;

/** What is asked of everybody, now and announced. Privacy only. */
export const showRules = (ctx: Ctx): Promise<Page> => rulesPage(ctx, { typed: {}, errors: {} });

export const showRulesAgain = (ctx: Ctx, again: { typed: Typed; errors: FieldErrors; fault: Fault }): Promise<Page> => rulesPage(ctx, again);

const rulesPage = async (ctx: Ctx, { typed, errors, fault }: { typed: Typed; errors: FieldErrors; fault?: Fault }): Promise<Page> => {
  allow(paperPolicy.setRules(ctx.viewer), "forbidden");
  const { locale } = ctx.viewer as AgentViewer;
  const t = translator(locale);
  const versions = await rulesVersions(ctx);
  const current = versions.find(({ effectiveFrom }) => effectiveFrom <= ctx.now)!;
  const say = (name: string): string => (errors[name] ? t(errors[name]) : "");
  const ticked = (course: string): boolean => (fault ? typed[`course.${course}`] === "on" : current.mandatory.includes(course));
  const model: RulesPage = {
    basedOn: versions[0]!.version, error: fault?.code === "conflict" ? t(`error.${fault.reason}`) : say("courses"), from: typed["from"] ?? "", fromError: say("from"), source: typed["source"] ?? current.source, sourceError: say("source"),
    courses: courseKeys().map((course) => ({ name: `course.${course}`, label: courseTitle(course, locale), checked: ticked(course) })),
    numbers: NUMBERS.map(([name, min, max]) => ({ name, min, max, label: t(`training.rules.${name}`), hint: t("training.rules.between", { min, max }), value: typed[name] ?? String(current[name]), error: say(name) })),
    versions: versions.map(({ version, effectiveFrom, source, mandatory }) => ({
      version, from: effectiveFrom.toISOString(), source, courses: mandatory.map((course) => courseTitle(course, locale)).join(" · "), current: version === current.version, announced: effectiveFrom > ctx.now,
    })),
  };
  return { template: "governance/training/rules", model, title: t("training.rules.title") };
};

/**
 * Publishes a version. It begins on a day that has not passed, so that nothing holds backwards; courses that are not on the
 * shelf, and no course at all, are refused. Throws Conflict where somebody published in the meantime.
 */
export const publishRules = async (ctx: Ctx, form: z.infer<typeof AnnounceForm>): Promise<void> => {
  allow(paperPolicy.setRules(ctx.viewer), "forbidden");
  const ticked = Object.keys(form).filter((name) => name.startsWith("course.") && form[name] === "on").map((name) => name.slice("course.".length));
  if (ticked.length === 0 || ticked.some((course) => !courseKeys().includes(course))) throw new Invalid({ courses: "training.rules.noCourse" });
  const from = new Date(`${form.from}T00:00:00Z`);
  if (form.from < ctx.now.toISOString().slice(0, 10)) throw new Invalid({ from: "training.rules.past" });
  await ctx.db.query("LOCK TABLE training_rules IN SHARE ROW EXCLUSIVE MODE");
  const [{ version }] = await ctx.db.query("SELECT max(version) AS version FROM training_rules") as [{ version: number }];
  if (version !== form.basedOn) throw new Conflict("conflict");
  const mandatory = courseKeys().filter((course) => ticked.includes(course));
  await ctx.db.query(`INSERT INTO training_rules (version, mandatory, pass_percent, validity_months, expiring_days, restricted_after_days, tries_per_day, source, effective_from, published_at, published_by) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,GREATEST($9::timestamptz,$10::timestamptz),$10,$11)`,
    [version + 1, mandatory, form.passPercent, form.validityMonths, form.expiringDays, form.restrictedAfterDays, form.triesPerDay, form.source, from, ctx.now, (ctx.viewer as AgentViewer).id]);
  await recordEvidence(ctx, { kind: "training", objectId: RULES_OBJECT, fact: "rulesPublished", detail: { version: String(version + 1), courses: mandatory.join(","), from: form.from } });
  await append(ctx, [{ action: "edit", subjects: [], ticket: null, forms: {}, purpose: "security", count: 0, detail: { trainingRules: String(version + 1) } }]);
};

/** The rules as one thing, whose versions form a chain of evidence. */
const RULES_OBJECT = "7a1e0000-0000-4000-8000-000000000001";
