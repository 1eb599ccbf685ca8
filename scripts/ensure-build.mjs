/**
 * Builds before a start, so that what runs is what stands in src/. With "missing" as argument it builds only where no
 * build is there (tools beside a serving program must not replace its files). An installation without the build tools
 * (a container) runs what was built into it.
 */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const built = existsSync(join(root, "dist/src/server.js")) && existsSync(join(root, "public/assets/manifest.json"));
const wanted = process.argv[2] !== "missing" || !built;
const tools = wanted && await import("esbuild").then(() => true, () => false);
if (wanted && !tools && !built) {
  process.stderr.write("Nothing is built yet and the build tools are missing. Run: npm ci && npm run build\n");
  process.exit(1);
}
if (wanted && tools) await import("./build.mjs");
