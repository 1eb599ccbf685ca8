/** Markdown that people write here (papers, courses), safe on a page, in a PDF and in a mail. */
export { LARGEST_MARKDOWN, normalMarkdown } from "./parse";
export { markdownToHtml } from "./to-html";
export { markdownToBlocks, markdownToText } from "./to-blocks";
