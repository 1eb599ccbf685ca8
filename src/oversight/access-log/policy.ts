import { NotFound } from "../../platform/faults";
import { isAgent, isInHouse, type AgentViewer, type Ctx } from "../../privacy";

/** Which rows of the log somebody may read. */
export type LogScope =
  | { readonly kind: "all" }
  | { readonly kind: "employer"; readonly employer: string }
  | { readonly kind: "team"; readonly employer: string; readonly team: string | null };

const scopeOf = (viewer: AgentViewer): LogScope | null => {
  const { role, employer } = viewer.standing;
  if (role === "lead") return { kind: "team", employer: employer.name, team: viewer.team };
  if (role !== "privacyOfficer" && role !== "auditor") return null;
  return isInHouse(viewer) ? { kind: "all" } : { kind: "employer", employer: employer.name };
};

/** Team leads read their own team, the privacy officer and the auditor all, those of a processor its own people. Everybody else finds nothing here. */
export const accessLogPolicy = { read: scopeOf };

export interface LogReader { readonly viewer: AgentViewer; readonly scope: LogScope }

/** The reader and what they may read. Throws NotFound for everybody else. */
export const readerOf = (ctx: Ctx): LogReader => {
  const scope = isAgent(ctx.viewer) ? accessLogPolicy.read(ctx.viewer) : null;
  if (!isAgent(ctx.viewer) || !scope) throw new NotFound();
  return { viewer: ctx.viewer, scope };
};

/** Collects conditions and their values: `where.add("a.ticket = ?", ticket)`. */
export class Where {
  private readonly conditions: string[] = [];
  readonly values: unknown[] = [];

  /** Each "?" of the condition takes the next value. The condition itself is never text from outside. */
  add(condition: string, ...values: readonly unknown[]): this {
    let next = 0;
    this.conditions.push(condition.replace(/\?/g, () => `$${this.values.push(values[next++])}`));
    return this;
  }

  /** The place of a value outside the conditions (LIMIT). */
  value(value: unknown): string { return `$${this.values.push(value)}`; }
  get sql(): string { return this.conditions.length === 0 ? "true" : this.conditions.join(" AND "); }
}

/** `accessLogPolicy.read`, said in SQL over the rows `a` of the log. A team that is not known matches nothing. */
export const readableBy = (scope: LogScope): Where => {
  const where = new Where();
  if (scope.kind === "all") return where;
  where.add("a.employer = ?", scope.employer);
  return scope.kind === "team" ? where.add("a.team = ?::text", scope.team) : where;
};
