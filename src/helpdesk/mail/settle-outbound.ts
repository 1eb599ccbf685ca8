import { row, rows } from "../../platform/database";
import type { Ctx } from "../../privacy";
import { record } from "../tickets/history";
import { announce } from "../tickets/tickets";

/** Why a mail did not reach its recipient. Codes only: what a mail server says may quote an address. */
export type MailFailure = "refused" | "unreachable" | "notConfigured" | "restricted" | "noAddress" | "notSendable" | "bounced" | "partlyRefused" | "unexpected";

interface Settled { ticket: string; number: number }

/**
 * Writes the end of an outgoing mail: once, whoever comes second changes nothing. A failure stands in the history, and
 * a ticket that waits for the customer comes back to us, because the customer has nothing to answer.
 */
export const settleMail = async (ctx: Ctx, mailId: string, state: "sent" | "failed", failure: MailFailure | null = null, status = ""): Promise<void> => {
  const settled = await row<Settled>(ctx.db, `WITH settled AS (
      UPDATE outbound_mails SET state = $2, failure = $3, attempts = attempts + 1, settled_at = $4 WHERE id = $1 AND state = 'queued' RETURNING message_id)
    SELECT m.ticket_id AS ticket, m.number FROM settled s JOIN messages m ON m.id = s.message_id`, [mailId, state, failure, ctx.now]);
  if (settled) await tell(ctx, settled, failure, status);
};

/** A delivery report says that these mails of ours did not arrive. True where at least one was ours. */
export const markBounced = async (ctx: Ctx, tokens: readonly Buffer[], status: string): Promise<boolean> => {
  const ours = await rows<{ message_id: string }>(ctx.db, "SELECT message_id FROM mail_references WHERE token = ANY($1) AND direction = 'out' AND message_id IS NOT NULL", [tokens]);
  for (const { message_id: message } of ours) {
    const failed = await row<Settled>(ctx.db, `WITH failed AS (
        UPDATE outbound_mails SET state = 'failed', failure = 'bounced', settled_at = $2 WHERE message_id = $1 AND state <> 'failed' RETURNING message_id)
      SELECT m.ticket_id AS ticket, m.number FROM failed f JOIN messages m ON m.id = f.message_id`, [message, ctx.now]);
    if (failed) await tell(ctx, failed, "bounced", status);
  }
  return ours.length > 0;
};

const tell = async (ctx: Ctx, { ticket, number }: Settled, failure: MailFailure | null, status: string): Promise<void> => {
  if (failure) await record(ctx, ticket, "mailFailed", { message: String(number), failure, ...(status ? { status } : {}) });
  const changed = await row<{ id: string; queue_id: string; routed_to: string; version: number }>(ctx.db,
    `WITH changed AS (
      UPDATE tickets SET version = version + 1, status = CASE WHEN $2 AND status = 'waiting' THEN 'open' ELSE status END WHERE id = $1 RETURNING id, queue_id, routed_to, version)
    SELECT * FROM changed`, [ticket, failure !== null && failure !== "partlyRefused"]);
  if (changed) announce(ctx, { id: changed.id, queueId: changed.queue_id, routedTo: changed.routed_to, version: changed.version });
};
