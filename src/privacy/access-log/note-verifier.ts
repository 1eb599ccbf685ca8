import { ED25519, keyId, type Verifier } from "./note-sign";
import { NoteError, decodeBase64, publicKeyFrom, rawKey } from "./note-keys";

/** A verifier key in one line, for configuration and for print: name+id in hexadecimal+base64(0x01 ‖ public key). */
export const encodeVerifier = (verifier: Verifier): string => {
  const key = Buffer.concat([Uint8Array.of(ED25519), rawKey(verifier.publicKey)]);
  return `${verifier.name}+${keyId(verifier).toString("hex")}+${key.toString("base64")}`;
};

/** Reads a verifier key; a NoteError says what is wrong with it. The id guards against typing errors in the name and the key. */
export const decodeVerifier = (text: string): Verifier => {
  const [, name, id, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/s.exec(text) ?? [];
  const key = encoded && decodeBase64(encoded);
  if (!name || !key) throw new NoteError("a verifier key is a name, an id and a key, joined by plus signs");
  if (key[0] !== ED25519) throw new NoteError("the verifier key is not for Ed25519");
  const verifier = { name, publicKey: publicKeyFrom(key.subarray(1)) };
  if (keyId(verifier).toString("hex") !== id) throw new NoteError("the id of the verifier key does not fit its name and key");
  return verifier;
};
