/** Whether agent `a` is bound to confidentiality at $3, for the present employer. */
export const ACKNOWLEDGED = `EXISTS (SELECT 1 FROM acknowledgements k WHERE k.agent_id = a.id AND k.employer_id = a.employer_id AND k.valid_from <= $3 AND k.valid_until > $3)`;

/** Whose acknowledgement began or ended by itself after $1 and up to $2. */
export const ACKNOWLEDGED_BY_TIME = `
  SELECT 'agent' AS kind, agent_id AS id FROM acknowledgements WHERE valid_until > $1 AND valid_until <= $2 OR valid_from > $1 AND valid_from <= $2`;
