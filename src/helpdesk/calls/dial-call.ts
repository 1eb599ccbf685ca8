import { z } from "zod";
import { row } from "../../platform/database";
import type { Job } from "../../platform/jobs";
import { use } from "../../platform/services";
import { sealedAt, useAsSystem, type Ctx, type RunAsSystem } from "../../privacy";
import { record } from "../tickets/history";
import { announce } from "../tickets/tickets";
import { STALE_SECONDS } from "./place-call";
import { TELEPHONY } from "./telephony";

/** Why a call did not come about. Codes only. */
export type CallFailure = "refused" | "unreachable" | "noNumber" | "tooLate" | "notConfigured";

interface Asked { id: string; customer: string; agent: string; ticket: string; value: Buffer | null; at: Date }
const ASKED = `SELECT c.id, c.customer_id AS customer, c.agent_id AS agent, t.number AS ticket, v.value, c.at FROM calls c JOIN tickets t ON t.id = c.ticket_id LEFT JOIN customer_values v ON v.id = c.value_id AND v.category = 'phone'
  WHERE c.id = $1 AND c.state = 'queued'`;

/**
 * Places a call that was asked for: the number is opened and the disclosure written down in one transaction, the
 * telephone system asked outside of any, and the end written in another. Whoever waits does not want to be called back
 * an hour later, so a call that could not be placed soon is none.
 */
export const dialCallJob = (run: RunAsSystem): Job<{ call: string }> => ({
  name: "dial-call", on: "CallAsked", payload: z.object({ call: z.uuid() }), retries: 2,
  run: async ({ call }, { last }) => {
    const ready = await run("telephone", async (ctx) => {
      const asked = await row<Asked>(ctx.db, ASKED, [call]);
      if (!asked) return null;
      const late = ctx.now.getTime() - asked.at.getTime() > STALE_SECONDS * 1000;
      const opened = late ? null : await useAsSystem(ctx, { purpose: "support", recipient: "telephone system", ticket: asked.ticket, items: [{ key: "to", subject: asked.customer, category: "phone", value: sealedAt("customer_values.value", asked.value) }] });
      return { asked, late, to: opened?.get("to") ?? null, telephony: use(ctx.db, TELEPHONY) };
    });
    if (!ready) return;
    const settle = (failure: CallFailure | null): Promise<void> => run("telephone", (ctx) => settleCall(ctx, call, failure));
    if (ready.late || !ready.to || !ready.telephony) return settle(ready.late ? "tooLate" : ready.to ? "notConfigured" : "noNumber");
    const outcome = await ready.telephony.dial({ call, to: ready.to, agent: ready.asked.agent });
    if (outcome.placed) return settle(null);
    if (outcome.permanent || last) return settle(outcome.reason);
    throw new Error("the telephone system does not answer");
  },
});

const settleCall = async (ctx: Ctx, call: string, failure: CallFailure | null): Promise<void> => {
  const settled = await row<{ ticket_id: string }>(ctx.db, "WITH settled AS (UPDATE calls SET state = CASE WHEN $2::text IS NULL THEN 'placed' ELSE 'failed' END, failure = $2, settled_at = $3 WHERE id = $1 AND state = 'queued' RETURNING ticket_id) SELECT ticket_id FROM settled", [call, failure, ctx.now]);
  if (!settled) return;
  if (failure) await record(ctx, settled.ticket_id, "callFailed");
  await tellTicket(ctx, settled.ticket_id);
};

/** Open pages of the ticket look again. */
export const tellTicket = async (ctx: Ctx, ticketId: string): Promise<void> => {
  const changed = await row<{ id: string; queue_id: string; routed_to: string; version: number }>(ctx.db, "WITH changed AS (UPDATE tickets SET version = version + 1 WHERE id = $1 RETURNING id, queue_id, routed_to, version) SELECT * FROM changed", [ticketId]);
  if (changed) announce(ctx, { id: changed.id, queueId: changed.queue_id, routedTo: changed.routed_to, version: changed.version });
};
