/** Addresses out of headers: flattened, cleaned, or dropped. */
import { domainToASCII } from "node:url";
import type { AddressObject, EmailAddress } from "mailparser";
import { cleanLine } from "./clean-text";

export interface Address {
  /** Display name, cleaned; empty where there is none. It is what the sender claims and proves nothing. */
  name: string;
  /** The local part as written, the domain in lower-case ASCII (IDNA). */
  address: string;
}

const MAX_ADDRESS = 320;
const MAX_GROUP_DEPTH = 5;
const MAX_ADDRESSES = 1000;
// Quoted local parts, white space, controls and direction marks are not worth their risk in a reply address.
const LOCAL = /^[^\s\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff<>()[\]\\,;:@"]{1,64}$/u;  
const DOMAIN = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_](?:[a-z0-9_-]{0,62}))*$/;

/** The address in the form in which this program keeps and compares it, or null where it is none. */
export const normalAddress = (address: string): string | null => {
  if (address.length > MAX_ADDRESS) return null;
  const at = address.lastIndexOf("@");
  if (at < 1) return null;
  const local = address.slice(0, at);
  const domain = domainToASCII(address.slice(at + 1));
  return LOCAL.test(local) && DOMAIN.test(domain) ? `${local}@${domain}` : null;
};

/** Flattens the groups of an address header; bad and overlong addresses are dropped, never repaired. */
export const addressesOf = (header: unknown): Address[] => {
  const objects = (Array.isArray(header) ? header : [header]) as (AddressObject | undefined)[];
  const found: Address[] = [];
  for (const object of objects) if (object && Array.isArray(object.value)) collect(object.value, found, 0);
  return found;
};

const collect = (entries: EmailAddress[], found: Address[], depth: number): void => {
  for (const entry of entries) {
    if (found.length >= MAX_ADDRESSES) return;
    if (entry.group && depth < MAX_GROUP_DEPTH) collect(entry.group, found, depth + 1);
    const address = entry.address ? normalAddress(entry.address.trim()) : null;
    if (address) found.push({ name: cleanLine(entry.name ?? "", 200), address });
  }
};
