import { loadKeys, type Sealer } from "./keys/data-keys";
import { decode, effectiveSpans, encode, envelopeOf, highestLevel, purgeProhibited, type Envelope, type KnownPerson } from "./detect";
import { exactToken, guessLanguage, indexTokens, nameTokens, colognePhonetics, normalise, queryTokens, type IndexTokens } from "./blind-index";
import { kernelOf } from "./kernel";
import { decrypt, type Place, type Sealed } from "./sealed";
import { randomUUID } from "node:crypto";
import type { Category, Level } from "./categories";
import type { Ctx } from "./viewer";

/** What of a record helps to find the person in a text; sealed, and opened in here only. */
export interface KnownValue { readonly subject: string; readonly category: Category; readonly value: Sealed }

const FIELD_OF: Partial<Record<Category, keyof KnownPerson>> = {
  name: "names", email: "emails", phone: "phones", postalAddress: "addresses", customerNumber: "numbers", orderData: "numbers", birthDate: "birthDates", bankDetails: "others", paymentCard: "others", officialId: "others",
};

/** Everything the record already says about these people. Never leaves the kernel; it only guides the detectors. */
export const knownPerson = async (ctx: Ctx, values: readonly KnownValue[]): Promise<KnownRecord> => {
  const keys = await loadKeys(ctx.db, kernelOf(ctx).master, [...new Set(values.map(({ subject }) => subject))]);
  const record: KnownPerson = { names: [], emails: [], phones: [], addresses: [], numbers: [], birthDates: [], others: [] };
  for (const { subject, category, value } of values) {
    const key = keys.get(subject)?.key;
    const field = FIELD_OF[category];
    if (key && field) record[field].push(decrypt(key, value.place, subject, value.toPostgres()).toString("utf8"));
  }
  return new KnownRecord(record);
};

const records = new WeakMap<KnownRecord, KnownPerson>();
/** The record of known people as other rooms hold it: a handle without content. */
export class KnownRecord {
  constructor(record: KnownPerson) { records.set(this, record); }
  /** A record of values that have just arrived and are about to be sealed. */
  static of(record: Partial<KnownPerson>): KnownRecord {
    return new KnownRecord({ names: [], emails: [], phones: [], addresses: [], numbers: [], birthDates: [], others: [], ...record });
  }
  toJSON(): string { return "[known record]"; }
}

export interface SealedText { readonly sealed: Sealed; readonly tokens: IndexTokens; readonly level: Level; readonly language: Envelope["language"]; readonly purged: readonly string[] }

/**
 * A free text on its way to the disk: prohibited data (card verification codes, passwords) is purged, personal
 * passages are marked, the words become blind tokens, and the whole is sealed for its person.
 */
export const sealText = (ctx: Ctx, sealer: Sealer, place: Place, text: string, known: KnownRecord): SealedText => {
  const start = performance.now();
  const { text: kept, purged } = purgeProhibited(text);
  const envelope = envelopeOf(kept, records.get(known)!);
  ctx.timing.add("detect", performance.now() - start);
  const sealed = sealer.seal(place, encode(envelope));
  const tokens = tokensOf(ctx, envelope);
  ctx.timing.add("kernel", performance.now() - start);
  return { sealed, tokens, level: highestLevel(envelope), language: envelope.language, purged };
};

/**
 * Personal passages that a full-text search can find, for viewers who get all of these in clear. A hit on any other (a
 * diagnosis, an account number) would tell what a mask hides, since nobody gets those without a reason: their words are
 * not indexed. Values that a caller says are found by `lookUp`.
 */
export const SEARCHABLE_PERSONAL = ["name", "email", "customerNumber", "orderData"] as const satisfies readonly Category[];
const isSearchable = (category: Category): boolean => (SEARCHABLE_PERSONAL as readonly Category[]).includes(category);

const tokensOf = (ctx: Ctx, envelope: Envelope): IndexTokens => {
  const ranges = effectiveSpans(envelope).map(({ start, end, category }) => ({ start, end, unsearchable: !isSearchable(category) }));
  return indexTokens(kernelOf(ctx).keys.blindIndex, envelope.text, ranges, guessLanguage(envelope.text));
};

/** The blind tokens of texts that are sealed already, for an index that is written anew. People who were erased have none. */
export const tokensOfTexts = async (ctx: Ctx, texts: readonly { readonly subject: string; readonly value: Sealed }[]): Promise<IndexTokens> => {
  const keys = await loadKeys(ctx.db, kernelOf(ctx).master, [...new Set(texts.map(({ subject }) => subject))]);
  const found = texts.flatMap(({ subject, value }) => {
    const key = keys.get(subject)?.key;
    return key ? [tokensOf(ctx, decode(decrypt(key, value.place, subject, value.toPostgres()).toString("utf8")))] : [];
  });
  return { open: [...new Set(found.flatMap(({ open }) => open))], personal: [...new Set(found.flatMap(({ personal }) => personal))] };
};

/** The tokens of a query: one list of alternatives per word. */
export const searchTokens = (ctx: Ctx, query: string): string[][] => queryTokens(kernelOf(ctx).keys.blindIndex, query);

/** Puts a value of a person into the blind index, so that it can be found by being said. */
export const indexValue = async (ctx: Ctx, entry: { subject: string; valueId: string; category: Category; clear: string }): Promise<void> => {
  const key = kernelOf(ctx).keys.blindIndex;
  const tokens = blindTokensOf(key, entry.category, entry.clear);
  if (tokens.length === 0) return;
  await ctx.db.query(`INSERT INTO blind_index (subject, value_id, category, kind, token)
    SELECT $1, $2, $3, kind, token FROM unnest($4::text[], $5::bytea[]) AS t(kind, token) ON CONFLICT DO NOTHING`,
  [entry.subject, entry.valueId, entry.category, tokens.map(({ kind }) => kind), tokens.map(({ token }) => token)]);
};

const blindTokensOf = (key: Buffer, category: Category, clear: string): { kind: string; token: Buffer }[] => {
  const exact = normalise(category, clear);
  const tokens = exact === null ? [] : [{ kind: "exact", token: exactToken(key, category, exact) }];
  if (category !== "name") return tokens;
  const parts = nameTokens(clear);
  return [...tokens,
    ...parts.map((part) => ({ kind: "nameToken", token: exactToken(key, "name", `part ${part}`) })),
    ...[...new Set(parts.map(colognePhonetics))].filter(Boolean).map((sound) => ({ kind: "nameSound", token: exactToken(key, "name", `sound ${sound}`) }))];
};

/** Who has exactly this value? Answers people by reference only; the caller limits the rate and writes the log. */
export const lookUp = async (ctx: Ctx, category: Category, said: string): Promise<string[]> => {
  const normalised = normalise(category, said);
  if (normalised === null) return [];
  const token = exactToken(kernelOf(ctx).keys.blindIndex, category, normalised);
  const found = await ctx.db.query("SELECT DISTINCT subject FROM blind_index WHERE token = $1 AND kind = 'exact' LIMIT 20", [token]) as { subject: string }[];
  return found.map(({ subject }) => subject);
};

/** The HMAC under which a search term or an attempt may stand in the log. */
export const termToken = (ctx: Pick<Ctx, "db">, category: Category, said: string): string =>
  exactToken(kernelOf(ctx).keys.blindIndex, category, `term ${said.normalize("NFKC").toLowerCase().trim()}`).toString("hex");

/** A keyed digest of a technical identifier that may hold personal data (a Message-ID, a Content-ID). */
export const technicalToken = (ctx: Pick<Ctx, "db">, identifier: string): Buffer =>
  exactToken(kernelOf(ctx).keys.blindIndex, "onlineIdentifier", `technical ${identifier}`);

export const newSubjectId = (): string => randomUUID();
