/** What a document consists of: plain text in a few kinds of block. PDFs, mails and exports are made of the same list. */
export type Block =
  | { readonly kind: "heading"; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: "paragraph"; readonly text: string }
  /** Set apart: a quotation, a remark that must be seen. */
  | { readonly kind: "quote"; readonly text: string }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "list"; readonly ordered: boolean; readonly items: readonly ListItem[] }
  /** Key and value, one pair a row. */
  | { readonly kind: "rows"; readonly rows: readonly (readonly [label: string, value: string])[] }
  | { readonly kind: "table"; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: "rule" }
  | { readonly kind: "pageBreak" };

/** `depth` counts from 0; `marker` is "•" or "3.". */
export interface ListItem { readonly depth: number; readonly marker: string; readonly text: string }

const underline: Readonly<Record<1 | 2 | 3, string>> = { 1: "=", 2: "-", 3: "" };
const cells = (row: readonly string[]): string => row.join(" | ");

const textOf = (block: Block): string => {
  switch (block.kind) {
    case "heading": return underline[block.level] ? `${block.text}\n${underline[block.level].repeat(Math.min(72, [...block.text].length))}` : block.text;
    case "quote": return block.text.split("\n").map((line) => `> ${line}`).join("\n");
    case "list": return block.items.map(({ depth, marker, text }) => `${"  ".repeat(depth)}${marker === "•" ? "-" : marker} ${text.replaceAll("\n", `\n${"  ".repeat(depth + 1)}`)}`).join("\n");
    case "rows": return block.rows.map(([label, value]) => `${label}: ${value}`).join("\n");
    case "table": return [block.head, ...block.rows].map(cells).join("\n");
    case "rule": return "-".repeat(40);
    case "pageBreak": return "";
    default: return block.text;
  }
};

/** The blocks as plain text, for mails and for whoever reads aloud. */
export const blocksToText = (blocks: readonly Block[]): string => `${blocks.map(textOf).filter(Boolean).join("\n\n")}\n`;
