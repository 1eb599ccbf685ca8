import type { Category } from "./categories";
import { append } from "./access-log/append";
import { loadKeys } from "./keys/data-keys";
import { kernelOf } from "./kernel";
import { decrypt, encrypt, type Place } from "./sealed";
import { askableCategories, type Whose } from "./said";
import { rows } from "../platform/database";
import { Conflict } from "../platform/faults";
import type { AgentCtx, Purpose } from "./viewer";

/** Two records of one person: `from` becomes part of `into`. */
export interface Union { readonly from: string; readonly into: string; readonly ticket: string; readonly purpose: Purpose }
/** Takes a value that is sealed for the one and answers it sealed for the other, at the same place. */
export type Reseal = (place: Place, bytes: Buffer) => Buffer;

/**
 * Seals values of one person anew for another, because both turned out to be the same. A ciphertext is bound to its
 * person, so it could not simply be moved; what is opened here goes nowhere but into the other seal. The union stands in
 * the log, in the same transaction. Throws Conflict where one of the two is frozen or erased: then nothing may be changed.
 */
export const resealer = async (ctx: AgentCtx, { from, into, ticket, purpose }: Union): Promise<Reseal> => {
  const keys = await loadKeys(ctx.db, kernelOf(ctx).master, [from, into]);
  const [old, next] = [keys.get(from), keys.get(into)];
  if (!old?.key || !next?.key || old.restricted || next.restricted) throw new Conflict("mergeNotPossible");
  const [oldKey, nextKey] = [old.key, next.key];
  await append(ctx, [{ action: "merge", subjects: [from, into], ticket, forms: {}, purpose, count: 2, detail: { from, into } }]);
  return (place, bytes) => encrypt(nextKey, place, into, decrypt(oldKey, place, from, bytes));
};

/** How two records compare in one category. `alike`: names that sound alike in German. */
export type Agreement = "same" | "alike" | "different" | "oneSided";

interface Indexed { subject: string; category: Category; kind: string; token: Buffer }

/**
 * What two records have in common, by keyed digests and without a value; only for categories of which this viewer gets
 * something on both sides. People who are frozen or erased have nothing in common with anybody.
 */
export const compareRecords = async (ctx: AgentCtx, one: Whose, other: Whose, categories: readonly Category[]): Promise<Map<Category, Agreement>> => {
  const [mine, theirs] = [await askableCategories(ctx, one, categories), await askableCategories(ctx, other, categories)];
  const indexed = await rows<Indexed>(ctx.db, "SELECT subject, category, kind, token FROM blind_index WHERE subject = ANY($1)", [[one.subject, other.subject]]);
  const tokens = (subject: string, category: Category, kind: string): Set<string> =>
    new Set(indexed.filter((entry) => entry.subject === subject && entry.category === category && entry.kind === kind).map(({ token }) => token.toString("hex")));
  const share = (category: Category, kind: string): boolean => { const right = tokens(other.subject, category, kind); return [...tokens(one.subject, category, kind)].some((token) => right.has(token)); };
  return new Map(categories.filter((category) => mine.has(category) && theirs.has(category)).flatMap((category): [Category, Agreement][] => {
    const [left, right] = [tokens(one.subject, category, "exact").size, tokens(other.subject, category, "exact").size];
    if (left + right === 0) return [];
    if (left === 0 || right === 0) return [[category, "oneSided"]];
    return [[category, share(category, "exact") || share(category, "place") ? "same" : share(category, "nameSound") ? "alike" : "different"]];
  }));
};
