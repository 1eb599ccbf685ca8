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
export { invite, inviteAgain } from "./people/change-people";
export { agentNames, colleague, type Colleague } from "./agents";
export { EmploymentEnded, WITHDRAWALS, withdrawWork, WorkWithdrawn, type Withdrawal, type Withdrawn } from "./work-withdrawn";
export { createAgent, createEmployer, createTeam, inHouseEmployer, type NewAgent, type NewEmployer } from "./create-agent";
export { firstAdministratorLink } from "./links/first-administrator-link";
export { IDENTITY_JOBS, linkMail, type LinkMail } from "./links/link-mail";
export { detourOf, identityPolicy } from "./policy";
export { SESSION_COOKIE, sessionMiddleware, signedInAs, type SessionOptions, type SignedIn } from "./passport";
export { ASSETS } from "./people/employments";
export type { CountEndings } from "./people/endings";
export { openIdentity, publicAddress, type IdentityOptions, type SaidPlace, type SettledPlace, type SettlePlace } from "./service";
export { createPasswords, STRONG, type PasswordCost, type Passwords } from "./passwords";
export { LIMITS, type AttemptLimits } from "./attempts";
export { endSignIns } from "./sign-in/record-sign-in";
export { CONFIRMABLE, CONFIRMATIONS, confirmationsIn, countryOf, countryOptions, DECLARABLE, isCountry, placeProblem, type Confirmation } from "./sign-in/places";
export { confirmationBoxes, type ConfirmationBox } from "./sign-in/sign-in-pages";
export { askOwnFactor, askOwnPassword, askPasswordOrFactor } from "./sign-in/own-password";
export { proofOf, type Proof } from "./sign-in/proof";
export { fieldsOf, FRESH, localeOfViewer, optionsOf, textsFor, type Again, type Field, type Option } from "./forms";
export { localPath } from "./sign-in/return-path";
export { staffHolder } from "./staff-holder";
export { identityRoutes } from "./routes";
