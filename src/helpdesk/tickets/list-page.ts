import { prepared } from "../../platform/database";
import { translator, type Translate } from "../../platform/i18n";
import { isAgent, type AgentViewer, type Ctx } from "../../privacy";
import { nameText, plainText } from "./masked-view";
import { listTickets, VIEWS, type ListQuery, type TicketList } from "./list-tickets";
import { readableBy, ticketPolicy } from "./policy";
import { listTopics } from "./tickets";

export interface RowView { readonly id: string; readonly version: number; readonly path: string; readonly name: string; readonly subject: string; readonly at: string; readonly masked: boolean; readonly status: string | null; readonly priority: { text: string; tone: string } | null; readonly owner: string | null; readonly failed: boolean }
export interface ViewLink { readonly name: string; readonly label: string; readonly icon: string; readonly path: string; readonly current: boolean; readonly count: string }
export interface ListPage {
  readonly view: string; readonly q: string; readonly heading: string; readonly rows: readonly RowView[]; readonly older: string | null; readonly newest: string | null;
  readonly views: readonly ViewLink[]; readonly queues: readonly ViewLink[]; readonly topics: string; readonly bars: readonly string[]; readonly empty: { readonly title: string; readonly text: string }; readonly panePath: string; readonly basePath: string;
  readonly customer: string | null; readonly canOpen: boolean;
}

const ICONS: Readonly<Record<string, string>> = { inbox: "inbox", mine: "user", unassigned: "circle", waiting: "clock", closed: "check", all: "list" };
const TONES: Readonly<Record<string, string>> = { urgent: "danger", high: "warning", low: "muted" };

export const search = (values: Readonly<Record<string, string | undefined>>): string => {
  const entries = Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return entries.length === 0 ? "" : `?${new URLSearchParams(entries).toString()}`;
};

/** The list pane: rows as disclosed, with the way to older ones. */
export const listPage = async (ctx: Ctx, query: ListQuery): Promise<ListPage> => {
  const viewer = ctx.viewer as AgentViewer;
  const t = translator(viewer.locale);
  const list = await listTickets(ctx, query);
  const kept = { view: query.view, queue: query.queue, q: query.q, customer: query.customer };
  return {
    view: query.view, q: query.q, rows: rowsOf(list, t, viewer, kept), customer: query.customer ?? null, canOpen: ticketPolicy.open(viewer),
    heading: query.q ? t("helpdesk.searchResults") : query.customer ? t("helpdesk.customerTickets") : t(`helpdesk.view.${query.view}`),
    older: list.older ? `/tickets${search({ ...kept, before: list.older })}` : null,
    newest: query.before ? `/tickets${search(kept)}` : null,
    ...(await navigation(ctx, query, t)),
    topics: listTopics(viewer).join(","), bars: listTopics(viewer),
    empty: query.q ? { title: t("helpdesk.empty.searchTitle"), text: t("helpdesk.empty.searchText") } : { title: t(`helpdesk.empty.${query.view}.title`), text: t(`helpdesk.empty.${query.view}.text`) },
    panePath: `/tickets/pane${search(kept)}`, basePath: `/tickets${search(kept)}`,
  };
};

const rowsOf = (list: TicketList, t: Translate, viewer: AgentViewer, kept: Readonly<Record<string, string | undefined>>): RowView[] => list.tickets.map((ticket) => {
  const name = list.disclosures.get(`name ${ticket.id}`);
  const subject = list.disclosures.get(`subject ${ticket.id}`)!;
  return {
    id: ticket.id, version: ticket.version, path: `/tickets/${ticket.number}${search({ view: kept.view === "inbox" ? undefined : kept.view, queue: kept.queue })}`,
    name: nameText(name, t), subject: plainText(subject, t), at: ticket.activity_at.toISOString(), masked: Boolean(subject.masked && subject.segments.length === 0),
    status: ticket.status === "open" ? null : t(`helpdesk.status.${ticket.status}`), failed: ticket.mail_failed,
    priority: ticket.mail_failed ? { text: t("helpdesk.delivery.failed"), tone: "danger" } : TONES[ticket.priority] && ticket.priority !== "low" ? { text: t(`helpdesk.priority.${ticket.priority}`), tone: TONES[ticket.priority]! } : null,
    owner: ticket.assignee_id === viewer.id ? t("helpdesk.mine") : ticket.assignee ?? (ticket.status === "closed" ? "" : t("helpdesk.nobody")),
  };
});

const CAP = 100;
type CountedView = "inbox" | "mine" | "unassigned";
type Counted = Record<CountedView, number> & { queues: { id: string; name: string }[] };

/** Views with their counts, capped: "99+" costs the same at a hundred tickets and at a million. */
export const navigation = async (ctx: Ctx, query: Pick<ListQuery, "view" | "queue">, t: Translate): Promise<{ views: ViewLink[]; queues: ViewLink[] }> => {
  const viewer = ctx.viewer as AgentViewer;
  const scope = readableBy(ctx.viewer, 5);
  const count = (condition: string): string => `(SELECT count(*) FROM (SELECT 1 FROM tickets t WHERE ${condition} AND ${scope.sql} LIMIT ${CAP}) c)::int`;
  const [found] = await prepared<Counted>(ctx.db, `SELECT ${count("t.status = 'open' AND $1::uuid IS NOT NULL")} AS inbox, ${count("t.assignee_id = $1 AND t.status <> 'closed'")} AS mine, ${count("t.assignee_id IS NULL AND t.status = 'open'")} AS unassigned,
    (SELECT COALESCE(json_agg(json_build_object('id', q.id, 'name', CASE WHEN $3 = 'de' THEN q.name_de ELSE q.name_en END) ORDER BY q.position, q.name_de), '[]') FROM queues q WHERE q.id = ANY($2::uuid[]) OR $4) AS queues`,
  [isAgent(ctx.viewer) ? viewer.id : null, viewer.standing.queues, viewer.locale, viewer.standing.role === "privacyOfficer", ...scope.parameters]);
  const { queues, ...counts } = found!;
  const shown = (value: number | undefined): string => (value === undefined || value === 0 ? "" : value >= CAP ? `${CAP - 1}+` : String(value));
  return {
    views: VIEWS.map((name) => ({ name, label: t(`helpdesk.view.${name}`), icon: ICONS[name]!, path: `/tickets${search({ view: name, queue: undefined })}`, current: name === query.view && !query.queue, count: shown(counts[name as CountedView]) })),
    queues: queues.map(({ id, name }) => ({ name: id, label: name, icon: "folder", path: `/tickets${search({ view: "inbox", queue: id })}`, current: id === query.queue, count: "" })),
  };
};
