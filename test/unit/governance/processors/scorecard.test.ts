import fc from "fast-check";
import { CRITERIA, KNOCK_OUTS, score, WEIGHTS, type KnockOuts, type Points } from "../../../../src/governance/processors/selection/scorecard";

const points = (value: number): Points => Object.fromEntries(CRITERIA.map((name) => [name, value])) as unknown as Points;
const passed = Object.fromEntries(KNOCK_OUTS.map((name) => [name, true])) as unknown as KnockOuts;
const anyPoints = fc.record(Object.fromEntries(CRITERIA.map((name) => [name, fc.integer({ min: -5, max: 20 })])) as Record<keyof Points, fc.Arbitrary<number>>);
const anyKnockOuts = fc.record(Object.fromEntries(KNOCK_OUTS.map((name) => [name, fc.boolean()])) as Record<keyof KnockOuts, fc.Arbitrary<boolean>>);

describe("the scorecard of vendors", () => {
  it("weighs to a hundred, half of it data protection", () => {
    const weights = Object.values(WEIGHTS[1]!);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(100);
    const { quality, price, reliability } = WEIGHTS[1]!;
    expect(quality + price + reliability).toBe(50);
    expect([score(passed, points(10)).total, score(passed, points(0)).total, score(passed, points(5)).total]).toEqual([100, 0, 50]);
  });

  it("lets no price and no points make up for a failed knock-out", () => {
    fc.assert(fc.property(anyKnockOuts, anyPoints, anyPoints, (knockOuts, some, others) => {
      const all = KNOCK_OUTS.every((name) => knockOuts[name]);
      const found = score(knockOuts, some);
      expect(found.eligible).toBe(all);
      if (!all) expect([score(knockOuts, { ...some, price: 10 }).total, score(knockOuts, others).total]).toEqual([0, 0]);
      expect(found.total).toBeGreaterThanOrEqual(0);
      expect(found.total).toBeLessThanOrEqual(100);
    }));
  });

  it("never falls when a criterion gets more points", () => {
    fc.assert(fc.property(anyPoints, fc.constantFrom(...CRITERIA), (some, name) => {
      expect(score(passed, { ...some, [name]: some[name] + 1 }).total).toBeGreaterThanOrEqual(score(passed, some).total);
    }));
  });

  it("takes a missing answer for a failed knock-out and for no points", () => {
    expect(score({ ...passed, contract: undefined as never }, points(10)).eligible).toBe(false);
    expect(score(passed, { ...points(10), price: undefined as never }).total).toBe(85);
  });
});
