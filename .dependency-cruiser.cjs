/**
 * Who may import whom (docs/ARCHITECTURE.md). A layer imports the rows above it and nothing else;
 * across domains only through index.ts; domains of one row do not import each other.
 */
const DOMAINS = {
  privacy: "^src/privacy/", identity: "^src/identity/",
  governance: "^src/governance/", customers: "^src/customers/",
  helpdesk: "^src/helpdesk/",
  rights: "^src/rights/", oversight: "^src/oversight/", insight: "^src/insight/", portal: "^src/portal/", api: "^src/api/",
};
const ROWS = [["privacy"], ["identity"], ["governance", "customers"], ["helpdesk"], ["rights", "oversight", "insight", "portal", "api"]];
const rowOf = (name) => ROWS.findIndex((row) => row.includes(name));
const layerRules = Object.keys(DOMAINS).map((name) => ({
  name: `${name}-imports-only-rows-above`,
  severity: "error",
  from: { path: DOMAINS[name] },
  to: { path: ["^src/(app|server|worker|demo)", ...Object.keys(DOMAINS).filter((other) => other !== name && rowOf(other) >= rowOf(name)).map((other) => DOMAINS[other])] },
}));
const faceRules = Object.keys(DOMAINS).map((name) => ({
  name: `${name}-through-its-index`,
  severity: "error",
  comment: "Across domains only through index.ts; app.ts, server.ts, worker.ts and the demo compose through it too.",
  from: { path: "^src/", pathNot: DOMAINS[name] },
  to: { path: DOMAINS[name], pathNot: `${DOMAINS[name]}index\\.ts$` },
}));

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } } },
    { name: "platform-knows-nothing-of-ours", severity: "error", from: { path: "^src/platform/" }, to: { path: "^src/", pathNot: "^src/platform/" } },
    ...layerRules,
    ...faceRules,
    { name: "only-routes-see-express", severity: "error", from: { path: "^src/", pathNot: ["^src/platform/(http|realtime)/", "routes\\.ts$", "^src/(app|server|serve|frame|styleguide)\\.ts$", "^src/identity/(passport|sign-in|sessions)"] }, to: { path: "node_modules/(@types/)?express(-session)?/" } },
    { name: "only-the-database-room-sees-the-data-source", severity: "error", from: { path: "^src/", pathNot: ["^src/platform/database/", "^src/platform/jobs/"] }, to: { path: "^src/platform/database/(data-source|embedded)" } },
    { name: "nobody-imports-tests", severity: "error", from: { path: "^src/" }, to: { path: "^(test|bench)/" } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    exclude: { path: "^(dist|public|data)/" },
  },
};
