import type { DataSource, EntityManager } from "typeorm";
import { row, rows } from "../platform/database";
import { Conflict, Invalid } from "../platform/faults";
import { CATEGORIES, rank, type Category, type Form } from "./categories";
import { COLUMNS, DEFAULT_POLICY, Matrix, type Policy, type PolicyColumn } from "./rules/policy";
import type { Ctx } from "./viewer";

/** Published versions never change, so what was read once per process stays true. */
const known = new WeakMap<DataSource, Map<number, Policy>>();

/** The policy of a version. Throws when it does not exist: a viewer without a policy sees nothing. */
export const policyOf = async (db: EntityManager, version: number): Promise<Policy> => {
  const cache = known.get(db.connection) ?? new Map<number, Policy>();
  known.set(db.connection, cache);
  const cached = cache.get(version);
  if (cached) return cached;
  const stored = await row<{ version: number; matrix: unknown }>(db, "SELECT version, matrix FROM policy_versions WHERE version = $1", [version]);
  if (!stored) throw new Error(`Policy version ${version} is not in the database.`);
  const policy: Policy = { version: stored.version, matrix: Matrix.parse(stored.matrix) };
  cache.set(version, policy);
  return policy;
};

/** Writes the default policy into a database that has none. */
export const ensurePolicy = async (db: EntityManager, now: Date): Promise<void> => {
  await db.query("INSERT INTO policy_versions (version, matrix, published_at) VALUES (1, $1, $2) ON CONFLICT DO NOTHING", [JSON.stringify(DEFAULT_POLICY.matrix), now]);
};

/** One cell that a new policy would change, and in which direction. */
export interface PolicyChange { readonly column: PolicyColumn; readonly category: Category; readonly before: Form; readonly after: Form; readonly seesMore: boolean }

/** Who would see more and who less, before anything is published. */
export const comparePolicies = (before: Policy["matrix"], after: Policy["matrix"]): PolicyChange[] =>
  COLUMNS.flatMap((column) => CATEGORIES.map((category) => ({ column, category, before: before[column][category], after: after[column][category] })))
    .filter((change) => change.before !== change.after)
    .map((change) => ({ ...change, seesMore: rank(change.after) > rank(change.before) }));

/** Columns that never get content, whatever is saved: an administrator and an auditor (domain rule 13). */
const WITHOUT_CONTENT: readonly PolicyColumn[] = ["administrator", "auditor"];

/** Checks a matrix when it is saved. Throws Invalid for a hole, an unknown form, or content for those who get none. */
export const checkMatrix = (matrix: unknown): Policy["matrix"] => {
  const parsed = Matrix.safeParse(matrix);
  if (!parsed.success) throw new Invalid({ matrix: "form.policyIncomplete" });
  const opened = WITHOUT_CONTENT.find((column) => CATEGORIES.some((category) => parsed.data[column][category] !== "hidden"));
  if (opened) throw new Invalid({ matrix: "form.policyNoContent" });
  return parsed.data;
};

/**
 * Publishes the next version. `basedOn` is the version that the author saw; when somebody else has published since,
 * nothing is changed (Conflict).
 */
export const publishPolicy = async (ctx: Ctx, basedOn: number, matrix: unknown): Promise<number> => {
  const checked = checkMatrix(matrix);
  const by = ctx.viewer.kind === "agent" ? ctx.viewer.id : null;
  const published = await rows<{ version: number }>(ctx.db, `INSERT INTO policy_versions (version, matrix, published_at, published_by)
    SELECT $1 + 1, $2, $3, $4 WHERE $1 = (SELECT max(version) FROM policy_versions) ON CONFLICT DO NOTHING RETURNING version`, [basedOn, JSON.stringify(checked), ctx.now, by]);
  if (published.length === 0) throw new Conflict("policyChanged");
  return published[0]!.version;
};

export const currentPolicy = async (db: EntityManager): Promise<Policy> => {
  const found = await row<{ version: number }>(db, "SELECT max(version)::int AS version FROM policy_versions");
  return policyOf(db, found!.version);
};
