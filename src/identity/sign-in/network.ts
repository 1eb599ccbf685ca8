import { isIPv4, isIPv6 } from "node:net";

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** The eight groups of an IPv6 address as numbers. */
const groupsOf = (address: string): number[] => {
  const dotted = /(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const text = dotted
    ? address.slice(0, dotted.index) + [0, 2].map((at) => (Number(dotted[at + 1]) * 256 + Number(dotted[at + 2])).toString(16)).join(":")
    : address;
  const [head = "", tail] = text.split("::");
  const parse = (part: string): number[] => part.split(":").filter(Boolean).map((group) => parseInt(group, 16));
  const [before, after] = [parse(head), tail === undefined ? [] : parse(tail)];
  return tail === undefined ? before : [...before, ...Array<number>(Math.max(0, 8 - before.length - after.length)).fill(0), ...after];
};

/**
 * The network that one customer of an access provider gets: /24 of IPv4, /56 of IPv6. Single addresses change too
 * easily to be counted. What is no address at all is one network of its own.
 */
export const networkOf = (address: string | undefined): string => {
  const plain = (address ?? "").replace(/%.*$/, "");
  const four = MAPPED.exec(plain)?.[1] ?? plain;
  if (isIPv4(four)) return `${four.split(".").slice(0, 3).join(".")}.0/24`;
  if (!isIPv6(plain)) return "unknown";
  const [a = 0, b = 0, c = 0, d = 0] = groupsOf(plain);
  return `${[a, b, c, d & 0xff00].map((group) => group.toString(16)).join(":")}::/56`;
};
