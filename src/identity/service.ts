import type { Config } from "../platform/config";
import type { Database } from "../platform/database";
import { provide, use, type Service } from "../platform/services";
import type { Ctx, Place } from "../privacy";
import { createAttempts, type AttemptLimits, type Attempts } from "./attempts";
import type { CountEndings } from "./people/endings";
import { createPasswords, type PasswordCost, type Passwords } from "./passwords";

/** What somebody says about where they work, and the network they say it from. */
export interface SaidPlace { readonly agentId: string; readonly signInId: string; readonly place: Place; readonly country: string; readonly confirmations: readonly string[]; readonly address: string | undefined }
/** What it amounts to. `next` is where it has to be settled first, or null. */
export interface SettledPlace { readonly place: Place; readonly country: string; readonly next: string | null }
/** Governance decides that; app.ts connects the two. */
export type SettlePlace = (ctx: Ctx, said: SaidPlace) => Promise<SettledPlace>;

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
  readonly endings: readonly CountEndings[];
  readonly settlePlace: SettlePlace;
}

const IDENTITY: Service<Identity> = { name: "identity" };

export const identityOf = (ctx: Pick<Ctx, "db">): Identity => use(ctx.db, IDENTITY);
/** The same before a request has its transaction. */
export const identityAt = (database: Database): Identity => use(database.source.manager, IDENTITY);

/** How the installation calls itself and where it is reached, for mails that other rooms send. */
export const publicAddress = (ctx: Pick<Ctx, "db">): { companyName: string; baseUrl: string } => {
  const { companyName, baseUrl } = identityOf(ctx);
  return { companyName, baseUrl };
};

export interface IdentityOptions {
  readonly config: Pick<Config, "baseUrl" | "companyName" | "sessionHours">;
  readonly keys: { readonly links: Buffer };
  readonly settlePlace: SettlePlace;
  /** For tests: hashes that cost little, limits that are reached soon. */
  readonly passwordCost?: PasswordCost;
  readonly attemptLimits?: AttemptLimits;
  /** What of other rooms ends with somebody's job. */
  readonly endings?: readonly CountEndings[];
}

/** Makes the room ready for this database; app.ts calls it once, after the kernel was opened. */
export const openIdentity = (database: Database, { config, keys, settlePlace, passwordCost, attemptLimits, endings = [] }: IdentityOptions): void => {
  provide(database.source, IDENTITY, {
    passwords: createPasswords(passwordCost), attempts: createAttempts(database.pool, keys.links, attemptLimits), key: keys.links,
    baseUrl: config.baseUrl, secure: config.baseUrl.startsWith("https:"), companyName: config.companyName, sessionHours: config.sessionHours, endings, settlePlace,
  });
};
