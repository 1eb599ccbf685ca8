import { prepared } from "../../platform/database";
import { use } from "../../platform/services";
import { formatDate, translator } from "../../platform/i18n";
import type { AgentCtx } from "../../privacy";
import type { TicketFacts } from "../tickets/about-ticket";
import type { ShownTicket } from "../tickets/show-ticket";
import type { Again } from "../tickets/ticket-page";
import { TELEPHONY } from "./telephony";

export interface CallPanel {
  readonly path: string; readonly notePath: string; readonly open: boolean; readonly error: string; readonly note: string; readonly canCall: boolean;
  readonly numbers: readonly { readonly value: string; readonly label: string; readonly selected: boolean }[];
  readonly last: { readonly text: string; readonly tone: string } | null;
}

const TONES: Readonly<Record<string, string>> = { queued: "info", placed: "info", answered: "success", ended: "outline", failed: "danger" };
interface Last { state: string; failure: string | null; at: Date; answered_at: Date | null; ended_at: Date | null }

/** The call of today, if there was one. */
export interface CallFacts { readonly last: Last | null }
export const callFacts = async (ctx: AgentCtx, { id }: Pick<TicketFacts, "id">): Promise<CallFacts> =>
  ({ last: (await prepared<Last>(ctx.db, "SELECT state, failure, at, answered_at, ended_at FROM calls WHERE ticket_id = $1 AND at > $2::timestamptz - interval '8 hours' ORDER BY at DESC LIMIT 1", [id, ctx.now]))[0] ?? null });

/** Numbers by their masks, the call that runs, and the note that belongs to it. */
export const callPanel = (ctx: AgentCtx, { shown: { ticket, values, disclosures }, calls: { last } }: { shown: ShownTicket; calls: CallFacts }, again: Again): CallPanel => {
  const t = translator(ctx.viewer.locale);
  const mine = again.form === "call" || again.form === "phoneNote";
  const numbers = values.filter(({ id, category }) => category === "phone" && disclosures.get(`value ${id}`)!.form !== "hidden").map(({ id, label }) => {
    const shown = disclosures.get(`value ${id}`)!;
    const text = shown.form === "token" ? t("ui.category.phone") : shown.text;
    return { value: id, label: label ? t("helpdesk.labelled", { category: text, label: t(`helpdesk.valueLabel.${label}`) }) : text, selected: again.typed.value === id };
  });
  return {
    path: `/tickets/${ticket.number}/calls`, notePath: `/tickets/${ticket.number}/phone-notes`, open: mine || last?.state === "queued" || last?.state === "placed" || last?.state === "answered", error: mine ? again.error : "", note: again.form === "phoneNote" ? again.typed.body ?? "" : "",
    canCall: numbers.length > 0 && use(ctx.db, TELEPHONY) !== null, numbers,
    last: last ? { text: t(`calls.state.${last.failure ?? last.state}`, { time: formatDate(last.answered_at ?? last.at, ctx.viewer.locale, "time") }), tone: TONES[last.state]! } : null,
  };
};
