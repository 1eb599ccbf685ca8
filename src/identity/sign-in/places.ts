import { PLACES, type Place } from "../../privacy";

const EEA = new Set("AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO".split(" "));
/**
 * Countries with an adequacy decision of the European Commission (Art. 45 GDPR) for every recipient. Decisions that cover
 * certified or private recipients only (CA, US) do not count here: whoever works there declares a third country.
 */
const ADEQUATE = new Set("AD AR CH FO GB GG IL IM JE JP KR NZ UY".split(" "));

/** Codes that Intl names and ISO 3166-1 does not have: groups, exclaves, inventions. */
const NO_COUNTRY = new Set("EU EZ UN ZZ XA XB QO AC CP CQ DG EA IC TA".split(" "));
const regions = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
/** A retired code ("DD") stands for another country now and is refused. */
const isCurrent = (code: string): boolean => Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`;
export const isCountry = (code: string): boolean => /^[A-Z]{2}$/.test(code) && !NO_COUNTRY.has(code) && isCurrent(code) && regions.of(code) !== undefined;

/** Every country by its name in the locale, sorted as its readers expect. */
export const countryOptions = (locale: "de" | "en"): { value: string; label: string }[] => {
  const names = new Intl.DisplayNames([locale], { type: "region", fallback: "none" });
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  return letters.flatMap((a) => letters.map((b) => a + b)).filter(isCountry)
    .map((value) => ({ value, label: names.of(value) ?? value })).sort((a, b) => a.label.localeCompare(b.label, locale));
};

/** Which declarations name a country themselves; the others are in the country of the employer unless said otherwise. */
const NAMED: ReadonlySet<Place> = new Set(["mobileEea", "abroadEea", "abroadAdequate", "thirdCountry"]);

const contradicts = (place: Place, country: string): boolean => {
  if (place === "mobileEea" || place === "abroadEea") return !EEA.has(country);
  if (place === "abroadAdequate") return !ADEQUATE.has(country);
  if (place === "thirdCountry") return EEA.has(country) || ADEQUATE.has(country);
  return false;
};

/** What is wrong with a declaration, as a text key for the field `country`, or null. */
export const placeProblem = (place: Place, country: string): string | null => {
  if (country === "") return NAMED.has(place) ? "identity.place.countryMissing" : null;
  if (!isCountry(country)) return "form.choice";
  return contradicts(place, country) ? "identity.place.contradiction" : null;
};

/** The country of a declaration. Undeclared stays unknown: the rules read that as the strictest. */
export const countryOf = (place: Place, country: string, employerCountry: string): string =>
  place === "undeclared" ? "unknown" : country || employerCountry;

export const DECLARABLE: readonly Place[] = PLACES.filter((place) => place !== "undeclared");
