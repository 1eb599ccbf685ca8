import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { Unavailable } from "../platform/faults";
import { isCommonPassword } from "./common-passwords";

/** scrypt's cost (RFC 7914): memory is 128 · N · r bytes, time grows with N · r · p. */
export interface PasswordCost { readonly log2N: number; readonly r: number; readonly p: number }

/** OWASP Password Storage Cheat Sheet, scrypt: N = 2^16, r = 8, p = 2 (64 MiB). */
export const STRONG: PasswordCost = { log2N: 16, r: 8, p: 2 };

export const PASSWORD_LENGTH = { min: 12, max: 200 } as const;

/** Two hashes take 128 MiB and two of the four threads that Node has for such work; more wait. */
const AT_ONCE = 2;
/** Beyond this many waiting an answer would come too late to be of use. */
const WAITING = 60;
const KEY_LENGTH = 32;

export interface Passwords {
  /** The hash with its parameters: `$scrypt$ln=16,r=8,p=2$<salt>$<hash>`. Throws Unavailable when too many wait. */
  hash(password: string): Promise<string>;
  /** Whether the password fits. A missing hash takes as long as a wrong password and never fits. */
  verify(stored: string | null, password: string): Promise<boolean>;
}

/** What is wrong with a new password, as a text key, or null. Length and guessability count; character classes do not (NIST SP 800-63B, 5.1.1.2). */
export const passwordProblem = (password: string, email: string): string | null => {
  if (password.length > PASSWORD_LENGTH.max * 4) return "identity.password.tooLong";
  const length = [...password.normalize("NFKC")].length;
  if (length < PASSWORD_LENGTH.min) return "identity.password.tooShort";
  if (length > PASSWORD_LENGTH.max) return "identity.password.tooLong";
  const [text, address] = [password.toLowerCase(), email.toLowerCase()];
  if (address && (text === address || text === address.split("@")[0])) return "identity.password.isAddress";
  return isCommonPassword(password) ? "identity.password.common" : null;
};

const derive = (password: string, salt: Buffer, { log2N, r, p }: PasswordCost): Promise<Buffer> => new Promise((resolve, reject) => {
  const N = 2 ** log2N;
  scrypt(password.normalize("NFKC"), salt, KEY_LENGTH, { N, r, p, maxmem: 128 * N * r + 128 * r * p + (1 << 20) },
    (error, key) => { if (error) reject(error); else resolve(key); });
});

const STORED = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/=]{16,64})\$([A-Za-z0-9+/=]{40,48})$/;

/** Null for a text that is no hash of ours, or asks for more memory than this server gives. */
const parse = (stored: string): { cost: PasswordCost; salt: Buffer; key: Buffer } | null => {
  const [, log2N, r, p, salt, key] = STORED.exec(stored) ?? [];
  if (!log2N || !r || !p || !salt || !key || Number(log2N) > 18 || Number(r) > 16) return null;
  return { cost: { log2N: Number(log2N), r: Number(r), p: Number(p) }, salt: Buffer.from(salt, "base64"), key: Buffer.from(key, "base64") };
};

/** First come, first served; `AT_ONCE` work, the rest wait. */
const createTurnstile = (): (<T>(work: () => Promise<T>) => Promise<T>) => {
  let busy = 0;
  const waiting: (() => void)[] = [];
  const enter = (): Promise<void> | undefined => {
    if (busy < AT_ONCE) { busy += 1; return undefined; }
    if (waiting.length >= WAITING) throw new Unavailable();
    return new Promise((resolve) => { waiting.push(resolve); });
  };
  /** A place is handed over, not given back, so that nobody slips in between. */
  const leave = (): void => { const next = waiting.shift(); if (next) next(); else busy -= 1; };
  return async (work) => {
    await enter();
    try { return await work(); } finally { leave(); }
  };
};

/** Password hashes of this process. Tests pass a lower cost; the program does not. */
export const createPasswords = (cost: PasswordCost = STRONG): Passwords => {
  const inTurn = createTurnstile();
  const hash = async (password: string): Promise<string> => {
    const salt = randomBytes(16);
    const key = await inTurn(() => derive(password, salt, cost));
    return `$scrypt$ln=${cost.log2N},r=${cost.r},p=${cost.p}$${salt.toString("base64")}$${key.toString("base64")}`;
  };
  const nobody = { cost, salt: randomBytes(16), key: randomBytes(KEY_LENGTH) };
  const verify = async (stored: string | null, password: string): Promise<boolean> => {
    if (password.length > PASSWORD_LENGTH.max * 4) return false;
    const known = stored === null ? null : parse(stored);
    const against = known ?? nobody;
    const key = await inTurn(() => derive(password, against.salt, against.cost));
    return timingSafeEqual(key, against.key) && known !== null;
  };
  return { hash, verify };
};
