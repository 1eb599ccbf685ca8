/** The rules in force at $3 (`training_rules`). */
export const TRAINING_RULE = `(SELECT tr.mandatory, tr.expiring_days, tr.restricted_after_days FROM training_rules tr WHERE tr.effective_from <= $3 ORDER BY tr.version DESC LIMIT 1)`;

/**
 * How the training of agent `a` stands at $3, over every mandatory course: `valid` while all hold; `overdue` from the moment
 * one has run out; `missing` where one was never passed or has been overdue for longer than the rules bear (14 days,
 * domain rule 11: then the role is restricted). Of the two readings of that rule this one shows less: nothing stays as it was in those days.
 */
export const TRAINING = `
  (SELECT CASE WHEN bool_and(COALESCE(done.until > $3, false)) THEN 'valid'
      WHEN bool_and(COALESCE(done.until > $3::timestamptz - make_interval(days => rule.restricted_after_days), false)) THEN 'overdue' ELSE 'missing' END
    FROM ${TRAINING_RULE} rule CROSS JOIN LATERAL unnest(rule.mandatory) AS needed(course)
      LEFT JOIN LATERAL (SELECT max(t.valid_until) AS until FROM trainings t WHERE t.agent_id = a.id AND t.course = needed.course AND t.passed_at <= $3) done ON true)`;

/** Until when all mandatory courses of agent `a` hold at $3: the first end, or null where one was never passed. */
export const TRAINED_UNTIL = `
  (SELECT CASE WHEN count(done.until) = count(*) THEN min(done.until) END
    FROM ${TRAINING_RULE} rule CROSS JOIN LATERAL unnest(rule.mandatory) AS needed(course)
      LEFT JOIN LATERAL (SELECT max(t.valid_until) AS until FROM trainings t WHERE t.agent_id = a.id AND t.course = needed.course AND t.passed_at <= $3) done ON true)`;

/** Whose training ended, or became too long overdue, by itself after $1 and up to $2; new rules that begin concern everybody. */
export const TRAINING_BY_TIME = `
  SELECT 'agent' AS kind, agent_id AS id FROM trainings WHERE valid_until > $1 AND valid_until <= $2
  UNION SELECT 'agent', t.agent_id FROM trainings t, (SELECT make_interval(days => restricted_after_days) AS days FROM training_rules WHERE effective_from <= $2 ORDER BY version DESC LIMIT 1) late
    WHERE t.valid_until > $1::timestamptz - late.days AND t.valid_until <= $2::timestamptz - late.days
  UNION SELECT 'everyone', NULL FROM training_rules WHERE effective_from > $1 AND effective_from <= $2`;
