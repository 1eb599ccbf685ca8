import { DROP, KEEP, MARK, REPLACE, SURROGATE, replacement, treatment } from "./characters";

/**
 * The text as detectors read it, with the way back: the unit at `i` stands for the original from `starts[i]` to `ends[i]`.
 * Without the two tables the text is the original.
 */
export interface Normalised {
  text: string;
  starts?: Uint32Array;
  ends?: Uint32Array;
}

const AMPERSAND = 38, PERCENT = 37, AT = 64;
const ENTITY = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,8}));/y;
const NAMED: Readonly<Record<string, string>> = {
  amp: "&", lt: "<", gt: ">", quot: "\"", apos: "'", nbsp: " ", shy: "\u00AD", commat: "@", period: ".", colon: ":", plus: "+", num: "#", sol: "/",
  ndash: "-", mdash: "-", auml: "ä", ouml: "ö", uuml: "ü", Auml: "Ä", Ouml: "Ö", Uuml: "Ü", szlig: "ß", eacute: "é", egrave: "è", agrave: "à", ccedil: "ç", ntilde: "ñ",
};
/** Marks beyond these on one letter are ornament. */
const MOST_MARKS = 8;

const isPlain = (text: string): boolean => {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === AMPERSAND || code === PERCENT || treatment[code] !== KEEP) return false;
  }
  return true;
};

class Writer {
  private readonly units: Uint16Array;
  private readonly starts: Uint32Array;
  private readonly ends: Uint32Array;
  private size = 0;

  constructor(capacity: number) {
    this.units = new Uint16Array(capacity);
    this.starts = new Uint32Array(capacity);
    this.ends = new Uint32Array(capacity);
  }

  put(code: number, start: number, end: number): void {
    this.units[this.size] = code;
    this.starts[this.size] = start;
    this.ends[this.size++] = end;
  }

  /** A letter and the marks from `from` to `to` as one composed letter; marks that do not compose are dropped. */
  compose(source: string, from: number, to: number): void {
    if (this.size === 0) return;
    const base = this.units[this.size - 1] ?? 32;
    const composed = (String.fromCharCode(base) + source.slice(from, Math.min(to, from + MOST_MARKS))).normalize("NFC");
    this.units[this.size - 1] = composed.charCodeAt(0);
    this.ends[this.size - 1] = to;
  }

  finish(): Normalised {
    const text = Buffer.from(this.units.buffer, 0, this.size * 2).toString("utf16le");
    return { text, starts: this.starts, ends: this.ends };
  }
}

/** The end of the combining marks that begin at `at`. */
const marksEnd = (text: string, at: number): number => {
  let end = at + 1;
  while (end < text.length && treatment[text.charCodeAt(end)] === MARK) end++;
  return end;
};

/** The character an entity at `at` stands for, with its length; null where there is none. */
const entityAt = (text: string, at: number): { character: string; length: number } | null => {
  ENTITY.lastIndex = at;
  const [whole, decimal, hexadecimal, name] = ENTITY.exec(text) ?? [];
  if (whole === undefined) return null;
  const code = decimal !== undefined ? Number(decimal) : hexadecimal !== undefined ? parseInt(hexadecimal, 16) : -1;
  const character = code >= 0 && code < 0x10000 ? String.fromCharCode(code) : NAMED[name ?? ""];
  return character === undefined ? null : { character, length: whole.length };
};

/** Bold, script and enclosed letters beyond the basic plane, as the letters they look like. */
const plainAstral = (text: string, at: number): number => {
  const point = text.codePointAt(at) ?? 0;
  const isLetterlike = (point >= 0x1d400 && point <= 0x1d7ff) || (point >= 0x1f100 && point <= 0x1f1ff);
  const plain = isLetterlike ? String.fromCodePoint(point).normalize("NFKC") : "";
  return plain.length === 1 ? plain.charCodeAt(0) : 0;
};

/**
 * Composes accents, drops invisible characters, reads exotic spaces, dashes and digits as plain ones and HTML entities as
 * what they stand for. Linear in the length of the text.
 */
export const normalise = (text: string): Normalised => {
  if (isPlain(text)) return { text };
  const out = new Writer(text.length);
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    const treated = treatment[code];
    let next = at + 1;
    if (code === AMPERSAND) {
      const entity = entityAt(text, at);
      const stands = entity?.character.charCodeAt(0) ?? code;
      if (entity) next = at + entity.length;
      if (treatment[stands] !== DROP) out.put(replacement[stands] || stands, at, next);
    } else if (code === PERCENT && text.startsWith("%40", at)) {
      next = at + 3;
      out.put(AT, at, next);
    } else if (treated === KEEP) {
      out.put(code, at, next);
    } else if (treated === REPLACE) {
      out.put(replacement[code] ?? code, at, next);
    } else if (treated === MARK) {
      next = marksEnd(text, at);
      out.compose(text, at, next);
    } else if (treated === SURROGATE) {
      const plain = plainAstral(text, at);
      if (plain !== 0) next = at + 2;
      out.put(plain === 0 ? code : plain, at, next);
    }
    at = next;
  }
  return out.finish();
};

/** The place in the original of a passage of the normalised text. */
export const toOriginal = ({ starts, ends }: Normalised, start: number, end: number): { start: number; end: number } =>
  starts && ends ? { start: starts[start] ?? 0, end: ends[end - 1] ?? 0 } : { start, end };
