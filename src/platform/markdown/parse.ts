import MarkdownIt from "markdown-it";

export type Token = MarkdownIt.Token;

/** Enough for any agreement; what is longer is refused by the forms, and parsing stays quick. */
export const LARGEST_MARKDOWN = 200_000;

/** Where a link may lead: a path of this site, a safe web address, a mail address. Everything else stays text. */
const LINK = /^(?:\/(?![/\\])|https:\/\/|mailto:[^\s@]+@[^\s@]+$|#)/i;

/**
 * Markdown (CommonMark with tables) without raw HTML, images and automatic links. A script address, a data address or
 * markup that somebody writes comes out as the text it is.
 */
export const parser = new MarkdownIt("commonmark", { html: false, linkify: false, typographer: false, breaks: false, maxNesting: 20 })
  .enable(["table", "strikethrough"]).disable(["image", "html_block", "html_inline", "autolink"]);
parser.validateLink = (address) => LINK.test(address.trim());

/** The source as it is parsed and hashed: one kind of line break, one spelling of each letter, nothing invisible. */
export const normalMarkdown = (source: string): string =>
  source.normalize("NFC").replace(/\r\n?/g, "\n").replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, "").replace(/[ \t]+$/gm, "").trim();

export const parse = (source: string): Token[] => parser.parse(normalMarkdown(source.slice(0, LARGEST_MARKDOWN)), {});
