/** How the training of agent `a` stands at $3: valid, overdue or missing. */
export const TRAINING = `COALESCE((SELECT CASE WHEN max(t.valid_until) > $3 THEN 'valid' ELSE 'overdue' END FROM trainings t WHERE t.agent_id = a.id HAVING count(*) > 0), 'missing')`;

/** Whose training ended by itself after $1 and up to $2. */
export const TRAINING_BY_TIME = `SELECT 'agent' AS kind, agent_id AS id FROM trainings WHERE valid_until > $1 AND valid_until <= $2`;
