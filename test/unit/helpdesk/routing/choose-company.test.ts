import fc from "fast-check";
import { chooseCompany, lotOf, weigh, type Company, type Profile, type RoutedTicket, type RoutingRule } from "../../../../src/helpdesk/routing/choose-company";
import { gapsOf } from "../../../../src/helpdesk/routing/coverage";
import { CATEGORIES, FORMS, type ContractScope } from "../../../../src/privacy";

const NOON = new Date("2026-11-23T11:00:00Z");
const ALWAYS = Object.fromEntries(["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map((day) => [day, [["00:00", "24:00"]]])) as Profile["hours"]["days"];
const profile = (more: Partial<Profile> = {}): Profile => ({ languages: ["de", "en"], skills: [], openPerAgent: 10, hours: { timeZone: "UTC", days: ALWAYS, holidays: [] }, ...more });
const contract = (more: Partial<ContractScope> = {}): ContractScope => ({
  reference: "AVV", queues: ["q"], purposes: ["support"], countries: ["DE"], homeOfficeAllowed: false, forms: { name: "clear", email: "brief", correspondence: "clear" }, ...more,
});
const company = (id: string, more: Partial<Company> = {}): Company => ({ id, kind: "processor", profile: profile(), contracts: [contract()], present: 1, open: 0, ...more });
const house = company("house", { kind: "inHouse", contracts: [] });
const rule = (shares: Record<string, number>, more: Partial<RoutingRule> = {}): RoutingRule => ({ id: "r", queueId: null, purpose: null, language: null, skill: "", shares, ...more });
const ticket = (more: Partial<RoutedTicket> = {}): RoutedTicket => ({ id: "t", queueId: "q", purpose: "support", language: "de", level: "L2", categories: ["correspondence", "name"], ...more });
const codes = (company: Company, wanted: RoutedTicket, skill = ""): string[] => {
  const route = chooseCompany(wanted, [rule({ [company.id]: 100 }, { skill })], [house, company], NOON);
  expect(route.company).toBe(route.passedOver.length > 0 ? "house" : company.id);
  return route.passedOver.flatMap(({ reasons }) => reasons.map(({ code }) => code));
};

describe("who gets a ticket", () => {
  it("whoever the contract covers and who can take it", () => expect(codes(company("ost"), ticket())).toEqual([]));

  it.each<[string, Partial<Company>, Partial<RoutedTicket>, string[]]>([
    ["has no contract", { contracts: [] }, {}, ["noContract"]],
    ["has a contract for other queues", {}, { queueId: "other" }, ["queue"]],
    ["has a contract for other purposes", {}, { purpose: "complaint" }, ["purpose"]],
    ["has a contract that excludes what was found", {}, { categories: ["bankDetails", "correspondence"], level: "L3" }, ["category"]],
    ["lists the category as hidden", { contracts: [contract({ forms: { correspondence: "clear", name: "hidden" } })] }, {}, ["category"]],
    ["lists the category with a form that nobody knows", { contracts: [contract({ forms: { correspondence: "clear", name: "alles" as "clear" } })] }, {}, ["category"]],
    ["has empty lists", { contracts: [contract({ purposes: [], forms: {} })] }, {}, ["purpose", "category"]],
    ["has two contracts for the queue, of which one excludes", { contracts: [contract(), contract({ purposes: [] })] }, {}, ["purpose"]],
    ["gets a ticket that is more sensitive than all that was found", {}, { level: "L4" }, ["level"]],
    ["has said nothing about itself", { profile: null }, {}, ["noProfile"]],
    ["does not speak the language", { profile: profile({ languages: ["en"] }) }, {}, ["language"]],
    ["is not at work", { profile: profile({ hours: { timeZone: "UTC", days: {}, holidays: [] } }) }, {}, ["hours"]],
    ["has nobody there", { present: 0 }, {}, ["nobody"]],
    ["has as many open tickets as its people can take", { open: 10 }, {}, ["capacity"]],
    ["fails in everything at once: every reason is said", { present: 0, profile: profile({ languages: [], hours: { timeZone: "x", days: {}, holidays: [] } }) }, { purpose: "order" }, ["purpose", "language", "hours", "nobody"]],
  ])("nobody who %s", (_, more, wanted, expected) => expect(codes(company("ost", more), ticket(wanted))).toEqual(expected));

  it("one with the needed skill", () => {
    expect(codes(company("ost"), ticket(), "b2b")).toEqual(["skill"]);
    expect(codes(company("ost", { profile: profile({ skills: ["b2b"] }) }), ticket(), "b2b")).toEqual([]);
  });

  it("says which categories the contract excludes, the most sensitive first", () => {
    expect(gapsOf([contract()], ticket({ categories: ["bankDetails", "correspondence", "phone", "special"], level: "L4" }))).toEqual([{ code: "category", categories: ["special", "bankDetails", "phone"] }]);
  });
});

describe("rules", () => {
  const companies = [house, company("ost"), company("point")];
  it("the first that is for the ticket decides, also where nobody of it can take it", () => {
    const rules = [rule({ point: 100 }, { id: "1", queueId: "other" }), rule({ ost: 100 }, { id: "2", language: "de" }), rule({ point: 100 }, { id: "3" })];
    expect(chooseCompany(ticket(), rules, companies, NOON)).toMatchObject({ rule: "2", company: "ost" });
    expect(chooseCompany(ticket({ purpose: "complaint" }), rules, companies, NOON)).toMatchObject({ rule: "2", company: "house" });
    expect(chooseCompany(ticket({ language: "en" }), rules, companies, NOON)).toMatchObject({ rule: "3", company: "point" });
  });

  it("without one it stays in-house, and contracts that leave something out are said all the same", () => {
    expect(chooseCompany(ticket({ categories: ["special"], level: "L4" }), [], companies, NOON)).toEqual({ company: "house", rule: null, passedOver: ["ost", "point"].map((id) => ({ company: id, reasons: [{ code: "category", categories: ["special"] }] })) });
    expect(chooseCompany(ticket(), [], [house, company("ost")], NOON).passedOver).toEqual([{ company: "ost", reasons: [{ code: "noRule" }] }]);
  });

  it("one that names a queue or companies that are gone gives nothing away", () => {
    expect(chooseCompany(ticket(), [rule({ ost: 100 }, { queueId: "gone" })], companies, NOON)).toMatchObject({ company: "house", rule: null });
    expect(chooseCompany(ticket(), [rule({ gone: 100 })], companies, NOON)).toEqual({ company: "house", rule: "r", passedOver: [] });
  });

  it.each<Record<string, number>>([{}, { ost: 0 }, { ost: -5 }, { ost: 1000 }, { ost: Number.NaN }, { ost: Infinity }, { ost: "60" as unknown as number }])("shares that are none give nothing: %j", (shares) => {
    expect(chooseCompany(ticket(), [rule(shares)], companies, NOON).company).toBe("house");
  });

  it("deals by share, the same ticket always alike, and shares of those who cannot fall to the others", () => {
    const ids = Array.from({ length: 1500 }, (_, index) => `ticket ${index}`);
    const dealt = (shares: Record<string, number>, all = companies): Record<string, number> => {
      const count: Record<string, number> = {};
      for (const id of ids) { const { company: chosen } = chooseCompany(ticket({ id }), [rule(shares)], all, NOON); count[chosen] = (count[chosen] ?? 0) + 1; }
      return count;
    };
    const counts = dealt({ ost: 60, point: 30, house: 10 });
    for (const [id, share] of [["ost", 60], ["point", 30], ["house", 10]] as const) expect(Math.abs(counts[id]! / ids.length * 100 - share)).toBeLessThan(4);
    expect(dealt({ ost: 60, point: 30, house: 10 })).toEqual(counts);
    const without = dealt({ ost: 60, point: 30, house: 10 }, [house, company("ost", { present: 0 }), company("point")]);
    expect(without.ost).toBeUndefined();
    expect(Math.abs(without.point! / ids.length * 100 - 75)).toBeLessThan(4);
    // Shares that do not come to a hundred are weights.
    expect(dealt({ ost: 20, point: 10 }).house).toBeUndefined();
  });

  it("never gives a ticket to whom the contract does not cover it, whatever rules and profiles say", () => {
    const anyContract = fc.record({ reference: fc.constant("AVV"), queues: fc.subarray(["q", "other"]), purposes: fc.subarray(["support", "order"]), countries: fc.constant(["DE"]), homeOfficeAllowed: fc.boolean(), forms: fc.dictionary(fc.constantFrom(...CATEGORIES), fc.constantFrom(...FORMS)) });
    const anyTicket = fc.record({ id: fc.uuid(), queueId: fc.constantFrom("q", "other", "gone"), purpose: fc.constantFrom("support", "order", "complaint"), language: fc.constantFrom("de" as const, "en" as const), level: fc.constantFrom("L2" as const, "L3" as const, "L4" as const), categories: fc.subarray([...CATEGORIES], { maxLength: 3 }) });
    fc.assert(fc.property(anyTicket, fc.array(anyContract, { maxLength: 3 }), fc.dictionary(fc.constantFrom("ost", "house", "gone"), fc.integer({ min: -10, max: 120 })), (wanted, contracts, shares) => {
      const { company: chosen } = chooseCompany(wanted, [rule(shares)], [house, company("ost", { contracts })], NOON);
      if (chosen === "ost") expect(gapsOf(contracts, wanted)).toEqual([]);
      expect(["ost", "house"]).toContain(chosen);
    }), { numRuns: 500 });
  });

  it("lots are even, and weighing says what dealing did", () => {
    const lots = Array.from({ length: 1000 }, (_, index) => lotOf(String(index)));
    expect(lots.every((lot) => lot >= 0 && lot < 1)).toBe(true);
    expect(lots.reduce((sum, lot) => sum + lot, 0) / 1000).toBeCloseTo(0.5, 1);
    expect(weigh(ticket(), [rule({ ost: 70, house: 30 })], companies, NOON).asked.map(({ id, share }) => [id, share])).toEqual([["house", 30], ["ost", 70]]);
  });
});
