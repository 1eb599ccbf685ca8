import { prepared } from "../../platform/database";
import type { Ctx } from "../../privacy";
import { IDLE_MINUTES } from "./fact";

/** How many people of an employer are at work in a country now. */
export interface PresentPeople { readonly employer: string; readonly country: string; readonly people: number }

/** People who work on tickets in a queue and are present: signed in, at a declared place that holds, and not idle. Counts only. */
export const presentPeople = (ctx: Ctx, queueId: string): Promise<PresentPeople[]> => prepared<PresentPeople>(ctx.db, `
  SELECT a.employer_id AS employer, p.country, count(DISTINCT a.id)::int AS people
  FROM agents a JOIN agent_queues q ON q.agent_id = a.id AND q.queue_id = $1 JOIN sign_ins s ON s.agent_id = a.id AND s.ended_at IS NULL AND s.ends_at > $2
    JOIN place_declarations p ON p.sign_in_id = s.id AND p.from_at <= $2 AND p.until_at > $2 AND p.present_at > $2::timestamptz - interval '${IDLE_MINUTES} minutes'
  WHERE a.state = 'active' AND a.role IN ('agent', 'lead') GROUP BY 1, 2`, [queueId, ctx.now]);
