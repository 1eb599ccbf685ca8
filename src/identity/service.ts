import type { Config } from "../platform/config";
import type { Database } from "../platform/database";
import { provide, use, type Service } from "../platform/services";
import type { Ctx } from "../privacy";
import { createAttempts, type AttemptLimits, type Attempts } from "./attempts";
import { createPasswords, type PasswordCost, type Passwords } from "./passwords";

/** What signing in needs for as long as the process lives. Internal to identity/. */
export interface Identity {
  readonly passwords: Passwords;
  readonly attempts: Attempts;
  /** Signs links, recovery codes and the cookie of known devices, each under a label of its own. */
  readonly key: Buffer;
  readonly baseUrl: string;
  readonly secure: boolean;
  readonly companyName: string;
  readonly sessionHours: number;
}

const IDENTITY: Service<Identity> = { name: "identity" };

export const identityOf = (ctx: Pick<Ctx, "db">): Identity => use(ctx.db, IDENTITY);
/** The same before a request has its transaction. */
export const identityAt = (database: Database): Identity => use(database.source.manager, IDENTITY);

export interface IdentityOptions {
  readonly config: Pick<Config, "baseUrl" | "companyName" | "sessionHours">;
  readonly keys: { readonly links: Buffer };
  /** For tests: hashes that cost little, limits that are reached soon. */
  readonly passwordCost?: PasswordCost;
  readonly attemptLimits?: AttemptLimits;
}

/** Makes the room ready for this database; app.ts calls it once, after the kernel was opened. */
export const openIdentity = (database: Database, { config, keys, passwordCost, attemptLimits }: IdentityOptions): void => {
  provide(database.source, IDENTITY, {
    passwords: createPasswords(passwordCost), attempts: createAttempts(database.pool, keys.links, attemptLimits), key: keys.links,
    baseUrl: config.baseUrl, secure: config.baseUrl.startsWith("https:"), companyName: config.companyName, sessionHours: config.sessionHours,
  });
};
