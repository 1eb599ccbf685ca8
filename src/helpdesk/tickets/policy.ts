import type { AgentViewer, Viewer } from "../../privacy";
import { coveringContract, isAgent } from "../../privacy";

/** What of a ticket decides who may find it. */
export interface Located { readonly queueId: string; readonly routedTo: string; readonly purpose: string }

const worksOnTickets = (viewer: AgentViewer): boolean => viewer.standing.role === "agent" || viewer.standing.role === "lead";

/** The controller's own officer; a processor's has no business with the controller's tickets. */
const isOfficer = ({ standing }: AgentViewer): boolean => standing.role === "privacyOfficer" && standing.employer.kind === "inHouse";

/** For people of a processor: each own queue that a contract covers, with the purposes of that contract and of no other. */
const coveredOf = ({ standing }: AgentViewer): readonly { readonly queue: string; readonly purpose: string }[] =>
  standing.queues.flatMap((queue) => (coveringContract(standing.contracts, queue)?.purposes ?? []).map((purpose) => ({ queue, purpose })));

/** Who may do what with a ticket. What they see of it is decided by the kernel, not here. */
export const ticketPolicy = {
  read: (viewer: Viewer, ticket: Located): boolean => {
    if (!isAgent(viewer)) return viewer.kind === "system";
    if (isOfficer(viewer)) return true;
    if (!worksOnTickets(viewer)) return false;
    if (viewer.standing.employer.kind === "inHouse") return viewer.standing.queues.includes(ticket.queueId);
    return ticket.routedTo === viewer.standing.employer.id && coveredOf(viewer).some(({ queue, purpose }) => queue === ticket.queueId && purpose === ticket.purpose);
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
  if (viewer.standing.employer.kind === "inHouse") return { sql: `t.queue_id = ANY($${from}::uuid[])`, parameters: [viewer.standing.queues] };
  const covered = coveredOf(viewer);
  return {
    sql: `(t.routed_to = $${from} AND (t.queue_id, t.purpose) IN (SELECT * FROM unnest($${from + 1}::uuid[], $${from + 2}::text[])))`,
    parameters: [viewer.standing.employer.id, covered.map(({ queue }) => queue), covered.map(({ purpose }) => purpose)],
  };
};
