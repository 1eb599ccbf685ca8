import { Agreement } from "./home-office/agreement";
import { HOME_OFFICE_TASK } from "./home-office/follow-up";
import { homeOfficeHolder } from "./home-office/holder";
import { placeHolder } from "./place-of-work/holder";
import { PlaceDeclaration } from "./place-of-work/place-declaration";
import type { EntityClass } from "../platform/database";
import type { Job } from "../platform/jobs";
import { endPapersJob } from "./leaving/end-papers";
import type { Holder, RunAsSystem } from "../privacy";
import { ACKNOWLEDGEMENT_TASK, copyJob } from "./acknowledgements";
import { evidenceHolder } from "./evidence";
import { processorHolder } from "./processors/holder";
import { CONTRACT_TASKS } from "./processors/tasks";
import { TRAINING_TASK } from "./training/remind";
import { noticeJobs, type SendMail } from "./notices";

/** What each room of governance adds to the program, a line a room. */
export const GOVERNANCE_ENTITIES: EntityClass[] = [PlaceDeclaration, Agreement];
export const governanceHolders: Holder[] = [evidenceHolder, processorHolder, placeHolder, homeOfficeHolder];
/** `send` delivers one mail to a colleague and rejects where it is worth trying again. */
export const governanceJobs = (run: RunAsSystem, send: SendMail): Job[] => [
  endPapersJob(run) as unknown as Job,
  ...noticeJobs(run, send), copyJob(run, send),
];

/** Work that comes round by itself: reminders, ends of validity, retention of evidence. */
export interface GovernanceTask { readonly seconds: number; readonly name: string; work(run: RunAsSystem): Promise<void> }
export const GOVERNANCE_TASKS: readonly GovernanceTask[] = [TRAINING_TASK, ACKNOWLEDGEMENT_TASK, HOME_OFFICE_TASK, ...CONTRACT_TASKS];
