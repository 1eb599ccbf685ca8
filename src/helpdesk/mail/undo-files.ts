import { AsyncLocalStorage } from "node:async_hooks";
import type { FileStore } from "../../platform/files";

/** Keys that the work which is running now has put into the store. */
const running = new AsyncLocalStorage<string[]>();

/** A file store that remembers what a piece of work has put, so that it can be taken back when the work fails. */
export const undoable = (store: FileStore): FileStore => ({
  put: async (bytes) => {
    const key = await store.put(bytes);
    running.getStore()?.push(key);
    return key;
  },
  get: (key) => store.get(key),
  remove: (key) => store.remove(key),
});

/**
 * Runs work that is one transaction. A file store knows no transactions: when the work fails, the files it has put are
 * removed, so that a full disk or a lost connection leaves neither rows without files nor files without rows. Needs a
 * store made by `undoable`. The failure of the work is what is thrown, whatever becomes of the removal.
 */
export const undoingFiles = async <T>(store: FileStore, work: () => Promise<T>): Promise<T> => {
  const keys: string[] = [];
  try {
    return await running.run(keys, work);
  } catch (error) {
    for (const key of keys) await store.remove(key).catch(() => undefined);
    throw error;
  }
};
