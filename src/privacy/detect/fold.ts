const UMLAUTS: Readonly<Record<string, string>> = { ä: "ae", ö: "oe", ü: "ue", ß: "ss", æ: "ae", ø: "oe", å: "aa", œ: "oe" };
const PLAIN: Readonly<Record<string, string>> = { ß: "ss", æ: "ae", ø: "o", ł: "l", đ: "d", ı: "i", œ: "oe" };
const ASCII = /^[\x00-\x7f]*$/;

const stripped = (text: string): string => ASCII.test(text) ? text : text.normalize("NFD").replace(/\p{M}/gu, "");

/**
 * The two spellings without umlauts of a lower-case word, ä as ae and ä as a, each at most once: "müller" is "mueller" and "muller".
 */
export const folds = (lower: string): readonly string[] => {
  if (ASCII.test(lower)) return [lower];
  const written = stripped(lower.replace(/[äöüßæøåœ]/g, (letter) => UMLAUTS[letter] ?? letter));
  const plain = stripped(lower.replace(/[ßæøłđıœ]/g, (letter) => PLAIN[letter] ?? letter));
  return written === plain ? [plain] : [written, plain];
};

/** One letter more, less, another or two swapped. */
export const isOneSlip = (a: string, b: string): boolean => {
  if (Math.abs(a.length - b.length) > 1) return false;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from++;
  let endA = a.length, endB = b.length;
  while (endA > from && endB > from && a[endA - 1] === b[endB - 1]) { endA--; endB--; }
  const restA = endA - from, restB = endB - from;
  if (restA <= 1 && restB <= 1) return true;
  return restA === 2 && restB === 2 && a[from] === b[from + 1] && a[from + 1] === b[from];
};
