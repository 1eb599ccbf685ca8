import path from "node:path";
import PDFDocument from "pdfkit";
import type { Block, ListItem } from "./blocks";

/** One document: what stands in it, and what its reader's programs need to know. All texts are ready to print. */
export interface PdfDocument {
  readonly title: string;
  readonly language: "de" | "en";
  /** Written into the file; the same document at the same time has the same bytes. */
  readonly createdAt: Date;
  readonly author: string;
  /** Stands at the foot of each page, left of the page number. */
  readonly footer: string;
  /** "Page 2 of 5". */
  pageLabel(page: number, pages: number): string;
  readonly blocks: readonly Block[];
}

/** A font that knows Latin, Greek and Cyrillic letters, so that a name is printed as it is written. */
const FONTS = path.join(path.dirname(require.resolve("dejavu-fonts-ttf/package.json")), "ttf");
const font = (name: string): string => path.join(FONTS, `${name}.ttf`);
const REGULAR = font("DejaVuSans"), BOLD = font("DejaVuSans-Bold"), MONO = font("DejaVuSansMono");

const MARGIN = { top: 64, bottom: 72, left: 64, right: 64 };
const SIZE = { 1: 18, 2: 13, 3: 11, body: 9.5, small: 8 } as const;
const INK = "#1a1f2b", MUTED = "#5a6373", LINE = "#c9ced8";

type Doc = PDFKit.PDFDocument;
const widthOf = (doc: Doc): number => doc.page.width - MARGIN.left - MARGIN.right;
const bottomOf = (doc: Doc): number => doc.page.height - MARGIN.bottom;

/** Controls and direction marks print as nothing, or turn a line around: they are left out. Tabs and line breaks stay. */
const printable = (text: string): string => text.normalize("NFC").replace(/\r\n?/g, "\n").replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]/g, "").replaceAll("\t", "    ");

/** A word wider than its column is cut where it must be: nothing runs over the edge, nothing is lost. */
export const breakLongWords = (text: string, fits: (piece: string) => boolean): string => text.split(/(\s+)/).map((word) => {
  if (word === "" || fits(word)) return word;
  const pieces: string[] = [];
  let piece = "";
  for (const letter of word) {
    if (piece !== "" && !fits(piece + letter)) { pieces.push(piece); piece = ""; }
    piece += letter;
  }
  return [...pieces, piece].join("\n");
}).join("");

const fitted = (doc: Doc, text: string, width: number): string => breakLongWords(printable(text), (piece) => doc.widthOfString(piece) <= width);

const write = (doc: Doc, text: string, at: { x: number; width: number }): void => { doc.text(fitted(doc, text, at.width), at.x, doc.y, { width: at.width, lineGap: 2 }); };

/** Starts a new page unless so much height is left. */
const room = (doc: Doc, height: number): void => { if (doc.y + height > bottomOf(doc)) doc.addPage(); };

const heading = (doc: Doc, { level, text }: Extract<Block, { kind: "heading" }>): void => {
  doc.font(BOLD).fontSize(SIZE[level]).fillColor(INK);
  const width = widthOf(doc);
  // A heading stays with the first lines below it.
  room(doc, doc.heightOfString(fitted(doc, text, width), { width }) + 40);
  if (doc.y > MARGIN.top) doc.moveDown(level === 1 ? 0.6 : 0.4);
  write(doc, text, { x: MARGIN.left, width });
  doc.moveDown(0.3);
};

const paragraph = (doc: Doc, text: string, style: { font?: string; colour?: string; indent?: number } = {}): void => {
  doc.font(style.font ?? REGULAR).fontSize(style.font === MONO ? SIZE.small : SIZE.body).fillColor(style.colour ?? INK);
  const indent = style.indent ?? 0;
  write(doc, text, { x: MARGIN.left + indent, width: widthOf(doc) - indent });
  doc.moveDown(0.6);
};

const listItem = (doc: Doc, { depth, marker, text }: ListItem): void => {
  doc.font(REGULAR).fontSize(SIZE.body).fillColor(INK);
  const x = MARGIN.left + 6 + depth * 16, hang = marker === "•" ? 12 : 20;
  const width = widthOf(doc) - (x - MARGIN.left) - hang;
  room(doc, 2 * doc.currentLineHeight(true));
  const { y } = doc;
  doc.text(printable(marker), x, y, { width: hang, lineBreak: false });
  doc.y = y;
  write(doc, text, { x: x + hang, width });
  doc.moveDown(0.25);
};

/** One row of cells, side by side; a row never stands on two pages unless it is longer than one. */
const cellsRow = (doc: Doc, cells: readonly string[], widths: readonly number[], fonts: (column: number) => string): void => {
  const texts = cells.map((cell, column) => { doc.font(fonts(column)).fontSize(SIZE.small + 0.5); return fitted(doc, cell, widths[column]! - 8); });
  const heights = texts.map((text, column) => { doc.font(fonts(column)); return doc.heightOfString(text, { width: widths[column]! - 8, lineGap: 1.5 }); });
  const height = Math.min(Math.max(...heights, 10), bottomOf(doc) - MARGIN.top - 20);
  room(doc, height + 8);
  const top = doc.y;
  let x = MARGIN.left;
  for (const [column, text] of texts.entries()) {
    doc.font(fonts(column)).fillColor(INK).text(text, x, top + 3, { width: widths[column]! - 8, lineGap: 1.5, height });
    x += widths[column]!;
  }
  doc.moveTo(MARGIN.left, top + height + 7).lineTo(MARGIN.left + widthOf(doc), top + height + 7).lineWidth(0.5).strokeColor(LINE).stroke();
  doc.x = MARGIN.left;
  doc.y = top + height + 9;
};

/** Columns get what their longest cells ask for, none less than a share. */
const columnWidths = (doc: Doc, rows: readonly (readonly string[])[]): number[] => {
  const width = widthOf(doc), count = Math.max(1, rows[0]?.length ?? 1);
  const asked = Array.from({ length: count }, (_, column) => Math.min(60, Math.max(6, ...rows.map((row) => [...(row[column] ?? "")].length))));
  const least = width / (count * 2.2);
  const total = asked.reduce((sum, letters) => sum + letters, 0);
  return asked.map((letters) => least + (width - least * count) * (letters / total));
};

const table = (doc: Doc, { head, rows }: Extract<Block, { kind: "table" }>): void => {
  const full = (row: readonly string[]): string[] => head.map((_, column) => row[column] ?? "");
  const widths = columnWidths(doc, [head, ...rows]);
  if (head.length === 0) return;
  cellsRow(doc, head, widths, () => BOLD);
  for (const row of rows) cellsRow(doc, full(row), widths, () => REGULAR);
  doc.moveDown(0.6);
};

const keyValues = (doc: Doc, rows: readonly (readonly [string, string])[]): void => {
  const width = widthOf(doc);
  for (const row of rows) cellsRow(doc, row, [width * 0.34, width * 0.66], (column) => (column === 0 ? BOLD : REGULAR));
  doc.moveDown(0.6);
};

const draw = (doc: Doc, block: Block): void => {
  switch (block.kind) {
    case "heading": heading(doc, block); break;
    case "paragraph": paragraph(doc, block.text); break;
    case "quote": paragraph(doc, block.text, { colour: MUTED, indent: 14 }); break;
    case "code": paragraph(doc, block.text, { font: MONO }); break;
    case "list": for (const item of block.items) listItem(doc, item); doc.moveDown(0.35); break;
    case "rows": keyValues(doc, block.rows); break;
    case "table": table(doc, block); break;
    case "rule": room(doc, 12); doc.moveTo(MARGIN.left, doc.y + 2).lineTo(MARGIN.left + widthOf(doc), doc.y + 2).lineWidth(0.7).strokeColor(LINE).stroke(); doc.y += 10; break;
    case "pageBreak": doc.addPage(); break;
  }
  doc.x = MARGIN.left;
};

/** The foot is written when the number of pages is known. */
const footers = (doc: Doc, { footer, pageLabel }: PdfDocument): void => {
  const { start, count } = doc.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    doc.switchToPage(start + index);
    // What is written below the margin would start a page of its own.
    doc.page.margins.bottom = 0;
    const y = doc.page.height - MARGIN.bottom + 28, width = widthOf(doc);
    doc.font(REGULAR).fontSize(SIZE.small - 0.5).fillColor(MUTED);
    doc.text(printable(footer).replaceAll("\n", " "), MARGIN.left, y, { width: width - 90, height: 10, ellipsis: true, lineBreak: false });
    doc.text(pageLabel(index + 1, count), MARGIN.left + width - 90, y, { width: 90, align: "right", lineBreak: false });
    doc.page.margins.bottom = MARGIN.bottom;
  }
};

/** A4 with page numbers, fonts embedded, tagged with title and language. Deterministic: the same input gives the same bytes. */
export const renderPdf = (document: PdfDocument): Promise<Buffer> => new Promise((resolve, reject) => {
  const doc = new PDFDocument({
    size: "A4", margins: MARGIN, bufferPages: true, lang: document.language, displayTitle: true, pdfVersion: "1.7", font: REGULAR,
    info: { Title: printable(document.title), Author: printable(document.author), Creator: "Diskret", Producer: "Diskret", CreationDate: document.createdAt, ModDate: document.createdAt },
  });
  const chunks: Buffer[] = [];
  doc.on("data", (chunk: Buffer) => { chunks.push(chunk); });
  doc.on("end", () => resolve(Buffer.concat(chunks)));
  doc.on("error", reject);
  draw(doc, { kind: "heading", level: 1, text: document.title });
  for (const block of document.blocks) draw(doc, block);
  footers(doc, document);
  doc.end();
});
