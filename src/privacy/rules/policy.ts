import { z } from "zod";
import { CATEGORIES, FORMS, type Category, type Form } from "../categories";
import type { Standing } from "../viewer";

/** The columns of the matrix: a role, split by employer where the law treats the two differently (domain rule 4.2). */
export const COLUMNS = ["agentInHouse", "agentOutsourced", "leadInHouse", "leadOutsourced", "privacyOfficer", "administrator", "auditor"] as const;
export type PolicyColumn = (typeof COLUMNS)[number];

/** The highest form per column and category, without a reveal; versioned data, previewed before it is published. */
export interface Policy { readonly version: number; readonly matrix: Readonly<Record<PolicyColumn, Readonly<Record<Category, Form>>>> }

const row = z.record(z.enum(CATEGORIES), z.enum(FORMS));
/** Every cell must be there: a matrix with a hole is refused when it is saved, not when it is asked. */
export const Matrix = z.record(z.enum(COLUMNS), row);

const all = (form: Form): Record<Category, Form> => Object.fromEntries(CATEGORIES.map((category) => [category, form])) as Record<Category, Form>;

const IN_HOUSE: Record<Category, Form> = {
  ...all("clear"), onlineIdentifier: "partial", birthDate: "partial", bankDetails: "partial", paymentCard: "partial", officialId: "partial", recording: "hidden", special: "hidden",
};
const OUTSOURCED: Record<Category, Form> = {
  name: "clear", postalAddress: "narrow", email: "narrow", phone: "narrow", customerNumber: "clear", orderData: "clear", correspondence: "clear", attachment: "hidden",
  onlineIdentifier: "hidden", birthDate: "narrow", bankDetails: "narrow", paymentCard: "narrow", officialId: "hidden", recording: "hidden", special: "hidden",
};
/** The privacy officer may see all, with a reason: brief until revealed. */
const PRIVACY: Record<Category, Form> = { ...all("brief"), correspondence: "clear", attachment: "hidden", recording: "hidden", special: "hidden" };

/** The defaults. Free text is readable from `brief` up; its personal passages are decided one by one. */
export const DEFAULT_POLICY: Policy = {
  version: 1,
  matrix: {
    agentInHouse: IN_HOUSE, agentOutsourced: OUTSOURCED, leadInHouse: IN_HOUSE, leadOutsourced: OUTSOURCED,
    privacyOfficer: PRIVACY, administrator: all("hidden"), auditor: all("hidden"),
  },
};

/** Columns in which a reveal can lift a cell. An administrator and an auditor have no reason to see content. */
const REVEALING: ReadonlySet<PolicyColumn> = new Set(["agentInHouse", "agentOutsourced", "leadInHouse", "leadOutsourced", "privacyOfficer"]);
/** Never lifted for people of a processor, whatever the reason: health data, identity papers, recordings, devices (domain rule 4.2). */
const CLOSED_TO_OUTSOURCED: ReadonlySet<Category> = new Set(["special", "recording", "officialId", "onlineIdentifier", "attachment"]);

export const columnOf = (standing: Standing): PolicyColumn => {
  const suffix = standing.employer.kind === "inHouse" ? "InHouse" : "Outsourced";
  if (standing.role === "agent") return `agent${suffix}`;
  if (standing.role === "lead") return `lead${suffix}`;
  return standing.role;
};

export const mayReveal = (standing: Standing, category: Category): boolean => {
  const column = columnOf(standing);
  return REVEALING.has(column) && !(standing.employer.kind === "processor" && CLOSED_TO_OUTSOURCED.has(category));
};
