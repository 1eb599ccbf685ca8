import { existsSync } from "node:fs";
import path from "node:path";

const findRoot = (from: string): string => {
  if (existsSync(path.join(from, "package.json"))) return from;
  const parent = path.dirname(from);
  if (parent === from) throw new Error("No package.json above the program: the installation is incomplete.");
  return findRoot(parent);
};

/** The folder of the installation: views/, locales/ and public/ stand there, whether we run from src/ or dist/src/. */
export const ROOT = findRoot(__dirname);
