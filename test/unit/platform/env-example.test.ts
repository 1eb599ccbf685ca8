import { readFileSync } from "node:fs";
import path from "node:path";
import { VARIABLES } from "../../../src/platform/config";
import { ROOT } from "../../../src/platform/root";

describe(".env.example", () => {
  it("lists every variable the program reads, and no other", () => {
    const listed = [...readFileSync(path.join(ROOT, ".env.example"), "utf8").matchAll(/^# ?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name);
    expect([...new Set(listed)].sort()).toEqual([...VARIABLES].sort());
  });
});
