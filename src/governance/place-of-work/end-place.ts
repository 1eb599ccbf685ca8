import { rows } from "../../platform/database";
import type { Ctx } from "../../privacy";
import { IDLE_MINUTES } from "./fact";
import { signalsOf } from "./network-signal";
import type { PlaceDeclaration } from "./place-declaration";

/** The place of a sign-in as the fact reads it. */
export interface PlaceFact { readonly id: string; readonly place: PlaceDeclaration["place"]; readonly country: string; readonly confirmed: boolean; readonly mark: string | null; readonly present: string | null }

/** Where a request comes from; `active` where a person asked for it, and not the page by itself. */
export interface Presence { readonly address: string | undefined; readonly active: boolean }

/** How exactly the last request is remembered: enough to know whether an hour has passed, and no more. */
const PRESENT_EVERY_MS = 5 * 60_000;

/** Ends what holds for this sign-in, also what a clock that was set back has put into the future, and forgets what only served while it held. */
export const endPlace = async ({ db, now }: Pick<Ctx, "db" | "now">, signIn: string, endedBy: PlaceDeclaration["endedBy"]): Promise<void> => {
  await rows(db, "UPDATE place_declarations SET until_at = GREATEST(from_at, $2), ended_by = $3, network_mark = NULL, present_at = NULL WHERE sign_in_id = $1 AND until_at > $2", [signIn, now, endedBy]);
};

/**
 * The place of a sign-in for a request: what was declared, unless the network has changed or nobody was there for an hour;
 * then it is undeclared from now on, on every node (domain rule 2). A request that is refused afterwards rolls this back, and
 * the next one finds the same.
 */
export const placeFor = async (ctx: Pick<Ctx, "db" | "now">, signIn: string, fact: PlaceFact | null, from: Presence | undefined): Promise<PlaceFact | null> => {
  if (!fact || !from) return fact;
  const idleMs = ctx.now.getTime() - new Date(fact.present ?? 0).getTime();
  const moved = fact.mark !== signalsOf(ctx).markOf(signIn, from.address).toString("hex");
  if (moved || idleMs >= IDLE_MINUTES * 60_000) {
    await endPlace(ctx, signIn, moved ? "networkChanged" : "lapsed");
    return null;
  }
  if (from.active && idleMs >= PRESENT_EVERY_MS) await rows(ctx.db, "UPDATE place_declarations SET present_at = $2 WHERE id = $1", [fact.id, ctx.now]);
  return fact;
};
