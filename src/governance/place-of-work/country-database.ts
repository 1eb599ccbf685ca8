import { readFileSync } from "node:fs";
import { Reader, type CountryResponse } from "mmdb-lib";
import { ConfigError } from "../../platform/config";

/** The country of an address as ISO 3166-1 alpha-2, or "unknown". Never anything finer. */
export type CountryOf = (address: string) => string;
export const UNKNOWN = "unknown";

/** The two layouts that country databases come in: MaxMind's and its likes, and a flat one. */
interface Found { readonly country?: CountryResponse["country"]; readonly country_code?: string }

/**
 * A country database on this machine in MaxMind DB format; nothing is ever asked over the network. None is shipped
 * (docs/decisions/0030): without one every country is unknown. Throws ConfigError where the file cannot be read.
 */
export const openCountryDatabase = (file: string | undefined): CountryOf => {
  if (file === undefined) return () => UNKNOWN;
  const reader = readerOf(file);
  return (address) => {
    const found = reader.get(address) as Found | null;
    const code = found?.country?.iso_code ?? found?.country_code ?? "";
    return /^[A-Z]{2}$/.test(code) ? code : UNKNOWN;
  };
};

const readerOf = (file: string): Reader<CountryResponse> => {
  try {
    return new Reader<CountryResponse>(readFileSync(file));
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code !== undefined;
    throw new ConfigError([`COUNTRY_DATABASE: ${missing ? "the file cannot be read" : "the file is no database in MaxMind DB format"}`]);
  }
};
