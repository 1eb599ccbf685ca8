import { LEVEL_OF, type Category, type Form } from "../categories";
import type { ContractScope, Purpose, Standing } from "../viewer";
import { coveringContract } from "./covering-contract";
import { columnOf, mayReveal } from "./policy";
import { ceiling, revealed, type DecisionContext, type Rule, type Surface } from "./rule";

/** Matrix role × category. A granted reveal lifts this rule to clear, for one category of one person on one ticket. */
export const rolePolicy: Rule = (standing, category, context) => {
  const cell = context.policy.matrix[columnOf(standing)]?.[category] ?? "hidden";
  if (mayReveal(standing, category) && revealed(standing, category, context)) return null;
  return ceiling("rolePolicy", cell, `role.${standing.role}`, mayReveal(standing, category) && context.about ? "reveal" : "askLead");
};

/**
 * Without a ticket in one's duty there is no reason to look (Art. 5(1)(b), (c) GDPR). People of a processor see the
 * person only on a ticket that is assigned to them; before that, what a list shows.
 */
export const needToKnow: Rule = (standing, _category, context) => {
  const { about } = context;
  const officer = standing.role === "privacyOfficer" && standing.employer.kind === "inHouse";
  if (!officer && standing.role !== "agent" && standing.role !== "lead") return ceiling("needToKnow", "hidden", "noDuty", null);
  if (!about) return ceiling("needToKnow", "brief", "noTicket", "openTicket");
  if (officer) return null;
  const outsourced = standing.employer.kind === "processor";
  if (outsourced && about.routedTo !== standing.employer.id) return ceiling("needToKnow", "hidden", "otherEmployer", null);
  if (!standing.queues.includes(about.queue)) return ceiling("needToKnow", "brief", "otherQueue", "askLead");
  if (outsourced && about.assignee !== context.viewerId) return ceiling("needToKnow", "brief", "notAssigned", "assignYourself");
  return null;
};

/** Without a valid confidentiality acknowledgement nobody sees personal data (Art. 28(3)(b), 29, 32(4) GDPR). */
export const acknowledgement: Rule = (standing) =>
  (standing.acknowledged ? null : ceiling("acknowledgement", "hidden", "notAcknowledged", "acknowledge"));

/** Overdue training narrows, missing training hides everything beyond the pseudonym. */
export const training: Rule = (standing) => {
  if (standing.training === "valid") return null;
  return standing.training === "overdue" ? ceiling("training", "brief", "trainingOverdue", "train") : ceiling("training", "token", "trainingMissing", "train");
};

const EEA = new Set(["AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "IS", "LI", "NO"]);

/**
 * The place of work (domain rule 2). Home shows what a list shows; a reveal lifts that for L1 to L3 but never for L4.
 * Home without an agreement, and every place abroad that nothing allows, hides. Undeclared is the strictest.
 */
export const placeOfWork: Rule = (standing, category, context) => {
  switch (standing.place) {
    case "office": return null;
    case "clientSite": return ceiling("placeOfWork", "brief", "clientSite", null);
    case "home": return homeCeiling(standing, category, context);
    case "mobileEea":
    case "abroadEea": return standing.homeAgreement?.countries.includes(standing.country) && EEA.has(standing.country)
      ? homeCeiling(standing, category, context) : ceiling("placeOfWork", "hidden", "abroad", "declarePlace");
    case "abroadAdequate":
    case "thirdCountry": return ceiling("placeOfWork", "hidden", "abroad", "declarePlace");
    default: return ceiling("placeOfWork", "hidden", "placeUndeclared", "declarePlace");
  }
};

const homeCeiling: Rule = (standing, category, context) => {
  if (!standing.homeAgreement) return ceiling("placeOfWork", "hidden", "noHomeAgreement", "declarePlace");
  if (standing.employer.kind === "processor" && !contractOf(standing, context)?.homeOfficeAllowed) return ceiling("placeOfWork", "hidden", "homeNotInContract", "declarePlace");
  if (LEVEL_OF[category] === "L4" || category === "attachment" || category === "recording") return ceiling("placeOfWork", "hidden", "home", "declarePlace");
  if (revealed(standing, category, context)) return null;
  return ceiling("placeOfWork", "brief", "home", mayReveal(standing, category) && context.about ? "reveal" : "declarePlace");
};

const contractOf = (standing: Standing, { about }: DecisionContext): ContractScope | null => (about ? coveringContract(standing.contracts, about.queue) : null);

/** For people of a processor: the one contract that covers the ticket's queue must cover purpose, category and country too (Art. 28(3) GDPR). */
export const contract: Rule = (standing, category, context) => {
  if (standing.employer.kind === "inHouse") return null;
  if (standing.contracts.length === 0) return ceiling("contract", "hidden", "noContract", null);
  const scope = contractOf(standing, context);
  if (!scope) return ceiling("contract", "hidden", "queueNotInContract", null);
  if (!scope.purposes.includes(context.purpose)) return ceiling("contract", "hidden", "purposeNotInContract", null);
  if (!scope.countries.includes(standing.country)) return ceiling("contract", "hidden", "countryNotInContract", "declarePlace");
  return ceiling("contract", scope.forms[category] ?? "hidden", "categoryNotInContract", null);
};

/** How far a purpose needs a category: as a matter of course, on a reason (a reveal), or not at all. */
type Need = "always" | "onReason" | "never";
const TEXT: Partial<Record<Category, Need>> = { name: "always", email: "always", correspondence: "always", attachment: "always", customerNumber: "always", orderData: "always" };
const NEEDS: Readonly<Partial<Record<Purpose, Partial<Record<Category, Need>>>>> = {
  support: { ...TEXT, phone: "always" },
  complaint: { ...TEXT, phone: "always", postalAddress: "always" },
  order: { ...TEXT, phone: "always", postalAddress: "always" },
  delivery: { ...TEXT, phone: "always", postalAddress: "always" },
  warranty: { ...TEXT, phone: "always", postalAddress: "always" },
  invoicing: { ...TEXT, postalAddress: "always", bankDetails: "always", paymentCard: "always" },
  rightsRequest: { ...TEXT, postalAddress: "always", phone: "always", birthDate: "always", onlineIdentifier: "always" },
  audit: { correspondence: "never", attachment: "never" },
};

/** Purpose limitation: what the purpose of the ticket does not need stays partial until somebody gives a reason. */
export const purpose: Rule = (standing, category, context) => {
  const need = NEEDS[context.purpose]?.[category] ?? (NEEDS[context.purpose] ? "onReason" : "never");
  if (need === "always") return null;
  if (need === "never") return ceiling("purpose", "hidden", "purposeNever", "changePurpose");
  if (revealed(standing, category, context)) return null;
  return ceiling("purpose", onReasonForm(category), `purpose.${context.purpose}`, mayReveal(standing, category) && context.about ? "reveal" : "changePurpose");
};

const onReasonForm = (category: Category): Form => (LEVEL_OF[category] === "L4" || category === "recording" ? "hidden" : "partial");

/** A frozen person is seen by nobody in the ordinary course of work (Art. 18(2) GDPR). The reason is not shown. */
export const restriction: Rule = (_standing, _category, context) =>
  (context.restricted ? ceiling("restriction", "hidden", "restricted", null) : null);

const SURFACE_CEILING: Readonly<Record<Surface, Form>> = {
  ticket: "clear", print: "partial", list: "brief", search: "brief", export: "token", notification: "hidden", api: "partial",
};

/** Lists, searches, exports and notifications show less than the ticket itself (domain rule 4.2). */
export const surface: Rule = (_standing, _category, context) =>
  ceiling("surface", SURFACE_CEILING[context.surface], `surface.${context.surface}`, context.surface === "list" || context.surface === "search" ? "openTicket" : null);

export const RULES: readonly Rule[] = [restriction, acknowledgement, training, placeOfWork, contract, needToKnow, rolePolicy, purpose, surface];
