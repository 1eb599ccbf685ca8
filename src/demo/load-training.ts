import { randomUUID } from "node:crypto";
import { courseKeys } from "../governance";
import type { Ctx } from "../privacy";
import { daysFrom } from "./as-of";
import type { SampleAgent } from "./types";

/** Days since the pass and until its end: half a year old and safe, about to end, or overdue for a few days. */
const SPANS = { valid: [-120, 245], expiring: [-347, 18], overdue: [-370, -5] } as const;

/** Everybody has passed every course; one person is overdue with one of them, some have to renew soon. */
export const loadTraining = async ({ db, now }: Ctx, { id, employerId }: { id: string; employerId: string }, { papers, locale, key }: SampleAgent): Promise<void> => {
  for (const [index, course] of courseKeys().entries()) {
    const last = index === courseKeys().length - 1;
    const span = SPANS[papers.training === "overdue" && index === 0 ? "overdue" : last && key.length % 3 === 0 ? "expiring" : "valid"];
    const [passedAt, until, result] = [daysFrom(now, span[0]), daysFrom(now, span[1]), randomUUID()];
    await db.query("INSERT INTO training_results (id, agent_id, employer_id, course, version, sha256, language, percent, passed, at) VALUES ($1, $2, $3, $4, 1, '', $5, $6, true, $7)", [result, id, employerId, course, locale, 87 + (key.length % 3) * 6, passedAt]);
    await db.query("INSERT INTO trainings (id, agent_id, course, passed_at, valid_until) VALUES ($1, $2, $3, $4, $5)", [result, id, course, passedAt, until]);
  }
};
