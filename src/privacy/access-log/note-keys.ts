import { createPublicKey, type KeyObject } from "node:crypto";

/** Why a note, a checkpoint or a verifier key is refused. The message holds nothing from the refused text. */
export class NoteError extends Error {
  override name = "NoteError";
}

/** Standard base64 (RFC 4648, section 4), canonical: null for anything that would not be written back the same. */
export const decodeBase64 = (encoded: string): Buffer | null => {
  const bytes = Buffer.from(encoded, "base64");
  return bytes.toString("base64") === encoded ? bytes : null;
};

/** The 32 bytes of RFC 8032 of an Ed25519 key; of a private key, those of its public half. */
export const rawKey = (key: KeyObject): Buffer => {
  if (key.asymmetricKeyType !== "ed25519") throw new NoteError("the key is not an Ed25519 key");
  const { x } = (key.type === "private" ? createPublicKey(key) : key).export({ format: "jwk" });
  return Buffer.from(x ?? "", "base64url");
};

/** A public key from its 32 bytes. */
export const publicKeyFrom = (raw: Uint8Array): KeyObject => {
  if (raw.length !== 32) throw new NoteError("an Ed25519 public key has 32 bytes");
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: Buffer.from(raw).toString("base64url") }, format: "jwk" });
};
