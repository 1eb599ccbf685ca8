/** Plain text out of an HTML body: links stay visible, images do not appear. */
import { convert } from "html-to-text";
import { htmlTokens, VOID_ELEMENTS } from "./html-tokens";

/** The converter takes quadratic time on deep nesting (measured: two minutes for 2 MB of open tables). Beyond this depth tags are dropped, text is not. */
const MAX_DEPTH = 60;
const IMPLIED_END = new Set(["p", "li", "td", "th", "tr", "dt", "dd", "option"]);
const DROPPED = new Set(["img", "svg", "math", "object", "embed", "audio", "video", "source", "input"]);
const quiet = ["h1", "h2", "h3", "h4", "h5", "h6"].map((selector) => ({ selector, options: { uppercase: false } }));

/** Converts HTML of which at most `maxChars` characters count, after styles, comments and attributes are gone. */
export const htmlToPlain = (html: string, maxChars: number): { text: string; complete: boolean } => {
  const { reduced, complete } = reduce(html, maxChars);
  const text = convert(reduced, {
    wordwrap: false,
    selectors: [
      ...quiet,
      { selector: "a", options: { hideLinkHrefIfSameAsText: true, linkBrackets: ["<", ">"] } },
    ],
  });
  return { text, complete };
};

/** Rewrites HTML as the few tags that matter for its text, with bounded nesting and bounded length. */
const reduce = (html: string, maxChars: number): { reduced: string; complete: boolean } => {
  const out = new Reduced();
  for (const token of htmlTokens(html)) {
    if (out.length > maxChars) return { reduced: out.text(), complete: false };
    if (token.kind === "text") out.write(token.text.slice(0, maxChars));
    else if (token.kind === "open") out.open(token.name, token.attributes.get("href"));
    else if (token.kind === "close") out.close(token.name);
  }
  return { reduced: out.text(), complete: out.length <= maxChars };
};

class Reduced {
  length = 0;
  private readonly pieces: string[] = [];
  private readonly stack: string[] = [];
  private skipped = 0;

  text(): string { return this.pieces.join(""); }

  write(text: string): void {
    this.pieces.push(text.replaceAll("<", "&lt;"));
    this.length += text.length;
  }

  open(name: string, href: string | undefined): void {
    if (DROPPED.has(name) || !/^[a-z][a-z0-9]{0,20}$/.test(name)) return;
    if (VOID_ELEMENTS.has(name)) { this.tag(`<${name}>`); return; }
    const top = this.stack.at(-1);
    if (top === name && (IMPLIED_END.has(name) || name === "a")) this.close(name);
    if (this.stack.length >= MAX_DEPTH) { this.skipped += 1; return; }
    this.stack.push(name);
    this.tag(name === "a" && href && href.length <= 2000 ? `<a href="${href.replace(/["<>\s]/g, "")}">` : `<${name}>`);
  }

  close(name: string): void {
    if (this.skipped > 0) { this.skipped -= 1; return; }
    const depth = this.stack.lastIndexOf(name);
    while (depth >= 0 && this.stack.length > depth) this.tag(`</${this.stack.pop()}>`);
  }

  private tag(text: string): void { this.pieces.push(text); this.length += text.length; }
}
