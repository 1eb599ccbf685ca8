import { randomUUID } from "node:crypto";
import { rows } from "../platform/database";
import { Invalid } from "../platform/faults";
import { createPseudonym, createSealer, staffEmailToken, type Ctx, type Role } from "../privacy";
import { Agent, type Locale } from "./agent";
import { Employer, Team } from "./employer";
import { roleFits } from "./policy";
import { identityOf } from "./service";

export interface NewAgent {
  readonly id?: string; readonly name: string; readonly email: string; readonly role: Role;
  readonly employerId: string; readonly teamId: string | null; readonly locale: Locale;
  /** With a password the person is active at once; hashed inside the transaction, so for seeds and tests. */
  readonly password?: string;
  /** The same for a password that was hashed before. */
  readonly passwordHash?: string;
}

/** Where somebody works must hang together. Throws Invalid by the field. */
export const checkEmployment = async (ctx: Pick<Ctx, "db">, { role, employerId, teamId }: Pick<NewAgent, "role" | "employerId" | "teamId">): Promise<Employer> => {
  const employer = await ctx.db.getRepository(Employer).findOneBy({ id: employerId });
  if (!employer) throw new Invalid({ employer: "form.choice" });
  if (teamId !== null && !await ctx.db.getRepository(Team).existsBy({ id: teamId, employerId })) throw new Invalid({ team: "identity.people.teamElsewhere" });
  if (!roleFits(role, employer.kind)) throw new Invalid({ role: "identity.people.inHouseOnly" });
  return employer;
};

/**
 * Makes a person who works here: invited, or active with a password. Returns the id. Throws Invalid for an address that
 * is none or is taken, and for an employer, team or role that do not fit.
 */
export const createAgent = async (ctx: Ctx, { id = randomUUID(), name, email, role, employerId, teamId, locale, ...access }: NewAgent): Promise<string> => {
  const emailToken = staffEmailToken(ctx, email);
  if (!emailToken) throw new Invalid({ email: "form.email" });
  await checkEmployment(ctx, { role, employerId, teamId });
  if (await ctx.db.getRepository(Agent).existsBy({ emailToken })) throw new Invalid({ email: "identity.people.addressTaken" });
  const passwordHash = access.passwordHash ?? (access.password === undefined ? null : await identityOf(ctx).passwords.hash(access.password));
  const sealer = await createSealer(ctx, id);
  await ctx.db.getRepository(Agent).insert({
    id, employerId, teamId, role, locale, emailToken, passwordHash, state: passwordHash ? "active" : "invited", createdAt: ctx.now,
    name: sealer.seal("agents.name", name), email: sealer.seal("agents.email", email.trim()),
    totpSecret: null, totpPending: null, totpConfirmedAt: null, totpLastStep: null,
  });
  await createPseudonym(ctx, id);
  return id;
};

export interface NewEmployer { readonly id?: string; readonly key: string; readonly name: string; readonly kind: "inHouse" | "processor"; readonly country: string }

export const createEmployer = async (ctx: Pick<Ctx, "db">, { id = randomUUID(), ...employer }: NewEmployer): Promise<string> => {
  await ctx.db.getRepository(Employer).insert({ id, ...employer });
  return id;
};

export const createTeam = async (ctx: Pick<Ctx, "db">, { id = randomUUID(), employerId, name }: { readonly id?: string; readonly employerId: string; readonly name: string }): Promise<string> => {
  await ctx.db.getRepository(Team).insert({ id, employerId, name });
  return id;
};

/** The controller itself; null before the first administrator has named it. */
export const inHouseEmployer = async (ctx: Pick<Ctx, "db">): Promise<string | null> =>
  (await rows<{ id: string }>(ctx.db, "SELECT id FROM employers WHERE kind = 'inHouse'"))[0]?.id ?? null;
