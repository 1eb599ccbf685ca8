import { generateSecret, generateURI, verifySync } from "otplib";

/** RFC 6238 with what every authenticator app understands: SHA-1, six digits, thirty seconds. */
const PERIOD = 30;

/** A new secret of 160 bits in base32. */
export const newSecret = (): string => generateSecret({ length: 20 });

/** What the QR code says. The label is the product and the person's own address. */
export const otpAuthUri = (secret: string, label: string, issuer: string): string => generateURI({ secret, label, issuer });

/** "123 456" and "123456" are the same code. Null where the text is no code. */
export const codeOf = (typed: string): string | null => {
  const digits = typed.replace(/[\s-]/g, "");
  return /^\d{6}$/.test(digits) ? digits : null;
};

/**
 * The time step of a code that is right now, one step early or one late; null otherwise. The caller refuses a step
 * that was accepted before (Agent.acceptStep): RFC 6238, 5.2, a code counts once.
 */
export const stepOf = (secret: string, code: string, now: Date): number | null => {
  const result = verifySync({ secret, token: code, epoch: Math.floor(now.getTime() / 1000), period: PERIOD, epochTolerance: PERIOD });
  return result.valid && "timeStep" in result ? result.timeStep : null;
};
