import fc from "fast-check";
import { formatDate, formatDuration, formatNumber, formatRelative, readTexts, translator, translatorOver } from "../../../src/platform/i18n";

const texts = { hello: "Hello {{name}}", group: { a: "A" }, tickets_one: "{{count}} ticket", tickets_other: "{{count}} tickets" };

describe("translator", () => {
  const t = translatorOver("en", texts);
  it("fills in values and chooses plurals", () => {
    expect(t("hello", { name: "Jana" })).toBe("Hello Jana");
    expect(t("tickets", { count: 1 })).toBe("1 ticket");
    expect(t("tickets", { count: 0 })).toBe("0 tickets");
  });
  it("throws on a missing key, a group and a missing value, and returns the key in production", () => {
    expect(() => t("nope")).toThrow("is missing");
    expect(() => t("group")).toThrow("group");
    expect(() => t("hello")).toThrow("no value");
    expect(translatorOver("en", texts, "key")("nope.at.all")).toBe("nope.at.all");
  });
  it("treats values as data, whatever they contain", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.constantFrom("$t(group.a)", "{{name}}", "{{count}}", "$&", "$1", "__proto__")), (name) => {
      expect(t("hello", { name, lng: "de", defaultValue: "x", context: "y" })).toBe(`Hello ${name}`);
    }));
  });
});

describe("formats", () => {
  const at = new Date("2026-07-01T22:30:00Z");
  it("uses Berlin time and the locale's order", () => {
    expect(formatDate(at, "de", "dateTime")).toBe("02.07.2026, 00:30");
    expect(formatDate(at, "en", "date")).toBe("02/07/2026");
    expect(formatDate(at, "en", "time", "UTC")).toBe("22:30");
  });
  it("writes numbers", () => {
    expect(formatNumber(1234.5, "de")).toBe("1.234,5");
    expect(formatNumber(0.256, "en", { style: "percent" })).toBe("26%");
  });
  it("says how long ago in whole units", () => {
    const before = (minutes: number) => formatRelative(new Date(at.getTime() - minutes * 60_000), at, "de");
    expect(before(0.5)).toBe("jetzt");
    expect(before(125)).toBe("vor 2 Std.");
    expect(before(24 * 60)).toBe("gestern");
    expect(before(-90)).toBe("in 1 Std.");
  });
  it("says durations in their two largest units", () => {
    expect(formatDuration(125, "de")).toBe("2 Std. 5 Min.");
    expect(formatDuration(-5, "de")).toBe("0 Min.");
    expect(formatDuration(2 * 1440 + 3, "en")).toBe("2 days");
  });
});

describe("locales", () => {
  const keys = (value: unknown, path = ""): string[] =>
    typeof value === "string" ? [path] : Object.entries(value as object).flatMap(([name, inner]) => keys(inner, `${path}.${name}`));
  it("say the same things in both languages", () => {
    expect(keys(readTexts("de")).sort()).toEqual(keys(readTexts("en")).sort());
  });
  it("are read from the project", () => {
    expect(translator("de")("ui.close")).toBe("Schließen");
  });
});
