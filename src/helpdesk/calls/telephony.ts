import { webhookTelephony, type Telephony } from "../../platform/telephony";
import type { Service } from "../../platform/services";
import { openSealer, type RunAsSystem } from "../../privacy";
import { row } from "../../platform/database";

/** The way out for calls; app.ts provides it. Null where no telephone system is configured: then nothing offers a call. */
export const TELEPHONY: Service<Telephony | null> = { name: "telephony" };

export const telephonyFor = (config: { readonly telephonyUrl: string | undefined; readonly telephonyToken: string | undefined; readonly demo: boolean }, demo: Telephony): Telephony | null =>
  (config.telephonyUrl ? webhookTelephony(config.telephonyUrl, config.telephonyToken) : config.demo ? demo : null);

/** The demonstration rings a telephone on a page of its own instead; the number is kept sealed for its person. */
export const demoTelephony = (run: RunAsSystem): Telephony => ({
  dial: async ({ call, to }) => {
    await run("demo telephone", async (ctx) => {
      const found = await row<{ customer_id: string }>(ctx.db, "SELECT customer_id FROM calls WHERE id = $1", [call]);
      if (!found) return;
      const sealer = await openSealer(ctx, found.customer_id);
      await ctx.db.query("INSERT INTO demo_calls (call_id, customer_id, at, number) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", [call, found.customer_id, ctx.now, sealer.seal("demo_calls.number", to).toPostgres()]);
    });
    return { placed: true };
  },
});
