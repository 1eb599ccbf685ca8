import { rows } from "../../platform/database";
import type { Ctx, RunAsSystem } from "../../privacy";
import { sendNotice } from "../notices";
import { Agreement } from "./agreement";
import { noteStep, type Step } from "./agreements";
import { EXPIRING_DAYS } from "./checklist";
import { stopWork } from "./end-agreement";

/** What the clock alone brings about, each noted once: the fact itself is read from the dates and waits for nobody. */
const DUE = `
SELECT h.id, due.step FROM home_office_agreements h, LATERAL (VALUES
  ('activated', h.active_from <= $1),
  ('expiring', h.active_from <= $1 AND h.valid_until > $1 AND h.valid_until <= $1::timestamptz + make_interval(days => $2) AND NOT EXISTS (SELECT 1 FROM home_office_agreements n WHERE n.agent_id = h.agent_id AND n.created_at > h.created_at AND n.ended_at IS NULL)),
  ('expired', h.active_from IS NOT NULL AND h.valid_until <= $1),
  ('fixesOverdue', h.active_from <= $1 AND h.fixes_due_at <= $1 AND h.fixed_at IS NULL)) due (step, is_due)
WHERE due.is_due AND (h.ended_at IS NULL OR h.ended_at > $1)
  AND NOT EXISTS (SELECT 1 FROM home_office_steps s WHERE s.agreement_id = h.id AND s.step = due.step AND s.by_agent IS NULL)
ORDER BY h.id, due.step LIMIT 500`;

const ENDS: ReadonlySet<Step> = new Set(["expired", "fixesOverdue"]);
const NOTICE: Readonly<Partial<Record<Step, string>>> = { expiring: "homeAgreement.expiring", expired: "homeAgreement.expired", fixesOverdue: "homeAgreement.suspended" };

/** Notes what has come about, tells the person, and gives their tickets back where work at home has ended. */
export const followUpAgreements = async (ctx: Ctx): Promise<void> => {
  for (const { id, step } of await rows<{ id: string; step: Step }>(ctx.db, DUE, [ctx.now, EXPIRING_DAYS])) {
    const agreement = await ctx.db.getRepository(Agreement).findOneByOrFail({ id });
    if (!await noteStep(ctx, agreement, step)) continue;
    const template = NOTICE[step];
    if (template) await sendNotice(ctx, { to: agreement.agentId, template, path: "/papers/home-office", values: { until: new Date(agreement.validUntil.getTime() - 1) } });
    if (ENDS.has(step)) await stopWork(ctx, agreement);
  }
};

export const HOME_OFFICE_TASK = { seconds: 300, name: "home-office agreements", work: (run: RunAsSystem): Promise<void> => run("home office", followUpAgreements) };
