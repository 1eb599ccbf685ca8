import { spansOf, WorkingHours, worksAt } from "../../../../src/helpdesk/routing/working-hours";

const BERLIN: WorkingHours = { timeZone: "Europe/Berlin", days: { mon: [["08:00", "12:00"], ["13:00", "17:00"]], sun: [["00:00", "06:00"]], sat: [["22:00", "24:00"]] }, holidays: ["2026-12-28"] };
const at = (moment: string): boolean => worksAt(BERLIN, new Date(moment));

describe("working hours", () => {
  it.each([
    ["2026-11-23T06:59:59Z", false], ["2026-11-23T07:00:00Z", true], ["2026-11-23T10:59:59Z", true], ["2026-11-23T11:00:00Z", false], ["2026-11-23T12:00:00Z", true], ["2026-11-23T16:00:00Z", false],
    ["2026-11-24T09:00:00Z", false],
    // In summer the wall clock is two hours ahead.
    ["2026-07-06T06:00:00Z", true], ["2026-07-06T15:00:00Z", false],
    // A night in two spans, up to and from midnight of the zone.
    ["2026-11-21T22:59:59Z", true], ["2026-11-21T23:00:00Z", true], ["2026-11-22T05:00:00Z", false],
  ])("at %s: %s", (moment, works) => { expect(at(moment)).toBe(works); });

  it("on a free day nobody works, from midnight to midnight of the zone", () => {
    expect([at("2026-12-27T23:30:00Z"), at("2026-12-28T09:00:00Z"), at("2026-12-21T09:00:00Z")]).toEqual([false, false, true]);
  });

  it("the hour that comes twice is worked twice, the one that never comes is not missed", () => {
    const night: WorkingHours = { timeZone: "Europe/Berlin", days: { sun: [["02:00", "03:00"]] }, holidays: [] };
    // 25 October 2026: 02:30 comes twice. 29 March 2026: from 01:59 to 03:00.
    expect(["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:00:00Z"].map((moment) => worksAt(night, new Date(moment)))).toEqual([true, true, false]);
    expect(["2026-03-29T00:59:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z"].map((moment) => worksAt(night, new Date(moment)))).toEqual([false, false, false]);
  });

  it.each([null, {}, "immer", { ...BERLIN, timeZone: "Europe/Nirgends" }, { ...BERLIN, days: { mon: [["17:00", "08:00"]] } }, { ...BERLIN, days: { mon: [["8", "25:00"]] } }, { ...BERLIN, holidays: ["2026-02-30"] }])("hours that nobody understands are none: %j", (hours) => {
    expect(worksAt(hours, new Date("2026-11-23T09:00:00Z"))).toBe(false);
  });

  it("reads spans as people write them, and refuses what is none", () => {
    expect(spansOf("13:00 – 17:00, 08:00-12:00")).toEqual([["08:00", "12:00"], ["13:00", "17:00"]]);
    expect(spansOf("")).toEqual([]);
    for (const wrong of ["8-12", "08:00", "08:00-07:00", "08:00-25:00", "08:00-12:00, 11:00-13:00", "x"]) expect([wrong, spansOf(wrong)]).toEqual([wrong, null]);
  });
});
