import type { AgentViewer, Viewer } from "../../privacy";
import { isAgent } from "../../privacy";

/** What of a ticket decides who may find it. */
export interface Located { readonly queueId: string; readonly routedTo: string; readonly purpose: string }

const worksOnTickets = (viewer: AgentViewer): boolean => viewer.standing.role === "agent" || viewer.standing.role === "lead";

/** The controller's own officer; a processor's has no business with the controller's tickets. */
const isOfficer = ({ standing }: AgentViewer): boolean => standing.role === "privacyOfficer" && standing.employer.kind === "inHouse";

/** The queues in which an agent finds tickets: their own, and for people of a processor only those the contract covers. */
const queuesOf = ({ standing }: AgentViewer): readonly string[] =>
  (standing.employer.kind === "inHouse" ? standing.queues : standing.queues.filter((queue) => standing.contract?.queues.includes(queue)));

const purposesOf = ({ standing }: AgentViewer): readonly string[] | null => (standing.employer.kind === "inHouse" ? null : standing.contract?.purposes ?? []);

/** Who may do what with a ticket. What they see of it is decided by the kernel, not here. */
export const ticketPolicy = {
  read: (viewer: Viewer, ticket: Located): boolean => {
    if (!isAgent(viewer)) return viewer.kind === "system";
    if (isOfficer(viewer)) return true;
    if (!worksOnTickets(viewer)) return false;
    const purposes = purposesOf(viewer);
    return queuesOf(viewer).includes(ticket.queueId)
      && (viewer.standing.employer.kind === "inHouse" || ticket.routedTo === viewer.standing.employer.id)
      && (purposes === null || purposes.includes(ticket.purpose));
  },
  /** Answering, noting, assigning, closing: people who work on tickets, with a valid acknowledgement. */
  work: (viewer: Viewer, ticket: Located): boolean =>
    isAgent(viewer) && worksOnTickets(viewer) && viewer.standing.acknowledged && ticketPolicy.read(viewer, ticket),
  /** Moving a ticket to another queue, purpose or employer changes who finds it: in-house only. */
  route: (viewer: Viewer, ticket: Located): boolean =>
    isAgent(viewer) && viewer.standing.employer.kind === "inHouse" && ticketPolicy.work(viewer, ticket),
  open: (viewer: Viewer): boolean => isAgent(viewer) && worksOnTickets(viewer) && viewer.standing.acknowledged && viewer.standing.employer.kind === "inHouse",
};

/**
 * `read`, said in SQL over the alias `t`. Parameters are numbered from `from`. A property test keeps the two in step;
 * where nothing applies the answer is FALSE.
 */
export const readableBy = (viewer: Viewer, from: number): { sql: string; parameters: unknown[] } => {
  if (!isAgent(viewer)) return { sql: viewer.kind === "system" ? "TRUE" : "FALSE", parameters: [] };
  if (isOfficer(viewer)) return { sql: "TRUE", parameters: [] };
  if (!worksOnTickets(viewer)) return { sql: "FALSE", parameters: [] };
  const queues = queuesOf(viewer);
  if (viewer.standing.employer.kind === "inHouse") return { sql: `t.queue_id = ANY($${from}::uuid[])`, parameters: [queues] };
  return {
    sql: `(t.queue_id = ANY($${from}::uuid[]) AND t.routed_to = $${from + 1} AND t.purpose = ANY($${from + 2}::text[]))`,
    parameters: [queues, viewer.standing.employer.id, purposesOf(viewer) ?? []],
  };
};
