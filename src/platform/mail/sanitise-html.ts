/**
 * The original HTML of a mail, made ready for a frame of its own. The frame is what protects (FRAME_POLICY on its own
 * route, and the sandbox attribute); the rewriting here is the second line: a list of permitted tags and attributes,
 * written anew, with no remote address left that a browser would load on its own.
 */
import { decodeReferences, escapeHtml, htmlTokens, VOID_ELEMENTS } from "./html-tokens";

/** The Content-Security-Policy of the route that serves frameDocument(). */
export const FRAME_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

export interface FrameOptions {
  /** Finds an image of the same mail by its Content-ID (without angle brackets); the type is the inspected one. */
  inlineImage?: (contentId: string) => { contentType: string; bytes: Buffer } | null;
  /** Input beyond this is cut. */
  maxChars?: number;
  /** All embedded images together, as data: URIs. Images beyond stay out. */
  maxImageChars?: number;
}

const KEPT_TAGS = new Set([
  "a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup",
  "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i",
  "img", "ins", "kbd", "li", "main", "mark", "nav", "ol", "p", "pre", "q", "s", "samp", "section", "small", "span", "strike", "strong", "style", "sub",
  "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr",
]);
const KEPT_ATTRIBUTES = new Set([
  "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "class", "color", "colspan", "dir", "face", "height", "href", "lang", "nowrap",
  "rowspan", "size", "span", "src", "start", "style", "title", "type", "valign", "width",
]);
/** Foreign content follows other parsing rules, so it goes as a whole. */
const DROPPED_WHOLE = new Set(["svg", "math", "object", "applet", "template", "audio", "video", "canvas", "select"]);
const IMAGE_TYPE = /^image\/(png|jpeg|gif|webp)$/;
const DATA_IMAGE = /^data:image\/(png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\s]*$/;
const CSS_LOADS = /url\s*\(|image\s*\(|image-set\s*\(|@import|src\s*\(|expression\s*\(|-moz-binding|behavior\s*:/i;

/** Wraps the HTML of a mail in a minimal document that loads nothing and runs nothing. Bounded in size, linear in time. */
export const frameDocument = (html: string, options: FrameOptions = {}): string => {
  const writer = new FrameWriter(options);
  for (const token of htmlTokens(html.slice(0, options.maxChars ?? 5_000_000).replaceAll("\0", ""))) {
    if (token.kind === "close") writer.close(token.name);
    else if (token.kind === "open") writer.open(token.name, token.attributes);
    else if (token.kind === "raw") writer.raw(token.name, token.text);
    else writer.text(token.text);
  }
  return "<!doctype html><html><head><meta charset=\"utf-8\"><meta name=\"referrer\" content=\"no-referrer\"><base target=\"_blank\"><title></title></head>"
    + `<body>${writer.result()}</body></html>`;
};

class FrameWriter {
  private readonly pieces: string[] = [];
  private imageChars = 0;
  /** The element that is being left out as a whole, and how deep we are in elements of its name. */
  private dropping: { name: string; depth: number } | null = null;

  constructor(private readonly options: FrameOptions) {}

  result(): string { return this.pieces.join(""); }

  text(text: string): void {
    if (!this.dropping) this.pieces.push(text.replace(/[<>]/g, (char) => (char === "<" ? "&lt;" : "&gt;")));
  }

  open(name: string, attributes: Map<string, string>): void {
    if (this.dropping) { if (name === this.dropping.name) this.dropping.depth += 1; return; }
    if (DROPPED_WHOLE.has(name)) { this.dropping = { name, depth: 1 }; return; }
    if (!KEPT_TAGS.has(name) || name === "style") return;
    const written = [...attributes].flatMap(([key, value]) => this.attribute(name, key, decodeReferences(value)));
    if (name === "a") written.push("rel=\"noopener noreferrer nofollow\"");
    this.pieces.push(`<${[name, ...written].join(" ")}>`);
  }

  close(name: string): void {
    if (this.dropping) {
      if (name === this.dropping.name) this.dropping.depth -= 1;
      if (this.dropping.depth === 0) this.dropping = null;
      return;
    }
    if (KEPT_TAGS.has(name) && !VOID_ELEMENTS.has(name) && name !== "style") this.pieces.push(`</${name}>`);
  }

  /** Of the elements without tags inside only styles and typed text stay. */
  raw(name: string, text: string): void {
    if (this.dropping) return;
    if (name === "style") { const css = safeSheet(text); if (css) this.pieces.push(`<style>${css}</style>`); }
    if (name === "textarea" || name === "xmp" || name === "plaintext") this.text(text);
  }

  private attribute(tag: string, name: string, value: string): string[] {
    if (!KEPT_ATTRIBUTES.has(name)) return [];
    const kept = name === "href" ? (tag === "a" ? safeLink(value) : null)
      : name === "src" ? (tag === "img" ? this.image(value) : null)
      : name === "style" ? safeDeclarations(value) : value;
    return kept === null ? [] : [`${name}="${escapeHtml(kept)}"`];
  }

  /** Only what is part of the mail itself; a remote image would tell its owner who read the mail, when and where. */
  private image(source: string): string | null {
    const address = source.trim();
    const uri = /^cid:/i.test(address) ? this.embedded(address.slice(4)) : DATA_IMAGE.test(address) ? address : null;
    if (uri === null || this.imageChars + uri.length > (this.options.maxImageChars ?? 20_000_000)) return null;
    this.imageChars += uri.length;
    return uri;
  }

  private embedded(reference: string): string | null {
    const image = this.options.inlineImage?.(decodeContentId(reference)) ?? null;
    return image && IMAGE_TYPE.test(image.contentType) ? `data:${image.contentType};base64,${image.bytes.toString("base64")}` : null;
  }
}

const decodeContentId = (reference: string): string => {
  try { return decodeURIComponent(reference); } catch { return reference; }
};

/** Browsers ignore controls and white space inside a scheme, so they go before it is judged. */
const safeLink = (value: string): string | null => {
  const link = value.replace(/[\u0000-\u0020\u007f-\u009f]+/g, "");  
  return /^(https?:|mailto:|tel:)/i.test(link) ? link : null;
};

/** Drops the declarations that could load something. A backslash can spell any name, so it counts as one. */
const safeDeclarations = (css: string): string =>
  css.split(";").filter((declaration) => !declaration.includes("\\") && !declaration.includes("/*") && !CSS_LOADS.test(declaration)).join(";");

/** A style sheet stays when nothing in it could load anything or end the element early; otherwise the loading names are broken. */
const safeSheet = (css: string): string | null => {
  const sheet = css.replace(/<!--|-->/g, " ");
  if (sheet.includes("\\") || sheet.includes("<")) return null;
  const broken = sheet.replace(/\/\*|\*\//g, " ").replace(/@import/gi, "@x").replace(/(url|image|image-set|src|expression)(?=\s*\()/gi, "x").replace(/-moz-binding|behavior/gi, "x");
  return CSS_LOADS.test(broken) ? null : broken;
};
