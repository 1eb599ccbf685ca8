import type { EntityManager } from "typeorm";
import { sendAlong } from "./prepared";

/**
 * Runs what comes next in the transaction as another role, with a setting that its row-level security asks for. Both end with
 * the transaction. It is not waited for: what is sent after it is answered after it, or fails with it.
 */
export const assumeRole = (db: EntityManager, role: string, [setting, value]: readonly [string, string]): void =>
  sendAlong(db, "SELECT set_config('role', $1, true), set_config($2, $3, true)", [role, setting, value]);

/** Does `work` as one role and goes back to the other, also after an error: who catches it has what they had before and no more. */
export const asRole = async <T>(db: EntityManager, { role, back }: { role: string; back: string }, work: () => Promise<T>): Promise<T> => {
  sendAlong(db, "SELECT set_config('role', $1, true)", [role]);
  try {
    return await work();
  } finally {
    sendAlong(db, "SELECT set_config('role', $1, true)", [back]);
  }
};
