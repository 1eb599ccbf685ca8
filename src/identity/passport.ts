import connectPgSimple from "connect-pg-simple";
import type { Request, RequestHandler, Response } from "express";
import session from "express-session";
import { Passport } from "passport";
import { Strategy as LocalStrategy } from "passport-local";
import type { Pool } from "pg";
import { checkPassword, type Candidate } from "./sign-in/check-password";

/** What a session keeps: two ids. Whether they still mean something is asked at every request. */
export interface SignedIn { readonly agentId: string; readonly signInId: string }

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express { interface User { agentId: string; signInId: string } }
}

export const SESSION_COOKIE = "diskret.sid";

const passport = new Passport();
passport.serializeUser<SignedIn>((user, done) => done(null, { agentId: user.agentId, signInId: user.signInId }));
passport.deserializeUser<SignedIn>((stored, done) => done(null, stored));
passport.use(new LocalStrategy({ usernameField: "email", passwordField: "password", passReqToCallback: true }, (req, email, password, done) => {
  checkPassword(req as Request, email, password).then((candidate) => done(null, candidate ?? false), done);
}));

export interface SessionOptions {
  readonly pool: Pool; readonly secret: Buffer;
  /** The cookie travels over https only. */
  readonly secure: boolean;
  /** From the sign-in on; a session is not prolonged by use. */
  readonly hours: number;
}

/**
 * Sessions in the database, so that any node knows them. Reading a page writes nothing (no touch, no save), visitors
 * get no session, and the cookie travels only to us.
 */
export const sessionMiddleware = ({ pool, secret, secure, hours }: SessionOptions): RequestHandler[] => {
  const Store = connectPgSimple(session);
  return [
    session({
      name: SESSION_COOKIE, secret: secret.toString("base64"), resave: false, saveUninitialized: false, rolling: false,
      store: new Store({ pool, tableName: "sessions", createTableIfMissing: false, disableTouch: true, errorLog: () => undefined }),
      cookie: { httpOnly: true, sameSite: "lax", secure, maxAge: hours * 3_600_000, path: "/" },
    }),
    passport.initialize() as RequestHandler,
    passport.session() as RequestHandler,
  ];
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Who the session says has signed in; `standingOf` decides whether that is still so. */
export const signedInAs = (req: Request): SignedIn | null => {
  const user = req.user as Partial<SignedIn> | undefined;
  return user?.agentId && user.signInId && UUID.test(user.agentId) && UUID.test(user.signInId) ? { agentId: user.agentId, signInId: user.signInId } : null;
};

/** Runs passport-local over the form; null where address and password are not those of somebody active. */
export const authenticate = (req: Request, res: Response): Promise<Candidate | null> => new Promise((resolve, reject) => {
  const answer = (error: unknown, user: Candidate | false | null): void => { if (error) reject(error); else resolve(user || null); };
  (passport.authenticate("local", { session: false }, answer) as RequestHandler)(req, res, reject);
});

/** A fresh session id, so that one that was planted before the sign-in is worth nothing after it. */
export const enterSession = (req: Request, user: SignedIn): Promise<void> => new Promise((resolve, reject) => {
  req.logIn({ agentId: user.agentId, signInId: user.signInId }, (error: unknown) => { if (error) reject(error); else resolve(); });
});

/** Forgets whatever the session held and gives it a new id. */
export const freshSession = (req: Request): Promise<void> => new Promise((resolve, reject) => {
  req.session.regenerate((error: unknown) => { if (error) reject(error); else resolve(); });
});

export const leaveSession = (req: Request): Promise<void> => new Promise((resolve, reject) => {
  if (!req.session) { resolve(); return; }
  req.session.destroy((error: unknown) => { if (error) reject(error); else resolve(); });
});
