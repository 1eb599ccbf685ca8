import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { Given } from "../given";
import type { Finder } from "./finder";

export interface Sink { readonly name: string; readonly text: string }

const quoted = (name: string): string => `"${name.replaceAll("\"", "\"\"")}"`;

/** Every column of every table of every schema that is ours, as text: what a stolen database shows. */
export const dumpOf = async (sql: Given["sql"]): Promise<Sink[]> => {
  const columns = await sql<{ schema: string; table: string; column: string; type: string }>(`SELECT c.table_schema AS schema, c.table_name AS "table", c.column_name AS "column", c.data_type AS type
    FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE t.table_type = 'BASE TABLE' AND c.table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2, c.ordinal_position`);
  const tables = new Map<string, typeof columns>();
  for (const column of columns) { const name = `${quoted(column.schema)}.${quoted(column.table)}`; tables.set(name, [...(tables.get(name) ?? []), column]); }
  const sinks: Sink[] = [];
  for (const [table, own] of tables) {
    const rows = await sql<Record<string, unknown>>(`SELECT ${own.map(({ column, type }, index) => (type === "bytea" ? `${quoted(column)} AS c${index}` : `${quoted(column)}::text AS c${index}`)).join(", ")} FROM ${table}`);
    for (const [index, { column }] of own.entries()) {
      const values = rows.map((row) => row[`c${index}`]).filter((value) => value !== null && value !== undefined);
      if (values.length > 0) sinks.push({ name: `${table}.${column}`, text: values.map((value) => (Buffer.isBuffer(value) ? `${value.toString("hex")}\n${value.toString("latin1")}` : String(value))).join("\n") });
    }
  }
  return sinks;
};

/** Files and their names under a folder. */
export const filesUnder = (root: string): Sink[] => readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((name) => statSync(path.join(root, name)).isFile())
  .map((name) => { const bytes = readFileSync(path.join(root, name)); return { name: `file ${name}`, text: `${name}\n${bytes.toString("latin1")}\n${bytes.toString("hex")}` }; });

export const findIn = (finder: Finder, sinks: readonly Sink[]): string[] =>
  sinks.flatMap(({ name, text }) => [...finder.find(text)].map((marker) => `${name}: ${marker.key} can be read`));
