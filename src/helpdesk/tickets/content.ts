import { LEVEL_OF, type Category, type Level } from "../../privacy";

/** What a ticket holds, in codes: how sensitive it is and which kinds of personal data occur in its texts and files. Decides who can get it at all. */
export interface Content { readonly level: Level; readonly categories: readonly Category[] }

const LEAST: Level = "L2";

/** All of it together. Free text is L2 at least and counts as `correspondence`, whatever was found in it. */
export const together = (parts: readonly Content[]): { level: Level; categories: Category[] } => ({
  level: [LEAST, ...parts.map(({ level }) => level)].sort().at(-1)!,
  categories: [...new Set<Category>(["correspondence", ...parts.flatMap(({ categories }) => categories)])].sort(),
});

/** Nobody has looked into a file: it is an attachment, whatever it holds. */
export const FILE: Content = { level: LEVEL_OF.attachment, categories: ["attachment"] };
