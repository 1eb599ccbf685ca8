import { randomUUID } from "node:crypto";
import { row, rows } from "../../platform/database";
import { NotFound } from "../../platform/faults";
import { CONFIRMATIONS, type Confirmation } from "../../identity";
import type { Ctx } from "../../privacy";
import { HOME_AGREEMENT_OF } from "../home-office/fact";
import { tellDeciders } from "../home-office/tell-deciders";
import { endPlace } from "./end-place";
import { HOLDS_HOURS, PLACE_RULES } from "./fact";
import { signalsOf } from "./network-signal";
import { PlaceDeclaration } from "./place-declaration";
import { needsConfirmation, resolvePlace, type Resolution, type WorkPlace } from "./resolve-place";

export interface Declaration extends WorkPlace {
  readonly confirmations: readonly Confirmation[];
  /** The network address of the request; compared, and never kept. */
  readonly address: string | undefined;
  /** A fresh password, and a code where the person has a second factor. */
  readonly proved: boolean;
}
export interface Declared extends Resolution { readonly confirmed: boolean }
interface SignedIn { readonly agentId: string; readonly signInId: string }

/**
 * Whether the last declaration of this sign-in was contradicted by its network: the next one needs a proof. Asked of the row
 * that began last, so that waiting or a change of network does not lift it.
 */
export const isBlocked = async ({ db }: Pick<Ctx, "db">, signInId: string): Promise<boolean> =>
  (await row<{ result: string }>(db, "SELECT result FROM place_declarations WHERE sign_in_id = $1 ORDER BY from_at DESC, until_at DESC LIMIT 1", [signInId]))?.result === "contradiction";

/**
 * Declares where a sign-in works from now on, for eight hours, and writes down how that came about. Takes effect on the next
 * request. A blocked sign-in stays as it is without a proof. Throws NotFound for a sign-in that has ended.
 */
export const declarePlace = async (ctx: Ctx, who: SignedIn, declaration: Declaration): Promise<Declared> => {
  const employerCountry = await lockSignIn(ctx, who);
  const signal = signalsOf(ctx).signalOf(declaration.address);
  const blocked = !declaration.proved && await isBlocked(ctx, who.signInId);
  const resolved: Resolution = blocked ? { place: "undeclared", country: "unknown", result: "contradiction" } : resolvePlace(declaration, signal, { employerCountry, proved: declaration.proved });
  const confirmed = !needsConfirmation(resolved.place) || CONFIRMATIONS.every((one) => declaration.confirmations.includes(one));
  await endPlace(ctx, who.signInId, "replaced");
  await ctx.db.getRepository(PlaceDeclaration).insert({
    id: randomUUID(), ...who, declared: declaration.place, declaredCountry: declaration.country, network: signal.network, networkCountry: signal.country,
    place: resolved.place, country: resolved.country, result: resolved.result, ruleVersion: PLACE_RULES, confirmations: [...declaration.confirmations], confirmed, proved: declaration.proved,
    ...await agreementOf(ctx, who.agentId), fromAt: ctx.now, untilAt: new Date(ctx.now.getTime() + HOLDS_HOURS * 3_600_000), endedBy: null,
    networkMark: signalsOf(ctx).markOf(who.signInId, declaration.address), presentAt: ctx.now,
  });
  if (resolved.result === "contradiction" && !blocked) await tellDeciders(ctx, who.agentId, "lead", "placeContradicted");
  return { ...resolved, confirmed };
};

/** The agreement that is in force, whatever the place: it may be what the place rests on. */
const agreementOf = async ({ db, now }: Ctx, agentId: string): Promise<Pick<PlaceDeclaration, "agreementId" | "agreementVersion">> => {
  const held = await row<{ id: string; version: number }>(db, HOME_AGREEMENT_OF, [agentId, "", now]);
  return { agreementId: held?.id ?? null, agreementVersion: held?.version ?? null };
};

/** Two declarations of one sign-in stand one after the other. The answer is the country of the employer. */
const lockSignIn = async ({ db, now }: Ctx, { agentId, signInId }: SignedIn): Promise<string> => {
  const [found] = await rows<{ country: string }>(db, `
    SELECT e.country FROM sign_ins s JOIN agents a ON a.id = s.agent_id JOIN employers e ON e.id = a.employer_id
    WHERE s.id = $1 AND s.agent_id = $2 AND s.ended_at IS NULL AND s.ends_at > $3 FOR UPDATE OF s`, [signInId, agentId, now]);
  if (!found) throw new NotFound();
  return found.country;
};
