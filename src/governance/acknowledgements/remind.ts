import { rows } from "../../platform/database";
import { withdrawWork } from "../../identity";
import type { Ctx, RunAsSystem } from "../../privacy";
import { textInForce } from "../documents";
import { recordEvidence } from "../evidence";
import { sendNotice } from "../notices";
import { responsibleFor } from "./decline";
import { demandAcknowledgement } from "./demand";
import { peopleWithin, standingOf, type Person } from "./people";
import { afterDays, afterMonths, rulesNow, type AcknowledgementRules } from "./rules";
import type { Standing } from "./state";

const DAY = 86_400_000;

/** What is due about one person now: `key` happens once. */
export interface Due { readonly key: string; readonly act: "remind" | "expire" | "escalate"; readonly days: number | null }

/** Pure: the steps that are due at `now`, from a person's standing and the rules. Each step has a key of its own, so that a missed hour or a second worker repeats nothing. */
export const duesOf = ({ state, endsAt }: Standing, createdAt: Date, rules: AcknowledgementRules, now: Date): Due[] => {
  if (state === "pending" && endsAt === null) {
    const late = now >= afterDays(createdAt, rules.escalateDays);
    return [{ key: `pending ${createdAt.toISOString()}`, act: "remind", days: null }, ...(late ? [{ key: `pending late ${createdAt.toISOString()}`, act: "escalate", days: null } as const] : [])];
  }
  if (endsAt === null || state === "ended" || state === "refused" || state === "withdrawalDeclared") return [];
  if (endsAt <= now) {
    const late = now >= afterDays(endsAt, rules.escalateDays);
    return [{ key: `expired ${endsAt.toISOString()}`, act: "expire", days: null }, ...(late ? [{ key: `expired late ${endsAt.toISOString()}`, act: "escalate", days: null } as const] : [])];
  }
  const left = Math.ceil((endsAt.getTime() - now.getTime()) / DAY);
  const step = [...rules.reminderDays].sort((a, b) => a - b).find((days) => left <= days);
  return step === undefined ? [] : [{ key: `ends ${endsAt.toISOString()} ${step}`, act: "remind", days: left }];
};

/** Whether this step is new; whoever writes the row first does it. */
const isFirst = async (ctx: Ctx, agentId: string, key: string): Promise<boolean> =>
  (await rows(ctx.db, "INSERT INTO acknowledgement_reminders (agent_id, key, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING agent_id", [agentId, key, ctx.now])).length > 0;

const perform = async (ctx: Ctx, person: Person, { act }: Due, { endsAt }: Standing): Promise<void> => {
  const { agentId, employerId } = person;
  const path = "/papers/acknowledgement";
  if (act === "escalate") {
    for (const to of await responsibleFor(ctx, agentId)) await sendNotice(ctx, { to, template: "acknowledgementEscalated", path: `/acknowledgements/people/${agentId}` });
  } else if (act === "expire") {
    await withdrawWork(ctx, { agentId }, "acknowledgement");
    await sendNotice(ctx, { to: agentId, template: "acknowledgementExpired", path });
  } else {
    const text = await textInForce(ctx, { kind: "confidentiality", employerId, language: person.locale });
    if (!text) return;
    await sendNotice(ctx, endsAt ? { to: agentId, template: "acknowledgementDue", path, values: { title: text.title, due: endsAt } } : { to: agentId, template: "acknowledgementPending", path, values: { title: text.title } });
  }
  await recordEvidence(ctx, { kind: "acknowledgement", agentId, employerId, objectId: agentId, fact: act === "remind" ? "reminded" : act === "expire" ? "expired" : "escalated", detail: endsAt ? { endsAt: endsAt.toISOString() } : {} });
};

/** Who was away for longer than the rules allow confirms anew: the last sign-in is that old, and nothing was confirmed since. Who never came was not away. */
const demandAfterAbsence = async (ctx: Ctx, rules: AcknowledgementRules): Promise<void> => {
  const since = afterMonths(ctx.now, -rules.absenceMonths);
  const away = await rows<{ id: string; employer_id: string }>(ctx.db, `
    SELECT a.id, a.employer_id FROM agents a WHERE a.state = 'active' AND (SELECT max(s.seen_at) FROM sign_ins s WHERE s.agent_id = a.id) < $1
      AND EXISTS (SELECT 1 FROM acknowledgements k WHERE k.agent_id = a.id AND k.employer_id = a.employer_id AND k.kind = 'confidentiality' AND k.valid_until > $2)
      AND NOT EXISTS (SELECT 1 FROM acknowledgements k WHERE k.agent_id = a.id AND k.employer_id = a.employer_id AND k.kind = 'confidentiality' AND k.valid_from >= $1)`, [since, ctx.now]);
  for (const { id, employer_id } of away) await demandAcknowledgement(ctx, { agentId: id, employerId: employer_id, reason: "absence" });
};

/** Reminds, ends the work of whose acknowledgement has run out, and tells the lead of what stays open. */
export const remindEverybody = async (ctx: Ctx): Promise<void> => {
  const rules = await rulesNow(ctx);
  await demandAfterAbsence(ctx, rules);
  for (const person of await peopleWithin(ctx, { kind: "all" })) {
    if (!person.active) continue;
    const standing = standingOf(person, ctx.now);
    for (const due of duesOf(standing, person.createdAt, rules, ctx.now)) if (await isFirst(ctx, person.agentId, due.key)) await perform(ctx, person, due, standing);
  }
};

export const ACKNOWLEDGEMENT_TASK = { seconds: 3600, name: "acknowledgements", work: async (run: RunAsSystem): Promise<void> => { await run("acknowledgements", remindEverybody); } };
