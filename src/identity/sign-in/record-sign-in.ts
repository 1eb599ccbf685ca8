import { randomUUID } from "node:crypto";
import { row, rows } from "../../platform/database";
import { Invalid } from "../../platform/faults";
import { append, currentPolicy, type AgentViewer, type Ctx, type Place, type Role } from "../../privacy";
import { identityOf } from "../service";
import { countryOf } from "./places";
import type { Admission } from "./proof";
import { SignIn } from "./sign-in";

type Preferences = AgentViewer["preferences"];
interface Who extends Preferences { role: Role; locale: "de" | "en"; pseudonym: string; team_id: string | null; employer_id: string; employer: string; kind: "inHouse" | "processor"; country: string }

/** Writes the sign-in and its access-log row. Throws Invalid for somebody who left in the meantime. */
export const recordSignIn = async (ctx: Ctx, admission: Admission, client: string): Promise<void> => {
  const who = await row<Who>(ctx.db, `
    SELECT a.role, a.locale, p.pseudonym, a.team_id, a.theme, a.density, a.shortcuts, e.id AS employer_id, e.name AS employer, e.kind, e.country
    FROM agents a JOIN viewer_pseudonyms p ON p.agent_id = a.id JOIN employers e ON e.id = a.employer_id
    WHERE a.id = $1 AND a.state = 'active'`, [admission.agentId]);
  if (!who) throw new Invalid({ form: "identity.signIn.refused" });
  const place = admission.place as Place;
  await ctx.db.getRepository(SignIn).insert({
    id: admission.signInId, agentId: admission.agentId, startedAt: ctx.now, seenAt: ctx.now, endedAt: null, client,
    endsAt: new Date(ctx.now.getTime() + identityOf(ctx).sessionHours * 3_600_000), secondFactor: admission.method !== "password",
    place, placeCountry: countryOf(place, admission.country, who.country), placeDeclaredAt: place === "undeclared" ? null : ctx.now,
  });
  await append({ ...ctx, viewer: await viewerFor(ctx, admission, who) }, [{
    action: "signIn", subjects: [], ticket: null, forms: {}, purpose: "security", count: 0, detail: { method: admission.method },
  }]);
};

/** Whoever signs in, as the access log names them; facts that were not asked for are absent. */
const viewerFor = async (ctx: Ctx, admission: Admission, who: Who): Promise<AgentViewer> => ({
  kind: "agent", id: admission.agentId, name: "", pseudonym: who.pseudonym, team: who.team_id, signIn: admission.signInId, locale: who.locale,
  policy: await currentPolicy(ctx.db),
  preferences: { theme: who.theme, density: who.density, shortcuts: who.shortcuts },
  secondFactor: { confirmed: admission.method !== "password", required: false },
  standing: {
    role: who.role, employer: { id: who.employer_id, name: who.employer, kind: who.kind }, place: admission.place as Place,
    country: countryOf(admission.place as Place, admission.country, who.country),
    acknowledged: false, training: "missing", homeAgreement: null, contracts: [], queues: [], reveals: [],
  },
});

/** Ends one sign-in, whoever's session it was. Nothing happens where it has ended already. */
export const endSignIn = async (ctx: Ctx, agentId: string, signInId: string): Promise<void> => {
  await rows(ctx.db, "UPDATE sign_ins SET ended_at = $3 WHERE id = $1 AND agent_id = $2 AND ended_at IS NULL", [signInId, agentId, ctx.now]);
};

/** Ends every sign-in of a person, except one. Takes effect on every node at the next request. */
export const endSignIns = async (ctx: Ctx, agentId: string, except: string = randomUUID()): Promise<void> => {
  await rows(ctx.db, "UPDATE sign_ins SET ended_at = $3 WHERE agent_id = $1 AND id <> $2 AND ended_at IS NULL", [agentId, except, ctx.now]);
};
