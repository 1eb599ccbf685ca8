import { BULLETS, charactersOf, digitsOf, tail } from "./characters";

const TITLES = /^(dr|prof|dipl|ing|med|phil|mag|herr|herrn|frau|hr|fr|mr|mrs|ms|miss|mx|sir)$/i;
/** Scripts that write a family name in one sign: its initial would be the name. */
const ONE_SIGN_NAMES = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** "Müller, Anna" as "Anna Müller". */
const inSpokenOrder = (name: string): string => {
  const [family = "", given = "", more] = name.split(",");
  return given.trim() !== "" && more === undefined ? `${given} ${family}` : name;
};

/** "A. M." of "Anna Müller": first and last word that is a name, never titles, never more than two letters. */
export const initials = (name: string): string | null => {
  const words = inSpokenOrder(name.normalize("NFC")).split(/[\s.]+/u)
    .filter((word) => /^\p{L}/u.test(word) && !TITLES.test(word));
  const [first] = words;
  const last = words.at(-1);
  if (first === undefined || last === undefined || ONE_SIGN_NAMES.test(first + last)) return null;
  const shown = words.length === 1 ? [first] : [first, last];
  if (charactersOf(shown.join("")).length < 2 * shown.length) return null;
  return shown.map((word) => `${String.fromCodePoint(word.codePointAt(0) ?? 0)}.`).join(" ");
};

const initialOf = (part: string): string => {
  const [first, second] = part.normalize("NFC");
  return first !== undefined && second !== undefined && /[\p{L}\p{N}]/u.test(first) ? first + BULLETS : BULLETS;
};

/** "m•••@d•••.de": first letter, first letter of the domain, top-level domain. A part of one character shows nothing. */
export const emailOutline = (email: string): string | null => {
  const at = email.lastIndexOf("@");
  const labels = email.slice(at + 1).split(".");
  const local = email.slice(0, at);
  const top = labels.at(-1) ?? "";
  if (at < 1 || labels.length < 2 || labels.includes("") || /[\s<>()",;:]/u.test(email)) return null;
  if ([...local.normalize("NFC")].length < 2) return null;
  return `${initialOf(local)}@${initialOf(labels[0] ?? "")}.${/^[a-z]{2,10}$/i.test(top) ? top.toLowerCase() : BULLETS}`;
};

/** "••• 421": the last digits of a number of six digits and more. */
export const phoneEnding = (count: number) => (phone: string): string | null => {
  const ending = tail(digitsOf(phone), count, 6);
  return ending === null ? null : `${BULLETS} ${ending}`;
};
