import { lowest, rank, type Category, type Form } from "./categories";
import { RULES } from "./rules/rules";
import { mayReveal } from "./rules/policy";
import type { Ceiling, DecisionContext, Rule } from "./rules/rule";
import type { Standing } from "./viewer";

/** The answer for one category: the form, the rules that reach it, and whether giving a reason would show more. */
export interface Decision { readonly form: Form; readonly because: readonly Ceiling[]; readonly revealOffered: boolean }

/**
 * The decision is the meet of all rules: the lowest ceiling. Adding a rule can therefore never show more, and a rule
 * that throws hides. Pure; fetches nothing.
 */
export const decide = (standing: Standing, category: Category, context: DecisionContext, rules: readonly Rule[] = RULES): Decision => {
  const ceilings = rules.map((rule) => ask(rule, standing, category, context)).filter((found) => found !== null).map(known);
  const form = ceilings.reduce<Form>((least, { form: next }) => lowest(least, next), "clear");
  const because = ceilings.filter((found) => rank(found.form) === rank(form));
  return { form, because, revealOffered: form !== "clear" && offersReveal(standing, category, ceilings) };
};

const ask = (rule: Rule, standing: Standing, category: Category, context: DecisionContext): Ceiling | null => {
  try { return rule(standing, category, context); } catch { return { form: "hidden", rule: "restriction", reason: "undecided", remedy: null }; }
};

/** A form that nobody knows, from a contract or a policy written by hand, is the lowest one. */
const known = (found: Ceiling): Ceiling => (rank(found.form) < 0 ? { ...found, form: "hidden" } : found);

/** A reveal is offered only where every rule that holds the value down would let go of it. */
const offersReveal = (standing: Standing, category: Category, ceilings: readonly Ceiling[]): boolean =>
  mayReveal(standing, category) && ceilings.length > 0 && ceilings.every(({ remedy }) => remedy === "reveal");
