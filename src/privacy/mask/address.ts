import { BULLETS, foldDigits } from "./characters";

interface Place { area: string; town: string }

const STREET_WORD = /(stra(ß|ss)e|str\.|weg|gasse|allee|platz)($|[\s,])|(?<!\p{L})(street|st|road|rd|avenue|ave|lane|ln|drive|boulevard|blvd|court|close|way|box|postfach)(?!\p{L})/iu;
const LONGEST_TOWN = 40;

/** "50667 Köln", "A-1010 Wien", "1012 AB Amsterdam": the postcode opens the part or ends a part that begins with the street. */
const CONTINENTAL = /(?:^|\s)(?:[A-Z]{1,2}-)?(\d{4,5})(?: [A-Z]{2}(?= ))? ([^\d]{2,60})$/u;
/** "London SW1A 1AA". */
const BRITISH = /(?:^|[\s])([A-Z]{1,2}\d[A-Z\d]?) ?\d[A-Z]{2}$/u;
/** "IL 62704". */
const AMERICAN = /^[A-Z]{2} (\d{5})(?:-\d{4})?$/;

const townOf = (text: string): string => {
  const town = text.trim();
  return town.length >= 2 && town.length <= LONGEST_TOWN && /^\p{Lu}[\p{L}\p{M} .()/'’-]*$/u.test(town) && !STREET_WORD.test(town) ? town : "";
};

const placeIn = (part: string): Place | null => {
  const continental = CONTINENTAL.exec(part);
  if (continental) {
    const town = townOf(continental[2] ?? "");
    return town === "" ? null : { area: (continental[1] ?? "").slice(0, 2), town };
  }
  const british = BRITISH.exec(part);
  if (british) return { area: (british[1] ?? "").slice(0, 2), town: townOf(part.slice(0, british.index)) };
  const american = AMERICAN.exec(part);
  return american ? { area: (american[1] ?? "").slice(0, 2), town: "" } : null;
};

const COUNTRY = /^(deutschland|germany|österreich|austria|schweiz|switzerland|suisse|svizzera|liechtenstein|nederland|niederlande|netherlands|belgien|belgium|france|frankreich|luxemb(o?u)rg|de|at|ch|li|nl|be|fr|lu)$/iu;
/** "1200 Broadway, New York" opens with a house number: a place in the first part needs a country, or nothing, behind it. */
const opensWithHouseNumber = (parts: readonly string[]): boolean => parts.length > 1 && !COUNTRY.test(parts[1] ?? "");

/** The last part of the address that names a place: what stands before it is the street, what follows is the country. */
const placeOf = (address: string): Place | null => {
  const parts = foldDigits(address).normalize("NFC").split(/[\n\r,;]+/u).map((part) => part.trim().replace(/\s+/gu, " ")).filter((part) => part !== "");
  return parts.reduce<Place | null>((found, part, index) =>
    (index === 0 && opensWithHouseNumber(parts) ? null : placeIn(part)) ?? found, null);
};

/** "50••• Köln". */
export const areaAndTown = (address: string): string | null => {
  const place = placeOf(address);
  return place === null ? null : `${place.area}${BULLETS} ${place.town}`.trim();
};

/** "50•••". */
export const area = (address: string): string | null => {
  const place = placeOf(address);
  return place === null ? null : place.area + BULLETS;
};
