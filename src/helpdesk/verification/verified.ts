import { row } from "../../platform/database";
import { Conflict } from "../../platform/faults";
import type { Ctx } from "../../privacy";
import type { Ticket } from "../tickets/ticket";
import { covers, PROFILES, type ProfileKey } from "./profile";

export interface Verified { readonly profile: ProfileKey; readonly until: Date }

/** The highest profile that holds now for the person on this ticket. Of another person, or on another ticket, nothing holds here. */
export const verifiedOn = async (ctx: Ctx, ticket: Pick<Ticket, "id" | "customerId">): Promise<Verified | null> =>
  row<Verified>(ctx.db, `SELECT profile, holds_until AS until FROM caller_checks WHERE ticket_id = $1 AND customer_id = $2 AND holds_until > $3
    ORDER BY array_position($4::text[], profile) DESC, holds_until DESC LIMIT 1`, [ticket.id, ticket.customerId, ctx.now, PROFILES]);

/** For acts that must not be done for a stranger. Throws Conflict, so that the form comes back and nothing typed is lost. */
export const requireVerified = async (ctx: Ctx, ticket: Pick<Ticket, "id" | "customerId">, needed: ProfileKey): Promise<void> => {
  const held = await verifiedOn(ctx, ticket);
  if (!held || !covers(held.profile, needed)) throw new Conflict("needsVerification", { profile: needed });
};
