import type { Request } from "express";
import type { SignedIn } from "../passport";

/**
 * What was established about a request before its transaction began: hashing takes long and must not hold a connection,
 * and limits must keep their count when the request is refused.
 */
export interface Proof {
  /** The sign-in that may be recorded now; `awaiting` where a second factor is still missing. */
  readonly admission?: Admission;
  /** The current password of the signed-in person was typed rightly. */
  readonly ownPassword?: boolean;
  /** So was a code of their second factor. */
  readonly ownFactor?: boolean;
  readonly newPassword?: NewPassword;
}
export interface Admission {
  readonly agentId: string; readonly signInId: string; readonly awaiting: boolean; readonly method: "password" | "totp" | "recoveryCode";
  readonly place: string; readonly country: string; readonly path: string;
  /** The sign-in that this browser had before: it ends, because nothing could reach it any more. */
  readonly replaces?: SignedIn | null;
}
/** The hash of an acceptable password, or the text key of what is wrong with it. */
export type NewPassword = { readonly hash: string } | { readonly problem: string };

const proofs = new WeakMap<Request, Proof>();
export const proofOf = (req: Request): Proof => proofs.get(req) ?? {};
export const prove = (req: Request, more: Proof): void => { proofs.set(req, { ...proofOf(req), ...more }); };
