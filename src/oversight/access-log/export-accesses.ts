import { formatDate } from "../../platform/i18n";
import { Invalid } from "../../platform/faults";
import { pseudonymsOf, type Ctx } from "../../privacy";
import type { ReadFilters } from "./filters";
import { findAccesses, noteReading, type AccessRow } from "./list-accesses";
import { readerOf } from "./policy";

/** Rows of one file; who needs more exports by period. */
export const MOST = 50_000;

const codes = (map: Readonly<Record<string, string>>): string => Object.entries(map).map(([key, value]) => `${key}=${value}`).join(" ");

type Column = readonly [name: string, of: (row: AccessRow, tokens: ReadonlyMap<string, string>) => string | number | null];
const COLUMNS: readonly Column[] = [
  ["number", (row) => row.seq], ["time", (row) => row.at.toISOString()], ["viewer", (row) => row.viewer], ["role", (row) => row.role], ["employer", (row) => row.employer],
  ["contract", (row) => row.contract], ["place", (row) => row.place], ["action", (row) => row.action], ["people", (row, tokens) => row.subjects.map((subject) => tokens.get(subject) ?? "?").join(" ")],
  ["ticket", (row) => row.ticket], ["forms", (row) => codes(row.forms)], ["purpose", (row) => row.purpose], ["reason", (row) => row.reason], ["recipient", (row) => row.recipient],
  ["count", (row) => row.count], ["decision", (row) => row.decision], ["client", (row) => row.client], ["detail", (row) => codes(row.detail)],
  ["leaf", (row) => row.leaf_index], ["checkpoint", (row) => row.covered_by],
];

/** RFC 4180, and nothing that a spreadsheet would take for a formula: such a cell begins with an apostrophe. */
export const csvCell = (value: string | number | null): string => {
  const text = String(value ?? "");
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll("\"", "\"\"")}"` : safe;
};

const lineOf = (cells: readonly (string | number | null)[]): string => `${cells.map(csvCell).join(",")}\r\n`;

/** The rows of the same list as a file of codes, newest first; the byte order mark tells spreadsheets that it is UTF-8. Its own access is an export. */
export const exportAccesses = async (ctx: Ctx, { filters, wrong }: ReadFilters): Promise<{ fileName: string; text: string }> => {
  const reader = readerOf(ctx);
  if (wrong.length > 0) throw new Invalid(Object.fromEntries(wrong.map((name) => [name, "form.invalid"])), "badQuery", 400);
  const found = await findAccesses(ctx, reader, filters, {}, MOST + 1);
  const rows = found.slice(0, MOST);
  const cut = found.length > MOST;
  await noteReading(ctx, "export", filters, rows.length, { what: "accessLog", ...(cut ? { cut: "true" } : {}) });
  const tokens = pseudonymsOf(ctx, [...new Set(rows.flatMap(({ subjects }) => subjects))]);
  const date = formatDate(ctx.now, "en", "date").split("/").reverse().join("-");
  return {
    fileName: `access-log-${date}${cut ? `-newest-${MOST}` : ""}.csv`,
    text: `\uFEFF${lineOf(COLUMNS.map(([name]) => name))}${rows.map((row) => lineOf(COLUMNS.map(([, of]) => of(row, tokens)))).join("")}`,
  };
};
