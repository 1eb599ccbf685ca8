import fc from "fast-check";
import { CATEGORIES, type Category } from "../../../../src/privacy/categories";
import { normalise } from "../../../../src/privacy/blind-index";

test.each<[Category, string, string | null]>([
  ["name", " Jörg  MÜLLER ", "joerg mueller"], ["name", "Müller, Jörg", "mueller joerg"], ["name", "Mu\u0308ller", "mueller"],
  ["name", "O’Neil-Groß", "oneil gross"], ["name", "Łukasz Østergård", "lukasz oestergard"], ["name", " - ", null],
  ["postalAddress", "Hauptstraße 5\n10115 Berlin", "hauptstr 5 10115 berlin"], ["postalAddress", "Haupt Str. 5, 10115 Berlin", "hauptstr 5 10115 berlin"],
  ["email", " Jörg.M@Müller.DE ", "jörg.m@xn--mller-kva.de"], ["email", "mailto:a@b.de", "a@b.de"], ["email", "<A@B.de.>", "a@b.de"],
  ["email", "a@xn--mller-kva.de", "a@xn--mller-kva.de"], ["email", "ａ@ｂ.de", "a@b.de"], ["email", "a\u200b@b.de", "a@b.de"],
  ["email", "no address", null], ["email", "@b.de", null], ["email", "a@", null], ["email", "a b@c.de", null], ["email", "a@b/c.de", null],
  ["phone", "0221 / 123 456", "+49221123456"], ["phone", "+49 (0)221 123456", "+49221123456"], ["phone", "0049221123456", "+49221123456"],
  ["phone", "+41 44 668 18 00", "+41446681800"], ["phone", "none", null],
  ["customerNumber", "kd-00 12.3a", "KD00123A"], ["orderData", "#2024/17", "202417"], ["officialId", " l01x00t47 ", "L01X00T47"], ["customerNumber", "--", null],
  ["bankDetails", "de89 3704 0044 0532 0130 00", "DE89370400440532013000"], ["bankDetails", "IBAN: DE89370400440532013000", "DE89370400440532013000"],
  ["paymentCard", "4111-1111 1111 1111", "4111111111111111"], ["paymentCard", "Visa", null],
  ["onlineIdentifier", "2001:0DB8:0:0::1", "2001:db8::1"], ["onlineIdentifier", "[2001:db8::1]", "2001:db8::1"], ["onlineIdentifier", "fe80::1%eth0", "fe80::1"],
  ["onlineIdentifier", "::ffff:192.0.2.1", "192.0.2.1"], ["onlineIdentifier", " 192.0.2.1 ", "192.0.2.1"], ["onlineIdentifier", "Device-AB", "device-ab"],
  ["birthDate", "1980-03-01", "1980-03-01"], ["birthDate", "1.3.1980", "1980-03-01"], ["birthDate", "01/03/1980", "1980-03-01"], ["birthDate", "19800301", "1980-03-01"],
  ["birthDate", "1. März 1980", "1980-03-01"], ["birthDate", "1. Jänner 1980", "1980-01-01"], ["birthDate", "March 1st, 1980", "1980-03-01"], ["birthDate", "1 Dec 1980", "1980-12-01"],
  ["birthDate", "1980-03-01T00:00:00.000Z", "1980-03-01"], ["birthDate", "29.02.1980", "1980-02-29"], ["birthDate", "29.02.1981", null], ["birthDate", "1.13.1980", null],
  ["birthDate", "01.02.05", null], ["birthDate", "1. foo 1980", null],
  ["correspondence", " Some\n TEXT ", "some text"],
])("%s %p is %p", (category, value, expected) => {
  expect(normalise(category, value)).toBe(expected);
});

test("a phone number without country code is read in the country of the caller", () => {
  expect(normalise("phone", "044 668 18 00", { country: "CH" })).toBe("+41446681800");
  expect(normalise("phone", "01 58858", { country: "AT" })).toBe("+43158858");
});

const anyText = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), fc.emailAddress(), fc.ipV6(), fc.ipV4(), fc.string({ unit: fc.constantFrom(..."+0149 ()-/.@:%äß'strae ") }));

test("normalising is idempotent, and never throws", () => {
  fc.assert(fc.property(fc.constantFrom(...CATEGORIES), anyText, (category, text) => {
    const once = normalise(category, text);
    if (once !== null) expect(normalise(category, once)).toBe(once);
    expect(once).not.toBe("");
  }), { numRuns: 5000 });
});

test("a text too long to be a value is not indexed", () => {
  for (const category of CATEGORIES) expect(normalise(category, "1a@b.de".repeat(1000))).toBeNull();
});
