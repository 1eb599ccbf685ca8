import { createHmac } from "node:crypto";
import { use, type Service } from "../platform/services";
import type { MasterKeys } from "./keys/master-key";
import type { SystemKeys } from "./keys/system-keys";
import type { Ctx } from "./viewer";

/** The kernel's own secrets; held by nobody else. Internal to privacy/. */
export interface Kernel { readonly master: MasterKeys; readonly keys: SystemKeys }

export const KERNEL: Service<Kernel> = { name: "privacy kernel" };
export const kernelOf = (ctx: Pick<Ctx, "db">): Kernel => use(ctx.db, KERNEL);

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Five letters that stand for a person: the same everywhere, and computable only with the installation's key. */
export const pseudonymOf = (key: Buffer, subject: string): string => {
  const digest = createHmac("sha256", key).update(`person ${subject}`).digest();
  return Array.from({ length: 5 }, (_, index) => CROCKFORD[digest[index]! % 32]).join("");
};

/** The pseudonyms of these people, for rooms that name nobody. */
export const pseudonymsOf = (ctx: Pick<Ctx, "db">, subjects: readonly string[]): Map<string, string> => {
  const { pseudonym } = kernelOf(ctx).keys;
  return new Map(subjects.map((subject) => [subject, pseudonymOf(pseudonym, subject)]));
};
