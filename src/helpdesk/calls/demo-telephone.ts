import { row, rows } from "../../platform/database";
import { NotFound } from "../../platform/faults";
import type { Page } from "../../platform/http";
import { translator } from "../../platform/i18n";
import { use } from "../../platform/services";
import { append, isAgent, openBytesAsSystem, type Ctx, type Holder, type Holding, sealedAt } from "../../privacy";
import { HELPDESK_SETTINGS } from "../settings";
import { tellTicket } from "./dial-call";

const PLACE = "demo_calls.number";
interface Rung { id: string; customer: string; at: Date; state: string; number: Buffer }
export interface DemoTelephonePage { readonly company: string; readonly calls: readonly { readonly number: string; readonly at: string; readonly state: string; readonly answerPath: string | null; readonly hangUpPath: string | null }[] }

/** The telephones of the demonstration's customers: what rings there, and two buttons. Whoever opens the page stands in the log like a line that received the calls. */
export const showTelephone = async (ctx: Ctx): Promise<Page> => {
  const t = translator(isAgent(ctx.viewer) ? ctx.viewer.locale : "de", "key");
  const found = await rows<Rung>(ctx.db, "SELECT c.id, c.customer_id AS customer, d.at, c.state, d.number FROM demo_calls d JOIN calls c ON c.id = d.call_id ORDER BY d.at DESC LIMIT 20");
  const system = { ...ctx, viewer: { kind: "system" as const, name: "demo telephone" } };
  const calls = await Promise.all(found.map(async ({ id, customer, at, state, number }) => ({
    number: (await openBytesAsSystem(system, customer, PLACE, number))?.toString("utf8") ?? "", at: at.toISOString(), state: t(`calls.line.${state}`),
    answerPath: state === "placed" ? `/demo/telephone/${id}/answer` : null, hangUpPath: state === "placed" || state === "answered" ? `/demo/telephone/${id}/end` : null,
  })));
  if (found.length > 0) await append(ctx, [{ action: "view", subjects: [...new Set(found.map(({ customer }) => customer))].sort(), ticket: null, purpose: "support", recipient: "demo telephone", forms: { phone: "clear" }, count: found.length, detail: { surface: "demoTelephone" } }]);
  const model: DemoTelephonePage = { company: use(ctx.db, HELPDESK_SETTINGS).companyName, calls };
  return { template: "helpdesk/calls/telephone", model, title: t("calls.telephone.title") };
};

/** Somebody picks up, or hangs up. */
export const moveCall = async (ctx: Ctx, id: string, to: "answered" | "ended"): Promise<void> => {
  const moved = await row<{ ticket_id: string }>(ctx.db, `WITH moved AS (UPDATE calls SET state = $2, ${to}_at = $3 WHERE id = $1 AND state = ANY($4) AND EXISTS (SELECT 1 FROM demo_calls WHERE call_id = calls.id) RETURNING ticket_id) SELECT ticket_id FROM moved`,
    [id, to, ctx.now, to === "answered" ? ["placed"] : ["placed", "answered"]]);
  if (!moved) throw new NotFound();
  await tellTicket(ctx, moved.ticket_id);
};

/** What the demonstration's telephone remembers. */
export const demoCallHolder: Holder = {
  name: "demoCalls",
  places: [PLACE],
  describe: () => ({ categories: ["phone"], purposes: ["support"], sources: ["agent"], recipients: ["agents"], retention: "A-30d" }),
  collect: async (ctx, subject) => (await rows<{ id: string; at: Date; number: Buffer }>(ctx.db, "SELECT call_id AS id, at, number FROM demo_calls WHERE customer_id = $1 ORDER BY at", [subject]))
    .map(({ id, at, number }): Holding => ({ what: "demoCall", category: "phone", at, reference: id, value: sealedAt(PLACE, number) })),
  erase: async (ctx, subject) => (await rows(ctx.db, "WITH gone AS (DELETE FROM demo_calls WHERE customer_id = $1 RETURNING call_id) SELECT call_id FROM gone", [subject])).length,
  retain: async (ctx, before) => (await rows(ctx.db, "WITH gone AS (DELETE FROM demo_calls WHERE at < $1 RETURNING call_id) SELECT call_id FROM gone", [before])).length,
};
