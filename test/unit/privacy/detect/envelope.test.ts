import fc from "fast-check";
import { CATEGORIES } from "../../../../src/privacy/categories";
import { decode, effectiveSpans, encode, envelopeOf, highestLevel, NOBODY, renderSegments, undetected, type Envelope, type Mark, type Span } from "../../../../src/privacy/detect";

const now = new Date("2026-11-21T12:00:00Z");
const span = (start: number, end: number, category: Span["category"] = "name"): Span => ({ start, end, category, source: "cue", confidence: 1 });
const mark = (kind: Mark["kind"], start: number, end: number, at = "2026-01-01T00:00:00Z"): Mark => ({ kind, start, end, category: "special", by: "a1", at });
const envelope = (text: string, spans: Span[], marks: Mark[] = []): Envelope => ({ v: 1, text, spans, marks, detector: "1", language: "de" });
const places = (one: Envelope) => effectiveSpans(one).map(({ start, end, category }) => [start, end, category]);

const anyEnvelope: fc.Arbitrary<Envelope> = fc.string({ unit: "binary", minLength: 1 }).chain((text) => {
  const place = fc.tuple(fc.nat(text.length), fc.nat(text.length)).filter(([a, b]) => a !== b).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));
  const spans = fc.array(fc.tuple(place, fc.constantFrom(...CATEGORIES), fc.double({ min: 0.1, max: 1, noNaN: true }))
    .map(([where, category, confidence]): Span => ({ ...where, category, source: "cue", confidence })));
  const marks = fc.array(fc.tuple(place, fc.constantFrom("mark" as const, "unmark" as const), fc.constantFrom(...CATEGORIES))
    .map(([where, kind, category]): Mark => ({ ...where, kind, category, by: "a1", at: "2026-01-01T00:00:00Z" })));
  return fc.record({ v: fc.constant(1 as const), text: fc.constant(text), spans, marks, detector: fc.constantFrom("", "1"), language: fc.constantFrom("de" as const, "en" as const, "mixed" as const) });
});

describe("encode and decode", () => {
  it("return what was put in, lone surrogates too", () => {
    fc.assert(fc.property(anyEnvelope, (one) => { expect(decode(encode(one))).toEqual(one); }));
  });

  it("make anything that is no envelope a wholly masked text, and never throw", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), fc.anything().map((value) => JSON.stringify(value) ?? "")), (garbage) => {
      const read = decode(garbage);
      expect(read.detector).toBe("");
      expect(effectiveSpans(read)).toEqual(read.text === "" ? [] : [expect.objectContaining({ start: 0, end: read.text.length, category: "special" })]);
    }));
  });

  it.each<[string, object]>([
    ["a span beyond the text", { ...envelope("abc", [span(1, 9)]) }], ["a span backwards", { ...envelope("abc", [span(2, 1)]) }], ["an unknown category", { ...envelope("abc", []), spans: [{ ...span(0, 1), category: "x" }] }],
    ["another version", { ...envelope("abc", []), v: 2 }], ["missing spans", { v: 1, text: "abc", detector: "1" }], ["an extra field", { ...envelope("abc", []), clear: true }],
  ])("masks all of a text with %s", (_, broken) => {
    expect(decode(JSON.stringify(broken))).toEqual(undetected("abc"));
  });
});

describe("hand marks", () => {
  const text = "Anna aus Köln rief an";
  it("remove, add and win over detectors, the later over the earlier", () => {
    expect(places(envelope(text, [span(0, 4)], [mark("unmark", 0, 4)]))).toEqual([]);
    expect(places(envelope(text, [span(0, 8)], [mark("unmark", 4, 8)]))).toEqual([[0, 4, "name"]]);
    expect(places(envelope(text, [span(0, 4)], [mark("mark", 9, 13)]))).toEqual([[0, 4, "name"], [9, 13, "special"]]);
    expect(places(envelope(text, [], [mark("unmark", 0, 4, "2026-02-02"), mark("mark", 0, 4, "2026-01-01")]))).toEqual([]);
    expect(places(envelope(text, [], [mark("unmark", 0, 4, "2026-01-01"), mark("mark", 0, 4, "2026-02-02")]))).toEqual([[0, 4, "special"]]);
  });

  it("free nothing of a text that was never read", () => {
    expect(places({ ...envelope(text, [], [mark("unmark", 0, 21)]), detector: "" })).toEqual([[0, text.length, "special"]]);
  });

  it("never cut a character in two", () => {
    expect(places(envelope("a👩b", [], [mark("mark", 0, 2)]))).toEqual([[0, 3, "special"]]);
    expect(places(envelope("a👩b", [span(0, 4)], [mark("unmark", 0, 2)]))).toEqual([[1, 4, "name"]]);
  });
});

describe("rendering", () => {
  const one = envelopeOf("Hallo Frau Müller, rufen Sie 0221 9876543 an. Gruß", NOBODY);
  it("keeps plain text in one piece and masks with type and width", () => {
    expect(renderSegments(one, () => "narrow", { now })).toEqual([
      { text: "Hallo Frau " }, { masked: true, category: "name", form: "narrow", text: "M.", kind: "name" }, { text: ", rufen Sie " },
      { masked: true, category: "phone", form: "narrow", text: "••• 543", kind: "phone" }, { text: " an. Gruß" },
    ]);
    expect(renderSegments(one, () => "clear", { now })).toEqual([{ text: one.text }]);
    expect(renderSegments(undetected("Geheim"), () => "partial", { now })).toEqual([{ masked: true, category: "special", form: "hidden", text: "", kind: "undetected" }]);
  });

  it("with everything hidden is the text without its spans", () => {
    fc.assert(fc.property(anyEnvelope, (any) => {
      const segments = renderSegments(any, () => "hidden", { now });
      const outside = [...effectiveSpans(any)].reduceRight((text, { start, end }) => text.slice(0, start) + text.slice(end), any.text);
      expect(segments.map((segment) => segment.text).join("")).toBe(outside);
      expect(segments.every((segment) => !segment.masked || segment.text === "")).toBe(true);
      expect(segments.every((segment, index) => segment.masked || !(segments[index + 1] && !segments[index + 1]?.masked))).toBe(true);
    }));
  });

  it("with everything clear is the text", () => {
    fc.assert(fc.property(anyEnvelope, (any) => { expect(renderSegments(any, () => "clear", { now }).map((segment) => segment.text).join("")).toBe(any.text); }));
  });
});

it("raises the level of a text by what is in it", () => {
  expect(highestLevel(envelope("abc", []))).toBe("L2");
  expect(highestLevel(envelope("abc", [span(0, 1)]))).toBe("L2");
  expect(highestLevel(envelope("abc", [span(0, 1, "bankDetails")]))).toBe("L3");
  expect(highestLevel(undetected("abc"))).toBe("L4");
});

it("tells the language of a text", () => {
  const language = (text: string) => envelopeOf(text, NOBODY).language;
  expect([language("Das ist nicht für mich und wir haben es"), language("This is not for me and we have it"), language("12345"), language("Das ist die Rechnung. This is the invoice.")])
    .toEqual(["de", "en", "mixed", "mixed"]);
});
