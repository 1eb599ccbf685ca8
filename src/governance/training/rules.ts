import { rows } from "../../platform/database";
import type { Ctx } from "../../privacy";

/** What training is asked of everybody: data with a version, a beginning and a source. */
export interface TrainingRules {
  readonly version: number; readonly mandatory: readonly string[]; readonly passPercent: number; readonly validityMonths: number;
  readonly expiringDays: number; readonly restrictedAfterDays: number; readonly triesPerDay: number; readonly source: string; readonly effectiveFrom: Date;
}

const COLUMNS = `version, mandatory, pass_percent AS "passPercent", validity_months AS "validityMonths", expiring_days AS "expiringDays",
  restricted_after_days AS "restrictedAfterDays", tries_per_day AS "triesPerDay", source, effective_from AS "effectiveFrom"`;

/** The rules in force now. The first stand in a migration, so there always are some. */
export const rulesNow = async (ctx: Pick<Ctx, "db" | "now">): Promise<TrainingRules> =>
  (await rows<TrainingRules>(ctx.db, `SELECT ${COLUMNS} FROM training_rules WHERE effective_from <= $1 ORDER BY version DESC LIMIT 1`, [ctx.now]))[0]!;

/** All versions, the newest first; one that begins in the future is announced. */
export const rulesVersions = (ctx: Pick<Ctx, "db">): Promise<TrainingRules[]> => rows<TrainingRules>(ctx.db, `SELECT ${COLUMNS} FROM training_rules ORDER BY version DESC LIMIT 30`);
