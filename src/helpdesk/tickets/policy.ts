import { isAgent, type AgentViewer, type Category, type Level, type Viewer } from "../../privacy";
import { coveredSql, processorScope } from "./processor-scope";

/** What of a ticket decides who may find it. */
export interface Located { readonly queueId: string; readonly routedTo: string; readonly purpose: string; readonly level: Level; readonly categories: readonly Category[] }

const worksOnTickets = (viewer: AgentViewer): boolean => viewer.standing.role === "agent" || viewer.standing.role === "lead";

/** The controller's own officer; a processor's has no business with the controller's tickets. */
const isOfficer = ({ standing }: AgentViewer): boolean => standing.role === "privacyOfficer" && standing.employer.kind === "inHouse";

/** For people of a processor: routed to their employer, and all of it covered by the contract of its queue. */
const isCovered = (viewer: AgentViewer, ticket: Located): boolean => {
  const { employer, queues } = processorScope(viewer);
  const scope = queues[ticket.queueId];
  return ticket.routedTo === employer && scope !== undefined && scope.purposes.includes(ticket.purpose) && ticket.level <= scope.level
    && ticket.categories.every((category) => scope.categories.includes(category));
};

/** Who may do what with a ticket. What they see of it is decided by the kernel, not here. */
export const ticketPolicy = {
  read: (viewer: Viewer, ticket: Located): boolean => {
    if (!isAgent(viewer)) return viewer.kind === "system";
    if (isOfficer(viewer)) return true;
    if (!worksOnTickets(viewer)) return false;
    if (viewer.standing.employer.kind === "inHouse") return viewer.standing.queues.includes(ticket.queueId);
    return isCovered(viewer, ticket);
  },
  /** Answering, noting, assigning, closing: people who work on tickets, with a valid acknowledgement. */
  work: (viewer: Viewer, ticket: Located): boolean =>
    isAgent(viewer) && worksOnTickets(viewer) && viewer.standing.acknowledged && ticketPolicy.read(viewer, ticket),
  /** Moving a ticket to another queue, purpose or employer changes who finds it: in-house only. */
  route: (viewer: Viewer, ticket: Located): boolean =>
    isAgent(viewer) && viewer.standing.employer.kind === "inHouse" && ticketPolicy.work(viewer, ticket),
  open: (viewer: Viewer): boolean => isAgent(viewer) && worksOnTickets(viewer) && viewer.standing.acknowledged && viewer.standing.employer.kind === "inHouse",
  /** For a person whom the viewer has a ticket of already, people of a processor open one too: it shows them nobody new. */
  openFor: (viewer: Viewer): boolean => isAgent(viewer) && worksOnTickets(viewer) && viewer.standing.acknowledged && (viewer.standing.employer.kind === "inHouse" || Object.keys(processorScope(viewer).queues).length > 0),
};

/**
 * `read`, said in SQL over the alias `t`. Parameters are numbered from `from`. A property test keeps the two in step;
 * where nothing applies the answer is FALSE. For people of a processor the database holds the same condition once more
 * (migrations/0099-outsourced-scope.ts).
 */
export const readableBy = (viewer: Viewer, from: number): { sql: string; parameters: unknown[] } => {
  if (!isAgent(viewer)) return { sql: viewer.kind === "system" ? "TRUE" : "FALSE", parameters: [] };
  if (isOfficer(viewer)) return { sql: "TRUE", parameters: [] };
  if (!worksOnTickets(viewer)) return { sql: "FALSE", parameters: [] };
  if (viewer.standing.employer.kind === "inHouse") return { sql: `t.queue_id = ANY($${from}::uuid[])`, parameters: [viewer.standing.queues] };
  const { employer, queues } = processorScope(viewer);
  return {
    sql: `(t.routed_to = $${from} AND ${coveredSql(`$${from + 1}::jsonb`)})`,
    parameters: [employer, JSON.stringify(queues)],
  };
};
