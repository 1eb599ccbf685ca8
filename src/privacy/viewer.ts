import type { Context } from "../platform/context";
import type { Category, Form } from "./categories";
import type { Policy } from "./rules/policy";

/** What a person does here. Who may do what is policy of each room; what they see is the kernel's. */
export const ROLES = ["agent", "lead", "privacyOfficer", "administrator", "auditor"] as const;
export type Role = (typeof ROLES)[number];

/** Where somebody works now; `undeclared` is the strictest that still lets them sign in. */
export const PLACES = ["undeclared", "office", "home", "clientSite", "mobileEea", "abroadEea", "abroadAdequate", "thirdCountry"] as const;
export type Place = (typeof PLACES)[number];

export const PURPOSES = ["support", "complaint", "order", "delivery", "invoicing", "warranty", "rightsRequest", "audit", "mailDelivery", "security"] as const;
export type Purpose = (typeof PURPOSES)[number];

/** A granted look: one category of one person on one ticket, for minutes. Expired ones are not facts any more. */
export interface Reveal { readonly ticket: string; readonly subject: string; readonly category: Category; readonly until: Date }

/** What one contract of an outsourced viewer's employer covers; absent facts cover nothing. */
export interface ContractScope {
  readonly reference: string;
  readonly queues: readonly string[];
  readonly purposes: readonly string[];
  /** The highest form per category; a category that is not listed is not covered. */
  readonly forms: Readonly<Partial<Record<Category, Form>>>;
  readonly countries: readonly string[];
  readonly homeOfficeAllowed: boolean;
}

export interface Employer { readonly id: string; readonly name: string; readonly kind: "inHouse" | "processor" }

/**
 * The facts about an agent at this moment, read once per request. A fact that could not be read is `false`, `null` or
 * `undeclared`: the rules turn each of these into less, never more.
 */
export interface Standing {
  readonly role: Role;
  readonly employer: Employer;
  readonly acknowledged: boolean;
  readonly training: "valid" | "overdue" | "missing";
  readonly place: Place;
  readonly country: string;
  readonly homeAgreement: { readonly countries: readonly string[] } | null;
  /** For processors only: the contracts in force, each for its own queues; empty means nothing is covered. */
  readonly contracts: readonly ContractScope[];
  readonly queues: readonly string[];
  readonly reveals: readonly Reveal[];
}

export interface AgentViewer {
  readonly kind: "agent";
  readonly id: string;
  /** The name in the access log; who it is stands elsewhere, with a permission of its own. */
  readonly pseudonym: string;
  readonly team: string | null;
  /** The person's own name, for their own screen. */
  readonly name: string;
  readonly signIn: string;
  readonly standing: Standing;
  /** The policy version that this request is decided under. */
  readonly policy: Policy;
  readonly locale: "de" | "en";
  readonly preferences: { readonly theme: "auto" | "light" | "dark"; readonly density: "comfortable" | "compact"; readonly shortcuts: boolean };
  readonly secondFactor: { readonly confirmed: boolean; readonly required: boolean };
}
/** A job, a mail connector or a start-up task; `name` says which. */
export interface SystemViewer { readonly kind: "system"; readonly name: string }
/** Nobody has signed in: the sign-in page, the public form, an invitation. */
export interface VisitorViewer { readonly kind: "visitor"; readonly locale: "de" | "en" }
export type Viewer = AgentViewer | SystemViewer | VisitorViewer;

export type Ctx = Context<Viewer>;
export type AgentCtx = Context<AgentViewer>;

export const isAgent = (viewer: Viewer): viewer is AgentViewer => viewer.kind === "agent";
export const isInHouse = (viewer: AgentViewer): boolean => viewer.standing.employer.kind === "inHouse";
