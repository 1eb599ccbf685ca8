import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { exactToken, indexTokens, queryTokens, wordToken, words, type Range } from "../../../../src/privacy/blind-index";
import { isStopWord } from "../../../../src/privacy/blind-index/stop-words";

const key = Buffer.alloc(32, 7);
const language = fc.constantFrom("de" as const, "en" as const, "mixed" as const);
const vocabulary = fc.constantFrom("Rechnung", "Rückgabe", "Müllers", "die", "order", "shipped", "Zu\u0308ge", "4711", "the", "Rech\u00adnung", "ﬁnden", "1½", "a", "Ärger");
const anyText = fc.oneof(fc.array(fc.oneof(vocabulary, fc.string({ unit: "grapheme", maxLength: 8 })), { maxLength: 20 }).map((parts) => parts.join(" ")), fc.string({ unit: "binary" }));
const anyRanges = fc.array(fc.tuple(fc.nat(80), fc.nat(20)).map(([start, length]) => ({ start, end: start + length })), { maxLength: 4 });
const finds = (tokens: string[], query: string) => queryTokens(key, query).every((alternatives) => alternatives.some((one) => tokens.includes(one)));

test("exact tokens: 16 bytes, stable, apart by key, category and value", () => {
  const token = exactToken(key, "email", "a@b.de");
  expect(token).toHaveLength(16);
  expect(exactToken(key, "email", "a@b.de")).toEqual(token);
  expect(exactToken(Buffer.alloc(32, 8), "email", "a@b.de")).not.toEqual(token);
  expect(exactToken(key, "onlineIdentifier", "a@b.de")).not.toEqual(token);
  expect(exactToken(key, "email", "a@b.com")).not.toEqual(token);
});

test("a short key is refused", () => {
  expect(() => exactToken(Buffer.alloc(31), "email", "a@b.de")).toThrow(RangeError);
  expect(() => wordToken(Buffer.alloc(0), "de", "rechnung")).toThrow(RangeError);
});

test("word tokens fit a bigint and are apart by language", () => {
  fc.assert(fc.property(fc.string(), (stemmed) => {
    const token = wordToken(randomBytes(32), "de", stemmed);
    expect(token).toMatch(/^(0|[1-9]\d*)$/);
    expect(BigInt(token) < 2n ** 63n).toBe(true);
    expect(wordToken(key, "de", stemmed)).not.toBe(wordToken(key, "en", stemmed));
  }));
});

test("a word of the text finds the text, whatever its language was taken for", () => {
  fc.assert(fc.property(anyText, anyRanges, language, (text, ranges, lang) => {
    const { open, personal } = indexTokens(key, text, ranges, lang);
    for (const word of words(text)) expect(finds([...open, ...personal], word)).toBe(true);
    expect(finds([...open, ...personal], text)).toBe(true);
  }), { numRuns: 500 });
});

test("what touches a personal range is never open", () => {
  const marked = fc.array(fc.tuple(fc.oneof(vocabulary, fc.stringMatching(/^[a-zäöü]{2,9}$/)), fc.boolean(), fc.nat(3), fc.nat(3)), { maxLength: 20 });
  fc.assert(fc.property(marked, language, (parts, lang) => {
    let text = "";
    const ranges: Range[] = [];
    for (const [word, personal, from, cut] of parts) {
      const start = text.length + Math.min(from, word.length - 1);
      if (personal) ranges.push({ start, end: Math.max(start + 1, text.length + word.length - cut) });
      text += `${word} `;
    }
    const apart = (wanted: boolean) => parts.filter(([, personal]) => personal === wanted).map(([word]) => word).join(" ");
    const { open, personal } = indexTokens(key, text, ranges.reverse(), lang);
    expect(open).toEqual(indexTokens(key, apart(false), [], lang).open);
    expect(personal).toEqual(indexTokens(key, apart(true), [], lang).open);
  }), { numRuns: 500 });
});

test("the order of tokens tells nothing of the order of words, and each stands once", () => {
  const one = indexTokens(key, "Rechnung Lieferung Paket Rechnungen", [], "de");
  expect(one).toEqual(indexTokens(key, "Paket Rechnung Lieferung", [], "de"));
  expect(one.open).toHaveLength(3);
  expect(one.open).toEqual([...one.open].sort());
});

test("examples", () => {
  const text = "Frau Müller wartet auf die Rechnungen zur Bestellung 4711";
  const { open, personal } = indexTokens(key, text, [{ start: 5, end: 11 }], "de");
  expect(finds(open, "rechnung bestellungen")).toBe(true);
  expect(finds(open, "die Rechnung")).toBe(true);
  expect(finds(open, "\"Rechnung\" 4711")).toBe(true);
  expect(finds(open, "Müller")).toBe(false);
  expect(finds(personal, "Mueller")).toBe(true);
  expect(queryTokens(key, "die und the")).toEqual([]);
  expect(queryTokens(key, "Rechnung rechnung")).toHaveLength(1);
  expect(queryTokens(key, "wort".concat(..."abcdefghijklmnopqrstuvwxyz".split("").map((c) => ` ${c}${c}a ${c}${c}b`)))).toHaveLength(32);
});

test("touching, empty and overlapping ranges; a reversed range is refused", () => {
  const tokens = (ranges: Range[]) => indexTokens(key, "eins zwei drei", ranges, "de");
  const personal = (ranges: Range[]) => tokens(ranges).personal.length;
  expect(personal([{ start: 4, end: 5 }])).toBe(0);
  expect(personal([{ start: 3, end: 6 }])).toBe(2);
  expect(personal([{ start: 2, end: 2 }])).toBe(0);
  expect(personal([{ start: 8, end: 9 }, { start: 0, end: 9 }, { start: 0, end: 1 }])).toBe(2);
  expect(personal([{ start: -5, end: 1000 }])).toBe(3);
  expect(() => tokens([{ start: 5, end: 4 }])).toThrow(RangeError);
  expect(() => tokens([{ start: NaN, end: 4 }])).toThrow(RangeError);
});

test("hostile text and queries never throw", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), anyRanges, language, (text, ranges, lang) => {
    indexTokens(key, text, ranges, lang);
    expect(queryTokens(key, text).every((alternatives) => alternatives.length === 2)).toBe(true);
  }), { numRuns: 500 });
  expect(isStopWord("die")).toBe(true);
});
