import { lowest, type Category, type Form } from "../categories";
import type { ContractScope } from "../viewer";

/**
 * The contract that covers a queue; null where none does. A processor may hold several contracts, each for its own queues: what one
 * of them permits says nothing about the queues of another. Two for one queue are refused when they are made; should there be two
 * nevertheless, only what both permit holds.
 */
export const coveringContract = (contracts: readonly ContractScope[], queue: string): ContractScope | null => {
  const covering = contracts.filter(({ queues }) => queues.includes(queue));
  return covering.length === 0 ? null : covering.reduce(meet);
};

const meet = (a: ContractScope, b: ContractScope): ContractScope => ({
  reference: `${a.reference} + ${b.reference}`,
  queues: both(a.queues, b.queues), purposes: both(a.purposes, b.purposes), countries: both(a.countries, b.countries),
  forms: Object.fromEntries((Object.keys(a.forms) as Category[]).map((category) => [category, lowerOf(a.forms[category], b.forms[category])])),
  homeOfficeAllowed: a.homeOfficeAllowed && b.homeOfficeAllowed,
});

const both = (a: readonly string[], b: readonly string[]): string[] => a.filter((one) => b.includes(one));
const lowerOf = (a: Form | undefined, b: Form | undefined): Form => lowest(a ?? "hidden", b ?? "hidden");
