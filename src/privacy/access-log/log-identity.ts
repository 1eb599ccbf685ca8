import { createHash, createPrivateKey, createPublicKey } from "node:crypto";
import type { Signer, Verifier } from "./note";
import { rawKey } from "./note-keys";

/** Who signs this log, by which key it is verified, and what it calls itself. */
export interface LogIdentity { readonly signer: Signer; readonly verifier: Verifier; readonly origin: string }

/**
 * The identity that follows from the signing key (PKCS#8 DER, Ed25519) alone: it outlives a change of the host name, and two
 * installations never share it.
 */
export const logIdentity = (signingKey: Buffer): LogIdentity => {
  const privateKey = createPrivateKey({ key: signingKey, format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(privateKey);
  const name = `diskret-access-log-${createHash("sha256").update(rawKey(publicKey)).digest("hex").slice(0, 8)}`;
  return { signer: { name, privateKey }, verifier: { name, publicKey }, origin: name };
};
