/** The place of sign-in `s` at $3. A declaration holds for eight hours (domain rule 2); after that it is undeclared again. */
export const PLACE = `CASE WHEN s.place_declared_at > $3::timestamptz - interval '8 hours' THEN s.place ELSE 'undeclared' END`;

/** Whose sign-in or declaration ended by itself after $1 and up to $2. */
export const PLACE_BY_TIME = `
  SELECT 'agent' AS kind, agent_id AS id FROM sign_ins WHERE ended_at IS NULL AND (ends_at > $1 AND ends_at <= $2 OR place_declared_at + interval '8 hours' > $1 AND place_declared_at + interval '8 hours' <= $2)`;
