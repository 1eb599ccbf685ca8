import { CATEGORIES, decide, rank, type About, type AgentViewer, type Category, type Form, type Purpose, type Surface } from "../../../src/privacy";
import type { Given } from "../given";
import type { Marker } from "./markers";

/**
 * What each route is, for the surface rule. A route that does not stand here counts as an export, the strictest surface
 * on which anything could be shown: whoever adds one that shows more says so here.
 */
const SURFACES: readonly (readonly [RegExp, Surface])[] = [
  [/^\/tickets(\/pane)?$/, "list"], [/^\/look-up$/, "list"], [/^\/tickets\/:number(\/|$)/, "ticket"],
];
export const surfaceOf = (pattern: string): Surface => SURFACES.find(([path]) => path.test(pattern))?.[1] ?? "export";

interface TicketRow { id: string; number: string; queue_id: string; routed_to: string; assignee_id: string | null; status: string; purpose: Purpose; customer_id: string; people: string[] }

/** The facts as they stand now, read from the tables and not through any page. */
export class Facts {
  private tickets: TicketRow[] = [];
  private restricted = new Set<string>();
  private erased = new Set<string>();
  private released = new Map<string, string>();
  constructor(private readonly sql: Given["sql"]) {}

  async read(): Promise<void> {
    this.tickets = await this.sql<TicketRow>("SELECT t.*, ARRAY(SELECT p.customer_id::text FROM ticket_participants p WHERE p.ticket_id = t.id) AS people FROM tickets t");
    const keys = await this.sql<{ subject: string; restricted: boolean; erased: boolean }>("SELECT subject, restricted_at IS NOT NULL AS restricted, wrapped IS NULL AS erased FROM data_keys");
    this.restricted = new Set(keys.filter(({ restricted }) => restricted).map(({ subject }) => subject));
    this.erased = new Set(keys.filter(({ erased }) => erased).map(({ subject }) => subject));
    const mails = await this.sql<{ id: string; ticket_id: string }>("SELECT id, ticket_id FROM quarantined_mails WHERE ticket_id IS NOT NULL");
    this.released = new Map(mails.map(({ id, ticket_id }) => [id, ticket_id]));
  }

  /** The tickets on which a marker can rightly appear. */
  homesOf(marker: Marker): TicketRow[] {
    if (marker.kind === "quarantined") return this.tickets.filter(({ id }) => id === this.released.get(marker.subject));
    if (marker.ticket) return this.tickets.filter(({ id }) => id === marker.ticket);
    return this.tickets.filter((ticket) => ticket.customer_id === marker.subject || ticket.people.includes(marker.subject));
  }

  /** Whether one of the tickets would show this category of this person to this viewer, by the rules alone. */
  form(viewer: AgentViewer, ticket: TicketRow, marker: Marker, category: Category, surface: Surface): Form {
    const subject = marker.kind === "quarantined" ? ticket.customer_id : marker.subject;
    if (this.erased.has(subject)) return "hidden";
    const about: About = { ticket: ticket.id, number: ticket.number, queue: ticket.queue_id, routedTo: ticket.routed_to, assignee: ticket.assignee_id, closed: ticket.status === "closed" };
    return decide(viewer.standing, category, { viewerId: viewer.id, purpose: ticket.purpose, surface, about, subject, restricted: this.restricted.has(subject), policy: viewer.policy, now: new Date() }).form;
  }

  subjectOf(marker: Marker, ticket: TicketRow): string { return marker.kind === "quarantined" ? ticket.customer_id : marker.subject; }
}

const clear = (form: Form): boolean => form === "clear";
/** Free text can be read from here up; its personal passages are decided one by one (src/privacy/rules/policy.ts). */
const readable = (form: Form): boolean => rank(form) >= rank("brief");

export interface Place { readonly pattern: string; readonly path: string; readonly searched: boolean }
/** The person and the category that the log must name, or null where the marker must not be there. */
export interface Permission { readonly subject: string; readonly category: Category }

/** Asks the rules, and only the rules, whether this viewer may be shown this marker here. */
export const permission = (facts: Facts, viewer: AgentViewer | null, marker: Marker, at: Place): Permission | null => {
  if (!viewer) return null;
  const listed = surfaceOf(at.pattern);
  const surface: Surface = listed === "list" && at.searched ? "search" : listed;
  const number = at.pattern.includes(":number") ? /^\/tickets\/(\d+)/.exec(at.path)?.[1] : undefined;
  const originals = at.pattern.endsWith("/originals/:id");
  for (const ticket of facts.homesOf(marker)) {
    if (number && ticket.number !== number) continue;
    const allowed = (category: Category): Form => facts.form(viewer, ticket, marker, category, surface);
    const subject = facts.subjectOf(marker, ticket);
    if (originals) { if (CATEGORIES.filter((category) => category !== "attachment" && category !== "recording").every((category) => clear(allowed(category)))) return { subject, category: "correspondence" }; continue; }
    if (marker.kind === "value" && clear(allowed(marker.category))) return { subject, category: marker.category };
    if (marker.kind === "file" && clear(allowed("attachment"))) return { subject, category: "attachment" };
    if ((marker.kind === "text" || marker.kind === "quarantined") && readable(allowed("correspondence")) && (marker.category === "correspondence" || clear(allowed(marker.category)))) return { subject, category: marker.category };
  }
  return null;
};

/** Colleagues know each other by name where they work together; addresses are for administration, secrets for their owner alone (docs/decisions/0006). */
export const mayKnowColleague = (viewer: AgentViewer | null, marker: Marker, { pattern, path }: Place, links: ReadonlyMap<string, string>): boolean => {
  const behindLink = links.get(path.split("?")[0]!.split("/")[2] ?? "");
  if (behindLink && behindLink === marker.subject) return marker.kind !== "staffSecret";
  if (!viewer) return false;
  const own = viewer.id === marker.subject;
  const administers = viewer.standing.role === "administrator" && pattern.startsWith("/administration/");
  if (marker.kind === "staffSecret") return own && pattern.startsWith("/account/second-factor");
  if (marker.kind === "staffEmail") return administers || (own && pattern.startsWith("/account"));
  return own || administers || surfaceOf(pattern) === "ticket" || surfaceOf(pattern) === "list" || pattern.startsWith("/presence/");
};
