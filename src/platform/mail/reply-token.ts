/**
 * Signed reply addresses: `support+<token>@example.com`. The token says which conversation a reply belongs to and
 * proves that we issued it, so that nobody writes into a conversation by guessing its number.
 *
 * Token = reference, month of issue (two characters, months since January 2020 in base 36), tag (16 characters: HMAC-SHA-256
 * cut to 80 bits, base 32 of RFC 4648). All in lower case, because some mail systems change the case of local parts.
 */
import { createHmac, timingSafeEqual } from "node:crypto";

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
const TAG_BYTES = 10;
const TAG_LENGTH = 16;
const MONTH_LENGTH = 2;
const FIRST_YEAR = 2020;
const DAY_MS = 86_400_000;
const REFERENCE = /^[a-z0-9]{1,20}$/;
const TOKEN = /^[a-z0-9]{1,20}[a-z0-9]{2}[a-z2-7]{16}$/;
const MAX_LOCAL_PART = 64;
const MIN_KEY_BYTES = 16;

/**
 * The address to which replies about `ref` ([a-z0-9], at most 20) go. Throws where reference, base address or key
 * cannot make a valid one (programming or configuration errors); the messages name no address.
 */
export const replyAddress = (base: string, ref: string, key: Buffer, now: Date): string => {
  if (!REFERENCE.test(ref)) throw new RangeError("a reply reference has 1 to 20 characters a-z and 0-9");
  const at = base.lastIndexOf("@");
  if (at < 1 || at === base.length - 1) throw new RangeError("the base of a reply address is not an address");
  const month = monthOf(now).toString(36).padStart(MONTH_LENGTH, "0");
  if (month.length > MONTH_LENGTH) throw new RangeError("the month of a reply address is out of range");
  const local = `${base.slice(0, at)}+${ref}${month}${tagOf(ref + month, key)}`;
  if (local.length > MAX_LOCAL_PART) throw new RangeError("the base of a reply address is too long");
  return local + base.slice(at);
};

export type ReplyToken = { ref: string } | { rejected: "absent" | "forged" | "expired" };

/**
 * Reads the reference from an address. `absent`: no token there, an ordinary mail. `forged`: looks like one and is not
 * ours (or is from a month to come). `expired`: ours, and older than `maxAgeDays` counted from the end of its month of issue.
 */
export const readReplyToken = (address: string, key: Buffer, { now, maxAgeDays }: { now: Date; maxAgeDays: number }): ReplyToken => {
  const at = address.lastIndexOf("@");
  const local = address.slice(0, Math.max(0, at)).slice(-MAX_LOCAL_PART * 2);
  const plus = local.lastIndexOf("+");
  const token = plus < 0 ? "" : local.slice(plus + 1).toLowerCase();
  if (!TOKEN.test(token)) return { rejected: "absent" };
  const signed = token.slice(0, -TAG_LENGTH);
  const given = Buffer.from(token.slice(-TAG_LENGTH));
  if (!timingSafeEqual(given, Buffer.from(tagOf(signed, key)))) return { rejected: "forged" };
  const month = Number.parseInt(signed.slice(-MONTH_LENGTH), 36);
  if (month > monthOf(now)) return { rejected: "forged" };
  const end = Date.UTC(FIRST_YEAR, month + 1, 1);
  if (now.getTime() > end + maxAgeDays * DAY_MS) return { rejected: "expired" };
  return { ref: signed.slice(0, -MONTH_LENGTH) };
};

/** Months since January 2020, in UTC. */
const monthOf = (date: Date): number => {
  const month = (date.getUTCFullYear() - FIRST_YEAR) * 12 + date.getUTCMonth();
  if (!(month >= 0)) throw new RangeError("the month of a reply address is out of range");
  return month;
};

const tagOf = (signed: string, key: Buffer): string => {
  if (key.length < MIN_KEY_BYTES) throw new RangeError("the key of reply addresses has at least 16 bytes");
  const bytes = createHmac("sha256", key).update(`reply-address v1\0${signed}`).digest().subarray(0, TAG_BYTES);
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  return Array.from({ length: TAG_LENGTH }, (_, index) => BASE32[Number((bits >> BigInt(75 - 5 * index)) & 31n)]).join("");
};
