/**
 * The catalogue of what can go wrong on purpose. A fault has a status, a code that the responder translates,
 * and values for that sentence; it never holds personal data. Anything that is not a Fault is a bug.
 */
export type FaultCode = "notFound" | "forbidden" | "conflict" | "invalid" | "tooMany" | "unavailable" | "signedOut";

export class Fault extends Error {
  constructor(
    readonly code: FaultCode,
    readonly status: number,
    /** Key below `error.` in locales/: what happened, what is kept, what to do next. */
    readonly reason: string,
    readonly values: Readonly<Record<string, string | number>> = {},
  ) {
    super(`${code}: ${reason}`);
    this.name = "Fault";
  }
}

/** Not there, or not for this viewer: the two are the same answer on purpose. */
export class NotFound extends Fault { constructor(reason = "notFound") { super("notFound", 404, reason); } }
export class Forbidden extends Fault { constructor(reason = "forbidden") { super("forbidden", 403, reason); } }
export class Conflict extends Fault {
  constructor(reason = "conflict", values: Record<string, string | number> = {}) { super("conflict", 409, reason, values); }
}
export class TooMany extends Fault {
  constructor(readonly retryAfterSeconds: number, reason = "tooMany") { super("tooMany", 429, reason, { seconds: retryAfterSeconds }); }
}
export class Unavailable extends Fault { constructor(reason = "unavailable") { super("unavailable", 503, reason); } }
export class SignedOut extends Fault { constructor() { super("signedOut", 401, "signedOut"); } }

/** Field name → key of the message below `form.` in locales/. Never the value that was typed. */
export type FieldErrors = Readonly<Record<string, string>>;

export class Invalid extends Fault {
  constructor(readonly fields: FieldErrors, reason = "invalid", status = 422) { super("invalid", status, reason); }
}

/** Says no in one line: `allow(ticketPolicy.close(viewer, ticket), "close")`. */
export const allow = (permitted: boolean, reason: string): void => {
  if (!permitted) throw new Forbidden(reason);
};
