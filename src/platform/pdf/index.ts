export { blocksToText, type Block, type ListItem } from "./blocks";
export { renderPdf, type PdfDocument } from "./render";
