import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import type * as Promises from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createDiskStore, FileGone } from "../../../src/platform/files";

jest.mock("node:fs/promises", () => ({ ...jest.requireActual<typeof Promises>("node:fs/promises") }));
const promises = jest.requireMock<typeof Promises>("node:fs/promises");

const everything = (dir: string): string[] => (existsSync(dir) ? readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name) : []);

describe("the file store", () => {
  let dir: string;
  beforeEach(() => { dir = mkdtempSync(path.join(tmpdir(), "diskret-test-")); });
  afterEach(() => { jest.restoreAllMocks(); rmSync(dir, { recursive: true, force: true }); });

  it("keeps bytes, readable by nobody else, and gives them back", async () => {
    const store = createDiskStore(dir);
    const key = await store.put(Buffer.from([0, 1, 2, 255]));
    expect(await store.get(key)).toEqual(Buffer.from([0, 1, 2, 255]));
    expect(statSync(path.join(dir, key)).mode & 0o777).toBe(0o600);
    await store.remove(key);
    await store.remove(key);
    await expect(store.get(key)).rejects.toBeInstanceOf(FileGone);
  });

  it.each(["../secret", "aa/../../etc/passwd", "/etc/passwd", "", "aa", "AA/0d9c1a52-5b1f-4a57-9d5e-1d8f3b1c2a11", "aa/0d9c1a52-5b1f-4a57-9d5e-1d8f3b1c2a11\0"])("reads and removes nothing under a key that is not one of its own: %j", async (key) => {
    const store = createDiskStore(path.join(dir, "files"));
    writeFileSync(path.join(dir, "secret"), "x");
    await expect(store.get(key)).rejects.toBeInstanceOf(FileGone);
    await store.remove(key);
    expect(existsSync(path.join(dir, "secret"))).toBe(true);
  });

  it.each(["writeFile", "sync"] as const)("leaves no half file when the disk is full (%s)", async (step) => {
    const open = promises.open;
    jest.spyOn(promises, "open").mockImplementation(async (...args) => {
      const file = await open(...args);
      if (step === "writeFile") await file.write("half");
      jest.spyOn(file, step).mockRejectedValue(Object.assign(new Error("no space left on device"), { code: "ENOSPC" }));
      return file;
    });
    await expect(createDiskStore(dir).put(Buffer.from("whole"))).rejects.toMatchObject({ code: "ENOSPC" });
    expect(everything(dir)).toEqual([]);
  });

  it("leaves no half file when renaming fails", async () => {
    jest.spyOn(promises, "rename").mockRejectedValue(Object.assign(new Error("quota"), { code: "EDQUOT" }));
    await expect(createDiskStore(dir).put(Buffer.from("whole"))).rejects.toMatchObject({ code: "EDQUOT" });
    expect(everything(dir)).toEqual([]);
  });
});
