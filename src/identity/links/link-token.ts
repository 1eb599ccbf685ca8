import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { LinkKind } from "./one-time-link";

/**
 * The secret part of a link: its id and an HMAC of id and kind. A job can compute it from the id alone, so that the secret
 * stands in no job payload and in no table, and a forged one is refused without asking the database.
 */
const TOKEN = /^([\w-]{22})([\w-]{43})$/;
const idBytes = (id: string): Buffer => Buffer.from(id.replaceAll("-", ""), "hex");
const idText = (bytes: Buffer): string => bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
const macOf = (key: Buffer, kind: LinkKind, id: Buffer): Buffer => createHmac("sha256", key).update(`one-time link ${kind} `).update(id).digest();

export const linkToken = (key: Buffer, kind: LinkKind, id: string): string =>
  idBytes(id).toString("base64url") + macOf(key, kind, idBytes(id)).toString("base64url");

/** The link's id, or null where the text was not made here for this kind. */
export const linkIdOf = (key: Buffer, kind: LinkKind, token: string): string | null => {
  const [, id = "", mac = ""] = TOKEN.exec(token) ?? [];
  const [bytes, given] = [Buffer.from(id, "base64url"), Buffer.from(mac, "base64url")];
  // Spare bits at the end of base64url would give one link several spellings.
  const canonical = bytes.toString("base64url") === id && given.toString("base64url") === mac;
  return canonical && bytes.length === 16 && given.length === 32 && timingSafeEqual(given, macOf(key, kind, bytes)) ? idText(bytes) : null;
};

/** What the table keeps, as a second lock: a key that leaks opens no link whose hash it does not fit. */
export const tokenHash = (token: string): Buffer => createHash("sha256").update(token).digest();
