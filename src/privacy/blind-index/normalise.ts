import { isIPv4, isIPv6 } from "node:net";
import { domainToASCII } from "node:url";
import { parsePhoneNumberFromString } from "libphonenumber-js";
import type { Category } from "../categories";
import { isoDate } from "./dates";
import { fold, settle, withoutApostrophes } from "./fold";

export type Country = "DE" | "AT" | "CH";
type Rule = (value: string, country: Country) => string;

/** A longer value is no name, number or address; cutting it would make two different values equal. */
const MAX_LENGTH = 2048;

const letters = (value: string): string => fold(withoutApostrophes(value)).replace(/[^\p{L}\p{N}]+/gu, " ").trim();

/** "Hauptstraße 5", "Hauptstr. 5" and "Haupt Strasse 5" are one address. */
const address: Rule = (value) => letters(value).replace(/ ?str(asse)?\b/g, "str");

const email: Rule = (value) => {
  const text = value.normalize("NFKC").replace(/\p{Cf}/gu, "").trim().replace(/^mailto:/i, "").replace(/^<|>$/g, "").toLowerCase();
  const at = text.lastIndexOf("@");
  const local = text.slice(0, Math.max(at, 0));
  const domain = text.slice(at + 1).replace(/\.$/, "");
  if (local === "" || /[\s\p{Cc}]/u.test(text) || /[/?#\\%:]/.test(domain)) return "";
  const ascii = domainToASCII(domain);
  return ascii === "" ? "" : `${local}@${ascii}`;
};

const phone: Rule = (value, country) => parsePhoneNumberFromString(value.normalize("NFKC"), country)?.number ?? "";

const reference: Rule = (value) => value.normalize("NFKC").toUpperCase().normalize("NFKC").replace(/[^\p{L}\p{N}]+/gu, "");

const ascii = (value: string): string => value.normalize("NFKC").toUpperCase().replace(/[^A-Z0-9]+/g, "");
const account: Rule = (value) => ascii(value).replace(/^IBAN(?=[A-Z]{2}\d{2})/, "");
const digits: Rule = (value) => value.normalize("NFKC").replace(/[^0-9]+/g, "");

const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

/** RFC 5952 through the WHATWG URL parser; an IPv4 address mapped into IPv6 is the IPv4 address. */
const ipv6 = (address: string): string => {
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [, high, low] = mapped.exec(canonical) ?? [];
  if (high === undefined || low === undefined) return canonical;
  const bytes = Buffer.from(high.padStart(4, "0") + low.padStart(4, "0"), "hex");
  return bytes.join(".");
};

/** IP addresses are canonical; other identifiers (cookie, device, handle) are compared without regard to case. */
const online: Rule = (value) => {
  const text = value.normalize("NFKC").trim().toLowerCase().normalize("NFKC");
  const address = text.replace(/^\[(.*)\]$/, "$1").replace(/%.*$/, "");
  if (isIPv4(address)) return address;
  return isIPv6(address) ? ipv6(address) : text;
};

const sentence: Rule = (value) => value.normalize("NFKC").toLowerCase().normalize("NFKC").replace(/\s+/g, " ").trim();

const RULES: Readonly<Record<Category, Rule>> = {
  name: letters, postalAddress: address, email, phone,
  customerNumber: reference, orderData: reference, officialId: reference, onlineIdentifier: online,
  birthDate: isoDate, bankDetails: account, paymentCard: digits,
  correspondence: sentence, attachment: sentence, recording: sentence, special: sentence,
};

/**
 * The one spelling under which a value is indexed and looked up. `country` (default DE) reads phone numbers without a country code.
 * Null when nothing is left: such a value has no index entry and no look-up finds it. Idempotent; never throws.
 */
export const normalise = (category: Category, value: string, options: { country?: Country } = {}): string | null => {
  if (value.length > MAX_LENGTH) return null;
  return settle((text) => RULES[category](text, options.country ?? "DE"), value);
};
