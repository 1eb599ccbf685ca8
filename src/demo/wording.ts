import type { Random } from "./random";

/**
 * Resolves `[a|b|]` to one alternative and `{name}` to a fact. An unknown fact throws: a script with a slip must not reach a reader.
 */
export const worded = (random: Random, template: string, facts: Readonly<Record<string, string>>): string =>
  template
    .replace(/\[([^\][]*)\]/g, (_whole, inner: string) => random.pick(inner.split("|")))
    .replace(/\{(\w+)\}/g, (_whole, name: string) => {
      const fact = facts[name];
      if (fact === undefined) throw new Error(`a script names the unknown fact ${name}`);
      return fact;
    })
    .replace(/[ \t]{2,}/g, " ").replace(/ +([.,!?])(?=\s|$)/g, "$1").replace(/[ \t]+$/gm, "").trim();

const SLIPS: readonly ((word: string, at: number) => string)[] = [
  (word, at) => word.slice(0, at) + (word[at + 1] ?? "") + (word[at] ?? "") + word.slice(at + 2),
  (word, at) => word.slice(0, at) + word.slice(at + 1),
  (word, at) => word.slice(0, at) + (word[at] ?? "") + word.slice(at),
];

/** One or two typing slips in long lower-case words; names, numbers and addresses stay readable. */
export const withSlips = (random: Random, text: string): string => {
  const words = text.split(" ");
  const long = words.map((word, at) => (/^[a-zäöüß]{6,}$/.test(word) ? at : -1)).filter((at) => at >= 0);
  for (const at of random.shuffled(long).slice(0, random.whole(1, 2))) {
    const word = words[at] ?? "";
    words[at] = random.pick(SLIPS)(word, random.whole(1, word.length - 3));
  }
  return words.join(" ");
};

/** Writes like someone who never touches the shift key; order numbers, IBANs and file names keep theirs. */
export const withoutCapitals = (text: string): string =>
  text.split(/(\s+)/).map((word) => (/\d/.test(word) ? word : word.toLowerCase())).join("");
