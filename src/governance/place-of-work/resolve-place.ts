import { ADEQUATE, EEA, type Place } from "../../privacy";
import { UNKNOWN } from "./country-database";
import type { NetworkSignal } from "./network-signal";

/** From the place that shows most to the one that shows least. */
const STRICTNESS: readonly Place[] = ["office", "clientSite", "home", "mobileEea", "abroadEea", "abroadAdequate", "thirdCountry", "undeclared"];
const stricter = (a: WorkPlace, b: WorkPlace): WorkPlace => (STRICTNESS.indexOf(b.place) > STRICTNESS.indexOf(a.place) ? b : a);

export interface WorkPlace { readonly place: Place; readonly country: string }
/** accepted: as declared. narrowed: the network says less. contradiction: nothing holds until the person proves who they are. */
export interface Resolution extends WorkPlace { readonly result: "accepted" | "narrowed" | "contradiction" }

/** Where somebody is whose network stands in this country, as seen from the employer's. */
const placeIn = (country: string, employerCountry: string): WorkPlace => {
  if (country === employerCountry) return { place: "home", country };
  if (EEA.has(country)) return { place: "abroadEea", country };
  return { place: ADEQUATE.has(country) ? "abroadAdequate" : "thirdCountry", country };
};

/**
 * What a declaration amounts to: the stricter of what is said and what the network says (domain rule 2). `office` from
 * elsewhere is home. A network in another country than the declared one contradicts it and blocks; after a fresh password
 * or second factor (`proved`) the stricter of the two countries holds.
 */
export const resolvePlace = (declared: WorkPlace, signal: NetworkSignal, { employerCountry, proved }: { employerCountry: string; proved: boolean }): Resolution => {
  if (declared.place === "undeclared") return { place: "undeclared", country: UNKNOWN, result: "accepted" };
  const said: WorkPlace = declared.place === "office" && signal.network !== "office" ? { ...declared, place: "home" } : declared;
  const contradicts = signal.country !== UNKNOWN && signal.country !== said.country;
  if (contradicts && !proved) return { place: "undeclared", country: UNKNOWN, result: "contradiction" };
  const held = contradicts ? stricter(said, placeIn(signal.country, employerCountry)) : said;
  return { ...held, result: held.place === declared.place && held.country === declared.country ? "accepted" : "narrowed" };
};

/** Everywhere but in an office and on a client's site people confirm that they are alone, assistants are off and calls go through a headset. */
export const needsConfirmation = (place: Place): boolean => place !== "office" && place !== "clientSite" && place !== "undeclared";
