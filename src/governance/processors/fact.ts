import type { Category, ContractScope, Form } from "../../privacy";

export interface ContractFact { reference: string; queues: string[]; purposes: string[]; forms: Partial<Record<Category, Form>>; countries: string[]; home: boolean }

/**
 * What the contracts of agent `a`'s employer `e` cover at $3, each for its own queues; for people of a processor only, and only for those
 * whom the processor has named (Art. 28(3)(b), 29 GDPR).
 */
export const CONTRACTS = `
  CASE WHEN e.kind = 'processor' AND EXISTS (SELECT 1 FROM processor_people n WHERE n.agent_id = a.id AND n.employer_id = a.employer_id AND n.named_at <= $3 AND (n.withdrawn_at IS NULL OR n.withdrawn_at > $3))
    THEN COALESCE((SELECT jsonb_agg(jsonb_build_object('reference', c.reference, 'queues', to_jsonb(c.queues), 'purposes', to_jsonb(c.purposes), 'forms', c.forms, 'countries', to_jsonb(c.countries), 'home', c.home_office_allowed) ORDER BY c.reference)
      FROM contracts_in_force($3) c WHERE c.employer_id = a.employer_id), '[]')
    ELSE '[]' END`;

export const contractsFrom = (facts: readonly ContractFact[]): ContractScope[] => facts.map(({ home, ...scope }) => ({ ...scope, homeOfficeAllowed: home }));

/** Everybody who works under a contract: its processor, and the sub-processors whose people do. */
const CONCERNED = (which: string): string => `
  SELECT 'employer' AS kind, w.employer_id AS id FROM processor_contracts c
    CROSS JOIN LATERAL (SELECT c.employer_id UNION SELECT s.employer_id FROM sub_processors s WHERE s.contract_id = c.id AND s.employer_id IS NOT NULL) w WHERE ${which}`;

/** Whose contracts, countries or chain began or ended by themselves after $1 and up to $2. */
export const CONTRACT_BY_TIME = [
  CONCERNED("c.valid_until > $1 AND c.valid_until <= $2 OR c.valid_from > $1 AND c.valid_from <= $2"),
  CONCERNED("EXISTS (SELECT 1 FROM transfers t WHERE t.contract_id = c.id AND t.valid_until > $1 AND t.valid_until <= $2)"),
  CONCERNED("EXISTS (SELECT 1 FROM sub_processors s WHERE s.contract_id = c.id AND s.objection_until > $1 AND s.objection_until <= $2)"),
  "SELECT 'everyone' AS kind, NULL::uuid AS id FROM adequacy_decisions WHERE valid_until > $1 AND valid_until <= $2 OR valid_from > $1 AND valid_from <= $2",
].join(" UNION ");
