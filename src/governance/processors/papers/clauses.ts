import { z } from "zod";
import { allow, Conflict } from "../../../platform/faults";
import type { Ctx } from "../../../privacy";
import { lockContract } from "../desk/contracts";
import { actorOf, contractEvidence } from "../life/enter";
import { CLAUSES } from "../life/readiness";
import { UNSIGNED } from "../life/states";
import { contractPolicy } from "../policy";
import { sealNote } from "./sealed-notes";

export const ClauseForm = z.object({ clause: z.enum(CLAUSES, "form.choose"), evidence: z.string("form.required").trim().min(1, "form.required").max(500, "form.tooLong") });

/** A clause of Art. 28(3) GDPR was read and found: where it stands, by whom. Before the signature only; afterwards an amendment is needed. */
export const checkClause = async (ctx: Ctx, id: string, { clause, evidence }: z.infer<typeof ClauseForm>): Promise<void> => {
  const contract = await lockContract(ctx, id);
  allow(contractPolicy.draft(ctx.viewer), "forbidden");
  if (!UNSIGNED.includes(contract.state)) throw new Conflict("contractState");
  await ctx.db.query(`INSERT INTO contract_clauses (contract_id, clause, evidence, checked_by, checked_at) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (contract_id, clause) DO UPDATE SET evidence = excluded.evidence, checked_by = excluded.checked_by, checked_at = excluded.checked_at`, [id, clause, await sealNote(ctx, id, "contract_clauses.evidence", evidence), actorOf(ctx), ctx.now]);
  await contractEvidence(ctx, contract, "clauseChecked", { clause });
};
