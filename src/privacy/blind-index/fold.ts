/**
 * Folding makes the spellings of one word equal: case, compatibility forms, accents and umlauts.
 * German writes an umlaut in two ways without its dots: "Müller" is typed "Mueller" by those who know, "Muller" by those who do not.
 */

const SPECIAL: Readonly<Record<string, string>> = {
  ß: "ss", æ: "ae", œ: "oe", ø: "oe", đ: "d", ð: "d", ł: "l", ı: "i", þ: "th",
};
const UMLAUT: Readonly<Record<string, string>> = { ä: "ae", ö: "oe", ü: "ue" };

const strip = (text: string): string =>
  text.normalize("NFKD").replace(/\p{M}+/gu, "").replace(/[ßæœøđðłıþ]/g, (letter) => SPECIAL[letter] ?? letter).normalize("NFC");

const lower = (text: string): string => text.normalize("NFKC").toLowerCase().normalize("NFKC");

/** The lexical fold: lower case, ä→ae, ö→oe, ü→ue, ß→ss, no other accents. */
export const fold = (text: string): string => strip(lower(text).replace(/[äöü]/g, (letter) => UMLAUT[letter] ?? letter));

/** The plain fold: lower case, every accent dropped, so ä→a; ß→ss as in `fold`. */
export const foldPlain = (text: string): string => strip(lower(text));

/** Apostrophes in all their typings; a name is the same with and without them ("O'Neil", "ONeil"). */
export const withoutApostrophes = (text: string): string => text.replace(/['’‘`´ʼ＇]/gu, "");

/**
 * Repeats a normalisation until it changes nothing more, so that the result is a fixed point: Unicode has letters whose lower case
 * or compatibility form needs a second pass. Null when nothing is left, or when no fixed point comes within a few passes.
 */
export const settle = (step: (text: string) => string, text: string): string | null => {
  let current = text;
  for (let pass = 0; pass < 6; pass++) {
    const next = step(current);
    if (next === current) return next === "" ? null : next;
    current = next;
  }
  return null;
};
