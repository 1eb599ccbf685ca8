import type { Category } from "./categories";
import { exactToken, nameTokens, normalise, placeOf, soundsOf } from "./blind-index";
import { decide } from "./decide";
import { loadKeys } from "./keys/data-keys";
import { kernelOf } from "./kernel";
import type { About } from "./rules/rule";
import { rows } from "../platform/database";
import type { AgentCtx, Ctx, Purpose } from "./viewer";

/** Something that somebody says about themselves, to be compared with what is on file. */
export interface Said { readonly category: Category; readonly text: string }
/** Whose record it is compared with, and the ticket that gives the reason. */
export interface Whose { readonly subject: string; readonly about: About; readonly purpose: Purpose }

interface Indexed { category: Category; kind: string; value_id: string; token: Buffer }

/**
 * Which of these things stand in the person's record: match or no match, and nothing besides. Compared by keyed digests,
 * so nothing is opened; a near miss is a miss. Categories that this viewer gets in no form at all match nothing, and
 * neither does anything of a person who is frozen or erased.
 */
export const matchSaid = async (ctx: AgentCtx, whose: Whose, said: readonly Said[]): Promise<boolean[]> => {
  const askable = await askableCategories(ctx, whose, said.map(({ category }) => category));
  const indexed = await rows<Indexed>(ctx.db, "SELECT category, kind, value_id, token FROM blind_index WHERE subject = $1", [whose.subject]);
  const key = kernelOf(ctx).keys.blindIndex;
  return said.map((one) => askable.has(one.category) && isOnFile(key, one, indexed.filter(({ category }) => category === one.category)));
};

/** The categories about which this viewer may ask a caller: those of which the rules show at least something. */
export const askableCategories = async (ctx: AgentCtx, { subject, about, purpose }: Whose, categories: readonly Category[]): Promise<Set<Category>> => {
  const { viewer, now } = ctx;
  const found = (await loadKeys(ctx.db, kernelOf(ctx).master, [subject])).get(subject);
  if (!found?.key) return new Set();
  const context = { viewerId: viewer.id, purpose, surface: "ticket" as const, about, subject, restricted: found.restricted, policy: viewer.policy, now };
  return new Set(categories.filter((category) => decide(viewer.standing, category, context).form !== "hidden"));
};

const isOnFile = (key: Buffer, { category, text }: Said, indexed: readonly Indexed[]): boolean => {
  const has = (kind: string, spelling: string | null): boolean => {
    if (spelling === null) return false;
    const token = exactToken(key, category, spelling);
    return indexed.some((entry) => entry.kind === kind && entry.token.equals(token));
  };
  if (has("exact", normalise(category, text))) return true;
  if (category === "postalAddress") { const place = placeOf(text); return has("place", place && `place ${place}`); }
  return category === "name" && wholeName(text).every((word) => word.some((spelling) => has("nameToken", `part ${spelling}`)));
};

/** The words of a name, each in its spellings. One word alone is no name: it would let somebody try a first name by itself. */
const wholeName = (text: string): string[][] => {
  const words = text.split(/[\s,;]+/u).map(nameTokens).filter(({ length }) => length > 0);
  return words.length > 1 ? words : [[]];
};

/** The digest under which a value can be found; null where nothing of it can be compared. */
export const saidToken = (ctx: Pick<Ctx, "db">, category: Category, text: string): Buffer | null => {
  const spelling = normalise(category, text);
  return spelling === null ? null : exactToken(kernelOf(ctx).keys.blindIndex, category, spelling);
};

/** The digests of how each word of a name sounds in German; empty where nothing of it can be heard. */
export const soundTokens = (ctx: Pick<Ctx, "db">, name: string): Buffer[] =>
  soundsOf(name).map((sound) => exactToken(kernelOf(ctx).keys.blindIndex, "name", `sound ${sound}`));
