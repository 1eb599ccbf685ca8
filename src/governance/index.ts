/** The whole face of governance: the facts about people that the kernel's rules ask for. */
export { standingOf } from "./standing";
export { watchStandings, type StandingChange } from "./standing-changes";
export { GOVERNANCE_ENTITIES, GOVERNANCE_TASKS, governanceHolders, governanceJobs } from "./rooms";
export { governanceRoutes } from "./routes";
