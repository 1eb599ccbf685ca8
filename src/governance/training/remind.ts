import { rows } from "../../platform/database";
import { withdrawWork } from "../../identity";
import type { Ctx, RunAsSystem } from "../../privacy";
import { sendNotice } from "../notices";
import { rulesNow } from "./rules";

interface Noted { agent_id: string; kind: "expiring" | "overdue" | "restricted"; until: Date }

/** The newest pass of each mandatory course of everybody who works here, and the note that its moment calls for; each is made once. */
const NOTE = `
INSERT INTO training_reminders (agent_id, course, kind, valid_until, at)
SELECT held.agent_id, held.course, CASE WHEN held.until <= $1::timestamptz - make_interval(days => $4) THEN 'restricted' WHEN held.until <= $1 THEN 'overdue' ELSE 'expiring' END, held.until, $1
FROM (SELECT t.agent_id, t.course, max(t.valid_until) AS until FROM trainings t JOIN agents a ON a.id = t.agent_id AND a.state = 'active' WHERE t.course = ANY($2) AND t.passed_at <= $1 GROUP BY 1, 2) held
WHERE held.until <= $1::timestamptz + make_interval(days => $3)
ON CONFLICT DO NOTHING RETURNING agent_id, kind, valid_until AS until`;

/**
 * Tells people once when a course ends soon, has ended, or has been overdue for too long; in the last case their tickets
 * go back to the queue, because masked like this nobody can work on them. One mail a person and kind, whatever the number of courses.
 */
export const remindOfTraining = async (ctx: Ctx): Promise<void> => {
  const rules = await rulesNow(ctx);
  const noted = await rows<Noted>(ctx.db, NOTE, [ctx.now, rules.mandatory, rules.expiringDays, rules.restrictedAfterDays]);
  const first = new Map<string, Noted>();
  for (const note of noted) {
    const key = `${note.agent_id} ${note.kind}`;
    if (!first.has(key) || first.get(key)!.until > note.until) first.set(key, note);
  }
  for (const { agent_id: agentId, kind, until } of first.values()) {
    await sendNotice(ctx, { to: agentId, template: `training.${kind}`, path: "/papers", values: { until } });
    if (kind === "restricted") await withdrawWork(ctx, { agentId }, "training");
  }
};

export const TRAINING_TASK = { seconds: 300, name: "training reminders", work: (run: RunAsSystem): Promise<void> => run("training reminders", remindOfTraining) };
