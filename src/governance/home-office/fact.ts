/** The countries of the home-office agreement of agent `a` that is active at $3, or null. */
export const HOME_COUNTRIES = `(SELECT h.countries FROM home_office_agreements h WHERE h.agent_id = a.id AND h.valid_from <= $3 AND h.valid_until > $3 AND h.suspended_at IS NULL ORDER BY h.valid_from DESC LIMIT 1)`;

/** Whose agreement began or ended by itself after $1 and up to $2. */
export const HOME_BY_TIME = `
  SELECT 'agent' AS kind, agent_id AS id FROM home_office_agreements WHERE valid_until > $1 AND valid_until <= $2 OR valid_from > $1 AND valid_from <= $2`;
