import fc from "fast-check";
import { CATEGORIES, decide, FORMS, LEVEL_OF, LEVELS, rank, type Category, type Form } from "../../../../src/privacy";
import { differences, narrowest, widenings, type Terms } from "../../../../src/governance/processors/terms/terms";
import { canTake, IN_FORCE, STATES, STEPS, type Step } from "../../../../src/governance/processors/life/states";
import { about, CALL_CENTRE, context, outsourced } from "../../privacy/rules/given-facts";

const anyTerms: fc.Arbitrary<Terms> = fc.record({
  queues: fc.subarray(["orders", "returns"]), purposes: fc.subarray(["support", "order"]), forms: fc.dictionary(fc.constantFrom(...CATEGORIES), fc.constantFrom(...FORMS)) as fc.Arbitrary<Partial<Record<Category, Form>>>,
  maxLevel: fc.constantFrom(...LEVELS), countries: fc.subarray(["DE", "AT"]), homeOfficeAllowed: fc.boolean(), endsOn: fc.constantFrom("2027-01-31", "2028-02-29"),
});
/** What an agent of the processor sees of a category under these terms, by the kernel's rules. */
const height = (terms: Terms, category: Category, place: "office" | "home"): number => {
  const forms = Object.fromEntries(Object.entries(terms.forms).filter(([name]) => LEVEL_OF[name as Category] <= terms.maxLevel));
  const scope = { reference: "AVV", queues: terms.queues, purposes: terms.purposes, countries: terms.countries, forms, homeOfficeAllowed: terms.homeOfficeAllowed };
  return rank(decide(outsourced({ contracts: [scope], place }), category, context({ about: about({ routedTo: CALL_CENTRE.id }) })).form);
};

describe("an amendment", () => {
  it("that widens nothing shows nobody more", () => {
    fc.assert(fc.property(anyTerms, anyTerms, fc.constantFrom(...CATEGORIES), fc.constantFrom("office" as const, "home" as const), (now, proposed, category, place) => {
      if (widenings(now, proposed).length === 0) expect(height(proposed, category, place)).toBeLessThanOrEqual(height(now, category, place));
      expect(height(narrowest(now, proposed), category, place)).toBeLessThanOrEqual(Math.min(height(now, category, place), height(proposed, category, place)));
    }), { numRuns: 1000 });
  });

  it("says by the field what it widens, and what differs at all", () => {
    const now: Terms = { queues: ["a"], purposes: ["support"], forms: { name: "partial" }, maxLevel: "L2", countries: ["DE"], homeOfficeAllowed: false, endsOn: "2027-01-31" };
    const proposed: Terms = { queues: ["a", "b"], purposes: ["support", "order"], forms: { name: "clear", phone: "hidden" }, maxLevel: "L3", countries: ["AT"], homeOfficeAllowed: true, endsOn: "2027-06-30" };
    expect(widenings(now, proposed).map(({ field, what }) => `${field} ${what}`.trim())).toEqual(["queues b", "purposes order", "forms name", "countries AT", "maxLevel L3", "homeOfficeAllowed", "endsOn 2027-06-30"]);
    expect(widenings(proposed, now).map(({ field, what }) => `${field} ${what}`.trim())).toEqual(["countries DE"]);
    expect(differences(now, { ...now, forms: { name: "partial", phone: "hidden" } })).toEqual([]);
    expect(widenings(now, now)).toEqual([]);
  });
});

describe("the life of a contract", () => {
  it("has no way back into force from its end, and none around approval and signature", () => {
    const reachable = (from: string, without: readonly Step[]): Set<string> => {
      const found = new Set([from]);
      for (let grown = true; grown;) {
        grown = false;
        for (const step of Object.keys(STEPS) as Step[]) for (const state of [...found]) {
          if (!without.includes(step) && canTake(state as never, step) && !found.has(STEPS[step].to)) { found.add(STEPS[step].to); grown = true; }
        }
      }
      return found;
    };
    for (const over of ["windDown", "ended", "deletionConfirmed", "archived"]) expect(IN_FORCE.filter((state) => reachable(over, []).has(state))).toEqual([]);
    for (const needed of ["approve", "activate"] as const) expect(IN_FORCE.filter((state) => reachable("draft", [needed]).has(state))).toEqual([]);
    expect([...reachable("draft", [])].sort()).toEqual([...STATES].sort());
  });

});
