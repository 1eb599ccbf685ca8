import { row } from "../../../platform/database";
import { createSealer, openSealer, openStaff, sealedAt, type Ctx, type SealedPlace, type Sealer } from "../../../privacy";

/**
 * Free text and files of a paper are sealed under a key of the paper itself (the contract's id, the scorecard's id): what somebody wrote
 * about an objection or a finding may name people. The key is made with the first text.
 */
export const paperSealer = async (ctx: Ctx, paper: string): Promise<Sealer> => {
  const known = await row(ctx.db, "SELECT 1 FROM data_keys WHERE subject = $1", [paper]);
  return known ? openSealer(ctx, paper) : createSealer(ctx, paper);
};

/** The bytes of a text for its column; null stays null. */
export const sealNote = async (ctx: Ctx, paper: string, place: SealedPlace, text: string | null): Promise<Buffer | null> =>
  (text === null || text === "" ? null : (await paperSealer(ctx, paper)).seal(place, text).toPostgres());

export interface Note { readonly paper: string; readonly place: SealedPlace; readonly bytes: Buffer | null }

/** Texts of papers, in one look for keys; what is not there or was erased opens to an empty text. */
export const openNotes = async (ctx: Ctx, notes: readonly Note[]): Promise<string[]> =>
  (await openStaff(ctx, notes.map(({ paper, place, bytes }) => ({ agentId: paper, value: sealedAt(place, bytes) })))).map((text) => text ?? "");
