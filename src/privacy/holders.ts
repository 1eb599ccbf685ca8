import type { Category } from "./categories";
import type { Place } from "./sealed";
import type { Ctx, Purpose } from "./viewer";

/** What a holder keeps, in the words of a record of processing (Art. 30 GDPR) and of a privacy notice (Art. 13). */
export interface HolderDescription {
  readonly categories: readonly Category[];
  readonly purposes: readonly Purpose[];
  readonly sources: readonly ("customer" | "agent" | "system")[];
  readonly recipients: readonly ("agents" | "processors" | "mailRecipients")[];
  /** Class of the deletion concept (DIN 66398), e.g. "B-6y": start B, six years. */
  readonly retention: string;
}

/** One thing that a holder keeps about a person; sealed still. */
export interface Holding { readonly what: string; readonly category: Category; readonly at: Date; readonly reference: string; readonly value: import("./sealed").Sealed | null }

/**
 * Every room that keeps personal data registers one. Access requests, erasure, retention and the papers loop over
 * holders and know no tables.
 */
export interface Holder {
  readonly name: string;
  /** Every sealed column this holder answers for. A contract test finds those that nobody names. */
  readonly places: readonly Place[];
  describe(): HolderDescription;
  collect(ctx: Ctx, subject: string): Promise<Holding[]>;
  /** Removes what destroying the key does not reach (blind index, files); the count of things removed. */
  erase(ctx: Ctx, subject: string): Promise<number>;
  /** What is due before `before` and not held back; the count of things removed. */
  retain(ctx: Ctx, before: Date): Promise<number>;
}

export class Holders {
  private readonly registered = new Map<string, Holder>();
  register(holder: Holder): void {
    if (this.registered.has(holder.name)) throw new Error(`The holder ${holder.name} is registered twice.`);
    this.registered.set(holder.name, holder);
  }
  all(): readonly Holder[] { return [...this.registered.values()]; }
  covers(place: Place): boolean { return this.all().some((holder) => holder.places.includes(place)); }
}

/** Freezes or unfreezes a person (Art. 18 GDPR) for every holder at once: the decision asks the key, not the tables. */
export const setRestriction = async (ctx: Ctx, subject: string, restricted: boolean): Promise<void> => {
  await ctx.db.query("UPDATE data_keys SET restricted_at = $2 WHERE subject = $1", [subject, restricted ? ctx.now : null]);
};
