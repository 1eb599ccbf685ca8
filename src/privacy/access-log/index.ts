/** The access log: written by disclosures, kept provable by a job, checked by anybody. */
export { ACTIONS, append, type Access, type Action } from "./append";
export { keepAccessLog, type Kept } from "./keep";
export { logIdentity, type LogIdentity } from "./log-identity";
export { monthsBefore, removeSegment, type RemovedSegment } from "./retention";
export { COVERAGE_COLUMNS, COVERAGE_JOINS } from "./coverage";
export { proveInclusion, type Inclusion } from "./inclusion";
export { verifyCommand } from "./verify-command";
