import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Where the browser finds a built file: `assets("app.css")` is "/assets/app-4F2K9X.css". Reads the manifest that
 * `scripts/build.mjs` writes; throws when it is missing or does not know the name.
 */
export const readAssets = (publicFolder: string): ((name: string) => string) => {
  const manifest = JSON.parse(readFileSync(join(publicFolder, "assets", "manifest.json"), "utf8")) as Record<string, string>;
  return (name) => {
    const file = Object.hasOwn(manifest, name) ? manifest[name] : undefined;
    if (file === undefined) throw new Error(`The build made no asset named ${name}.`);
    return `/assets/${file}`;
  };
};
