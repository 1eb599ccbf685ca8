import { createHash, sign, verify, type KeyObject } from "node:crypto";
import { NoteError, decodeBase64, rawKey } from "./note-keys";

/** Signed notes (C2SP signed-note) with Ed25519: a text, a blank line, and one line for each signature. */

export interface Signer { name: string; privateKey: KeyObject }
export interface Verifier { name: string; publicKey: KeyObject }

/** The signature type of C2SP signed-note. */
export const ED25519 = 0x01;
const ID_BYTES = 4;
const MAX_NOTE_BYTES = 256 * 1024;
const SIGNATURE_LINE = /^— (\S+) (\S+)$/u;

/** A key name is not empty and has neither white space nor "+", which end it in a signature line and in a verifier key. */
const checkName = (name: string): void => {
  if (name === "" || /[\s\u0085+\p{Cc}\p{Cs}]/u.test(name)) throw new NoteError("the key name is empty or has a space, a plus sign or a control character");
};

/** Control characters but the newline, and halves of surrogate pairs, which UTF-8 cannot hold. */
const isPlain = (text: string): boolean => !/[\u0000-\u0009\u000b-\u001f\p{Cs}]/u.test(text);

/** The first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key). It tells keys apart; it is no proof of anything. */
export const keyId = ({ name, publicKey }: Verifier): Buffer => {
  checkName(name);
  return createHash("sha256").update(`${name}\n`).update(Uint8Array.of(ED25519)).update(rawKey(publicKey)).digest().subarray(0, ID_BYTES);
};

/** Signs a text that ends in a newline. Throws a NoteError for a text or a name that the format cannot carry. */
export const signNote = (text: string, { name, privateKey }: Signer): string => {
  if (!text.endsWith("\n") || !isPlain(text)) throw new NoteError("the text of a note ends in a newline and has no control characters");
  const signature = Buffer.concat([keyId({ name, publicKey: privateKey }), sign(null, Buffer.from(text, "utf8"), privateKey)]);
  return `${text}\n— ${name} ${signature.toString("base64")}\n`;
};

const parse = (note: string): { text: string; lines: string[] } => {
  if (note.length > MAX_NOTE_BYTES) throw new NoteError("the note is too long");
  if (!isPlain(note)) throw new NoteError("the note has control characters");
  const cut = note.lastIndexOf("\n\n");
  if (cut < 0 || !note.endsWith("\n") || cut + 2 >= note.length) throw new NoteError("the note has no signature");
  return { text: note.slice(0, cut + 1), lines: note.slice(cut + 2, -1).split("\n") };
};

/** The signatures of this verifier in the note; those of other keys are none of our business, but must be well-formed. */
const signaturesOf = (lines: readonly string[], verifier: Verifier): Buffer[] => {
  const id = keyId(verifier);
  return lines.flatMap((line) => {
    const [, name, encoded] = SIGNATURE_LINE.exec(line) ?? [];
    const signature = encoded && decodeBase64(encoded);
    if (!name || !signature || signature.length <= ID_BYTES) throw new NoteError("a signature line is malformed");
    return name === verifier.name && signature.subarray(0, ID_BYTES).equals(id) ? [signature.subarray(ID_BYTES)] : [];
  });
};

/** The text of a note, once the verifier's signature holds. Otherwise a NoteError says why; a failing signature spoils the whole note. */
export const openNote = (note: string, verifier: Verifier): string => {
  const { text, lines } = parse(note);
  const signatures = signaturesOf(lines, verifier);
  if (signatures.length === 0) throw new NoteError("the note is not signed by the expected key");
  const holds = signatures.every((signature) => verify(null, Buffer.from(text, "utf8"), verifier.publicKey, signature));
  if (!holds) throw new NoteError("the signature does not fit the text");
  return text;
};
