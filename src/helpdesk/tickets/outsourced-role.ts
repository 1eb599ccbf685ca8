import type { EntityManager } from "typeorm";
import { asRole, assumeRole } from "../../platform/database";
import { isAgent, isInHouse, type AgentViewer, type Ctx, type Viewer } from "../../privacy";
import { processorScope } from "./processor-scope";

const OUTSOURCED = "diskret_outsourced";
const PROGRAM = "diskret_app";

export const isOutsourced = (viewer: Viewer): viewer is AgentViewer => isAgent(viewer) && !isInHouse(viewer);

/**
 * From here on the transaction of somebody of a processor sees only rows in their scope, whatever a statement forgets
 * (row-level security, migrations/0099-outsourced-scope.ts). Whoever makes a context for an agent calls it first.
 */
export const enterScope = (db: EntityManager, viewer: Viewer): void => {
  if (!isOutsourced(viewer)) return;
  const finds = ["agent", "lead"].includes(viewer.standing.role);
  assumeRole(db, OUTSOURCED, ["diskret.scope", JSON.stringify(finds ? { agent: viewer.id, ...processorScope(viewer) } : {})]);
};

/**
 * What the program does with a ticket that the viewer has found: writing may take it out of the viewer's sight, and the
 * database would refuse them a row that they cannot see afterwards.
 */
export const asProgram = <T>(ctx: Ctx, work: () => Promise<T>): Promise<T> =>
  (isOutsourced(ctx.viewer) ? asRole(ctx.db, { role: PROGRAM, back: OUTSOURCED }, work) : work());
