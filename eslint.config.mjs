import tseslint from "typescript-eslint";

/** Rules are error or off, never warn. The import rules between layers live in .dependency-cruiser.cjs. */
const time = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: "Only platform/clock.ts reads the time: take ctx.now." },
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: "Only platform/clock.ts reads the time: take ctx.now." },
];
const environment = [
  { selector: "MemberExpression[object.name='process'][property.name='env']", message: "Only platform/config.ts reads the environment." },
];

export default tseslint.config(
  { ignores: ["dist/", "public/", "node_modules/", "data/", "coverage/"] },
  ...tseslint.configs.recommended,
  {
    files: ["src/**/*.ts"],
    rules: {
      "no-restricted-syntax": ["error", ...time, ...environment],
      "no-console": "error",
      "eqeqeq": "error",
      "max-params": ["error", 5],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
    },
  },
  { files: ["src/platform/clock.ts"], rules: { "no-restricted-syntax": ["error", ...environment] } },
  { files: ["src/platform/config.ts"], rules: { "no-restricted-syntax": ["error", ...time] } },
  { files: ["**/*.cjs", "**/*.mjs"], rules: { "@typescript-eslint/no-require-imports": "off" } },
  { files: ["test/**/*.ts", "bench/**/*.ts"], rules: { "@typescript-eslint/no-explicit-any": "off" } },
);
