import { isAgent, isInHouse, type AgentViewer, type Role, type Viewer } from "../privacy";

/** Who may do what with people and their access. Everybody may change their own account. */
export const identityPolicy = {
  ownAccount: (viewer: Viewer): viewer is AgentViewer => isAgent(viewer),
  /** A processor's people never administer the controller's installation. */
  administer: (viewer: Viewer): viewer is AgentViewer => isAgent(viewer) && viewer.standing.role === "administrator" && isInHouse(viewer),
  /** Nobody changes their own role, employer or access. */
  change: (viewer: Viewer, agentId: string): boolean => identityPolicy.administer(viewer) && viewer.id !== agentId,
};

/** Roles that see across employers or set the rules belong to the controller's own people. */
const IN_HOUSE_ONLY: ReadonlySet<Role> = new Set(["administrator"]);
export const roleFits = (role: Role, employer: "inHouse" | "processor"): boolean => employer === "inHouse" || !IN_HOUSE_ONLY.has(role);

/** What `detourOf` needs to know about a signed-in person. */
export interface SecondFactorFacts { readonly confirmed: boolean; readonly required: boolean }

const WITHOUT_SECOND_FACTOR = [/^\/account\/second-factor(\/|$)/, /^\/sign-out$/, /^\/preferences$/];

/** Where a person of a role that requires a second factor must go first, or null. */
export const detourOf = (viewer: { readonly secondFactor: SecondFactorFacts }, path: string): string | null =>
  viewer.secondFactor.required && !viewer.secondFactor.confirmed && !WITHOUT_SECOND_FACTOR.some((open) => open.test(path)) ? "/account/second-factor" : null;
