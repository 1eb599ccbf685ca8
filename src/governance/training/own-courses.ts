import { rows } from "../../platform/database";
import type { Ctx } from "../../privacy";
import { rulesNow } from "./rules";
import { courseState, type CourseState } from "./state";

export interface OwnCourse { readonly course: string; readonly state: CourseState; readonly validUntil: Date | null; readonly percent: number | null; /** Topics to read again after a failed try. */ readonly topics: readonly string[]; readonly triesLeft: number; readonly nextTryAt: Date | null }

interface Found { course: string; until: Date | null; passed: boolean | null; percent: number | null; topics: string[] | null; tries: number; oldest: Date | null }

/** Every mandatory course of somebody, with the last try and how many are left today, in one statement. */
export const coursesOf = async (ctx: Pick<Ctx, "db" | "now">, agentId: string): Promise<OwnCourse[]> => {
  const rules = await rulesNow(ctx);
  const found = await rows<Found>(ctx.db, `
    SELECT needed.course, (SELECT max(t.valid_until) FROM trainings t WHERE t.agent_id = $1 AND t.course = needed.course AND t.passed_at <= $3) AS until,
      last.passed, last.percent, last.topics, today.tries, today.oldest
    FROM unnest($2::text[]) WITH ORDINALITY AS needed(course, rank)
      LEFT JOIN LATERAL (SELECT r.passed, r.percent, r.topics FROM training_results r WHERE r.agent_id = $1 AND r.course = needed.course ORDER BY r.at DESC LIMIT 1) last ON true
      CROSS JOIN LATERAL (SELECT count(*)::int AS tries, min(r.at) AS oldest FROM training_results r WHERE r.agent_id = $1 AND r.course = needed.course AND NOT r.passed AND r.at > $3::timestamptz - interval '24 hours') today
    ORDER BY needed.rank`, [agentId, rules.mandatory, ctx.now]);
  return found.map(({ course, until, passed, percent, topics, tries, oldest }) => {
    const triesLeft = Math.max(0, rules.triesPerDay - tries);
    return {
      course, validUntil: until, percent, topics: passed === false ? topics ?? [] : [], triesLeft, state: courseState({ validUntil: until, failed: passed === false }, rules, ctx.now),
      nextTryAt: triesLeft === 0 && oldest ? new Date(Math.min(oldest.getTime(), ctx.now.getTime()) + 86_400_000) : null,
    };
  });
};
