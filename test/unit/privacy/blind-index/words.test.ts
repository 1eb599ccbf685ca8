import fc from "fast-check";
import { guessLanguage, stem, words } from "../../../../src/privacy/blind-index";

test.each<[string, string[]]>([
  ["Die Rechnung 2024-17, bitte!", ["die", "rechnung", "2024", "17", "bitte"]], ["a b cd", ["cd"]], ["Rech\u00adnung", ["rechnung"]], ["Zu\u0308ge", ["züge"]],
  ["ＦＵＬＬ", ["full"]], ["1½", ["11"]], ["don't", ["don"]], ["x@müller.de", ["müller", "de"]], ["ﬁnden", ["finden"]], ["", []], ["Ärger", ["ärger"]],
  ["Заказ №5 готов", ["заказ", "готов"]],
])("the words of %p", (text, expected) => {
  expect(words(text)).toEqual(expected);
});

test("a long word is cut after 64 characters", () => {
  expect(words("a".repeat(1000))).toEqual(["a".repeat(64)]);
});

test("words are their own words, and hostile text never throws", () => {
  fc.assert(fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" })), (text) => {
    for (const word of words(text)) {
      expect(words(word)).toEqual([word]);
      expect(typeof stem(word, "de") + typeof stem(word, "en")).toBe("stringstring");
    }
    expect(["de", "en", "mixed"]).toContain(guessLanguage(text));
  }), { numRuns: 2000 });
});

test.each([
  ["rechnungen", "rechnung"], ["rueckgabe", "rückgabe"], ["häuser", "haus"], ["neue", "neuer"], ["genaue", "genau"], ["bestellungen", "bestellung"], ["straße", "strasse"],
])("%s and %s have one German stem", (one, other) => {
  expect(stem(one, "de")).toBe(stem(other, "de"));
});

test("English stems", () => {
  expect(stem("orders", "en")).toBe(stem("order", "en"));
  expect(stem("shipping", "en")).toBe(stem("shipped", "en"));
});

test.each([
  ["Ich habe die Ware nicht bekommen und möchte sie zurückgeben.", "de"], ["I have not received the goods and would like to return them.", "en"],
  ["Hallo, ich habe eine Frage. Hello, I have a question about the order.", "mixed"], ["12345", "mixed"], ["", "mixed"],
])("the language of %p is %s", (text, language) => {
  expect(guessLanguage(text)).toBe(language);
});

test("a crafted run of combining marks does not take long: only the beginning of a run is read", () => {
  const run = "a" + "\u0301\u0323".repeat(200_000);
  expect(words(`${run} rechnung`)).toEqual([words(run)[0], "rechnung"]);
  expect([...(words(run)[0] ?? "")]).toHaveLength(64);
});
