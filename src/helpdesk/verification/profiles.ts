import { row, rows } from "../../platform/database";
import { Conflict } from "../../platform/faults";
import { isAgent, type Ctx } from "../../privacy";
import { checkProfiles, Profiles } from "./profile";

export interface ProfileVersion { readonly version: number; readonly profiles: Profiles; readonly source: string; readonly effectiveFrom: Date }

/** The version in force now. There is always one: the first came with the schema. */
export const currentProfiles = async (ctx: Pick<Ctx, "db" | "now">): Promise<ProfileVersion> => {
  const found = await row<{ version: number; profiles: unknown; source: string; effective_from: Date }>(ctx.db,
    "SELECT version, profiles, source, effective_from FROM verification_profiles WHERE effective_from <= $1 ORDER BY version DESC LIMIT 1", [ctx.now]);
  return { version: found!.version, profiles: Profiles.parse(found!.profiles), source: found!.source, effectiveFrom: found!.effective_from };
};

/** Publishes the next version; Conflict when somebody else has published since `basedOn`. Versions are kept: a check names the one it was made under. */
export const publishProfiles = async (ctx: Ctx, basedOn: number, given: unknown): Promise<number> => {
  const profiles = checkProfiles(given);
  const published = await rows<{ version: number }>(ctx.db, `INSERT INTO verification_profiles (version, profiles, source, effective_from, published_at, published_by)
    SELECT $1 + 1, $2, (SELECT source FROM verification_profiles WHERE version = 1), $3, $3, $4 WHERE $1 = (SELECT max(version) FROM verification_profiles) ON CONFLICT DO NOTHING RETURNING version`,
  [basedOn, JSON.stringify(profiles), ctx.now, isAgent(ctx.viewer) ? ctx.viewer.id : null]);
  if (published.length === 0) throw new Conflict("policyChanged");
  return published[0]!.version;
};
