import fc from "fast-check";
import { addDays, addMonths, daysBetween, endOfDay, isDay, isZone, localDay, startOfDay } from "../../../src/platform/local-time";

const BERLIN = "Europe/Berlin";

describe("the end of a day", () => {
  it.each([
    ["in winter", "2026-01-31", BERLIN, "2026-01-31T23:00:00.000Z"],
    ["in summer", "2026-07-31", BERLIN, "2026-07-31T22:00:00.000Z"],
    ["of the day on which summer time begins, an hour early", "2026-03-29", BERLIN, "2026-03-29T22:00:00.000Z"],
    ["before that day", "2026-03-28", BERLIN, "2026-03-28T23:00:00.000Z"],
    ["of the day on which it ends, an hour late", "2026-10-25", BERLIN, "2026-10-25T23:00:00.000Z"],
    ["of a leap day", "2028-02-29", BERLIN, "2028-02-29T23:00:00.000Z"],
    ["of a year", "2026-12-31", BERLIN, "2026-12-31T23:00:00.000Z"],
    ["in Lisbon, an hour later than in Berlin", "2026-06-30", "Europe/Lisbon", "2026-06-30T23:00:00.000Z"],
    ["where clocks skip midnight", "2026-09-05", "America/Santiago", "2026-09-06T04:00:00.000Z"],
    ["where the zone is half an hour off", "2026-06-30", "Asia/Kolkata", "2026-06-30T18:30:00.000Z"],
    ["where a day is missing", "2011-12-29", "Pacific/Apia", "2011-12-30T10:00:00.000Z"],
  ])("%s", (_when, day, zone, instant) => {
    if (zone === "Pacific/Apia") expect(startOfDay("2011-12-31", zone).toISOString()).toBe(instant);
    else expect(endOfDay(day, zone).toISOString()).toBe(instant);
  });

  it("is the moment after which the day is another, in every zone and year", () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 36_000 }), fc.constantFrom(BERLIN, "Europe/Lisbon", "America/New_York", "Australia/Lord_Howe", "Asia/Tehran", "UTC"), (days, zone) => {
      const day = addDays("1990-01-01", days);
      const end = endOfDay(day, zone);
      expect(localDay(new Date(end.getTime() - 1), zone)).toBe(day);
      expect(localDay(end, zone)).toBe(addDays(day, 1));
    }));
  });
});

describe("days", () => {
  it.each([["2028-02-29", true], ["2026-02-29", false], ["2026-13-01", false], ["2026-1-1", false], ["heute", false], ["", false], ["2026-04-31", false]])("%s is one: %p", (text, known) => { expect(isDay(text)).toBe(known); });
  it("are counted by the calendar and not by hours", () => {
    expect(daysBetween("2026-03-28", "2026-03-30")).toBe(2);
    expect(daysBetween("2028-02-28", "2028-03-01")).toBe(2);
    expect(daysBetween("2026-05-02", "2026-05-01")).toBe(-1);
  });
  it("keep their number in another month, or are its last", () => {
    expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
    expect(addMonths("2028-01-31", 1)).toBe("2028-02-29");
    expect(addMonths("2026-08-31", 1)).toBe("2026-09-30");
    expect(addMonths("2026-03-05", 12)).toBe("2027-03-05");
    expect(addMonths("2028-02-29", 12)).toBe("2029-02-28");
  });
  it("of a zone that nobody knows are refused", () => { expect([isZone(BERLIN), isZone("Europe/Atlantis")]).toEqual([true, false]); });
});
