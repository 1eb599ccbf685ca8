import { isIPv4, isIPv6 } from "node:net";

/** All eight groups of an IPv6 address, "::" written out. */
const groupsOf = (address: string): string[] => {
  const [head = "", rest] = address.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = rest === undefined || rest === "" ? [] : rest.split(":");
  const missing = rest === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  return [...before, ...Array<string>(missing).fill("0"), ...after];
};

/** The /24 of an IPv4 and the /48 of an IPv6 address; other identifiers (cookie, device) have no part that is not the person. */
export const networkPrefix = (value: string): string | null => {
  const address = value.trim().toLowerCase();
  const mapped = address.startsWith("::ffff:") ? address.slice(7) : address;
  if (isIPv4(mapped)) return `${mapped.split(".").slice(0, 3).join(".")}.•`;
  if (!isIPv6(address) || address.includes("%") || address.includes(".")) return null;
  return `${groupsOf(address).slice(0, 3).map((group) => group.replace(/^0+(?=.)/, "")).join(":")}:•`;
};
