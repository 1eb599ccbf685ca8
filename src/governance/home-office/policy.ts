import { isAgent, isInHouse, type Viewer } from "../../privacy";
import { paperPolicy } from "../papers/policy";
import type { Approver } from "./agreement";

/** Whose agreement it is, as far as it decides who may act on it. */
export interface Owner { readonly agentId: string; readonly employerId: string; readonly teamId: string | null; readonly role: string; readonly outsourced: boolean; readonly queues: readonly string[] }

/**
 * In whose name somebody acts on an agreement that is not their own; null for everybody else. A lead answers for the own
 * team, and of the house also for those who have no lead: people without a team, and people who are not agents. A processor's
 * lead answers for the own company's people; the client of a processor is an in-house lead who works in one of the person's
 * queues. Nobody acts on their own agreement.
 */
const capacity = (viewer: Viewer, owner: Owner): Approver | null => {
  if (!isAgent(viewer) || viewer.id === owner.agentId) return null;
  const { role, queues } = viewer.standing;
  if (role === "privacyOfficer") return isInHouse(viewer) ? "privacy" : null;
  if (role !== "lead") return null;
  if (owner.outsourced && isInHouse(viewer)) return queues.some((queue) => owner.queues.includes(queue)) ? "client" : null;
  const leaderless = isInHouse(viewer) && !owner.outsourced && (owner.teamId === null || owner.role !== "agent");
  return leaderless || paperPolicy.decide(viewer, owner) ? "lead" : null;
};

/** Who may do what with a home-office agreement; `approvedBy` are those who approved this version already. */
export const homeOfficePolicy = {
  capacity,
  own: (viewer: Viewer, owner: Owner): boolean => isAgent(viewer) && viewer.id === owner.agentId,
  read: (viewer: Viewer, owner: Owner): boolean => homeOfficePolicy.own(viewer, owner) || capacity(viewer, owner) !== null,
  /** Only whose turn it is, and nobody twice: two approvals are two people, also where somebody's role has changed in between. */
  approve: (viewer: Viewer, owner: Owner, next: Approver | null, approvedBy: readonly string[]): boolean =>
    next !== null && capacity(viewer, owner) === next && isAgent(viewer) && !approvedBy.includes(viewer.id),
  /** The employer and privacy suspend and revoke; a client ends work at home through the contract. */
  suspend: (viewer: Viewer, owner: Owner): boolean => ["lead", "privacy"].includes(capacity(viewer, owner) ?? ""),
  /** Privacy has the last word, as with the approval. */
  resume: (viewer: Viewer, owner: Owner): boolean => capacity(viewer, owner) === "privacy",
  inspect: (viewer: Viewer, owner: Owner): boolean => capacity(viewer, owner) !== null,
  /** The street stands for whoever visits: the person and privacy. Everybody else sees label, country and kind of room. */
  seeAddress: (viewer: Viewer, owner: Owner): boolean => homeOfficePolicy.own(viewer, owner) || capacity(viewer, owner) === "privacy",
};
