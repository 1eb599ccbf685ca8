import { isAgent, isInHouse, type AgentViewer, type Viewer } from "../../privacy";
import { UNSIGNED, type State } from "./life/states";

/** What of a contract decides who may do what with it. */
export interface Held { readonly employerId: string; readonly state: State; readonly editors: readonly string[] }

const inHouse = (viewer: Viewer, ...roles: AgentViewer["standing"]["role"][]): viewer is AgentViewer => isAgent(viewer) && isInHouse(viewer) && roles.includes(viewer.standing.role);
const processorLead = (viewer: Viewer): viewer is AgentViewer => isAgent(viewer) && !isInHouse(viewer) && viewer.standing.role === "lead";

/**
 * Who does what at the contract desk. Vendor management and approval are two people (domain rule 13): leads and administrators draft, the
 * privacy officer decides, and whoever touched a draft does not decide on it, whatever their role is by then. A processor's lead sees the
 * own papers once they are on the table, and nothing of anybody else.
 */
export const contractPolicy = {
  desk: (viewer: Viewer): viewer is AgentViewer => inHouse(viewer, "lead", "privacyOfficer", "administrator", "auditor") || processorLead(viewer),
  /** Papers of the controller alone: scorecards, role assessments, all processors. */
  controller: (viewer: Viewer): boolean => inHouse(viewer, "lead", "privacyOfficer", "administrator", "auditor"),
  read: (viewer: Viewer, { employerId, state }: Held): boolean => contractPolicy.controller(viewer) || (processorLead(viewer) && viewer.standing.employer.id === employerId && (state === "awaitingSignature" || !UNSIGNED.includes(state))),
  draft: (viewer: Viewer): viewer is AgentViewer => inHouse(viewer, "lead", "administrator", "privacyOfficer"),
  decide: (viewer: Viewer, { editors }: Pick<Held, "editors">): boolean => inHouse(viewer, "privacyOfficer") && !editors.includes(viewer.id),
  officer: (viewer: Viewer): viewer is AgentViewer => inHouse(viewer, "privacyOfficer"),
  /** Objecting to an instruction, naming people: the processor's own lead. */
  processor: (viewer: Viewer, { employerId }: Pick<Held, "employerId">): viewer is AgentViewer => processorLead(viewer) && viewer.standing.employer.id === employerId,
  names: (viewer: Viewer): viewer is AgentViewer => processorLead(viewer),
};

/** `read`, said in SQL over the contract `c`; one parameter, numbered `at`. A test keeps the two in step. */
export const readableContracts = (viewer: Viewer, at: number): { sql: string; parameter: string | null } => {
  if (contractPolicy.controller(viewer)) return { sql: `$${at}::uuid IS NULL`, parameter: null };
  if (processorLead(viewer)) return { sql: `(c.employer_id = $${at}::uuid AND (c.state = 'awaitingSignature' OR c.state NOT IN (${UNSIGNED.map((state) => `'${state}'`).join(", ")})))`, parameter: viewer.standing.employer.id };
  return { sql: `($${at}::uuid IS NULL AND FALSE)`, parameter: null };
};
