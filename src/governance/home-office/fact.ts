/** Whether agreement `h` is in force at $3: every moment is written once, so the past is asked like the present. */
const IN_FORCE = `h.active_from <= $3 AND h.valid_until > $3 AND (h.ended_at IS NULL OR h.ended_at > $3)
  AND (h.fixes_due_at IS NULL OR h.fixes_due_at > $3 OR (h.fixed_at IS NOT NULL AND h.fixed_at <= $3))
  AND NOT EXISTS (SELECT 1 FROM home_office_suspensions u WHERE u.agreement_id = h.id AND u.from_at <= $3 AND (u.until_at IS NULL OR u.until_at > $3))`;

/** The agreement of agent `a` with the present employer that is in force at $3; the one that began last, where two overlap. */
const AGREEMENT = `FROM home_office_agreements h WHERE h.agent_id = a.id AND h.employer_id = a.employer_id AND ${IN_FORCE} ORDER BY h.active_from DESC, h.id LIMIT 1`;

/** What it covers, or null. */
export const HOME_AGREEMENT = `(SELECT jsonb_build_object('countries', to_jsonb(h.countries), 'maxLevel', h.max_level, 'printing', h.printing) ${AGREEMENT})`;
export const HOME_UNTIL = `(SELECT h.valid_until ${AGREEMENT})`;

/** Which one it is, for agent $1, or nothing; $2 stays free. */
export const HOME_AGREEMENT_OF = `SELECT h.id, h.version FROM (SELECT id, employer_id FROM agents WHERE id = $1) a, LATERAL (SELECT h.id, h.version ${AGREEMENT}) h WHERE $2::text IS NOT NULL`;

/** Whose agreement began or ended by itself after $1 and up to $2; suspensions and ends by people leave a note of their own. */
export const HOME_BY_TIME = `
  SELECT 'agent' AS kind, agent_id AS id FROM home_office_agreements
  WHERE valid_until > $1 AND valid_until <= $2 OR active_from > $1 AND active_from <= $2 OR fixes_due_at > $1 AND fixes_due_at <= $2 OR ended_at > $1 AND ended_at <= $2`;
