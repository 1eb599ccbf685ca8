/** What the contract of agent `a`'s employer covers at $3, or null; for people of a processor only. */
export const CONTRACT = `
  (SELECT jsonb_build_object('reference', c.reference, 'queues', to_jsonb(c.queues), 'purposes', to_jsonb(c.purposes), 'forms', c.forms, 'countries', to_jsonb(c.countries), 'home', c.home_office_allowed)
     FROM processor_contracts c WHERE c.employer_id = a.employer_id AND c.state IN ('active', 'noticeGiven') AND c.valid_from <= $3 AND c.valid_until > $3 ORDER BY c.valid_from DESC LIMIT 1)`;

/** Whose employer's contract began or ended by itself after $1 and up to $2. */
export const CONTRACT_BY_TIME = `
  SELECT 'employer' AS kind, employer_id AS id FROM processor_contracts WHERE valid_until > $1 AND valid_until <= $2 OR valid_from > $1 AND valid_from <= $2`;
