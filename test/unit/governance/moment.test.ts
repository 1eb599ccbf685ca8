import fc from "fast-check";
import { localText, readMoment } from "../../../src/governance/as-of/moment";

const one = (text: string): string => { const moment = readMoment(text); return moment.kind === "one" ? moment.at.toISOString() : moment.kind; };

describe("a moment", () => {
  it.each([
    ["2026-05-03T14:00", "2026-05-03T12:00:00.000Z"], ["2026-01-03T14:00", "2026-01-03T13:00:00.000Z"], ["2026-05-03T14:00:30", "2026-05-03T12:00:30.000Z"],
    ["2026-03-29T01:59", "2026-03-29T00:59:00.000Z"], ["2026-03-29T03:00", "2026-03-29T01:00:00.000Z"], ["2026-10-25T01:59", "2026-10-24T23:59:00.000Z"], ["2026-10-25T03:00", "2026-10-25T02:00:00.000Z"],
    ["2026-10-25T02:30+02:00", "2026-10-25T00:30:00.000Z"], ["2026-10-25T02:30+01:00", "2026-10-25T01:30:00.000Z"], ["2026-05-03T12:00:00Z", "2026-05-03T12:00:00.000Z"], ["2024-02-29T00:00", "2024-02-28T23:00:00.000Z"],
  ])("%s is %s", (text, expected) => { expect(one(text)).toBe(expected); });

  it("never was when the clocks went forward", () => { for (const text of ["2026-03-29T02:00", "2026-03-29T02:59:59"]) expect(one(text)).toBe("never"); });

  it("was twice when they went back, and each of the two can be named", () => {
    const twice = readMoment("2026-10-25T02:30");
    expect(twice).toEqual({ kind: "twice", first: new Date("2026-10-25T00:30:00Z"), second: new Date("2026-10-25T01:30:00Z") });
  });

  it.each(["", "3. Mai", "2026-05-03", "2026-13-01T00:00", "2026-02-30T10:00", "2026-05-03T24:00", "2026-05-03T14:60", "2026-05-03T14:00+99:99", "2026-05-03T14:00; DROP", "9999999-01-01T00:00"])("\"%s\" is unreadable", (text) => {
    expect(one(text)).toBe("unreadable");
  });

  it("reads what a form's field shows, for every minute", () => {
    fc.assert(fc.property(fc.integer({ min: Date.UTC(2000, 0) / 60_000, max: Date.UTC(2040, 0) / 60_000 }), (minute) => {
      const at = new Date(minute * 60_000);
      const moment = readMoment(localText(at));
      return moment.kind === "one" ? moment.at.getTime() === at.getTime() : moment.kind === "twice" && [moment.first, moment.second].some((found) => found.getTime() === at.getTime());
    }));
  });
});
