import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/**
 * The mark of one form page: when it was made, a number that is used once, and our signature. It tells how long
 * somebody took to fill the form in, and lets a form that is sent twice be recognised, without a cookie and without a session.
 */
const NONCE_BYTES = 12;
const TAG_CHARS = 22;
/** People need longer than this; programs do not take their time. */
export const SHORTEST_FILL_MS = 3_000;
/** A page that lay open longer gets a fresh mark; what was typed stays. */
export const LONGEST_FILL_MS = 12 * 3_600_000;

const sign = (key: Buffer, purpose: "form" | "receipt", signed: string): string =>
  createHmac("sha256", key).update(`contact ${purpose} v1\0${signed}`).digest("base64url").slice(0, TAG_CHARS);

const isSigned = (key: Buffer, purpose: "form" | "receipt", signed: string, tag: string): boolean => {
  const [given, own] = [Buffer.from(tag), Buffer.from(sign(key, purpose, signed))];
  return given.length === own.length && timingSafeEqual(given, own);
};

export const issueFormToken = (key: Buffer, now: Date): string => {
  const signed = `${now.getTime().toString(36)}.${randomBytes(NONCE_BYTES).toString("base64url")}`;
  return `${signed}.${sign(key, "form", signed)}`;
};

export type FormToken = { readonly state: "ready"; readonly nonce: string } | { readonly state: "tooFast" | "expired" | "forged" };

export const readFormToken = (key: Buffer, token: string, now: Date): FormToken => {
  const parts = /^([0-9a-z]{1,12})\.([\w-]{16})\.([\w-]{22})$/.exec(token);
  if (!parts || !isSigned(key, "form", `${parts[1]}.${parts[2]}`, parts[3]!)) return { state: "forged" };
  const age = now.getTime() - parseInt(parts[1]!, 36);
  if (age < SHORTEST_FILL_MS) return { state: "tooFast" };
  return age > LONGEST_FILL_MS ? { state: "expired" } : { state: "ready", nonce: parts[2]! };
};

/** The address part of a thank-you page: a ticket number that nobody can count up. */
export const receiptOf = (key: Buffer, number: string): string => `${number}.${sign(key, "receipt", number)}`;
export const numberOfReceipt = (key: Buffer, receipt: string): string | null => {
  const parts = /^([1-9]\d{0,15})\.([\w-]{22})$/.exec(receipt);
  return parts && isSigned(key, "receipt", parts[1]!, parts[2]!) ? parts[1]! : null;
};
