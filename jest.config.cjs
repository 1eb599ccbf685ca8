/** One runner, four kinds of test; each kind has its own cost (test/README.md). */
const common = {
  testEnvironment: "node",
  transform: { "^.+\\.[mc]?[tj]sx?$": ["@swc/jest", {
    jsc: {
      target: "es2022",
      parser: { syntax: "typescript", decorators: true },
      transform: { legacyDecorator: true, useDefineForClassFields: false },
    },
    module: { type: "commonjs" },
  }] },
  // These packages ship ES modules only, which Jest does not load: they are transformed like our own code.
  transformIgnorePatterns: ["/node_modules/(?!(file-type|strtok3|token-types|uint8array-extras|@tokenizer|@borewit|@faker-js|otplib|@otplib|@scure|@noble|html-to-text|@selderee|selderee|parseley|peberminta|leac|htmlparser2|dom-serializer|domhandler|domutils|domelementtype|entities|deepmerge-ts)/)"],
  modulePathIgnorePatterns: ["<rootDir>/dist/"],
};
const kind = (name, extra = {}) => ({ ...common, displayName: name, roots: ["<rootDir>/test/" + name], testMatch: ["**/*.test.ts"], ...extra });

module.exports = {
  // Nothing here is a timed test: a slow machine must not fail one.
  testTimeout: 60_000,
  maxWorkers: 2,
  projects: [
    kind("unit"),
    kind("integration", { globalSetup: "<rootDir>/test/support/global-setup.ts" }),
    kind("contract", { globalSetup: "<rootDir>/test/support/global-setup.ts" }),
    kind("e2e", { globalSetup: "<rootDir>/test/support/global-setup.ts" }),
  ],
};
