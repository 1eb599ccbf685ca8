import type { EntityManager } from "typeorm";
import { ACKNOWLEDGED } from "./acknowledgements/fact";
import { HOME_COUNTRIES } from "./home-office/fact";
import { PLACE } from "./place-of-work/fact";
import { CONTRACTS, contractsFrom, type ContractFact } from "./processors/fact";
import { TRAINING } from "./training/fact";
import { prepared } from "../platform/database";
import { openOwnName, policyOf, type AgentViewer, type Category, type Place, type Role } from "../privacy";

interface Facts {
  id: string; role: Role; locale: "de" | "en"; pseudonym: string; team_id: string | null;
  employer_id: string; employer_name: string; employer_kind: "inHouse" | "processor";
  place: Place; place_country: string; place_declared_at: Date | null;
  acknowledged: boolean; training: "valid" | "overdue" | "missing";
  home_countries: string[] | null;
  contracts: ContractFact[];
  queues: string[];
  reveals: { ticket: string; subject: string; category: Category; until: string }[];
  policy: number; second_factor_confirmed: boolean; second_factor_required: boolean;
  theme: "auto" | "light" | "dark"; density: "comfortable" | "compact"; shortcuts: boolean; name: Buffer; key_wrapped: Buffer | null; key_master: string | null;
}

/**
 * Everything the kernel asks about an agent, in one statement. A fact that is missing comes back as its least
 * favourable value. Each fact is one expression over agent `a`, sign-in `s` and the moment $3, in the room of its papers.
 */
const FACTS = `
SELECT a.id, a.role, a.locale, a.theme, a.density, a.shortcuts, a.name, k.wrapped AS key_wrapped, k.master_key_id AS key_master, a.team_id, p.pseudonym,
  e.id AS employer_id, e.name AS employer_name, e.kind AS employer_kind,
  ${PLACE} AS place, s.place_country, s.place_declared_at,
  ${ACKNOWLEDGED} AS acknowledged, ${TRAINING} AS training, ${HOME_COUNTRIES} AS home_countries, ${CONTRACTS} AS contracts,
  ARRAY(SELECT q.queue_id::text FROM agent_queues q WHERE q.agent_id = a.id) AS queues,
  COALESCE((SELECT jsonb_agg(jsonb_build_object('ticket', r.ticket_id, 'subject', r.subject_id, 'category', r.category, 'until', r.expires_at)) FROM reveals r WHERE r.agent_id = a.id AND r.granted_at > $3::timestamptz - interval '1 hour' AND r.expires_at > $3), '[]') AS reveals,
  (SELECT max(version) FROM policy_versions)::int AS policy,
  a.totp_confirmed_at IS NOT NULL AS second_factor_confirmed,
  COALESCE((SELECT second_factor_required FROM role_security rs WHERE rs.role = a.role), false) AS second_factor_required
FROM sign_ins s JOIN agents a ON a.id = s.agent_id JOIN employers e ON e.id = a.employer_id JOIN viewer_pseudonyms p ON p.agent_id = a.id JOIN data_keys k ON k.subject = a.id
WHERE s.id = $2 AND a.id = $1 AND a.state = 'active' AND s.ended_at IS NULL AND s.ends_at > $3`;

/**
 * Who is looking, with every fact of this moment; null when the sign-in has ended or the person has left. Read once
 * per request, so a change of role, employer, paper or contract holds from the next request on.
 */
export const standingOf = async (db: EntityManager, session: { agentId: string; signInId: string }, now: Date): Promise<AgentViewer | null> => {
  const [facts] = await prepared<Facts>(db, FACTS, [session.agentId, session.signInId, now]);
  return facts ? { ...(await viewerFrom(db, facts)), signIn: session.signInId } : null;
};

const viewerFrom = async (db: EntityManager, facts: Facts): Promise<Omit<AgentViewer, "signIn">> => ({
  kind: "agent", id: facts.id, pseudonym: facts.pseudonym, team: facts.team_id, name: openOwnName(db, facts.id, { sealed: facts.name, wrapped: facts.key_wrapped, masterKeyId: facts.key_master }), locale: facts.locale,
  policy: await policyOf(db, facts.policy),
  secondFactor: { confirmed: facts.second_factor_confirmed, required: facts.second_factor_required },
  preferences: { theme: facts.theme, density: facts.density, shortcuts: facts.shortcuts },
  standing: {
    role: facts.role, employer: { id: facts.employer_id, name: facts.employer_name, kind: facts.employer_kind },
    acknowledged: facts.acknowledged, training: facts.training, place: facts.place, country: facts.place_country,
    homeAgreement: facts.home_countries ? { countries: facts.home_countries } : null,
    contracts: facts.employer_kind === "processor" ? contractsFrom(facts.contracts) : [],
    queues: facts.queues,
    reveals: facts.reveals.map((reveal) => ({ ...reveal, until: new Date(reveal.until) })),
  },
});
