import fc from "fast-check";
import { markdownToBlocks, markdownToHtml, markdownToText, normalMarkdown } from "../../../src/platform/markdown";

/** The tags that a text may become; anything else is a hole. */
const TAGS = new Set(["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "s", "a", "code", "pre", "blockquote", "hr", "br", "table", "thead", "tbody", "tr", "th", "td"]);
const ATTRIBUTES = new Set(["href", "rel", "class", "start", "title"]);
const tagsOf = (html: string): { tag: string; attributes: string[] }[] => [...html.matchAll(/<\/?([a-z0-9]+)((?:\s[^<>]*)?)>/gi)]
  .map(([, tag, rest]) => ({ tag: tag!.toLowerCase(), attributes: [...rest!.matchAll(/\s([a-z-]+)(?:="[^"]*")?/gi)].map(([, name]) => name!.toLowerCase()) }));

const expectSafe = (html: string): void => {
  for (const { tag, attributes } of tagsOf(html)) {
    expect(TAGS).toContain(tag);
    expect(attributes.filter((name) => !ATTRIBUTES.has(name))).toEqual([]);
  }
  for (const [, address] of html.matchAll(/href="([^"]*)"/g)) expect(address).toMatch(/^(\/(?!\/)|https:\/\/|mailto:|#)/);
};

describe("Markdown as HTML", () => {
  it.each([
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "text <b onclick='x'>b</b>", "![a](https://evil.example/pixel.png)", "[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)", "[a](//evil.example)", "[a](/\\evil.example)", "[a](vbscript:x)", "[a](http://plain.example)", "<https://evil.example>", "[a]: javascript:x\n\n[a]", "```\"><script>\nx\n```",
    "```x\" onmouseover=\"y\ncode\n```", "| a |\n|--:|\n| <i>x</i> |", "[a](/ok \"t\\\" onclick=x\")", "<style>body{display:none}</style>", "&lt;script&gt;", "<!-- c --><iframe src=//x>", "[x](https://a.example/\"onclick=\"y)", "# <svg/onload=1>",
  ])("makes nothing active of %j", (source) => { expectSafe(markdownToHtml(source)); });

  it("stays safe whatever is written", () => {
    const piece = fc.oneof(fc.string(), fc.constantFrom("<", ">", "\"", "](", "[", "`", "```", "|", "\n", "\n\n", "# ", "* ", "javascript:", "![", "<script>", "&#x3c;", "style=", " onclick=", "1. ", "> ", "---", "data:"));
    fc.assert(fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => expectSafe(markdownToHtml(pieces.join("")))));
  });

  it("keeps links to this site, to safe addresses and to mailboxes", () => {
    expect(markdownToHtml("[a](/training) [b](https://eur-lex.europa.eu/x) [c](mailto:privacy@house.example)"))
      .toBe("<p><a href=\"/training\">a</a> <a href=\"https://eur-lex.europa.eu/x\" rel=\"noopener noreferrer nofollow\">b</a> <a href=\"mailto:privacy@house.example\">c</a></p>\n");
  });

  it("puts headings below the page's own and turns alignment into a class", () => {
    expect(markdownToHtml("# A\n\n## B", 2)).toBe("<h2>A</h2>\n<h3>B</h3>\n");
    expect(markdownToHtml("| a |\n|--:|\n| 1 |")).toContain("<td class=\"cell-right\">1</td>");
  });

  it("does not take long for a text made to be slow", () => {
    for (const source of ["[".repeat(50_000), "*".repeat(50_000), "> ".repeat(5_000), "`".repeat(50_001), `${"|a".repeat(2_000)}|\n${"|-".repeat(2_000)}|\n`]) expectSafe(markdownToHtml(source));
  });
});

describe("Markdown as blocks and as text", () => {
  const source = "# Verpflichtung\n\nSie **dürfen** nur *auf Weisung*\nhandeln, siehe [DSGVO](https://eur-lex.europa.eu/x).\n\n1. Erstens\n2. Zweitens\n   - darunter\n\n> Hinweis\n\n| Was | Wann |\n|---|---|\n| A | B |\n";

  it("keeps every word, and the depth and numbers of lists", () => {
    expect(markdownToBlocks(source)).toEqual([
      { kind: "heading", level: 1, text: "Verpflichtung" },
      { kind: "paragraph", text: "Sie dürfen nur auf Weisung handeln, siehe DSGVO (https://eur-lex.europa.eu/x)." },
      { kind: "list", ordered: true, items: [{ depth: 0, marker: "1.", text: "Erstens" }, { depth: 0, marker: "2.", text: "Zweitens" }, { depth: 1, marker: "•", text: "darunter" }] },
      { kind: "quote", text: "Hinweis" },
      { kind: "table", head: ["Was", "Wann"], rows: [["A", "B"]] },
    ]);
  });

  it("reads as a mail", () => {
    expect(markdownToText(source)).toBe("Verpflichtung\n=============\n\nSie dürfen nur auf Weisung handeln, siehe DSGVO (https://eur-lex.europa.eu/x).\n\n1. Erstens\n2. Zweitens\n  - darunter\n\n> Hinweis\n\nWas | Wann\nA | B\n");
  });

  it("is the same text however it was typed", () => {
    expect(normalMarkdown("A\u0308rger \r\n\r\n\u200bEnde\u202e  ")).toBe("Ärger\n\nEnde");
  });
});
