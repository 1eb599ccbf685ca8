import { fold, foldPlain, withoutApostrophes } from "./fold";

const MAX_TOKENS = 32;
const MAX_LENGTH = 2048;

/** "Hans-Peter" is looked up as "Hans", as "Peter" and as "Hanspeter". */
const spellings = (word: string): string[] => {
  const pieces = word.split("-").filter((piece) => piece !== "");
  return pieces.length > 1 ? [pieces.join(""), ...pieces] : pieces;
};

/**
 * The words under which a name is indexed: each part in both umlaut folds ("mueller", "muller"), a hyphenated part also by its pieces.
 * A single Latin letter is an initial and too common to find anybody, so it counts only where nothing else is left.
 * Two names may be the same person's when their tokens overlap. At most 32; in order of appearance, without repetition.
 */
export const nameTokens = (value: string): string[] => {
  const text = withoutApostrophes(value.slice(0, MAX_LENGTH)).replace(/\p{Pd}/gu, "-");
  const parts = text.split(/[^\p{L}\p{M}\p{N}-]+/u).flatMap(spellings);
  const tokens = [...new Set(parts.flatMap((part) => [fold(part), foldPlain(part)]))]
    .flatMap((token) => withoutApostrophes(token).split(/[^\p{L}\p{N}]+/u)).filter((token) => token !== "");
  const telling = tokens.filter((token) => !/^[a-z]$/.test(token));
  return [...new Set(telling.length > 0 ? telling : tokens)].slice(0, MAX_TOKENS);
};

const PLAIN_CODES: Readonly<Record<string, string>> = {
  a: "0", e: "0", i: "0", j: "0", o: "0", u: "0", y: "0", b: "1", p: "1", d: "2", t: "2", f: "3", v: "3", w: "3",
  g: "4", k: "4", q: "4", l: "5", m: "6", n: "6", r: "7", s: "8", z: "8", h: "",
};

/** C is the letter with the most rules: they depend on the onset, on S or Z before it and on the letter after it. */
const codeOfC = (before: string, after: string): string => {
  if (before === "") return "ahkloqrux".includes(after || "-") ? "4" : "8";
  if (before === "s" || before === "z") return "8";
  return "ahkoqux".includes(after || "-") ? "4" : "8";
};

const codeOf = (letter: string, before: string, after: string): string => {
  if (letter === "c") return codeOfC(before, after);
  if (letter === "x") return "ckq".includes(before || "-") ? "8" : "48";
  if (letter === "p" && after === "h") return "3";
  if ((letter === "d" || letter === "t") && "csz".includes(after || "-")) return "8";
  return PLAIN_CODES[letter] ?? "";
};

/**
 * Kölner Phonetik (H. J. Postel, 1969): names that sound alike in German have the same code. Letters only, so that a hyphenated name is
 * coded as one word; "" when there is no letter A to Z. Equal neighbours are merged first, then zeros are dropped but for the first
 * place. H has no code and does not keep equal neighbours apart. Code a full name part by part (`nameTokens`).
 */
export const colognePhonetics = (value: string): string => {
  const letters = foldPlain(value.slice(0, MAX_LENGTH)).replace(/[^a-z]+/g, "");
  let codes = "";
  for (let at = 0; at < letters.length; at++) {
    codes += codeOf(letters.charAt(at), letters.charAt(at - 1), letters.charAt(at + 1));
  }
  const merged = codes.replace(/(.)\1+/g, "$1");
  return merged.slice(0, 1) + merged.slice(1).replaceAll("0", "");
};
