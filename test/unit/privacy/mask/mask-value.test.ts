import fc from "fast-check";
import { CATEGORIES, FORMS, rank, type Category, type Form } from "../../../../src/privacy/categories";
import { maskValue } from "../../../../src/privacy/mask";

const now = new Date("2026-11-21T12:00:00Z");
const mask = (category: Category, form: Form, value: string) => maskValue(category, form, value, { token: "Customer 7F3K2", now });
const TOKEN = "Customer 7F3K2";

describe("the table of masks", () => {
  it.each<[Category, string, string, string, string]>([
    // category, value, partial (in-house), narrow (outsourced), brief (list, home)
    ["name", "Anna Müller", "A. M.", "A. M.", "A. M."],
    ["name", "Müller, Anna", "A. M.", "A. M.", "A. M."],
    ["name", "Dr. Anna Maria von der Müller-Lüdenscheidt", "A. M.", "A. M.", "A. M."],
    ["name", "Élodie", "É.", "É.", "É."],
    ["postalAddress", "Domstr. 5\n50667 Köln\nDeutschland", "50••• Köln", "50••• Köln", "50•••"],
    ["postalAddress", "Domstr. 5, D-50667 Köln", "50••• Köln", "50••• Köln", "50•••"],
    ["postalAddress", "Domstraße 5 50667 Bad Kreuznach", "50••• Bad Kreuznach", "50••• Bad Kreuznach", "50•••"],
    ["postalAddress", "Ring 1\nA-1010 Wien", "10••• Wien", "10••• Wien", "10•••"],
    ["postalAddress", "10 Downing Street\nLondon SW1A 2AA", "SW••• London", "SW••• London", "SW•••"],
    ["postalAddress", "12345 Sunset Blvd, Los Angeles, CA 90001", "90•••", "90•••", "90•••"],
    ["email", "max.muster@daten.example.de", "m•••@d•••.de", "m•••@d•••.de", "m•••@d•••.de"],
    ["email", "ab@x.com", "a•••@•••.com", "a•••@•••.com", "a•••@•••.com"],
    ["phone", "+49 (221) 123-4567", "••• 567", "••• 567", "••• 67"],
    ["phone", "٠٢٢١٤٥٦٧٨٩", "••• 789", "••• 789", "••• 89"],
    ["customerNumber", "KD-2024-10023", "••• 0023", "••• 0023", "••• 0023"],
    ["orderData", "BE-99812", "••• 9812", "••• 9812", "••• 9812"],
    ["onlineIdentifier", "192.0.2.77", "192.0.2.•", TOKEN, TOKEN],
    ["onlineIdentifier", "2001:db8:1::7", "2001:db8:1:•", TOKEN, TOKEN],
    ["onlineIdentifier", "::ffff:192.0.2.77", "192.0.2.•", TOKEN, TOKEN],
    ["birthDate", "1987-03-14", "1987", "18+", "18+"],
    ["birthDate", "14. März 2012", "2012", "<18", "<18"],
    ["bankDetails", "DE89 3704 0044 0532 0130 00", "DE •• •• 3000", "••• 3000", "••• 00"],
    ["bankDetails", "DE00370400440532013001", "DE •• •• 3001", "••• 3001", "••• 01"],
    ["bankDetails", "Kto 12345678 Sparkasse Anna", "••• 5678", "••• 5678", "••• 78"],
    ["paymentCard", "4111 1111 1111 1111", "••• 1111", "••• 1111", TOKEN],
    ["paymentCard", "4111 1111 1111 1112", "••• 1112", "••• 1112", TOKEN],
    ["officialId", "12 345 678 903", "••• 03", TOKEN, TOKEN],
  ])("%s %j", (category, value, partial, narrow, brief) => {
    expect([mask(category, "partial", value).text, mask(category, "narrow", value).text, mask(category, "brief", value).text])
      .toEqual([partial, narrow, brief]);
  });

  it.each<[Category, string, string]>([
    ["email", "m@daten.de", "a local part of one letter"],
    ["email", "no address", "no address at all"],
    ["email", "Max <max@daten.de>", "more than an address"],
    ["phone", "12345", "fewer than six digits"],
    ["name", "李明", "a family name of one sign"],
    ["name", "A B", "nothing but initials"],
    ["name", "😀 77", "no letters"],
    ["customerNumber", "A123", "nothing left to hide"],
    ["orderData", "2 × Blutdruckmessgerät", "order lines"],
    ["postalAddress", "bei Anna hinterm Haus", "no place"],
    ["postalAddress", "1200 Broadway, New York", "a house number that looks like a postcode"],
    ["paymentCard", "4111111111111111 123", "a verification code behind the number"],
    ["paymentCard", "4111 1111 1111 1111 12/27 123", "expiry and code behind the number"],
    ["onlineIdentifier", "sid=4f9a", "a cookie"],
    ["correspondence", "Text", "free text"], ["attachment", "a.pdf", "a file"], ["recording", "r.mp3", "a recording"], ["special", "krank", "special"],
    ["birthDate", "2999-01-01", "the future"], ["birthDate", "Weihnachten", "no date"],
  ])("%s %j has no safe part: %s", (category, value) => {
    expect(mask(category, "partial", value)).toEqual({ form: "token", text: TOKEN });
    expect(maskValue(category, "partial", value, { now })).toEqual({ form: "hidden", text: "" });
  });

  it("counts an eighteenth birthday from the day itself, also on a leap day", () => {
    const flag = (born: string, day: string) => maskValue("birthDate", "brief", born, { now: new Date(day) }).text;
    expect([flag("2008-11-21", "2026-11-20T23:00:00Z"), flag("2008-11-21", "2026-11-21T00:00:00Z")]).toEqual(["<18", "18+"]);
    expect([flag("2008-02-29", "2026-02-28T12:00:00Z"), flag("2008-02-29", "2026-03-01T00:00:00Z")]).toEqual(["<18", "18+"]);
    expect(flag("03/12/2008", "2026-06-01T00:00:00Z")).toBe("");
  });
});

/** The characters a mask shows; bullets and separators are not characters of anybody. */
const shown = (text: string): string[] => text.normalize("NFC").match(/[\p{L}\p{Nd}]/gu) ?? [];
const anyValue = fc.oneof(
  fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), fc.emailAddress(), fc.ipV4(), fc.ipV6(), fc.string({ unit: fc.constantFrom(..."0123456789 -/+٣４") }),
  fc.constantFrom("Anna Müller", "DE89 3704 0044 0532 0130 00", "Weg 1\n50667 Köln", "4111111111111111", "1987-03-14", "\u202Eabc", "e\u0301".repeat(40), "👩‍👩‍👧"),
);
const anyCategory = fc.constantFrom(...CATEGORIES);
const anyForm = fc.constantFrom(...FORMS);

describe("every mask", () => {
  it("never comes to more than the form it was asked for, and never throws", () => {
    fc.assert(fc.property(anyCategory, anyForm, anyValue, fc.option(fc.string(), { nil: undefined }), (category, form, value, token) => {
      const masked = maskValue(category, form, value, { token, now });
      expect(rank(masked.form)).toBeLessThanOrEqual(rank(form));
      if (masked.form === "hidden") expect(masked.text).toBe("");
    }), { numRuns: 2000 });
  });

  const MOST: Partial<Record<Category, Record<"partial" | "narrow" | "brief", number>>> = {
    name: { partial: 2, narrow: 2, brief: 2 }, email: { partial: 12, narrow: 12, brief: 12 }, phone: { partial: 3, narrow: 3, brief: 2 },
    customerNumber: { partial: 4, narrow: 4, brief: 4 }, orderData: { partial: 4, narrow: 4, brief: 4 }, onlineIdentifier: { partial: 12, narrow: 0, brief: 0 },
    birthDate: { partial: 4, narrow: 2, brief: 2 }, bankDetails: { partial: 6, narrow: 4, brief: 2 }, paymentCard: { partial: 4, narrow: 4, brief: 0 },
    officialId: { partial: 2, narrow: 0, brief: 0 }, postalAddress: { partial: 42, narrow: 42, brief: 2 },
  };
  it("shows no more characters than its width permits", () => {
    fc.assert(fc.property(anyCategory, fc.constantFrom("partial" as const, "narrow" as const, "brief" as const), anyValue, (category, form, value) => {
      expect(shown(maskValue(category, form, value, { now }).text).length).toBeLessThanOrEqual(MOST[category]?.[form] ?? 0);
    }), { numRuns: 3000 });
  });

  it("shows in a lower form no more than in a higher one", () => {
    fc.assert(fc.property(anyCategory, anyForm, anyForm, anyValue, (category, one, other, value) => {
      const [low, high] = rank(one) <= rank(other) ? [one, other] : [other, one];
      const inLow = shown(maskValue(category, low, value, { now }).text).length;
      const inHigh = shown(maskValue(category, high, value, { now }).text).length;
      if (high !== "clear") expect(inLow).toBeLessThanOrEqual(Math.max(inHigh, category === "birthDate" ? 2 : 0));
    }), { numRuns: 3000 });
  });

  it("does not tell how long the value is", () => {
    const length = fc.integer({ min: 0, max: 60 });
    const lengths = (category: Category, form: Form, make: (extra: string) => string) => (a: number, b: number): void => {
      expect(maskValue(category, form, make("7".repeat(a)), { now }).text.length).toBe(maskValue(category, form, make("7".repeat(b)), { now }).text.length);
    };
    for (const form of ["partial", "narrow", "brief"] as const) {
      fc.assert(fc.property(length, length, lengths("phone", form, (extra) => `0221${extra}12`.padEnd(6, "1"))));
      fc.assert(fc.property(length, length, lengths("customerNumber", form, (extra) => `KD${extra}1234`)));
      fc.assert(fc.property(length, length, lengths("email", form, (extra) => `max${extra}@daten${extra}.de`)));
      fc.assert(fc.property(length, length, lengths("name", form, (extra) => `Anna${extra} Müller${extra}`)));
      fc.assert(fc.property(length, length, lengths("officialId", form, (extra) => `${extra}123456`)));
      fc.assert(fc.property(length, length, lengths("postalAddress", form, (extra) => `Weg ${extra}\n50667 Köln`)));
    }
  });

  it("answers hostile values of any size", () => {
    const hostile = ["1 ".repeat(1e6), "a@".repeat(1e6), "\u0301".repeat(1e6), `${" ".repeat(1e6)}x`, ":".repeat(1e6)];
    for (const value of hostile) for (const category of CATEGORIES) expect(mask(category, "partial", value).form).toBe("token");
  });
});
