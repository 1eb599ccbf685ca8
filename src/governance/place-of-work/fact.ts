/** Hours for which a declaration holds, and minutes without a request after which it has to be renewed (domain rule 2). */
export const HOLDS_HOURS = 8;
export const IDLE_MINUTES = 60;
/** What resolves a declaration; a change of the rules in resolve-place.ts gets the next number. */
export const PLACE_RULES = 1;

/**
 * The place of sign-in `s` at $3, or null where it is undeclared. A declaration that the clock has not reached yet does
 * not count: a clock that was set back must not make yesterday's place of tomorrow.
 */
export const PLACE = `
  (SELECT jsonb_build_object('id', p.id, 'place', p.place, 'country', p.country, 'confirmed', p.confirmed, 'mark', encode(p.network_mark, 'hex'), 'present', p.present_at)
     FROM place_declarations p WHERE p.sign_in_id = s.id AND p.from_at <= $3 AND p.until_at > $3 ORDER BY p.from_at DESC, p.id LIMIT 1)`;

/** Whose sign-in or declaration ended by itself after $1 and up to $2. */
export const PLACE_BY_TIME = `
  SELECT 'agent' AS kind, agent_id AS id FROM sign_ins WHERE ended_at IS NULL AND ends_at > $1 AND ends_at <= $2
  UNION SELECT 'agent', agent_id FROM place_declarations WHERE until_at > $1 AND until_at <= $2
    OR until_at > $2 AND present_at > $1::timestamptz - interval '${IDLE_MINUTES} minutes' AND present_at <= $2::timestamptz - interval '${IDLE_MINUTES} minutes'`;
