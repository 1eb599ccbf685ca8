import { rows } from "../../../platform/database";
import type { RunAsSystem } from "../../../privacy";
import { lockContract } from "../desk/contracts";
import { endNow } from "./steps";
import { HOLDS_QUEUES } from "./states";

/**
 * Notices contracts whose last day is over. Their people found nothing from that midnight on, because the fact asks the clock; this
 * writes the end down, gives the tickets back, and starts the wind-down. One transaction a contract; a second process finds nothing left.
 */
export const endContracts = async (run: RunAsSystem): Promise<number> => {
  const due = await run("contract ends", (ctx) => rows<{ id: string }>(ctx.db, "SELECT id FROM processor_contracts WHERE valid_until <= $1 AND state = ANY($2) ORDER BY valid_until", [ctx.now, HOLDS_QUEUES]));
  let ended = 0;
  for (const { id } of due) {
    ended += await run("contract ends", async (ctx) => {
      const contract = await lockContract(ctx, id);
      if (contract.validUntil > ctx.now || !HOLDS_QUEUES.includes(contract.state)) return 0;
      await endNow(ctx, contract, "expire");
      return 1;
    });
  }
  return ended;
};
