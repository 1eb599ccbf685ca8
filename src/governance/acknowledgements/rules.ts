import { z } from "zod";
import { rows } from "../../platform/database";
import { isAgent, type Ctx } from "../../privacy";
import { recordEvidence } from "../evidence";

/** The numbers of domain rule 1: data with a version, a beginning and a source. No law prescribes any of them. */
export interface AcknowledgementRules {
  readonly version: number; readonly intervalMonths: number; readonly graceDays: number; readonly absenceMonths: number;
  readonly reminderDays: readonly number[]; readonly escalateDays: number; readonly source: string; readonly effectiveFrom: Date;
}

const COLUMNS = `version, interval_months AS "intervalMonths", grace_days AS "graceDays", absence_months AS "absenceMonths", reminder_days AS "reminderDays", escalate_days AS "escalateDays", source, effective_from AS "effectiveFrom"`;

/** The rules in force now. The first stand in a migration, so there always are some. */
export const rulesNow = async (ctx: Pick<Ctx, "db" | "now">): Promise<AcknowledgementRules> =>
  (await rows<AcknowledgementRules>(ctx.db, `SELECT ${COLUMNS} FROM acknowledgement_rules WHERE effective_from <= $1 ORDER BY version DESC LIMIT 1`, [ctx.now]))[0]!;

export const afterDays = (from: Date, days: number): Date => new Date(from.getTime() + days * 86_400_000);

/**
 * The same day some months later, at the same time (UTC); a day that the month does not have is its last (Regulation
 * 1182/71, Art. 3(2)(c)). Internal targets are not moved by weekends (domain rule 0.2).
 */
export const afterMonths = (from: Date, months: number): Date => {
  const to = new Date(from);
  to.setUTCMonth(from.getUTCMonth() + months, 1);
  const days = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate();
  to.setUTCDate(Math.min(from.getUTCDate(), days));
  return to;
};

const whole = (least: number, most: number) => z.string("form.required").trim().regex(/^\d{1,3}$/, "form.number").transform(Number).refine((value) => value >= least && value <= most, "acknowledgements.error.range");
export const RulesForm = z.object({
  intervalMonths: whole(1, 36), graceDays: whole(0, 60), absenceMonths: whole(1, 36), escalateDays: whole(0, 60),
  /** "30, 14, 7, 1": days before the end. */
  reminderDays: z.string("form.required").trim().regex(/^\d{1,3}(\s*,\s*\d{1,3}){0,5}$/, "acknowledgements.error.days").transform((text) => [...new Set(text.split(",").map(Number))].sort((a, b) => b - a))
    .refine((days) => days.every((day) => day >= 1 && day <= 90), "acknowledgements.error.days"),
});

/** A new version of the rules, from now on; what was given under an older one keeps its dates. */
export const changeRules = async (ctx: Ctx, form: z.infer<typeof RulesForm>): Promise<void> => {
  await rows(ctx.db, "SELECT pg_advisory_xact_lock(hashtextextended('acknowledgement rules', 0))");
  const { version, source } = await rulesNow(ctx);
  await rows(ctx.db, `INSERT INTO acknowledgement_rules (version, interval_months, grace_days, absence_months, reminder_days, escalate_days, source, effective_from, published_by)
    VALUES ((SELECT max(version) + 1 FROM acknowledgement_rules), $1, $2, $3, $4, $5, $6, $7, $8)`,
  [form.intervalMonths, form.graceDays, form.absenceMonths, form.reminderDays, form.escalateDays, source, ctx.now, isAgent(ctx.viewer) ? ctx.viewer.id : null]);
  await recordEvidence(ctx, { kind: "document", objectId: RULES_OBJECT, fact: "rulesChanged", detail: { from: String(version), intervalMonths: String(form.intervalMonths), graceDays: String(form.graceDays), absenceMonths: String(form.absenceMonths), reminderDays: form.reminderDays.join(", "), escalateDays: String(form.escalateDays) } });
};

/** The rules as an object of the evidence. */
const RULES_OBJECT = "a0c00000-0000-4000-8000-000000000001";
