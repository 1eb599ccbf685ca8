import type { Database } from "../platform/database";
import { ACKNOWLEDGED_BY_TIME } from "./acknowledgements/fact";
import { HOME_BY_TIME } from "./home-office/fact";
import { PLACE_BY_TIME } from "./place-of-work/fact";
import { CONTRACT_BY_TIME } from "./processors/fact";
import { TRAINING_BY_TIME } from "./training/fact";

/** Whose standing has changed: one person, everybody of an employer, or everybody. */
export interface StandingChange { readonly kind: "agent" | "employer" | "everyone"; readonly id: string | null }

/** Notes older than this are never new: a transaction does not stay open for so long. */
const WINDOW = "interval '90 seconds'";

/**
 * Facts that ended or began by themselves since the last look: papers and contracts that run out, sign-ins that end,
 * a declared place that is eight hours old. $1 is the last look, $2 now.
 */
const BY_TIME = [ACKNOWLEDGED_BY_TIME, TRAINING_BY_TIME, HOME_BY_TIME, PLACE_BY_TIME, CONTRACT_BY_TIME].join(" UNION ");

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
