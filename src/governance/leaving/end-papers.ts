import type { z } from "zod";
import { row, rows } from "../../platform/database";
import { endAgreementsOf } from "../home-office/end-agreement";
import type { Job } from "../../platform/jobs";
import { EmploymentEnded, type CountEndings } from "../../identity";
import type { Ctx, RunAsSystem } from "../../privacy";
import { noteEnd } from "./note-end";
import { demandAcknowledgement } from "../acknowledgements";

type Ended = z.infer<typeof EmploymentEnded>;

/**
 * Papers belong to a job: who leaves or works for somebody else needs new ones, and who takes another role confirms anew
 * within the days of grace. What was confirmed keeps its row, so that the past stays as it was. Running it again changes
 * nothing.
 */
export const endPapers = async (ctx: Ctx, { agent, employer, reason }: Ended): Promise<void> => {
  const held = await row(ctx.db, "SELECT 1 FROM acknowledgements WHERE agent_id = $1 AND employer_id = $2 LIMIT 1", [agent, employer]);
  if (held) await demandAcknowledgement(ctx, { agentId: agent, employerId: employer, reason: reason === "role" ? "role" : "ended" });
  if (reason === "role") return;
  await endAgreementsOf(ctx, agent, employer);
  await ctx.db.query("UPDATE processor_people SET withdrawn_at = GREATEST($3::timestamptz, named_at) WHERE agent_id = $1 AND employer_id = $2 AND withdrawn_at IS NULL", [agent, employer, ctx.now]);
};

export const endPapersJob = (run: RunAsSystem): Job<Ended> => ({
  name: "end-papers", on: "EmploymentEnded", payload: EmploymentEnded, retries: 12,
  run: async (ended) => { await run("end papers", async (ctx) => { await endPapers(ctx, ended); await noteEnd(ctx, ended); }); },
});

/** What of the papers ends, for the page that asks first. */
export const governanceEndings: CountEndings = async (ctx, agentId, ends) => {
  const [found] = await rows<{ acknowledgement: number; homeOffice: number }>(ctx.db, `
    SELECT (SELECT count(*)::int FROM acknowledgements k JOIN agents a ON a.id = k.agent_id AND a.employer_id = k.employer_id WHERE k.agent_id = $1 AND k.valid_until > $2) AS acknowledgement,
      (SELECT count(*)::int FROM home_office_agreements WHERE agent_id = $1 AND valid_until > $2 AND ended_at IS NULL) AS "homeOffice"`, [agentId, ctx.now]);
  // Another role leaves the days of grace to confirm anew, and keeps the agreement.
  const role: Readonly<Record<string, number>> = { acknowledgementAnew: found!.acknowledgement };
  return ends === "role" ? role : { ...found };
};
