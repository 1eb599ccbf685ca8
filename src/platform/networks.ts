import { BlockList, isIPv4, isIPv6 } from "node:net";

/** An address as numbers: four octets of IPv4, eight groups of IPv6. An IPv4 address that is written as IPv6 is IPv4. */
export interface Address { readonly family: "ipv4" | "ipv6"; readonly text: string; readonly groups: readonly number[] }

const fourOf = (text: string): Address => ({ family: "ipv4", text, groups: text.split(".").map(Number) });

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

/** Reads an address, without its zone ("fe80::1%eth0"). Null where the text is none. */
export const addressOf = (text: string | undefined): Address | null => {
  const plain = (text ?? "").replace(/%.*$/, "");
  if (isIPv4(plain)) return fourOf(plain);
  if (!isIPv6(plain)) return null;
  const groups = groupsOf(plain);
  const [g6 = 0, g7 = 0] = groups.slice(6);
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  return mapped ? fourOf([g6 >> 8, g6 & 0xff, g7 >> 8, g7 & 0xff].join(".")) : { family: "ipv6", text: plain, groups };
};

/**
 * The network that one customer of an access provider gets: /24 of IPv4, /56 of IPv6. Single addresses change too
 * easily to be counted. What is no address at all is one network of its own.
 */
export const networkOf = (text: string | undefined): string => {
  const address = addressOf(text);
  if (!address) return "unknown";
  if (address.family === "ipv4") return `${address.groups.slice(0, 3).join(".")}.0/24`;
  const [a = 0, b = 0, c = 0, d = 0] = address.groups;
  return `${[a, b, c, d & 0xff00].map((group) => group.toString(16)).join(":")}::/56`;
};

interface Network { readonly address: Address; readonly bits: number }

/** A shorter prefix names whole providers or everybody: a slip, and the most generous one there is. */
const SHORTEST = { ipv4: 8, ipv6: 16 } as const;

const read = (entry: string): Network | null => {
  const [base = "", bits, more] = entry.split("/");
  const address = base.includes("%") ? null : addressOf(base);
  if (!address || more !== undefined || (bits !== undefined && !/^\d{1,3}$/.test(bits))) return null;
  return { address, bits: bits === undefined ? (address.family === "ipv4" ? 32 : 128) : Number(bits) };
};

const hasHostBits = ({ address: { family, groups }, bits }: Network): boolean => {
  const width = family === "ipv4" ? 8 : 16;
  return groups.some((group, index) => (group & ((1 << Math.max(0, Math.min(width, width * (index + 1) - bits))) - 1)) !== 0);
};

/** What is wrong with one network in CIDR notation, in words that do not repeat it; null where it is right. */
export const networkProblem = (entry: string): string | null => {
  const network = read(entry);
  if (!network) return "is no address and no network like 10.20.0.0/16 or 2001:db8::/32";
  const { family } = network.address;
  if (family === "ipv4" && entry.includes(":")) return "is an IPv4 network written as IPv6: write it as IPv4";
  if (network.bits > (family === "ipv4" ? 32 : 128)) return "has a prefix longer than its address";
  if (network.bits < SHORTEST[family]) return `has a prefix shorter than /${SHORTEST[family]}: that is no office`;
  return hasHostBits(network) ? "names a host inside the network: write the network's first address, or /32 or /128 for the host alone" : null;
};

/** Whether addresses belong to one of these networks. The entries were checked when the configuration was read. */
export const membersOf = (entries: readonly string[]): ((address: Address) => boolean) => {
  const list = new BlockList();
  for (const entry of entries) {
    const network = read(entry)!;
    list.addSubnet(network.address.text, network.bits, network.address.family);
  }
  return ({ text, family }) => list.check(text, family);
};
