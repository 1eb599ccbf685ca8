import { AsyncLocalStorage } from "node:async_hooks";
import type { FileStore } from "./index";

/** What the transaction that is running now has put, as the acts that take it back. */
const running = new AsyncLocalStorage<(() => Promise<void>)[]>();

/** A file store whose files are taken back when the transaction that put them fails. */
export const undoable = (store: FileStore): FileStore => ({
  put: async (bytes) => {
    const key = await store.put(bytes);
    running.getStore()?.push(() => store.remove(key));
    return key;
  },
  get: (key) => store.get(key),
  remove: (key) => store.remove(key),
});

/**
 * Runs work that is one transaction. A file store knows no transactions: when the work fails, the files it has put are
 * removed, so that a full disk or a lost connection leaves neither rows without files nor files without rows. The
 * failure of the work is what is thrown, whatever becomes of the removal.
 */
export const undoing = async <T>(work: () => Promise<T>): Promise<T> => {
  const undo: (() => Promise<void>)[] = [];
  try {
    return await running.run(undo, work);
  } catch (error) {
    for (const takeBack of undo) await takeBack().catch(() => undefined);
    throw error;
  }
};
