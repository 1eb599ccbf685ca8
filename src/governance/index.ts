/** The whole face of governance: the facts about people that the kernel's rules ask for. */
export { standingOf } from "./standing";
export { openPlaceOfWork } from "./place-of-work/network-signal";
export { settlePlace } from "./place-of-work/declare-own-place";
export { placeStrip, type PlaceStrip } from "./place-of-work/place-strip";
export { watchStandings, type StandingChange } from "./standing-changes";
export { GOVERNANCE_ENTITIES, GOVERNANCE_TASKS, governanceHolders, governanceJobs } from "./rooms";
export { presentPeople, type PresentPeople } from "./place-of-work/present-people";
export { contractsInForce, type ContractInForce } from "./processors/in-force";
export { governanceEndings } from "./leaving/end-papers";
export { acknowledgementDetour, demandAcknowledgement, importAcknowledgement, type DemandFor } from "./acknowledgements";
export { publishTemplate } from "./documents/publish-template";
export { verifyEvidenceCommand } from "./evidence";
export type { ColleagueMail } from "./notices";
export { courseKeys } from "./training/courses";
export { governanceRoutes } from "./routes";
