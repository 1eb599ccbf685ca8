import { row } from "../../../platform/database";
import { NotFound } from "../../../platform/faults";
import type { Ctx } from "../../../privacy";
import { findContract } from "../desk/contracts";

const HOMES = {
  contract_instructions: "SELECT contract_id AS id FROM contract_instructions WHERE id = $1", sub_processors: "SELECT contract_id AS id FROM sub_processors WHERE id = $1", transfers: "SELECT contract_id AS id FROM transfers WHERE id = $1",
  contract_audits: "SELECT contract_id AS id FROM contract_audits WHERE id = $1", audit_findings: "SELECT a.contract_id AS id FROM audit_findings f JOIN contract_audits a ON a.id = f.audit_id WHERE f.id = $1",
} as const;

/** The contract whose page a form of one of its parts comes back to; only where this viewer may read it. */
export const partHome = async (ctx: Ctx, table: keyof typeof HOMES, id: string): Promise<string> => {
  const home = await row<{ id: string }>(ctx.db, HOMES[table], [id]);
  if (!home) throw new NotFound();
  return (await findContract(ctx, home.id)).id;
};
