import { normalise } from "./normalise";

const POSTCODE = /^(.*[^\s,;])[\s,;]+(?:[A-Z]{1,3}-)?(\d{4,5})(?!\d)/su;

/**
 * The street with its number and the postcode of an address as one text: what people say of it. "Hauptstr. 5, 10115
 * Berlin" and "Hauptstraße 5\n10115 Berlin\nDeutschland" are the same place. Null where no postcode of four or five digits follows
 * a street; such an address is compared as a whole only.
 */
export const placeOf = (address: string): string | null => {
  const [, before, postcode] = POSTCODE.exec(address.normalize("NFKC").slice(0, 500)) ?? [];
  const street = before ? normalise("postalAddress", before) : null;
  return street && postcode ? `${street} ${postcode}` : null;
};
