import { CATEGORIES, coveringContract, LEVEL_OF, LEVELS, rank, type AgentViewer, type Category, type ContractScope, type Level, type Standing } from "../../privacy";

/** What the contract of one queue lets through: a ticket passes with all of it, or not at all. */
export interface QueueScope { readonly purposes: readonly string[]; readonly categories: readonly Category[]; readonly level: Level }

/** The tickets that somebody of a processor finds: routed to their employer, in these queues, as far as each queue's contract goes. */
export interface ProcessorScope { readonly employer: string; readonly queues: Readonly<Record<string, QueueScope>> }

/** A category is covered from the lowest form that shows anything; an unknown form shows nothing. */
export const coversCategory = ({ forms }: ContractScope, category: Category): boolean => rank(forms[category] ?? "hidden") > rank("hidden");

export const scopeOfContract = (contract: ContractScope): QueueScope => {
  const categories = CATEGORIES.filter((category) => coversCategory(contract, category));
  return { purposes: contract.purposes, categories, level: categories.map((category) => LEVEL_OF[category]).sort().at(-1) ?? LEVELS[0] };
};

/** Where the person works now, as the contract asks; a place that nobody has declared is in no country. */
const countryOf = ({ place, country }: Standing): string | null => (place === "undeclared" ? null : country);

/** Queue by queue what the contract covers for this person at this moment; a queue of which it covers nothing is not there (Art. 28(3) GDPR). */
export const processorScope = ({ standing }: AgentViewer): ProcessorScope => {
  const country = countryOf(standing);
  const queues = standing.queues.flatMap((queue): [string, QueueScope][] => {
    const contract = coveringContract(standing.contracts, queue);
    return contract && country !== null && contract.countries.includes(country) ? [[queue, scopeOfContract(contract)]] : [];
  });
  return { employer: standing.employer.id, queues: Object.fromEntries(queues) };
};

/** SQL: whether a scope's queues (an expression of jsonb) let the ticket `t` through. A CASE, because the planner takes jsonb's operators for a condition that leaves nothing. */
export const coveredSql = (queues: string): string => `CASE WHEN ${queues} -> t.queue_id::text -> 'purposes' ? t.purpose AND t.level <= (${queues} -> t.queue_id::text ->> 'level')
  AND ${queues} -> t.queue_id::text -> 'categories' @> to_jsonb(t.categories) THEN true ELSE false END`;
