import { createHmac } from "node:crypto";

export const RECOVERY_CODES = 10;
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH = 12;

/**
 * The recovery codes that belong to a second-factor secret, 60 bits each. They are computed from the secret, so that the
 * set-up page can show them while nothing of them is stored; once the secret counts, only their HMACs are kept and the page
 * is gone.
 */
export const recoveryCodesFor = (key: Buffer, agentId: string, secret: string): string[] =>
  Array.from({ length: RECOVERY_CODES }, (_, index) => {
    const bytes = createHmac("sha256", key).update(`recovery code ${agentId} ${secret} ${index}`).digest();
    const letters = Array.from({ length: LENGTH }, (_, at) => ALPHABET[bytes[at]! % 32]).join("");
    return letters.replace(/(.{4})(?=.)/g, "$1-");
  });

/** As typed by hand: case, spaces and hyphens do not matter, and O, I, L are read as 0, 1, 1. Null where it is no such code. */
export const recoveryCodeOf = (typed: string): string | null => {
  const letters = typed.toLowerCase().replace(/[\s-]/g, "").replace(/o/g, "0").replace(/[il]/g, "1");
  return letters.length === LENGTH && [...letters].every((letter) => ALPHABET.includes(letter)) ? letters : null;
};

/** What is stored. The codes are random, so that a keyed hash is enough. Null where the text is no code. */
export const recoveryHash = (key: Buffer, agentId: string, typed: string): string | null => {
  const code = recoveryCodeOf(typed);
  return code && createHmac("sha256", key).update(`stored recovery code ${agentId} ${code}`).digest("base64url");
};
