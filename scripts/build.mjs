/**
 * Builds what runs: src and migrations to dist (file by file, so that stack traces and migrations keep their names), the client to
 * public/assets with content hashes, the icons as one sprite, and a manifest of the names. `views/`, `locales/` and `public/`
 * are read from the project root and not copied. Idempotent; works from any folder.
 */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const assets = join(root, "public", "assets");
const require = createRequire(import.meta.url);

const filesIn = async (folder, wanted) => {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile() && wanted(entry.name)).map((entry) => join(entry.parentPath, entry.name)).sort();
};

/** Removes what an earlier build left and this one did not write. */
const sweep = async (folder, written) => {
  const kept = new Set(written.map((file) => join(root, file)));
  const stale = (await filesIn(folder, () => true)).filter((file) => !kept.has(file));
  await Promise.all(stale.map((file) => rm(file)));
};

const buildServer = async () => {
  const isSource = (name) => name.endsWith(".ts") && !name.endsWith(".d.ts");
  const entryPoints = [...await filesIn("src", isSource), ...await filesIn("migrations", isSource)];
  const result = await build({
    absWorkingDir: root, entryPoints, outdir: "dist", outbase: root, tsconfig: join(root, "tsconfig.json"),
    format: "cjs", platform: "node", target: "node20", sourcemap: true, metafile: true, logLevel: "warning",
  });
  const written = Object.keys(result.metafile.outputs);
  await sweep("dist/src", written);
  await sweep("dist/migrations", written);
  return entryPoints.length;
};

const clientOptions = {
  absWorkingDir: root, bundle: true, minify: true, outdir: "public/assets", outbase: join(root, "client"), metafile: true,
  entryNames: "[name]-[hash]", assetNames: "[name]-[hash]", target: ["es2022", "chrome123", "firefox121", "safari17.5"],
  loader: { ".woff2": "file", ".svg": "file" }, legalComments: "linked", logLevel: "warning",
};

const buildClient = async () => {
  const [script, styles] = await Promise.all([
    build({ ...clientOptions, entryPoints: [join(root, "client", "app.ts")], format: "esm", sourcemap: true, tsconfig: join(root, "client", "tsconfig.json") }),
    build({ ...clientOptions, entryPoints: [join(root, "client", "app.css")] }),
  ]);
  const outputs = { ...script.metafile.outputs, ...styles.metafile.outputs };
  const names = Object.entries(outputs).filter(([, made]) => made.entryPoint)
    .map(([file, made]) => [basename(made.entryPoint).replace(/\.ts$/, ".js"), basename(file)]);
  return { written: Object.keys(outputs), names };
};

/** One <symbol> per name in client/icons.json; an unknown name fails the build. */
const buildSprite = async () => {
  const wanted = JSON.parse(await readFile(join(root, "client", "icons.json"), "utf8"));
  const symbols = await Promise.all(wanted.map(async (name) => {
    const svg = await readFile(require.resolve(`@tabler/icons/outline/${name}.svg`), "utf8");
    const inner = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>")).replace(/\s*\n\s*/g, "");
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${inner}</symbol>`;
  }));
  const sprite = `<svg xmlns="http://www.w3.org/2000/svg"><!-- Icons: Tabler Icons, MIT licence -->${symbols.join("")}</svg>\n`;
  const file = `icons-${createHash("sha256").update(sprite).digest("hex").slice(0, 8).toUpperCase()}.svg`;
  await mkdir(assets, { recursive: true });
  await writeFile(join(assets, file), sprite);
  return file;
};

const started = performance.now();
const [modules, client, sprite] = await Promise.all([buildServer(), buildClient(), buildSprite()]);
const manifest = Object.fromEntries([...client.names, ["icons.svg", sprite]].sort());
await writeFile(join(assets, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
await sweep("public/assets", [...client.written, `public/assets/${sprite}`, "public/assets/manifest.json"]);
console.log(`Built ${modules} modules, ${Object.keys(manifest).length} assets in ${Math.round(performance.now() - started)} ms.`);
