import { createHmac } from "node:crypto";
import { isIPv4, isIPv6 } from "node:net";
import type { Pool } from "pg";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { TooMany } from "../../platform/faults";

/** Forms that one network may send within an hour. Behind one network can be a whole company. */
export const FORMS_PER_HOUR = 20;
const HOUR = 3600;

/** The network one customer of an access provider gets: /24 of IPv4, /56 of IPv6. What is no address is one network of its own. */
export const networkPrefix = (address: string | undefined): string => {
  const plain = (address ?? "").replace(/%.*$/, "").replace(/^::ffff:(?=\d+\.)/i, "");
  if (isIPv4(plain)) return plain.split(".").slice(0, 3).join(".");
  if (!isIPv6(plain)) return "unknown";
  const [head = "", tail] = new URL(`http://[${plain}]`).hostname.slice(1, -1).split("::");
  const groups = (part: string): string[] => part.split(":").filter(Boolean);
  const before = groups(head), after = groups(tail ?? "");
  const all = [...before, ...Array<string>(Math.max(0, 8 - before.length - after.length)).fill("0"), ...after].map((group) => group.padStart(4, "0"));
  return `${all.slice(0, 3).join(":")}:${all[3]!.slice(0, 2)}`;
};

const limiters = new WeakMap<Pool, RateLimiterPostgres>();

/** Statements without names: the embedded engine is one session behind all connections and would meet each name twice. */
const limiterOf = (pool: Pool): RateLimiterPostgres => {
  const known = limiters.get(pool);
  if (known) return known;
  const client = { query: ({ text, values }: { text: string; values: unknown[] }) => pool.query(text, values) };
  const made = new RateLimiterPostgres({ storeClient: client, storeType: "pool", tableName: "rate_limits", tableCreated: true, keyPrefix: "contact", points: FORMS_PER_HOUR, duration: HOUR, clearExpiredByTimeout: false });
  limiters.set(pool, made);
  return made;
};

/**
 * Counts a form that a network sends; only an HMAC of the network is stored. Asked outside the request's transaction: a
 * refused form rolls back, its count must stay. Throws TooMany with the seconds to wait.
 */
export const countForm = async (pool: Pool, key: Buffer, address: string | undefined): Promise<void> => {
  const network = createHmac("sha256", key).update(`contact network ${networkPrefix(address)}`).digest("base64url");
  try { await limiterOf(pool).consume(network); } catch (refused) {
    if (refused instanceof RateLimiterRes) throw new TooMany(Math.max(1, Math.ceil(refused.msBeforeNext / 1000)));
    throw refused;
  }
};
