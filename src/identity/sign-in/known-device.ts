import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/**
 * A device on which somebody has once signed in to an account. It says nothing about who: an entry is a random name, an
 * expiry and an HMAC over both and the account, so that only whoever types the right address can match it.
 * It gives no right. It lets the owner of an account pass the delays that strangers have caused.
 */
export const DEVICE_COOKIE = "diskret.device";
export const DEVICE_DAYS = 180;
/** A computer that several people share; the oldest entry falls out. */
const MOST = 6;

const macOf = (key: Buffer, account: Buffer, name: string, expires: string): Buffer =>
  createHmac("sha256", key).update(`known device ${name} ${expires} `).update(account).digest().subarray(0, 18);

const entriesOf = (cookie: string | undefined): string[] => (cookie ?? "").split(".").filter((entry) => /^[\w-]{8}~[0-9a-z]{1,10}~[\w-]{24}$/.test(entry)).slice(0, MOST);

const fits = (key: Buffer, account: Buffer, entry: string, now: Date): boolean => {
  const [name = "", expires = "", mac = ""] = entry.split("~");
  return parseInt(expires, 36) * 1000 > now.getTime() && timingSafeEqual(Buffer.from(mac, "base64url"), macOf(key, account, name, expires));
};

/** The name of this device for this account, or null where it never signed in to it. */
export const knownDevice = (key: Buffer, cookie: string | undefined, account: Buffer, now: Date): string | null =>
  entriesOf(cookie).find((entry) => fits(key, account, entry, now))?.split("~")[0] ?? null;

/** The cookie with an entry for this account in front. */
export const rememberDevice = (key: Buffer, cookie: string | undefined, account: Buffer, now: Date): string => {
  const others = entriesOf(cookie).filter((entry) => !fits(key, account, entry, now));
  const name = randomBytes(6).toString("base64url");
  const expires = Math.floor(now.getTime() / 1000 + DEVICE_DAYS * 86_400).toString(36);
  return [`${name}~${expires}~${macOf(key, account, name, expires).toString("base64url")}`, ...others].slice(0, MOST).join(".");
};

/** One cookie of a request's header. */
export const cookieOf = (header: string | undefined, name: string): string | undefined =>
  (header ?? "").split(";").map((part) => part.trim()).find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1);
