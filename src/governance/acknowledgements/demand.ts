import { randomUUID } from "node:crypto";
import { z } from "zod";
import { row, rows } from "../../platform/database";
import { allow, Conflict } from "../../platform/faults";
import { withdrawWork } from "../../identity";
import { isAgent, type Ctx } from "../../privacy";
import { recordEvidence } from "../evidence";
import { sendNotice } from "../notices";
import { acknowledgementPolicy } from "./policy";
import { personBy } from "./people";
import { afterDays, rulesNow } from "./rules";
import type { Demand } from "./state";

export interface DemandFor { readonly agentId: string; readonly employerId: string; readonly reason: Demand; readonly note?: string; readonly network?: string }

/** Demands that end the access at the moment they are raised; the others leave the days of grace (domain rule 1). */
const AT_ONCE: ReadonlySet<Demand> = new Set(["refused", "withdrawn", "ended", "invalid"]);
const FACTS: Readonly<Partial<Record<Demand, string>>> = { refused: "refused", withdrawn: "withdrawalDeclared", ended: "ended", invalid: "declaredInvalid" };

/** Nothing is written with a time before what is written already: the order of a person's papers would no longer be theirs. */
export const refuseClockBehind = async (ctx: Pick<Ctx, "db" | "now">, agentId: string): Promise<void> => {
  const ahead = await row(ctx.db, "SELECT 1 FROM acknowledgements WHERE agent_id = $1 AND valid_from > $2 UNION ALL SELECT 1 FROM acknowledgement_demands WHERE agent_id = $1 AND at > $2 LIMIT 1", [agentId, ctx.now]);
  if (ahead) throw new Conflict("clockBehind");
};

/** One person's papers change one after the other. */
export const lockPerson = (ctx: Pick<Ctx, "db">, agentId: string): Promise<unknown> => rows(ctx.db, "SELECT id FROM agents WHERE id = $1 FOR NO KEY UPDATE", [agentId]);

/**
 * What was confirmed up to now does not count any more: at once, or after the days of grace. For every room that knows of
 * an occasion (an incident, a new role, a changed contract). A second demand of the same kind before the person has
 * confirmed changes nothing. Returns whether it was new.
 */
export const demandAcknowledgement = async (ctx: Ctx, { agentId, employerId, reason, note, network }: DemandFor): Promise<boolean> => {
  await lockPerson(ctx, agentId);
  const open = await row(ctx.db, `SELECT 1 FROM acknowledgement_demands d WHERE d.agent_id = $1 AND d.employer_id = $2 AND d.reason = $3
    AND d.at >= COALESCE((SELECT max(k.valid_from) FROM acknowledgements k WHERE k.agent_id = $1 AND k.employer_id = $2 AND k.kind = 'confidentiality'), '-infinity')`, [agentId, employerId, reason]);
  if (open) return false;
  const { graceDays, version } = await rulesNow(ctx);
  const effectiveAt = AT_ONCE.has(reason) ? ctx.now : afterDays(ctx.now, graceDays);
  const id = randomUUID();
  await rows(ctx.db, "INSERT INTO acknowledgement_demands (id, agent_id, employer_id, at, effective_at, reason, rule_version, raised_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    [id, agentId, employerId, ctx.now, effectiveAt, reason, version, isAgent(ctx.viewer) ? ctx.viewer.id : null]);
  await recordEvidence(ctx, { kind: "acknowledgement", agentId, employerId, objectId: id, fact: FACTS[reason] ?? "demanded", detail: { reason, effectiveAt: effectiveAt.toISOString(), rule: `acknowledgement/${version}` }, note, network });
  // Whose employment ended has lost the tickets with it.
  if (AT_ONCE.has(reason) && reason !== "ended") await withdrawWork(ctx, { agentId }, "acknowledgement");
  if (!AT_ONCE.has(reason)) await sendNotice(ctx, { to: agentId, template: "acknowledgementDemanded", path: "/papers/acknowledgement", values: { due: effectiveAt } });
  return true;
};

export const DemandForm = z.object({
  reason: z.enum(["incident", "absence", "contract", "invalid"], "form.choice"),
  note: z.string("form.invalid").trim().max(1000, "form.invalid").default(""),
});

/** By hand, for one person: the lead or privacy, never about oneself. */
export const demandByHand = async (ctx: Ctx, agentId: string, { reason, note }: z.infer<typeof DemandForm>): Promise<void> => {
  const person = await personBy(ctx, agentId);
  allow(acknowledgementPolicy.demand(ctx.viewer, person), "forbidden");
  await refuseClockBehind(ctx, agentId);
  await demandAcknowledgement(ctx, { agentId, employerId: person.employerId, reason, note: note || undefined });
};
