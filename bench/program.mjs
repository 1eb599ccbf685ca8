/** The built program, as the bench uses it: `DISKRET_ROOT` measures another build tree side by side. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = process.env.DISKRET_ROOT ?? join(dirname(fileURLToPath(import.meta.url)), "..");
const require = createRequire(join(ROOT, "package.json"));
const built = (path) => require(`./dist/${path}`);

export const pg = require("pg");
export const program = {
  detect: built("src/privacy/detect"), envelope: built("src/privacy/detect/envelope"), index: built("src/privacy/blind-index"), sealed: built("src/privacy/sealed"), kernel: built("src/privacy/kernel"),
  identity: { ...built("src/identity/create-agent"), ...built("src/identity/passwords") },
};
export { built };
