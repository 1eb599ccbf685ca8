/**
 * A tolerant tokenizer for the HTML of strangers, in one forward pass without backtracking. It follows the states of the
 * HTML standard closely enough for its readers, which write everything anew: nothing of the input passes them verbatim.
 */

export type HtmlToken =
  | { kind: "text"; text: string }
  | { kind: "open"; name: string; attributes: Map<string, string> }
  | { kind: "close"; name: string }
  /** The content of an element in which no tags are recognised (script, style, title …). */
  | { kind: "raw"; name: string; text: string };

const RAW = new Set(["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"]);
const LETTER = /[a-zA-Z]/;
const SPACE = new Set([" ", "\t", "\n", "\f", "\r"]);
const MAX_ATTRIBUTES = 50;

export const VOID_ELEMENTS = new Set(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]);

/** Splits HTML into tokens. Comments, declarations and unfinished tags at the end are left out, as a browser does. */
export function* htmlTokens(html: string): Generator<HtmlToken> {
  let at = 0;
  while (at < html.length) {
    const lt = html.indexOf("<", at);
    if (lt < 0) { yield { kind: "text", text: html.slice(at) }; return; }
    if (lt > at) yield { kind: "text", text: html.slice(at, lt) };
    const next = html[lt + 1] ?? "";
    if (next === "!" || next === "?" || (next === "/" && !LETTER.test(html[lt + 2] ?? ""))) { at = afterComment(html, lt); continue; }
    if (next !== "/" && !LETTER.test(next)) { yield { kind: "text", text: "<" }; at = lt + 1; continue; }
    const tag = readTag(html, next === "/" ? lt + 2 : lt + 1);
    if (!tag) return;
    at = tag.end;
    if (next === "/") { yield { kind: "close", name: tag.name }; continue; }
    yield { kind: "open", name: tag.name, attributes: tag.attributes };
    if (!RAW.has(tag.name)) continue;
    const end = endOfRaw(html, tag.name, at);
    yield { kind: "raw", name: tag.name, text: html.slice(at, end) };
    at = end;
  }
}

const afterComment = (html: string, lt: number): number => {
  if (!html.startsWith("<!--", lt)) return orEnd(html.indexOf(">", lt), 1, html);
  if (html.startsWith("<!-->", lt)) return lt + 5;
  if (html.startsWith("<!--->", lt)) return lt + 6;
  return orEnd(html.indexOf("-->", lt + 4), 3, html);
};

const orEnd = (found: number, length: number, html: string): number => (found < 0 ? html.length : found + length);

const endOfRaw = (html: string, name: string, from: number): number => {
  if (name === "plaintext") return html.length;
  const close = new RegExp(`</${name}(?=[\\s/>])`, "gi");
  close.lastIndex = from;
  return close.exec(html)?.index ?? html.length;
};

interface Tag { name: string; attributes: Map<string, string>; end: number }

/** Reads a tag from its name on; null where the input ends inside it. */
const readTag = (html: string, start: number): Tag | null => {
  let at = start;
  while (at < html.length && !endsName(html[at]!)) at += 1;
  const tag: Tag = { name: html.slice(start, Math.min(at, start + 40)).toLowerCase(), attributes: new Map(), end: 0 };
  while (at < html.length) {
    const char = html[at]!;
    if (char === ">") { tag.end = at + 1; return tag; }
    if (SPACE.has(char) || char === "/") { at += 1; continue; }
    const attribute = readAttribute(html, at);
    if (!attribute) return null;
    if (tag.attributes.size < MAX_ATTRIBUTES && !tag.attributes.has(attribute.name)) tag.attributes.set(attribute.name, attribute.value);
    at = attribute.end;
  }
  return null;
};

const endsName = (char: string): boolean => SPACE.has(char) || char === "/" || char === ">";

const readAttribute = (html: string, start: number): { name: string; value: string; end: number } | null => {
  let at = start + 1; // a leading "=" belongs to the name
  while (at < html.length && !endsName(html[at]!) && html[at] !== "=") at += 1;
  const name = html.slice(start, Math.min(at, start + 60)).toLowerCase();
  let value = at;
  while (value < html.length && SPACE.has(html[value]!)) value += 1;
  if (html[value] !== "=") return { name, value: "", end: at };
  value += 1;
  while (value < html.length && SPACE.has(html[value]!)) value += 1;
  const quote = html[value];
  if (quote === '"' || quote === "'") {
    const end = html.indexOf(quote, value + 1);
    return end < 0 ? null : { name, value: html.slice(value + 1, end), end: end + 1 };
  }
  let end = value;
  while (end < html.length && !SPACE.has(html[end]!) && html[end] !== ">") end += 1;
  return { name, value: html.slice(value, end), end };
};

const NAMED: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0", colon: ":", sol: "/", tab: "\t", newline: "\n", num: "#", quest: "?", equals: "=", period: ".", commat: "@", lpar: "(", rpar: ")" };

/**
 * Decodes the character references of an attribute value. Names that it does not know stay as they are; a caller that
 * escapes the ampersand again makes them literal, so that a browser sees exactly what was judged here.
 */
export const decodeReferences = (value: string): string =>
  value.replace(/&(?:#(\d{1,7});?|#[xX]([0-9a-fA-F]{1,6});?|([a-zA-Z]{2,8});)/g, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name) return NAMED[name.toLowerCase()] ?? whole;
    const code = decimal ? Number.parseInt(decimal, 10) : Number.parseInt(hex ?? "0", 16);
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : "\ufffd";
  });

/** Makes a value safe between double quotes or between tags. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[char]!);
