import type { EntityClass } from "../platform/database";
import type { Job } from "../platform/jobs";
import type { Holder, RunAsSystem } from "../privacy";

/** What each room of governance adds to the program, a line a room. */
export const GOVERNANCE_ENTITIES: EntityClass[] = [];
export const governanceHolders: Holder[] = [];
export const governanceJobs = (_run: RunAsSystem): Job[] => [];

/** Work that comes round by itself: reminders, ends of validity, retention of evidence. */
export interface GovernanceTask { readonly seconds: number; readonly name: string; work(run: RunAsSystem): Promise<void> }
export const GOVERNANCE_TASKS: readonly GovernanceTask[] = [];
