import { z } from "zod";
import { rows } from "../../platform/database";
import { Conflict } from "../../platform/faults";
import type { AgentViewer, Ctx } from "../../privacy";
import { sendNotice } from "../notices";
import { demandAcknowledgement, lockPerson, refuseClockBehind } from "./demand";
import { personBy, standingOf } from "./people";

export const DeclineForm = z.object({
  sure: z.literal("on", "form.required"),
  note: z.string("form.invalid").trim().max(1000, "form.invalid").default(""),
});
type Declined = z.infer<typeof DeclineForm> & { readonly network: string };

/** Leads of the person's team, and the controller's privacy officers: those who have a task now. */
export const responsibleFor = async (ctx: Pick<Ctx, "db">, agentId: string): Promise<string[]> =>
  (await rows<{ id: string }>(ctx.db, `
    SELECT l.id FROM agents l JOIN employers e ON e.id = l.employer_id JOIN agents a ON a.id = $1
    WHERE l.state = 'active' AND l.id <> a.id AND (
      (l.role = 'lead' AND l.employer_id = a.employer_id AND (e.kind = 'processor' OR l.team_id = a.team_id)) OR (l.role = 'privacyOfficer' AND e.kind = 'inHouse'))`, [agentId])).map(({ id }) => id);

const tellResponsible = async (ctx: Ctx, agentId: string, template: string): Promise<void> => {
  for (const to of await responsibleFor(ctx, agentId)) await sendNotice(ctx, { to, template, path: `/acknowledgements/people/${agentId}` });
};

/** The person does not confirm. The duty stays; personal data is not shown, and somebody will talk with them. */
export const refuseAcknowledgement = async (ctx: Ctx, viewer: AgentViewer, { note, network }: Declined): Promise<void> => {
  await lockPerson(ctx, viewer.id);
  await refuseClockBehind(ctx, viewer.id);
  const raised = await demandAcknowledgement(ctx, { agentId: viewer.id, employerId: viewer.standing.employer.id, reason: "refused", note: note || undefined, network });
  if (raised) await tellResponsible(ctx, viewer.id, "acknowledgementRefused");
};

/** "I revoke": without effect on the duty, with effect on the access (domain rule 1). */
export const declareWithdrawal = async (ctx: Ctx, viewer: AgentViewer, { note, network }: Declined): Promise<void> => {
  await lockPerson(ctx, viewer.id);
  await refuseClockBehind(ctx, viewer.id);
  const { state } = standingOf(await personBy(ctx, viewer.id), ctx.now);
  if (state !== "acknowledged" && state !== "reAckDue" && state !== "withdrawalDeclared") throw new Conflict("nothingToWithdraw");
  const raised = await demandAcknowledgement(ctx, { agentId: viewer.id, employerId: viewer.standing.employer.id, reason: "withdrawn", note: note || undefined, network });
  if (raised) await tellResponsible(ctx, viewer.id, "acknowledgementWithdrawn");
};
