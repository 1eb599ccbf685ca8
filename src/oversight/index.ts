/** Oversight: who looked at what, whether that was right, and who may see what. */
export { accessLogRoutes } from "./access-log/routes";
export { policyRoutes } from "./policy/routes";
