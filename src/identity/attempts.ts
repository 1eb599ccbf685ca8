import { createHmac } from "node:crypto";
import type { Pool } from "pg";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { TooMany } from "../platform/faults";
import { networkOf } from "./sign-in/network";

/**
 * Limits on guessing that nobody can turn against somebody else:
 *
 * - per account and network (10 in 15 minutes): stops one guesser, and locks only that network out of that account;
 * - per network (100 in 15 minutes): stops one guesser who tries many accounts;
 * - per account over all networks: from the tenth failure on each next try waits, 1 second at first, 60 at most. A guesser
 *   with many networks becomes slow;
 * - a device that has signed in to the account before is asked none of these: it has a limit of its own (known-device.ts),
 *   and a password reset makes the device known. Strangers can therefore never keep the owner out.
 *
 * Tries are counted before the password is checked, so that many at once count as many. The limits stand in the one
 * database, embedded or server, with Redis or without: sign-ins are rare, every node sees the same numbers, and a
 * restart forgets nothing. They are asked outside the request's transaction: a refused try rolls back, its count must stay.
 */
export interface Attempts {
  /** Counts a try. Throws TooMany with the seconds to wait. */
  begin(kind: AttemptKind, who: Guesser): Promise<Attempt>;
  /** Counts what needs no account: asking for a reset link. Throws TooMany. */
  ask(address: string | undefined): Promise<void>;
}
export type AttemptKind = "password" | "secondFactor" | "ownPassword";
export interface Guesser { readonly account: Buffer; readonly address: string | undefined; readonly device: string | null }
export interface Attempt { succeeded(): Promise<void> }

export interface AttemptLimits {
  readonly perAccountAndNetwork: number; readonly perNetwork: number; readonly perDevice: number; readonly asks: number;
  /** Failures of an account, over all networks, before tries begin to wait. */
  readonly patience: number;
}
export const LIMITS: AttemptLimits = { perAccountAndNetwork: 10, perNetwork: 100, perDevice: 10, asks: 20, patience: 10 };

const QUARTER = 15 * 60, HOUR = 3600, DAY = 24 * HOUR, LONGEST_WAIT = 60;

/** Seconds that the next try waits after so many failures: 0, then 1, 2, 4 … 60. */
export const waitAfter = (failures: number, patience: number): number =>
  failures < patience ? 0 : Math.min(LONGEST_WAIT, 2 ** Math.min(failures - patience, 10));

const refuse = (refused: unknown): never => {
  if (refused instanceof RateLimiterRes) throw new TooMany(Math.max(1, Math.ceil(refused.msBeforeNext / 1000)));
  throw refused;
};

/**
 * The library prepares its statements by name, once per connection. The embedded engine is one session behind all
 * connections and would meet each name twice: the statements go without.
 */
const unnamed = (pool: Pool): object => ({ query: ({ text, values }: { text: string; values: unknown[] }) => pool.query(text, values) });

export const createAttempts = (pool: Pool, key: Buffer, limits: AttemptLimits = LIMITS): Attempts => {
  const limiter = (keyPrefix: string, points: number, duration: number): RateLimiterPostgres => new RateLimiterPostgres({
    storeClient: unnamed(pool), storeType: "pool", tableName: "rate_limits", tableCreated: true, keyPrefix, points, duration,
    clearExpiredByTimeout: keyPrefix === "network",
  });
  const pair = limiter("pair", limits.perAccountAndNetwork, QUARTER);
  const network = limiter("network", limits.perNetwork, QUARTER);
  const device = limiter("device", limits.perDevice, QUARTER);
  const failures = limiter("account", Number.MAX_SAFE_INTEGER, DAY);
  const wait = limiter("wait", 1, LONGEST_WAIT);
  const asks = limiter("ask", limits.asks, HOUR);

  /** No address and no network is stored: only their HMAC. */
  const token = (...parts: (string | Buffer)[]): string => {
    const mac = createHmac("sha256", key).update("attempts");
    for (const part of parts) mac.update(`\x00${Buffer.byteLength(part)}\x00`).update(part);
    return mac.digest("base64url");
  };

  const fromKnownDevice = async (name: string): Promise<Attempt> => {
    await device.consume(name).catch(refuse);
    return { succeeded: async () => { await device.delete(name); } };
  };

  const fromAnywhere = async (account: string, net: string, both: string): Promise<Attempt> => {
    const waiting = await wait.get(account);
    if (waiting && waiting.msBeforeNext > 0) refuse(waiting);
    await network.consume(net).catch(refuse);
    await pair.consume(both).catch(refuse);
    const { consumedPoints } = await failures.penalty(account);
    const seconds = waitAfter(consumedPoints, limits.patience);
    if (seconds > 0) await wait.block(account, seconds);
    return { succeeded: async () => {
      await network.reward(net);
      for (const [counter, name] of [[pair, both], [failures, account], [wait, account]] as const) await counter.delete(name);
    } };
  };

  return {
    begin: async (kind, who) => {
      const net = networkOf(who.address);
      if (who.device !== null) return fromKnownDevice(token(kind, who.account, who.device));
      return fromAnywhere(token(kind, who.account), token(net), token(kind, who.account, net));
    },
    ask: async (address) => { await asks.consume(token(networkOf(address))).catch(refuse); },
  };
};
