import type { Database } from "../platform/database";

/** Whose standing has changed: one person, everybody of an employer, or everybody. */
export interface StandingChange { readonly kind: "agent" | "employer" | "everyone"; readonly id: string | null }

/** Notes older than this are never new: a transaction does not stay open for so long. */
const WINDOW = "interval '90 seconds'";

/**
 * Facts that ended or began by themselves since the last look: papers and contracts that run out, sign-ins that end,
 * a declared place that is eight hours old. $1 is the last look, $2 now.
 */
const BY_TIME = `
  SELECT 'agent' AS kind, agent_id AS id FROM acknowledgements WHERE valid_until > $1 AND valid_until <= $2 OR valid_from > $1 AND valid_from <= $2
  UNION SELECT 'agent', agent_id FROM trainings WHERE valid_until > $1 AND valid_until <= $2
  UNION SELECT 'agent', agent_id FROM home_office_agreements WHERE valid_until > $1 AND valid_until <= $2 OR valid_from > $1 AND valid_from <= $2
  UNION SELECT 'agent', agent_id FROM sign_ins WHERE ended_at IS NULL AND (ends_at > $1 AND ends_at <= $2 OR place_declared_at + interval '8 hours' > $1 AND place_declared_at + interval '8 hours' <= $2)
  UNION SELECT 'employer', employer_id FROM processor_contracts WHERE valid_until > $1 AND valid_until <= $2 OR valid_from > $1 AND valid_from <= $2`;

/**
 * Watches for changes of standing, made anywhere and by anybody, also by the clock. Each call of `look` answers what is
 * new since the call before; a note that commits late is still seen once.
 */
export const watchStandings = (database: Database, now: () => Date): { look(): Promise<StandingChange[]> } => {
  let last = now();
  let seen = new Set<string>();
  return {
    look: async () => {
      const until = now();
      const noted = await database.pool.query<{ seq: string } & StandingChange>(`SELECT seq, kind, id FROM standing_changes WHERE at > clock_timestamp() - ${WINDOW}`);
      const timed = await database.pool.query<StandingChange>(BY_TIME, [last, until]);
      const fresh = noted.rows.filter(({ seq }) => !seen.has(seq));
      seen = new Set(noted.rows.map(({ seq }) => seq));
      last = until;
      return [...fresh.map(({ kind, id }) => ({ kind, id })), ...timed.rows];
    },
  };
};
