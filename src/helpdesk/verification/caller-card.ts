import { prepared } from "../../platform/database";
import { formatDate, formatList, translator, type Locale, type Translate } from "../../platform/i18n";
import type { AgentCtx } from "../../privacy";
import type { Again } from "../tickets/ticket-page";
import type { TicketFacts } from "../tickets/about-ticket";
import type { ShownTicket } from "../tickets/show-ticket";
import { ADDS_UP_MINUTES } from "./check-caller";
import { ITEMS, missing, PROFILES, Profiles, satisfied, type Item, type ProfileKey } from "./profile";
import { NTH_WRONG, latestOf } from "./tries";

export interface CallerItem { readonly name: Item; readonly label: string; readonly hint: string; readonly inputmode: string; readonly value: string; readonly state: "match" | "miss" | "open" }
/** What the caller card shows: what can be asked, what has matched in this call, and what is reached. Never a value of the record. */
export interface CallerCard {
  readonly path: string; readonly codePath: string; readonly open: boolean; readonly error: string;
  readonly badge: string; readonly items: readonly CallerItem[]; readonly profiles: readonly { readonly key: string; readonly label: string; readonly reached: boolean; readonly missing: string }[];
  readonly locked: string; readonly code: string; readonly canSend: boolean; readonly answer: string;
}

export interface CallerFacts {
  profiles: unknown; recent: { asked: Item[]; matched: Item[] }[]; held: { profile: ProfileKey; until: string } | null;
  code: { sent: boolean; failed: boolean; used: boolean } | null; ticket: Date | null; customer: Date | null; agent: Date | null;
}
const FACTS = `SELECT (SELECT profiles FROM verification_profiles WHERE effective_from <= $4 ORDER BY version DESC LIMIT 1) AS profiles,
  (SELECT COALESCE(json_agg(json_build_object('asked', asked, 'matched', matched) ORDER BY at), '[]') FROM caller_checks WHERE ticket_id = $1 AND customer_id = $2 AND agent_id = $3 AND at > $4::timestamptz - interval '${ADDS_UP_MINUTES} minutes') AS recent,
  (SELECT json_build_object('profile', profile, 'until', holds_until) FROM caller_checks WHERE ticket_id = $1 AND customer_id = $2 AND holds_until > $4 ORDER BY profile DESC, holds_until DESC LIMIT 1) AS held,
  (SELECT json_build_object('sent', sent_at IS NOT NULL, 'failed', failed_at IS NOT NULL, 'used', used_at IS NOT NULL) FROM caller_codes WHERE ticket_id = $1 AND customer_id = $2 AND valid_until > $4 ORDER BY at DESC LIMIT 1) AS code, ${NTH_WRONG}`;

/** What the card knows beside the ticket, in one statement. */
export const callerFacts = async (ctx: AgentCtx, ticket: TicketFacts): Promise<CallerFacts> =>
  (await prepared<CallerFacts>(ctx.db, FACTS, [ticket.id, ticket.customerId, ctx.viewer.id, ctx.now]))[0]!;

/** What may be asked comes from what the page has disclosed already. */
export const callerCard = (ctx: AgentCtx, { shown, facts }: { shown: ShownTicket; facts: CallerFacts }, again: Again): CallerCard => {
  const t = translator(ctx.viewer.locale);
  const { ticket } = shown;
  const clock = (at: Date): string => formatDate(at, ctx.viewer.locale, "time");
  const matched = new Set(facts.recent.flatMap((check) => check.matched));
  const last = facts.recent.at(-1);
  const locked = latestOf(facts);
  const typed = again.form === "caller" ? again.typed : {};
  const items = askable(shown).map((name): CallerItem => ({
    name, label: t(`verification.item.${name}`), hint: HINTED.has(name) ? t(`verification.hint.${name}`) : "", inputmode: name === "phone" ? "tel" : name === "code" ? "numeric" : "text", value: typed[name] ?? "",
    state: matched.has(name) ? "match" : last?.asked.includes(name) ? "miss" : "open",
  }));
  return {
    path: `/tickets/${ticket.number}/verifications`, codePath: `/tickets/${ticket.number}/caller-codes`, error: again.form === "caller" ? again.error : "", open: facts.recent.length > 0 || again.form === "caller",
    badge: facts.held ? t("verification.badge", { profile: facts.held.profile, time: clock(new Date(facts.held.until)) }) : "",
    items, profiles: progress(Profiles.parse(facts.profiles), { matched, onFile: new Set(items.map(({ name }) => name)) }, t, ctx.viewer.locale), locked: locked ? t("verification.locked", { time: clock(locked) }) : "",
    code: facts.code ? t(`verification.code.${facts.code.used ? "used" : facts.code.failed ? "failed" : facts.code.sent ? "sent" : "sending"}`) : "", canSend: items.some(({ name }) => name === "code"),
    answer: last ? t(last.asked.length === last.matched.length ? "verification.allMatch" : last.matched.length === 0 ? "verification.noMatch" : "verification.someMatch") : "",
  };
};

const HINTED: ReadonlySet<Item> = new Set<Item>(["postalAddress", "bankDetails", "code"]);

/** What stands in the record and is not wholly hidden from this viewer; a code needs an address to be sent to. */
const askable = ({ ticket, values, disclosures }: ShownTicket): Item[] => {
  const shows = (key: string): boolean => disclosures.get(key)!.form !== "hidden";
  const onFile = new Set(values.filter(({ id }) => shows(`value ${id}`)).map(({ category }) => category as string));
  if (ticket.customerName && shows("name")) onFile.add("name");
  if (onFile.has("email")) onFile.add("code");
  return ITEMS.filter((item) => onFile.has(item));
};

/** How far each profile is reached; only what can be asked here is named as missing. */
const progress = (profiles: Profiles, { matched, onFile }: { matched: ReadonlySet<Item>; onFile: ReadonlySet<Item> }, t: Translate, locale: Locale): CallerCard["profiles"] => PROFILES.map((key) => {
  const { all, count, of: choice } = missing(profiles[key], matched);
  const of = [...choice, ...profiles[key].proof].filter((item) => onFile.has(item));
  const parts = [...all.map((item) => t(`verification.item.${item}`)), ...(count > 0 ? [t("verification.further", { count, of: formatList(of.map((item) => t(`verification.item.${item}`)), locale, "disjunction") })] : [])];
  const done = satisfied(profiles[key], matched);
  return { key, label: t(`verification.profile.${key}`), reached: done, missing: done ? "" : t("verification.missing", { list: formatList(parts, locale) }) };
});
