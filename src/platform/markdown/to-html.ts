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

/** A page has one first heading, its own: those of a text go below it. */
const lowered = (tag: string, top: number): string => {
  const level = /^h([1-6])$/.exec(tag)?.[1];
  return level ? `h${Math.min(6, Number(level) + top - 1)}` : tag;
};

const isOutside = (address: string): boolean => /^https:/i.test(address);

const prepare = (token: Token, top: number): void => {
  token.tag = lowered(token.tag, top);
  withoutStyle(token);
  if (token.type === "link_open" && isOutside(attribute(token, "href"))) token.attrSet("rel", "noopener noreferrer nofollow");
  // A language mark behind a code fence would become a class of its own choosing.
  if (token.type === "fence") token.info = "";
  for (const child of token.children ?? []) prepare(child, top);
};

/**
 * Safe HTML of a Markdown text: escaped by the library, no raw HTML, no images, no styles, no scripts. `top` is the
 * level that a first heading of the text gets.
 */
export const markdownToHtml = (source: string, top: 1 | 2 | 3 | 4 = 2): string => {
  const tokens = parse(source);
  for (const token of tokens) prepare(token, top);
  return parser.renderer.render(tokens, parser.options, {});
};
