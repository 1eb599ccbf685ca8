import { rows } from "../../platform/database";
import { Invalid } from "../../platform/faults";
import type { Ctx } from "../../privacy";
import { localeOfViewer, type Option } from "../forms";

/** A queue is ticked by a field of its own ("queue.<id>"), so that a form that comes back keeps each tick. */
const PREFIX = "queue.";
export const queueField = (id: string): string => `${PREFIX}${id}`;
export const tickedQueues = (form: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(form).filter(([name, value]) => name.startsWith(PREFIX) && value === "on").map(([name]) => name.slice(PREFIX.length));

export interface QueueTick { readonly name: string; readonly label: string; readonly checked: boolean }
/** The ticks of a form: as they were sent, or as they are stored where nothing was sent. */
export const queueTicks = (options: readonly Option[], stored: readonly string[], typed: Readonly<Record<string, string>>): QueueTick[] => {
  const ticked = Object.keys(typed).length > 0 ? tickedQueues(typed) : stored;
  return options.map(({ value, label }) => ({ name: queueField(value), label, checked: ticked.includes(value) }));
};

/** Every queue there is, in the viewer's language. */
export const queueOptions = (ctx: Ctx): Promise<Option[]> =>
  rows<Option>(ctx.db, `SELECT id AS value, CASE WHEN $1 = 'de' THEN name_de ELSE name_en END AS label FROM queues ORDER BY position, key`, [localeOfViewer(ctx.viewer)]);

export const queuesOf = async (ctx: Pick<Ctx, "db">, agentId: string): Promise<string[]> =>
  (await rows<{ id: string }>(ctx.db, "SELECT queue_id AS id FROM agent_queues WHERE agent_id = $1", [agentId])).map(({ id }) => id);

/** Refuses a queue that is none. Throws Invalid. */
export const checkQueues = async (ctx: Pick<Ctx, "db">, queues: readonly string[]): Promise<void> => {
  const found = await rows(ctx.db, "SELECT 1 FROM queues WHERE id::text = ANY($1)", [queues]);
  if (found.length !== queues.length) throw new Invalid({ queues: "form.choice" });
};

/** Sets the queues somebody works in; those that stay keep their beginning. Returns how many were taken away. */
export const setQueues = async (ctx: Pick<Ctx, "db" | "now">, agentId: string, queues: readonly string[]): Promise<number> => {
  const gone = await rows(ctx.db, "WITH gone AS (DELETE FROM agent_queues WHERE agent_id = $1 AND queue_id <> ALL($2::uuid[]) RETURNING 1) SELECT * FROM gone", [agentId, queues]);
  await ctx.db.query("INSERT INTO agent_queues (agent_id, queue_id, since) SELECT $1, q, $3 FROM unnest($2::uuid[]) AS q ON CONFLICT DO NOTHING", [agentId, queues, ctx.now]);
  return gone.length;
};
