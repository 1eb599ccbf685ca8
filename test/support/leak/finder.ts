import type { Marker } from "./markers";

const base64Pieces = (text: string): string[] => [0, 1, 2].map((offset) => {
  const encoded = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]).toString("base64").replace(/=+$/, "");
  const whole = Math.floor(((offset + Buffer.byteLength(text)) * 8) / 6);
  return encoded.slice(Math.ceil((offset * 8) / 6), whole);
});

const cases = (text: string): string[] => [...new Set([text, text.toLowerCase(), text.toUpperCase(), text[0]!.toUpperCase() + text.slice(1)])];

/** The spellings in which a needle may hide besides plain text: base64 in its three alignments, hex, reversed. */
const disguises = (needle: string): string[] => [
  ...cases(needle).flatMap((spelling) => [...base64Pieces(spelling), ...base64Pieces(spelling).map((piece) => piece.replaceAll("+", "-").replaceAll("/", "_")), Buffer.from(spelling).toString("hex")]),
  [...needle].reverse().join(""),
];

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: "\"", apos: "'", nbsp: " " };
const character = (code: number): string => (code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : " ");

/** A text with everything undone that a page, an address or JSON does to letters. */
const plain = (text: string): string => text
  .replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,6}));/gi, (whole, hex: string, decimal: string, name: string) => (hex ? character(parseInt(hex, 16)) : decimal ? character(Number(decimal)) : NAMED[name.toLowerCase()] ?? whole))
  .replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => character(parseInt(hex, 16)))
  .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => character(parseInt(hex, 16)))
  .replace(/=([0-9A-F]{2})|=\r?\n/g, (_, hex?: string) => (hex ? character(parseInt(hex, 16)) : ""))
  .replace(/[\u00ad\u200b-\u200d\u2060\ufeff]|<\/?(?:b|i|em|span|strong|mark|wbr)[^<>]*>/g, "")
  .normalize("NFKC").toLowerCase();

/** Numbers are written with any separators. */
const compact = (text: string): string => text.replace(/(?<=[0-9a-z])[\s./()\-–•]{1,3}(?=[0-9])/g, "");

/** Random ids, digests and times of the program are no place to hide, and among thousands of digits eight turn up by chance. */
const withoutIds = (text: string): string => text
  .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, " · ")
  .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?/gi, " · ");

const PREFIX = 5;

/** Finds markers in anything, in any disguise: one pass over the text, whatever the number of markers. */
export class Finder {
  private readonly byPrefix = new Map<string, [needle: string, marker: Marker][]>();
  constructor(markers: readonly Marker[]) { for (const marker of markers) this.add(marker); }

  add(marker: Marker): void {
    for (const needle of marker.needles) for (const spelling of [needle, ...disguises(needle)]) this.learn(spelling.toLowerCase(), marker);
  }

  find(text: string): Set<Marker> {
    const found = new Set<Marker>();
    const lower = withoutIds(text).toLowerCase();
    const clear = plain(withoutIds(text));
    for (const version of new Set([lower, clear, compact(clear)])) this.scan(version, found);
    return found;
  }

  private learn(spelling: string, marker: Marker): void {
    if (spelling.length < PREFIX + 1) throw new Error(`The needle of ${marker.key} is too short to be found.`);
    const prefix = spelling.slice(0, PREFIX);
    this.byPrefix.set(prefix, [...(this.byPrefix.get(prefix) ?? []), [spelling, marker]]);
  }

  private scan(text: string, found: Set<Marker>): void {
    for (let at = 0; at + PREFIX <= text.length; at += 1) {
      const candidates = this.byPrefix.get(text.slice(at, at + PREFIX));
      if (candidates) for (const [needle, marker] of candidates) if (text.startsWith(needle, at)) found.add(marker);
    }
  }
}
