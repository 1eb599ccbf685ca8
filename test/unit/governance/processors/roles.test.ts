import fc from "fast-check";
import { ANSWERS, assess, NEXT_STEP, QUESTIONS, type Answers } from "../../../../src/governance/processors/roles/questions";

const answers = (said: Partial<Answers> = {}): Answers => ({ access: "yes", integrated: "no", profession: "no", ownPurposes: "no", jointly: "no", instructed: "yes", freeMeans: "no", mixed: "no", ...said });
const anyAnswers: fc.Arbitrary<Answers> = fc.record(Object.fromEntries(QUESTIONS.map((question) => [question, fc.constantFrom(...ANSWERS)])) as Record<keyof Answers, fc.Arbitrary<(typeof ANSWERS)[number]>>);

describe("a survey by a call centre (domain rule 3.4)", () => {
  it.each<[string, Partial<Answers>, string, string]>([
    ["with your list and your questions, single answers back", {}, "processor", "clear"],
    ["where the institute chooses the method and you fix the topic and get statistics", { freeMeans: "unsure" }, "processor", "borderline"],
    ["that the institute merges with its own panel", { ownPurposes: "yes", instructed: "no" }, "independentController", "clear"],
    ["that the institute partly merges with its own panel", { ownPurposes: "yes", mixed: "yes" }, "independentController", "borderline"],
    ["that you and a partner design, and both use", { jointly: "yes", instructed: "no" }, "joint", "clear"],
    ["whose recordings the call centre keeps to train its own speech model", { ownPurposes: "yes" }, "independentController", "borderline"],
  ])("%s", (_what, said, role, confidence) => {
    expect(assess(answers(said))).toMatchObject({ role, confidence });
  });
});

describe("the role of a vendor", () => {
  it.each<[string, Partial<Answers>, string, string]>([
    ["who gets no data", { access: "no" }, "none", "clear"],
    ["whose people are integrated like own staff", { integrated: "yes" }, "ownStaff", "clear"],
    ["who is a lawyer, a bank or the post", { profession: "yes" }, "independentController", "clear"],
    ["who decides freely which data and how long", { freeMeans: "yes", instructed: "no" }, "independentController", "clear"],
    ["who decides freely on means although purposes are set", { freeMeans: "yes" }, "independentController", "borderline"],
    ["of whom nobody knows whether they have access", { access: "unsure" }, "processor", "borderline"],
    ["to whom nobody gives instructions", { instructed: "no" }, "independentController", "borderline"],
  ])("%s", (_who, said, role, confidence) => {
    expect(assess(answers(said))).toMatchObject({ role, confidence });
  });

  it("is a clear processor only where every question is answered that way and nobody was unsure", () => {
    fc.assert(fc.property(anyAnswers, (given) => {
      const { role, confidence, reasons } = assess(given);
      if (role === "processor" && confidence === "clear") expect(given).toEqual(answers());
      expect(reasons.length).toBeGreaterThan(0);
      expect(NEXT_STEP[role]).toBeDefined();
    }));
  });
});
