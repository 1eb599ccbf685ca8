import type { EntityManager } from "typeorm";
import { ACKNOWLEDGEMENT, TEXT_TO_CONFIRM } from "./acknowledgements/fact";
import { HOME_AGREEMENT } from "./home-office/fact";
import { placeFor, type PlaceFact, type Presence } from "./place-of-work/end-place";
import { PLACE } from "./place-of-work/fact";
import { CONTRACTS, contractsFrom, type ContractFact } from "./processors/fact";
import { TRAINING } from "./training/fact";
import { prepared } from "../platform/database";
import { openStaffName, policyOf, type AcknowledgementGap, type AgentViewer, type Category, type HomeAgreement, type Role } from "../privacy";

interface Facts {
  id: string; role: Role; locale: "de" | "en"; pseudonym: string; team_id: string | null;
  employer_id: string; employer_name: string; employer_kind: "inHouse" | "processor";
  place: PlaceFact | null;
  acknowledgement: "valid" | AcknowledgementGap; text_to_confirm: boolean; training: "valid" | "overdue" | "missing";
  home_agreement: HomeAgreement | null;
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
  ${PLACE} AS place,
  due.acknowledgement, CASE WHEN due.acknowledgement <> 'valid' THEN ${TEXT_TO_CONFIRM} ELSE false END AS text_to_confirm, ${TRAINING} AS training, ${HOME_AGREEMENT} AS home_agreement, ${CONTRACTS} AS contracts,
  ARRAY(SELECT q.queue_id::text FROM agent_queues q WHERE q.agent_id = a.id) AS queues,
  COALESCE((SELECT jsonb_agg(jsonb_build_object('ticket', r.ticket_id, 'subject', r.subject_id, 'category', r.category, 'until', r.expires_at)) FROM reveals r WHERE r.agent_id = a.id AND r.granted_at > $3::timestamptz - interval '1 hour' AND r.expires_at > $3), '[]') AS reveals,
  (SELECT max(version) FROM policy_versions)::int AS policy,
  a.totp_confirmed_at IS NOT NULL AS second_factor_confirmed,
  COALESCE((SELECT second_factor_required FROM role_security rs WHERE rs.role = a.role), false) AS second_factor_required
FROM sign_ins s JOIN agents a ON a.id = s.agent_id JOIN employers e ON e.id = a.employer_id JOIN viewer_pseudonyms p ON p.agent_id = a.id JOIN data_keys k ON k.subject = a.id
  CROSS JOIN LATERAL (SELECT ${ACKNOWLEDGEMENT} AS acknowledgement OFFSET 0) due
WHERE s.id = $2 AND a.id = $1 AND a.state = 'active' AND s.ended_at IS NULL AND s.ends_at > $3`;

/** Whose sign-in, and where the request comes from; without a request (a job, a test) what is stored holds. */
export interface Session { readonly agentId: string; readonly signInId: string; readonly from?: Presence }

/**
 * Who is looking, with every fact of this moment; null when the sign-in has ended or the person has left. Read once
 * per request, so a change of role, employer, paper or contract holds from the next request on.
 */
export const standingOf = async (db: EntityManager, session: Session, now: Date): Promise<AgentViewer | null> => {
  const [facts] = await prepared<Facts>(db, FACTS, [session.agentId, session.signInId, now]);
  if (!facts) return null;
  const place = await placeFor({ db, now }, session.signInId, facts.place, session.from);
  return { ...(await viewerFrom(db, { ...facts, place })), signIn: session.signInId };
};

const viewerFrom = async (db: EntityManager, facts: Facts): Promise<Omit<AgentViewer, "signIn">> => ({
  kind: "agent", id: facts.id, pseudonym: facts.pseudonym, team: facts.team_id, name: openStaffName({ db }, facts.id, { sealed: facts.name, wrapped: facts.key_wrapped, masterKeyId: facts.key_master }) ?? "", locale: facts.locale,
  policy: await policyOf(db, facts.policy),
  secondFactor: { confirmed: facts.second_factor_confirmed, required: facts.second_factor_required }, textToConfirm: facts.text_to_confirm,
  preferences: { theme: facts.theme, density: facts.density, shortcuts: facts.shortcuts },
  standing: {
    role: facts.role, employer: { id: facts.employer_id, name: facts.employer_name, kind: facts.employer_kind },
    acknowledged: facts.acknowledgement === "valid", acknowledgementGap: facts.acknowledgement === "valid" ? null : facts.acknowledgement, training: facts.training, place: facts.place?.place ?? "undeclared", country: facts.place?.country ?? "unknown", placeConfirmed: facts.place?.confirmed ?? false,
    homeAgreement: facts.home_agreement,
    contracts: facts.employer_kind === "processor" ? contractsFrom(facts.contracts) : [],
    queues: facts.queues,
    reveals: facts.reveals.map((reveal) => ({ ...reveal, until: new Date(reveal.until) })),
  },
});
