import { diffLines, diffWordsWithSpace } from "diff";

export interface DiffPart { readonly kind: "same" | "added" | "removed"; readonly text: string }

/** More differing words than this are told by lines: the answer must come while somebody waits. */
const MOST_EDITS = 800;
const KEPT = 300;

const partsOf = (changes: readonly { added?: boolean; removed?: boolean; value: string }[]): DiffPart[] =>
  changes.map(({ added, removed, value }) => ({ kind: added ? "added" : removed ? "removed" : "same", text: value }));

/** Long passages that did not change are cut in their middle: who compares looks at what is around a change. */
const shortened = ({ kind, text }: DiffPart): DiffPart =>
  (kind === "same" && text.length > 2 * KEPT ? { kind, text: `${text.slice(0, KEPT)}\n…\n${text.slice(-KEPT)}` } : { kind, text });

/** What has changed from one text to the next, word by word. Empty where nothing has. */
export const changesBetween = (before: string, after: string): DiffPart[] => {
  if (before === after) return [];
  const words = diffWordsWithSpace(before, after, { maxEditLength: MOST_EDITS });
  return partsOf(words ?? diffLines(before, after)).map(shortened);
};
