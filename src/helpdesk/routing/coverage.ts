import { coveringContract, LEVEL_OF, type Category, type ContractScope } from "../../privacy";
import { scopeOfContract } from "../tickets/processor-scope";
import type { Located } from "../tickets/policy";

/** Why a company does not get a ticket, as codes. The first four are the contract's (Art. 28(3) GDPR) and also take a ticket back; the others only pass it over. */
export const REASONS = ["noContract", "queue", "purpose", "category", "level", "noProfile", "language", "skill", "hours", "nobody", "capacity", "share", "noRule"] as const;
export interface Reason { readonly code: (typeof REASONS)[number]; readonly categories?: readonly Category[] }

/** What of a ticket its contract has to cover. */
export type Content = Pick<Located, "queueId" | "purpose" | "level" | "categories">;

/** Everything that keeps these contracts of one processor from covering a ticket; nothing means it is covered. */
export const gapsOf = (contracts: readonly ContractScope[], ticket: Content): Reason[] => {
  if (contracts.length === 0) return [{ code: "noContract" }];
  const contract = coveringContract(contracts, ticket.queueId);
  if (!contract) return [{ code: "queue" }];
  const { purposes, categories, level } = scopeOfContract(contract);
  const excluded = ticket.categories.filter((category) => !categories.includes(category));
  return [
    ...(purposes.includes(ticket.purpose) ? [] : [{ code: "purpose" as const }]),
    ...(excluded.length === 0 ? [] : [{ code: "category" as const, categories: [...excluded].sort((a, b) => LEVEL_OF[b].localeCompare(LEVEL_OF[a])) }]),
    // More sensitive than anything that was found in it: somebody raised it, and the contract goes less far.
    ...(ticket.level > level && excluded.length === 0 ? [{ code: "level" as const }] : []),
  ];
};
