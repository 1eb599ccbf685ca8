import { isAgent, isInHouse, type Viewer } from "../../privacy";

/** Whose paper it is, as far as who may look depends on it. */
export interface Whose { readonly agentId: string; readonly employerId: string; readonly teamId: string | null }

const isOfficer = (viewer: Viewer): boolean => isAgent(viewer) && viewer.standing.role === "privacyOfficer" && isInHouse(viewer);

/** Which people a reader of papers sees: all, those of an employer, or one team of it. */
export type PeopleScope = { readonly kind: "all" } | { readonly kind: "employer"; readonly employer: string } | { readonly kind: "team"; readonly employer: string; readonly team: string };

/**
 * Who may look at whose papers. A lead sees the own team, a processor's lead the own company's people; a processor's privacy
 * officer likewise; the controller's all. A lead without a team sees nobody. Administration sees no papers.
 */
const scopeOf = (viewer: Viewer): PeopleScope | null => {
  if (!isAgent(viewer)) return null;
  const { employer, role } = viewer.standing;
  if (isOfficer(viewer)) return { kind: "all" };
  if (!isInHouse(viewer)) return role === "lead" || role === "privacyOfficer" ? { kind: "employer", employer: employer.id } : null;
  return role === "lead" && viewer.team !== null ? { kind: "team", employer: employer.id, team: viewer.team } : null;
};

const within = (scope: PeopleScope | null, whose: Whose): boolean => {
  if (!scope) return false;
  if (scope.kind === "all") return true;
  return whose.employerId === scope.employer && (scope.kind === "employer" || whose.teamId === scope.team);
};

/** Who may do what with papers. The rooms of the single papers add what is theirs. */
export const paperPolicy = {
  scope: scopeOf,
  /** Everybody reads their own. */
  read: (viewer: Viewer, whose: Whose): boolean => isAgent(viewer) && (viewer.id === whose.agentId || within(scopeOf(viewer), whose)),
  /** Approving, suspending, ending: the same people, and never for oneself. */
  decide: (viewer: Viewer, whose: Whose): boolean => isAgent(viewer) && viewer.id !== whose.agentId && within(scopeOf(viewer), whose),
  /** What training is asked of everybody. */
  setRules: isOfficer,
};

/** `scope`, said in SQL over the alias `a` of agents; takes two parameters, numbered from `from`. */
export const readableBy = (scope: PeopleScope, from: number): { sql: string; parameters: (string | null)[] } => ({
  sql: `($${from}::uuid IS NULL OR a.employer_id = $${from}) AND ($${from + 1}::uuid IS NULL OR a.team_id = $${from + 1})`,
  parameters: [scope.kind === "all" ? null : scope.employer, scope.kind === "team" ? scope.team : null],
});
