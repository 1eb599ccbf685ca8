import type { Category, Form } from "../categories";
import type { Purpose, Standing } from "../viewer";
import type { Policy } from "./policy";

/** Where the value would appear; each surface has a ceiling of its own. */
export const SURFACES = ["ticket", "list", "search", "notification", "export", "print", "api"] as const;
export type Surface = (typeof SURFACES)[number];

/** The ticket that gives the reason to look; null means that there is none. */
export interface About {
  readonly ticket: string;
  readonly number: string;
  readonly queue: string;
  readonly routedTo: string;
  readonly assignee: string | null;
  readonly closed: boolean;
}

/** The facts about the moment; everything a rule may ask beside the standing. Nothing is fetched. */
export interface DecisionContext {
  readonly viewerId: string;
  readonly purpose: Purpose;
  readonly surface: Surface;
  readonly about: About | null;
  readonly subject: string;
  readonly restricted: boolean;
  readonly policy: Policy;
  readonly now: Date;
}

/** The highest form one rule permits. `reason` and `remedy` are keys below `why.` in locales/; a rule that permits all gives none. */
export interface Ceiling { readonly form: Form; readonly rule: RuleName; readonly reason: string; readonly remedy: Remedy | null }
export type Remedy = "reveal" | "acknowledge" | "train" | "declarePlace" | "assignYourself" | "changePurpose" | "askLead" | "openTicket";

export type RuleName = "rolePolicy" | "needToKnow" | "acknowledgement" | "training" | "placeOfWork" | "contract" | "purpose" | "restriction" | "surface";

/** A pure function; it can only lower. Null: this rule has nothing against clear text. */
export type Rule = (standing: Standing, category: Category, context: DecisionContext) => Ceiling | null;

export const ceiling = (rule: RuleName, form: Form, reason: string, remedy: Remedy | null = null): Ceiling | null =>
  (form === "clear" ? null : { form, rule, reason, remedy });

/** Whether a reveal of this category, on this ticket, for this person is running. */
export const revealed = (standing: Standing, category: Category, context: DecisionContext): boolean =>
  context.about !== null && standing.reveals.some((reveal) =>
    reveal.ticket === context.about!.ticket && reveal.subject === context.subject && reveal.category === category && reveal.until > context.now);
