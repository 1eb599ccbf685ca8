import { rows } from "../../platform/database";
import { append, COVERAGE_COLUMNS, COVERAGE_JOINS, pseudonymsOf, type Action, type Ctx } from "../../privacy";
import { detailOf, narrow, type Cursor, type Filters } from "./filters";
import { readableBy, readerOf, type LogReader } from "./policy";

export const PAGE = 50;

/** One row of the log with its coverage; people by reference. */
export interface AccessRow {
  readonly seq: string; readonly id: string; readonly at: Date; readonly viewer: string; readonly role: string; readonly employer: string; readonly contract: string | null;
  readonly place: string; readonly action: string; readonly subjects: readonly string[]; readonly ticket: string | null; readonly forms: Readonly<Record<string, string>>;
  readonly purpose: string; readonly reason: string | null; readonly recipient: string | null; readonly count: number; readonly decision: string; readonly client: string;
  readonly detail: Readonly<Record<string, string>>; readonly leaf_index: string | null; readonly covered_by: string | null;
}

const COLUMNS = `a.seq, a.id, a.at, a.viewer, a.role, a.employer, a.contract, a.place, a.action, a.subjects, a.ticket, a.forms, a.purpose, a.reason, a.recipient,
  a.count, a.decision, a.client, a.detail, ${COVERAGE_COLUMNS}`;

/** Rows in the reader's scope, newest first (oldest first with `after`), in one query. */
export const findAccesses = (ctx: Ctx, { scope }: LogReader, filters: Filters, { before, after }: Cursor, limit: number): Promise<AccessRow[]> => {
  const where = narrow(readableBy(scope), filters);
  if (after) where.add("a.seq > ?", after);
  else if (before) where.add("a.seq < ?", before);
  const order = after ? "ASC" : "DESC";
  const sql = `SELECT ${COLUMNS} FROM access_log a ${COVERAGE_JOINS} WHERE ${where.sql} ORDER BY a.seq ${order} LIMIT ${where.value(limit)}`;
  return rows<AccessRow>(ctx.db, sql, where.values);
};

export interface AccessList {
  readonly reader: LogReader;
  readonly rows: readonly AccessRow[];
  /** Pseudonyms of everybody the rows name. */
  readonly tokens: ReadonlyMap<string, string>;
  readonly older: string | null;
  readonly newer: string | null;
}

/** A page of the log. Reading it is itself written into it, after the rows were read. Throws NotFound for who may not. */
export const listAccesses = async (ctx: Ctx, filters: Filters, cursor: Cursor): Promise<AccessList> => {
  const reader = readerOf(ctx);
  const found = await findAccesses(ctx, reader, filters, cursor, PAGE + 1);
  const shown = cursor.after ? found.slice(0, PAGE).reverse() : found.slice(0, PAGE);
  const more = found.length > PAGE;
  await noteReading(ctx, "readLog", filters, shown.length);
  return {
    reader, rows: shown, tokens: pseudonymsOf(ctx, [...new Set([...shown.flatMap(({ subjects }) => subjects), ...(filters.subject ? [filters.subject] : [])])]),
    older: (cursor.after || more) ? shown.at(-1)?.seq ?? null : null,
    newer: (cursor.after ? more : cursor.before !== undefined) ? shown[0]?.seq ?? null : null,
  };
};

/** The row that a reading of the log leaves: which filters, how many rows; somebody who was searched for is named as in every access. */
export const noteReading = (ctx: Ctx, action: Extract<Action, "readLog" | "export">, filters: Filters, count: number, more: Readonly<Record<string, string>> = {}): Promise<void> => append(ctx, [{
  action, subjects: filters.subject ? [filters.subject] : [], ticket: filters.ticket ?? null, forms: {}, purpose: "audit", count, detail: { ...detailOf(filters), ...more },
}]);

/** The employers that can be filtered by; a reader of one employer's rows has no choice. */
export const employersFor = async (ctx: Ctx, { scope }: LogReader): Promise<string[]> =>
  (scope.kind === "all" ? (await rows<{ name: string }>(ctx.db, "SELECT name FROM employers ORDER BY name")).map(({ name }) => name) : []);
