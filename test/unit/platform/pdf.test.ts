import { inflateSync } from "node:zlib";
import { renderPdf, type Block, type PdfDocument } from "../../../src/platform/pdf";
import { breakLongWords } from "../../../src/platform/pdf/render";

const given = (blocks: readonly Block[], more: Partial<PdfDocument> = {}): PdfDocument => ({
  title: "Bestätigung", language: "de", createdAt: new Date("2026-05-03T12:00:00Z"), author: "Nordlicht Versand", footer: "Bestätigung · 7F3K", pageLabel: (page, pages) => `Seite ${page} von ${pages}`, blocks, ...more,
});

/** What a reader would read: the glyphs of each embedded font through its ToUnicode map. */
const wordsOf = (pdf: Buffer): string => {
  const raw = pdf.toString("latin1");
  const streams = [...raw.matchAll(/\n(\d+) 0 obj\n((?:(?!endobj)[\s\S])*?)stream\n/g)].map(([whole, id, dictionary]) => {
    const start = raw.indexOf(whole) + whole.length;
    const bytes = pdf.subarray(start, start + Number(/\/Length (\d+)/.exec(dictionary!)![1]));
    return [id!, dictionary!.includes("FlateDecode") ? inflateSync(bytes).toString("latin1") : bytes.toString("latin1")] as const;
  });
  const maps = new Map(streams.filter(([, text]) => text.includes("beginbfrange")).map(([id, text]) => [id, glyphsOf(text)]));
  const fonts = new Map([...raw.matchAll(/\n(\d+) 0 obj\n<<\n\/Type \/Font\n\/Subtype \/Type0\n[\s\S]*?\/ToUnicode (\d+) 0 R/g)].map(([, id, map]) => [id!, maps.get(map!) ?? new Map<string, string>()]));
  const named = new Map([...raw.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, id]) => [name!, fonts.get(id!)]));
  return streams.filter(([, text]) => text.includes("BT\n")).map(([, text]) => {
    let font: Map<string, string> | undefined;
    return [...text.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)].map(([, name, glyphs]) => {
      if (name) { font = named.get(name); return ""; }
      return [...glyphs!.matchAll(/<([0-9a-f]*)>/g)].map(([, hex]) => hex!.match(/.{4}/g)!.map((code) => font?.get(code) ?? "?").join("")).join("") + "\n";
    }).join("");
  }).join("");
};
const glyphsOf = (text: string): Map<string, string> => new Map([...text.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/g)].flatMap(([, first, letters]) =>
  letters!.match(/<([0-9a-f]+)>/g)!.map((hex, index): [string, string] => [(parseInt(first!, 16) + index).toString(16).padStart(4, "0"), String.fromCharCode(...hex.slice(1, -1).match(/.{4}/g)!.map((unit) => parseInt(unit, 16)))])));
const pagesOf = (pdf: Buffer): number => (pdf.toString("latin1").match(/\/Type \/Page\n/g) ?? []).length;

describe("a PDF", () => {
  it("is A4, says its language, and prints umlauts, names of other countries and page numbers", async () => {
    const pdf = await renderPdf(given([{ kind: "paragraph", text: "Größe, Straße, „Weisung“, 5 €" }, { kind: "rows", rows: [["Person", "Łucja Ağaoğlu-Ångström"]] }]));
    const words = wordsOf(pdf);
    for (const expected of ["Bestätigung", "Größe", "Straße", "„Weisung“", "€", "Łucja", "Ağaoğlu-Ångström", "Seite 1 von 1"]) expect(words).toContain(expected);
    expect(pdf.toString("latin1")).toContain("/MediaBox [0 0 595.28 841.89]");
    expect(pdf.toString("latin1")).toContain("/Lang (de)");
  });

  it("is the same bytes for the same document", async () => {
    const blocks: Block[] = [{ kind: "list", ordered: true, items: [{ depth: 0, marker: "1.", text: "a" }] }, { kind: "code", text: "sha256" }];
    expect((await renderPdf(given(blocks))).equals(await renderPdf(given(blocks)))).toBe(true);
  });

  it("goes over as many pages as it takes and numbers each", async () => {
    const pdf = await renderPdf(given(Array.from({ length: 120 }, (_, index): Block => ({ kind: "paragraph", text: `Absatz ${index}: ${"Wort ".repeat(40)}` }))));
    const pages = pagesOf(pdf);
    expect(pages).toBeGreaterThan(5);
    expect(wordsOf(pdf)).toContain(`Seite ${pages} von ${pages}`);
    expect(wordsOf(pdf)).toContain("Absatz 119");
  });

  it("repeats no page for a long table and loses no row", async () => {
    const pdf = await renderPdf(given([{ kind: "table", head: ["Zeit", "Was", "Hash"], rows: Array.from({ length: 90 }, (_, index) => [`T${index}.`, "bestätigt", "0123456789abcdef".repeat(4)]) }]));
    expect(wordsOf(pdf)).toContain("T89.");
    expect(pagesOf(pdf)).toBeLessThan(10);
  });

  it("takes hostile and empty input as text", async () => {
    const pdf = await renderPdf(given([{ kind: "paragraph", text: "" }, { kind: "table", head: [], rows: [] }, { kind: "paragraph", text: "\u0000\u202e(( \\) <</Type>> \ud800 endstream endobj" }], { title: "(\\)\u0007 ", footer: "x".repeat(5_000) }));
    expect(pdf.subarray(0, 8).toString()).toBe("%PDF-1.7");
    expect(pagesOf(pdf)).toBe(1);
  });

  it("cuts a word that is wider than the page, without losing a letter", () => {
    const word = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz".repeat(3);
    const broken = breakLongWords(`kurz ${word} ende`, (piece) => piece.length <= 20);
    expect(broken.split(/\s/).every((piece) => piece.length <= 20)).toBe(true);
    expect(broken.replaceAll("\n", "")).toBe(`kurz ${word} ende`);
  });
});
