import { prepared } from "../../platform/database";
import type { ContractScope, Ctx } from "../../privacy";
import { contractsFrom, type ContractFact } from "./fact";

/** A contract of a processor that is in force; after its cut-over date it takes no new work (domain rule 3.5). */
export interface ContractInForce extends ContractScope { readonly employer: string; readonly takesNew: boolean }

/** The contracts of every processor that are in force now. */
export const contractsInForce = async (ctx: Ctx): Promise<ContractInForce[]> => {
  const found = await prepared<ContractFact & { employer: string; takes_new: boolean }>(ctx.db, `
    SELECT employer_id AS employer, takes_new, reference, queues::text[] AS queues, purposes, forms, countries, home_office_allowed AS home FROM contracts_in_force($1) ORDER BY reference`, [ctx.now]);
  return found.map(({ employer, takes_new: takesNew, ...fact }) => ({ employer, takesNew, ...contractsFrom([fact])[0]! }));
};
