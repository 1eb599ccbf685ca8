/** The people who work here and how they sign in: the whole face of this room. */
import { Agent } from "./agent";
import { Employer, Team } from "./employer";
import { OneTimeLink } from "./links/one-time-link";
import { RecoveryCode } from "./second-factor/recovery-code";
import { RoleSecurity } from "./second-factor/role-security";
import { SignIn } from "./sign-in/sign-in";
import { ViewerPseudonym } from "./viewer-pseudonym";

export const IDENTITY_ENTITIES = [Agent, Employer, Team, SignIn, RecoveryCode, OneTimeLink, RoleSecurity, ViewerPseudonym];

export { Agent, type AgentState } from "./agent";
export { Employer, Team } from "./employer";
export { agentNames } from "./agents";
export { WITHDRAWALS, withdrawWork, WorkWithdrawn, type Withdrawal, type Withdrawn } from "./work-withdrawn";
export { createAgent, createEmployer, createTeam, inHouseEmployer, type NewAgent, type NewEmployer } from "./create-agent";
export { firstAdministratorLink } from "./links/first-administrator-link";
export { IDENTITY_JOBS, linkMail, type LinkMail } from "./links/link-mail";
export { detourOf, identityPolicy } from "./policy";
export { SESSION_COOKIE, sessionMiddleware, signedInAs, type SessionOptions, type SignedIn } from "./passport";
export { openIdentity, type IdentityOptions } from "./service";
export { createPasswords, STRONG, type PasswordCost, type Passwords } from "./passwords";
export { LIMITS, type AttemptLimits } from "./attempts";
export { endSignIns } from "./sign-in/record-sign-in";
export { countryOptions, isCountry } from "./sign-in/places";
export { localPath } from "./sign-in/return-path";
export { staffHolder } from "./staff-holder";
export { identityRoutes } from "./routes";
