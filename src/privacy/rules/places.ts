import { LEVEL_OF, LEVELS, type Category } from "../categories";
import { ADEQUATE, EEA } from "../countries";
import type { Standing } from "../viewer";
import { mayReveal } from "./policy";
import { ceiling, contractOf, revealed, type Rule, type Surface } from "./rule";

/**
 * The place of work (domain rule 2). Home shows what a list shows; a reveal lifts that up to the class that the agreement
 * names, but never for L4. Home without an agreement, and every place abroad that nothing allows, hides. Undeclared is
 * the strictest.
 */
export const placeOfWork: Rule = (standing, category, context) => {
  switch (standing.place) {
    case "office": return null;
    case "clientSite": return ceiling("placeOfWork", "brief", "clientSite", null);
    case "home": return homeCeiling(standing, category, context);
    case "mobileEea":
    case "abroadEea": return abroadCeiling(EEA)(standing, category, context);
    case "abroadAdequate": return abroadCeiling(ADEQUATE)(standing, category, context);
    case "thirdCountry": return ceiling("placeOfWork", "hidden", "abroad", "declarePlace");
    default: return ceiling("placeOfWork", "hidden", "placeUndeclared", "declarePlace");
  }
};

/** Elsewhere is treated like home, where the agreement names the country; privacy has approved the agreement, for a term. */
const abroadCeiling = (countries: ReadonlySet<string>): Rule => (standing, category, context) =>
  (standing.homeAgreement?.countries.includes(standing.country) && countries.has(standing.country)
    ? homeCeiling(standing, category, context) : ceiling("placeOfWork", "hidden", "abroad", "declarePlace"));

/** What leaves the screen does not leave it at home: exports, interfaces, notices; paper only where the agreement allows it. */
const LEAVING: ReadonlySet<Surface> = new Set(["export", "api", "notification"]);

const homeCeiling: Rule = (standing, category, context) => {
  const { homeAgreement: agreement } = standing;
  if (!agreement) return ceiling("placeOfWork", "hidden", "noHomeAgreement", "homeAgreement");
  if (standing.employer.kind === "processor" && !contractOf(standing, context)?.homeOfficeAllowed) return ceiling("placeOfWork", "hidden", "homeNotInContract", "declarePlace");
  if (!agreement.countries.includes(standing.country)) return ceiling("placeOfWork", "hidden", "homeCountry", "homeAgreement");
  if (!standing.placeConfirmed) return ceiling("placeOfWork", "hidden", "placeUnconfirmed", "declarePlace");
  if (LEAVING.has(context.surface) || (context.surface === "print" && !agreement.printing)) return ceiling("placeOfWork", "hidden", "homeSurface", "declarePlace");
  if (neverAtHome(category)) return ceiling("placeOfWork", "hidden", "home", "declarePlace");
  if (LEVELS.indexOf(LEVEL_OF[category]) > LEVELS.indexOf(agreement.maxLevel)) return ceiling("placeOfWork", "hidden", "homeSensitivity", "homeAgreement");
  if (revealed(standing, category, context)) return null;
  return ceiling("placeOfWork", "brief", "home", mayReveal(standing, category) && context.about ? "reveal" : "declarePlace");
};

/** Files are closed whatever they hold: nobody knows beforehand whether one is an identity card or a doctor's letter. */
const neverAtHome = (category: Category): boolean => LEVEL_OF[category] === "L4" || category === "attachment" || category === "recording";

/** Whether a list may be saved as a file here: in an office only, and also where it holds nothing but codes (domain rule 2). */
export const maySaveElsewhere = (standing: Standing): boolean => standing.place === "office";

/** Whether a page may be printed: in an office, or at home where the agreement says so. */
export const mayPrint = (standing: Standing): boolean => standing.place === "office" || (standing.place === "home" && standing.placeConfirmed && standing.homeAgreement?.printing === true);
