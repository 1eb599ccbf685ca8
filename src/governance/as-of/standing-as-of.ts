import { row } from "../../platform/database";
import type { Ctx, Place } from "../../privacy";
import { obstaclesOf, type Obstacle } from "../papers/obstacles";
import { PAPER_FACTS, type PaperFacts } from "../papers/paper-facts";
import { PLACE } from "../place-of-work/fact";
import { TRAINING_RULE } from "../training/fact";

interface CourseThen { readonly course: string; readonly passedAt: string | null; readonly validUntil: string | null }
interface SignInThen { readonly since: string; readonly place: { readonly place: Place; readonly country: string } | null }

interface Found extends PaperFacts {
  employer_id: string; employer: string; team_id: string | null; team: string | null; since: Date; until: Date | null;
  courses: CourseThen[]; queue_names: string[]; sign_ins: SignInThen[] | null; policy_version: number | null; training_rules_version: number;
}

/** Everything that held for one person at one moment, and what it kept back. */
export interface StandingThen {
  readonly agentId: string; readonly at: Date; readonly role: string; readonly employer: { readonly id: string; readonly name: string; readonly kind: "inHouse" | "processor" };
  readonly team: { readonly id: string; readonly name: string } | null; readonly since: Date; readonly until: Date | null;
  readonly facts: PaperFacts; readonly courses: readonly CourseThen[]; readonly queues: readonly string[];
  /** One a sign-in; nobody was signed in where it is empty. */
  readonly places: readonly { readonly since: string; readonly place: Place; readonly country: string }[];
  readonly policyVersion: number | null; readonly trainingRulesVersion: number; readonly obstacles: readonly Obstacle[];
}

/**
 * The person `a` as employed at $3, and over it the very expressions that the present is read with: a paper has one
 * definition, whenever it is asked. $1 is the person, $2 the language of queues' names.
 */
const THEN = `
SELECT e.id AS employer_id, e.name AS employer, a.team_id, t.name AS team, a.since, a.until, ${PAPER_FACTS},
  (SELECT jsonb_agg(jsonb_build_object('course', needed.course, 'passedAt', done.passed_at, 'validUntil', done.valid_until) ORDER BY needed.rank)
     FROM ${TRAINING_RULE} rule CROSS JOIN LATERAL unnest(rule.mandatory) WITH ORDINALITY AS needed(course, rank)
       LEFT JOIN LATERAL (SELECT tr.passed_at, tr.valid_until FROM trainings tr WHERE tr.agent_id = a.id AND tr.course = needed.course AND tr.passed_at <= $3 ORDER BY tr.valid_until DESC LIMIT 1) done ON true) AS courses,
  ARRAY(SELECT CASE WHEN $2 = 'de' THEN q.name_de ELSE q.name_en END FROM queues q WHERE q.id IN (
     SELECT m.queue_id FROM agent_queues m WHERE m.agent_id = a.id AND m.since <= $3 UNION SELECT m.queue_id FROM agent_queue_periods m WHERE m.agent_id = a.id AND m.starts_at <= $3 AND m.ends_at > $3) ORDER BY q.position, q.key) AS queue_names,
  (SELECT jsonb_agg(jsonb_build_object('since', s.started_at, 'place', ${PLACE}) ORDER BY s.started_at) FROM sign_ins s WHERE s.agent_id = a.id AND s.started_at <= $3 AND s.ends_at > $3 AND (s.ended_at IS NULL OR s.ended_at > $3)) AS sign_ins,
  (SELECT max(p.version) FROM policy_versions p WHERE p.published_at <= $3)::int AS policy_version, (SELECT max(r.version) FROM training_rules r WHERE r.effective_from <= $3) AS training_rules_version
FROM (SELECT em.agent_id AS id, em.employer_id, em.team_id, em.role, em.starts_at AS since, em.ends_at AS until FROM employments em
    WHERE em.agent_id = $1 AND em.starts_at <= $3 AND (em.ends_at IS NULL OR em.ends_at > $3)) a
  JOIN employers e ON e.id = a.employer_id LEFT JOIN teams t ON t.id = a.team_id`;

/** What held for this person at this moment; null where they did not work here then. */
export const standingAsOf = async (ctx: Pick<Ctx, "db">, agentId: string, at: Date, locale: "de" | "en" = "de"): Promise<StandingThen | null> => {
  const found = await row<Found>(ctx.db, THEN, [agentId, locale, at]);
  if (!found) return null;
  return {
    agentId, at, role: found.role, employer: { id: found.employer_id, name: found.employer, kind: found.employer_kind }, team: found.team_id ? { id: found.team_id, name: found.team ?? "" } : null,
    since: found.since, until: found.until, facts: found, courses: found.courses ?? [], queues: found.queue_names, places: (found.sign_ins ?? []).map(placeThen),
    policyVersion: found.policy_version, trainingRulesVersion: found.training_rules_version, obstacles: obstaclesOf({ ...found, state: "active" }),
  };
};

const placeThen = ({ since, place }: SignInThen): StandingThen["places"][number] => ({ since, place: place?.place ?? "undeclared", country: place?.country ?? "unknown" });
