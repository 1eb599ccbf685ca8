import fc from "fast-check";
import { detect, envelopeOf, LARGEST_TEXT, mergeSpans, NOBODY, purgeProhibited, renderSegments, type KnownPerson, type Span } from "../../../../src/privacy/detect";

const now = new Date("2026-11-21T12:00:00Z");
const record: KnownPerson = { names: ["Jürgen Weißmüller", "Anna B"], emails: ["anna77@web.de"], phones: ["+4922198765432"], addresses: ["Amselstieg 4\n50667 Frechen"], numbers: ["KD-77A1"], birthDates: ["1987-03-14"], others: ["aaaa"] };
const SIZE = 200_000;
const repeated = (piece: string): string => piece.repeat(Math.ceil(SIZE / piece.length)).slice(0, SIZE);

const PIECES = [
  "a", "1", "@", "a@", "a@b.", "1 ", "12345 ", "0171 2345678 ", "+49", "Aa ", "Herr ", "Herr Müller ", "Hallo ", "Anna ", "at ", "a at ", "a.", "http://", "https://a.de/?a=1 ", "www.", ":", "a:", "1.", "ä", "a\u0301", "\u0301", "&",
  "&#", "\u200B", "👩", "DE12", "DE12 ", "DE89370400440532013000 ", "Kundennummer ", "Kundennummer 1234 ", "krank ", "krank. ", "Grüße\n", "\n", "> ", "Von: Aa\n", "1. Mai ", "geb. ", "null ", "Str. 5 ", "12345 Köln ", "Am Aa ", "A-", "Name: ",
  "mein Name ist ", "schrieb ", "(", "-", "A. ", "konto 12345 ", "'", "𝐀", "李", "\t", "union ", "202 555 0143 ", "pin: 1234 ", "passwort für a ", "1,", "Mit freundlichen ", " \n",
];

describe("hostile texts", () => {
  /** Work that grew with the square of the length would take minutes here, and the runner gives up after one. */
  it.each(PIECES)("200 KB of %j are read to their end", (piece) => {
    const text = repeated(piece);
    for (const { start, end } of detect(text, record)) expect(start < end && end <= text.length).toBe(true);
    expect(typeof purgeProhibited(text).text).toBe("string");
  });

  it("are masked as a whole where they are too large or too much work", () => {
    const whole = (text: string) => [{ start: 0, end: text.length, category: "special", source: "structure", confidence: 1, kind: "unread" }];
    const large = "a ".repeat(LARGEST_TEXT);
    expect(detect(large, NOBODY)).toEqual(whole(large));
    const laborious = repeated("Herr Müller ");
    expect(detect(laborious, NOBODY)).toEqual(whole(laborious));
    expect(detect("", NOBODY)).toEqual([]);
  });

  it("do not hide in an unbroken run", () => {
    const run = "x".repeat(600);
    expect(detect(`Hallo ${run} Ende`, NOBODY)).toEqual([expect.objectContaining({ start: 6, end: 606, category: "special" })]);
  });
});

const fragments = fc.array(fc.constantFrom(
  "Herr ", "Müller", "max@web.de", " (at) ", "0171 2345678", "DE89 3704 0044 0532 0130 00", "4111 1111 1111 1111", "\n", "krank", "Kundennummer ", "4711", " ", ", ", "a\u0308", "\u200B", "&uuml;", "👩‍👩‍👧", "\uD800", "14.03.1987", "Str. 5", "50667 Köln",
  "Anna", "https://a.de/?user=x", "192.0.2.1", "K-AB 123", ". ", "Grüße\n", "%40", "\u202E", "é", "İ", "ß", "ﬁ",
)).map((all) => all.join(""));
const anyText = fc.oneof(fragments, fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }));

describe("every text", () => {
  it("has spans that are sorted, disjoint and inside it", () => {
    fc.assert(fc.property(anyText, (text) => {
      let last = 0;
      for (const { start, end } of detect(text, record)) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        last = end;
      }
      expect(last).toBeLessThanOrEqual(text.length);
    }), { numRuns: 1000 });
  });

  it("loses its e-mail address, phone number, IBAN and known name when everything is hidden", () => {
    const secrets = ["max.muster@web.de", "0171 2345678", "DE89 3704 0044 0532 0130 00", "Weißmüller"];
    const words = fc.array(fc.constantFrom("der", "Karton", "ist", "kaputt", "2", "bitte", "the", "box", "broken", "Grüße", "äöü", "e\u0301", "👩")).map((all) => all.join(" "));
    fc.assert(fc.property(words, words, fc.constantFrom(...secrets), (before, after, secret) => {
      const envelope = envelopeOf(`${before}: ${secret}, ${after}`, record);
      expect(renderSegments(envelope, () => "hidden", { now }).map((segment) => segment.text).join("|")).not.toContain(secret);
    }), { numRuns: 500 });
  });

  it("is detected alike every time", () => {
    fc.assert(fc.property(anyText, (text) => { expect(detect(text, record)).toEqual(detect(text, record)); }));
  });
});

describe("overlapping spans", () => {
  const span = (start: number, end: number, category: Span["category"], confidence = 0.5): Span => ({ start, end, category, source: "cue", confidence });
  it("become their union under the stricter category", () => {
    expect(mergeSpans([span(4, 9, "name"), span(0, 5, "bankDetails", 0.9), span(9, 12, "email")])).toEqual([span(0, 9, "bankDetails", 0.9), span(9, 12, "email")]);
    expect(mergeSpans([span(0, 9, "name"), span(2, 3, "special")])).toEqual([span(0, 9, "special")]);
  });
});
