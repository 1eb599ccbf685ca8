import type { Category, ContractScope, Form } from "../../privacy";

export interface ContractFact { reference: string; queues: string[]; purposes: string[]; forms: Partial<Record<Category, Form>>; countries: string[]; home: boolean }

/** What the contracts of agent `a`'s employer cover at $3, each for its own queues; for people of a processor only. */
export const CONTRACTS = `
  COALESCE((SELECT jsonb_agg(jsonb_build_object('reference', c.reference, 'queues', to_jsonb(c.queues), 'purposes', to_jsonb(c.purposes), 'forms', c.forms, 'countries', to_jsonb(c.countries), 'home', c.home_office_allowed) ORDER BY c.reference)
     FROM contracts_in_force($3) c WHERE c.employer_id = a.employer_id), '[]')`;

export const contractsFrom = (facts: readonly ContractFact[]): ContractScope[] => facts.map(({ home, ...scope }) => ({ ...scope, homeOfficeAllowed: home }));

/** Whose employer's contracts began or ended by themselves after $1 and up to $2. */
export const CONTRACT_BY_TIME = `
  SELECT 'employer' AS kind, employer_id AS id FROM processor_contracts WHERE valid_until > $1 AND valid_until <= $2 OR valid_from > $1 AND valid_from <= $2`;
