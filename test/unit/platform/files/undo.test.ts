import { undoable, undoing } from "../../../../src/platform/files";
import type { FileStore } from "../../../../src/platform/files";

const memory = (options: { stuck?: boolean } = {}): FileStore & { kept: Map<string, Buffer> } => {
  const kept = new Map<string, Buffer>();
  return {
    kept,
    put: async (bytes) => { const key = `k${kept.size + 1}`; kept.set(key, bytes); return key; },
    get: async (key) => kept.get(key)!,
    remove: async (key) => { if (options.stuck) throw new Error("stuck"); kept.delete(key); },
  };
};

describe("files of a transaction", () => {
  it("stay when the work succeeds and go when it fails, and those of other work beside it stay", async () => {
    const disk = memory();
    const store = undoable(disk);
    await Promise.allSettled([
      undoing(async () => { await store.put(Buffer.from("a")); await new Promise((go) => { setTimeout(go, 5); }); await store.put(Buffer.from("b")); throw new Error("no room"); }),
      undoing(async () => { await store.put(Buffer.from("c")); await new Promise((go) => { setTimeout(go, 10); }); }),
      store.put(Buffer.from("d")),
    ]);
    expect([...disk.kept.values()].map(String).sort()).toEqual(["c", "d"]);
  });

  it("do not hide why the work failed when they cannot be removed", async () => {
    const store = undoable(memory({ stuck: true }));
    await expect(undoing(async () => { await store.put(Buffer.from("a")); throw new Error("the cause"); })).rejects.toThrow("the cause");
  });
});
