import fc from "fast-check";
import { CATEGORIES, FORMS, rank, type Category } from "../../../../src/privacy/categories";
import { decide } from "../../../../src/privacy/decide";
import { COLUMNS, type Policy } from "../../../../src/privacy/rules/policy";
import { ceiling, type DecisionContext, type Rule } from "../../../../src/privacy/rules/rule";
import { RULES } from "../../../../src/privacy/rules/rules";
import type { Purpose, Standing } from "../../../../src/privacy/viewer";
import { anyCategory, anyContext, anyReveal, anyStanding, context, LATER, standing } from "./given-facts";

const height = (s: Standing, category: Category, c: DecisionContext, rules?: readonly Rule[]): number => rank(decide(s, category, c, rules).form);
const anyRule: fc.Arbitrary<Rule> = fc.oneof(
  fc.constantFrom(...FORMS).map((form): Rule => () => ceiling("restriction", form, "restricted")),
  fc.constant<Rule>(() => null),
  fc.constant<Rule>(() => { throw new Error("broken"); }),
);

describe("a rule", () => {
  it("only lowers: no set of rules shows more when a rule is added", () => {
    fc.assert(fc.property(anyStanding, anyCategory, anyContext, fc.subarray([...RULES]), anyRule, (s, category, c, rules, extra) => {
      const before = height(s, category, c, rules);
      expect(height(s, category, c, [...rules, extra])).toBeLessThanOrEqual(before);
      for (const rule of RULES) expect(height(s, category, c, [...rules, rule])).toBeLessThanOrEqual(before);
    }), { numRuns: 300 });
  });

  it("hides everything when it throws, and when it names a form that nobody knows", () => {
    const broken: Rule = () => { throw new Error("broken"); };
    const unknown: Rule = () => ({ form: "everything" as never, rule: "restriction", reason: "restricted", remedy: "reveal" });
    fc.assert(fc.property(anyStanding, anyCategory, anyContext, (s, category, c) => {
      for (const rule of [broken, unknown]) expect(decide(s, category, c, [...RULES, rule]).form).toBe("hidden");
      expect(decide(s, category, c, [...RULES, broken]).revealOffered).toBe(false);
    }));
  });

  it("explains every answer below clear by the rules that reach it", () => {
    fc.assert(fc.property(anyStanding, anyCategory, anyContext, (s, category, c) => {
      const { form, because } = decide(s, category, c);
      expect(because.every((found) => found.form === form)).toBe(true);
      expect(because.length > 0).toBe(form !== "clear");
    }));
  });
});

const withoutCell = (policy: Policy, category: Category): Policy => ({
  ...policy, matrix: Object.fromEntries(COLUMNS.map((column) => [column, Object.fromEntries(Object.entries(policy.matrix[column]).filter(([name]) => name !== category))])) as unknown as Policy["matrix"],
});

/** What can be missing, and the fact as it is then. */
const MISSING: Record<string, (s: Standing, c: DecisionContext, category: Category) => [Standing, DecisionContext]> = {
  "the acknowledgement": (s, c) => [{ ...s, acknowledged: false }, c],
  "the training": (s, c) => [{ ...s, training: "missing" }, c],
  "the place of work": (s, c) => [{ ...s, place: "undeclared" }, c],
  "a place of work that anybody knows": (s, c) => [{ ...s, place: "moon" as never }, c],
  "the home agreement": (s, c) => [{ ...s, homeAgreement: null }, c],
  "the countries of the home agreement": (s, c) => [{ ...s, homeAgreement: s.homeAgreement && { countries: [] } }, c],
  "the country": (s, c) => [{ ...s, country: "unknown" }, c],
  "the contracts": (s, c) => [{ ...s, contracts: [] }, c],
  "the queues of the contracts": (s, c) => [{ ...s, contracts: s.contracts.map((one) => ({ ...one, queues: [] })) }, c],
  "the purposes of the contracts": (s, c) => [{ ...s, contracts: s.contracts.map((one) => ({ ...one, purposes: [] })) }, c],
  "the countries of the contracts": (s, c) => [{ ...s, contracts: s.contracts.map((one) => ({ ...one, countries: [] })) }, c],
  "the category in the contracts": (s, c, category) => [{ ...s, contracts: s.contracts.map((one) => ({ ...one, forms: { ...one.forms, [category]: undefined } })) }, c],
  "the category in one of the contracts": (s, c, category) => [{ ...s, contracts: s.contracts.map((one, index) => (index === 0 ? { ...one, forms: { ...one.forms, [category]: undefined } } : one)) }, c],
  "the viewer's queues": (s, c) => [{ ...s, queues: [] }, c],
  "the reveal": (s, c) => [{ ...s, reveals: [] }, c],
  "the ticket": (s, c) => [s, { ...c, about: null }],
  "the assignee": (s, c) => [s, { ...c, about: c.about && { ...c.about, assignee: null } }],
  "a role that anybody knows": (s, c) => [{ ...s, role: "guest" as never }, c],
  "the cell of the matrix": (s, c, category) => [{ ...s, reveals: [] }, { ...c, policy: withoutCell(c.policy, category) }],
  "the matrix": (s, c) => [{ ...s, reveals: [] }, { ...c, policy: { version: 1, matrix: {} as Policy["matrix"] } }],
};

describe("a missing fact", () => {
  it.each(Object.entries(MISSING))("never shows more: %s", (_name, remove) => {
    fc.assert(fc.property(anyStanding, anyCategory, anyContext, (s, category, c) => {
      const [poorer, where] = remove(s, c, category);
      expect(height(poorer, category, where)).toBeLessThanOrEqual(height(s, category, c));
    }), { numRuns: 300 });
  });

  it("of purpose, category, surface or policy hides", () => {
    fc.assert(fc.property(anyStanding, anyContext, anyCategory, (s, c, category) => {
      expect(decide(s, category, { ...c, purpose: "curiosity" as Purpose }).form).toBe("hidden");
      expect(decide({ ...s, reveals: [] }, "shoeSize" as Category, c).form).toBe("hidden");
      expect(decide(s, category, { ...c, surface: "billboard" as never }).form).toBe("hidden");
      expect(decide(s, category, { ...c, policy: undefined as never }).form).toBe("hidden");
    }));
  });

  it("of a frozen person is everything, whatever else holds", () => {
    fc.assert(fc.property(anyStanding, anyContext, anyCategory, (s, c, category) => {
      expect(decide(s, category, { ...c, restricted: true })).toMatchObject({ form: "hidden", revealOffered: false });
    }));
  });
});

describe("a reveal", () => {
  it("lifts one category of one person on one ticket and nothing else", () => {
    fc.assert(fc.property(anyStanding, anyContext, anyReveal, anyCategory, (s, c, granted, category) => {
      const before = decide(s, category, c);
      const after = decide({ ...s, reveals: [...s.reveals, granted] }, category, c);
      const meant = granted.category === category && granted.ticket === c.about?.ticket && granted.subject === c.subject && granted.until > c.now;
      if (meant) expect(rank(after.form)).toBeGreaterThanOrEqual(rank(before.form));
      else expect(after).toEqual(before);
    }), { numRuns: 500 });
  });

  it("is offered only where it shows clear text", () => {
    fc.assert(fc.property(anyStanding, anyContext, anyCategory, (s, c, category) => {
      if (!decide(s, category, c).revealOffered) return;
      const granted = { ticket: c.about!.ticket, subject: c.subject, category, until: LATER };
      expect(decide({ ...s, reveals: [granted] }, category, c).form).toBe("clear");
    }), { numRuns: 1000 });
  });

  it("ends at its moment", () => {
    const s = standing({ reveals: [{ ticket: "ticket-1", subject: "person-1", category: "special", until: LATER }] });
    expect(decide(s, "special", context()).form).toBe("clear");
    expect(decide(s, "special", context({ now: LATER })).form).toBe("hidden");
  });
});

it("deciding waits for nothing", () => {
  for (const category of CATEGORIES) expect(decide(standing(), category, context())).not.toBeInstanceOf(Promise);
});
