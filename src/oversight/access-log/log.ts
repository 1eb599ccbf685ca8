/** What this room needs of the access log beyond writing to it; the one place that names where it comes from. */
export { ACTIONS, COVERAGE_COLUMNS, COVERAGE_JOINS, proveInclusion, type Inclusion } from "../../privacy/access-log";
