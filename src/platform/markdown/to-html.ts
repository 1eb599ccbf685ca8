import { parser, parse, type Token } from "./parse";

/** An attribute as text; empty where there is none. */
export const attribute = (token: Token, name: string): string => String(token.attrGet(name) ?? "");

/** The content policy forbids style attributes: alignment of table cells becomes a class. */
const withoutStyle = (token: Token): void => {
  const style = attribute(token, "style");
  if (style === "") return;
  token.attrs = (token.attrs ?? []).filter(([name]) => name !== "style");
  const side = /^text-align:(left|right|center)$/.exec(style)?.[1];
  if (side && side !== "left") token.attrSet("class", `cell-${side}`);
};

/**
 * A page has one first heading, its own: those of a text go below it. The text's highest heading gets the level `top`, and none is more than one below
 * the heading before it, whatever the author has left out.
 */
const lowerHeadings = (tokens: readonly Token[], top: number): void => {
  const headings = tokens.filter(({ type }) => type === "heading_open" || type === "heading_close");
  const highest = Math.min(...headings.map(({ tag }) => Number(tag.slice(1))));
  let before = top - 1;
  for (const token of headings) {
    if (token.type === "heading_open") before = Math.min(6, before + 1, Number(token.tag.slice(1)) - highest + top);
    token.tag = `h${before}`;
  }
};

const isOutside = (address: string): boolean => /^https:/i.test(address);

const prepare = (token: Token): void => {
  withoutStyle(token);
  if (token.type === "link_open" && isOutside(attribute(token, "href"))) token.attrSet("rel", "noopener noreferrer nofollow");
  // A language mark behind a code fence would become a class of its own choosing.
  if (token.type === "fence") token.info = "";
  for (const child of token.children ?? []) prepare(child);
};

/**
 * Safe HTML of a Markdown text: escaped by the library, no raw HTML, no images, no styles, no scripts. `top` is the
 * level that the highest heading of the text gets.
 */
export const markdownToHtml = (source: string, top: 1 | 2 | 3 | 4 = 2): string => {
  const tokens = parse(source);
  for (const token of tokens) prepare(token);
  lowerHeadings(tokens, top);
  return parser.renderer.render(tokens, parser.options, {});
};
