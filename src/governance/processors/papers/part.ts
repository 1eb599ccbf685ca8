import { row } from "../../../platform/database";
import { NotFound } from "../../../platform/faults";
import type { Ctx } from "../../../privacy";
import { lockContract, type Contract } from "../desk/contracts";

type PartTable = "contract_documents" | "contract_instructions" | "sub_processors" | "transfers" | "contract_audits";

/** A part of a contract with its contract, locked. Whoever may not read the contract does not find its parts either. */
export const lockPart = async <T extends object>(ctx: Ctx, table: PartTable, id: string): Promise<{ contract: Contract; part: T & { contract_id: string } }> => {
  const where = await row<{ contract_id: string }>(ctx.db, `SELECT contract_id FROM ${table} WHERE id = $1`, [id]);
  if (!where) throw new NotFound();
  const contract = await lockContract(ctx, where.contract_id);
  const part = await row<T & { contract_id: string }>(ctx.db, `SELECT * FROM ${table} WHERE id = $1`, [id]);
  if (!part) throw new NotFound();
  return { contract, part };
};
