/** One row of the access log as its leaf in the Merkle tree sees it: flat, and complete. */
export interface AccessRow {
  /** UUID, lower case. */
  id: string;
  /** Position in the order of appending, in decimal. */
  seq: string;
  /** ISO 8601, UTC, milliseconds: "2026-01-31T08:00:00.000Z". */
  at: string;
  /** Pseudonym of the viewer. */
  viewer: string;
  role: string;
  employer: string;
  /** Reference to the viewer's team; a team lead reads the rows of the own team. */
  team: string | null;
  contract: string | null;
  place: string;
  action: string;
  /** References to the data subjects, in the order of the row. */
  subjects: string[];
  ticket: string | null;
  /** Category → form. */
  forms: Record<string, string>;
  purpose: string;
  reason: string | null;
  recipient: string | null;
  count: number;
  /** Version of the policy that decided. */
  decision: string;
  session: string | null;
  client: string;
  detail: Record<string, string>;
}

/** A row that has no leaf. The message names the field, never its value. */
export class LeafError extends TypeError {
  override name = "LeafError";
}

type Encode = (value: unknown) => string | null;

const text: Encode = (value) => (typeof value === "string" ? JSON.stringify(value) : null);
const textOrNull: Encode = (value) => (value === null ? "null" : text(value));
const shaped = (shape: RegExp): Encode => (value) => (typeof value === "string" && shape.test(value) ? JSON.stringify(value) : null);
const whole: Encode = (value) => (Number.isSafeInteger(value) && (value as number) >= 0 ? String(value) : null);

const list: Encode = (value) => {
  if (!Array.isArray(value)) return null;
  const items = Array.from(value, text);
  return items.includes(null) ? null : `[${items.join(",")}]`;
};

/** Written entry by entry: an object built for JSON.stringify would move keys like "10" to the front and lose "__proto__". */
const map: Encode = (value) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const keys = Object.keys(value).sort();
  const items = keys.map((key) => [JSON.stringify(key), text((value as Record<string, unknown>)[key])] as const);
  return items.some(([, item]) => item === null) ? null : `{${items.map((pair) => pair.join(":")).join(",")}}`;
};

/** The order of this table is the order of the bytes. It is part of version 1 of the encoding and must never change. */
const FIELDS: Readonly<Record<keyof AccessRow, Encode>> = {
  id: shaped(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/), seq: shaped(/^(0|[1-9]\d*)$/), at: shaped(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  viewer: text, role: text, employer: text, team: textOrNull, contract: textOrNull, place: text, action: text, subjects: list, ticket: textOrNull,
  forms: map, purpose: text, reason: textOrNull, recipient: textOrNull, count: whole, decision: text, session: textOrNull,
  client: text, detail: map,
};

/**
 * The bytes of a row's leaf, version 1: UTF-8 JSON without white space, `{"v":1,"id":…,"seq":…, … ,"detail":…}`, with the fields in the order of
 * `AccessRow`; the keys of `forms` and `detail` are sorted by UTF-16 code unit, strings are escaped as ECMAScript's JSON.stringify
 * does. Equal rows have equal bytes whatever the order of their keys, and different rows have different bytes, because the
 * JSON can be read back. Anybody can recompute a leaf with a JSON library.
 *
 * Throws a LeafError for a field that is missing, malformed or unknown: a column that the encoding does not cover could be changed unseen.
 */
export const leafBytes = (row: AccessRow): Buffer => {
  const unknown = Object.keys(row).filter((field) => !Object.hasOwn(FIELDS, field));
  if (unknown.length > 0) throw new LeafError(`an access row has ${unknown.length} field(s) that its leaf does not cover`);
  const fields = Object.entries(FIELDS).map(([field, encode]) => {
    const encoded = encode(row[field as keyof AccessRow]);
    if (encoded === null) throw new LeafError(`the field "${field}" of an access row is missing or malformed`);
    return `"${field}":${encoded}`;
  });
  return Buffer.from(`{"v":1,${fields.join(",")}}`, "utf8");
};
