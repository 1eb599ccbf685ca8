import { randomBytes } from "node:crypto";
import { rows } from "../platform/database";
import { exactToken, normalise } from "./blind-index";
import { createSealer, loadKeys, type Sealer } from "./keys/data-keys";
import { kernelOf } from "./kernel";
import { decrypt, type Place, type Sealed } from "./sealed";
import type { Ctx } from "./viewer";

/**
 * People who work here. Their names and addresses are sealed like everyone's, under a key of their own. Colleagues
 * see names as part of working together; that is not an access to a customer and writes no access-log row
 * (docs/decisions/0006). Customers never see them: they see a function.
 */
export const createStaffSealer = async (ctx: Ctx, agentId: string): Promise<Sealer> => createSealer(ctx.db, kernelOf(ctx).master, agentId);

/** The blind index of a sign-in address: found without being readable. Null where the text is no address. */
export const staffEmailToken = (ctx: Pick<Ctx, "db">, email: string): Buffer | null => {
  const normalised = normalise("email", email);
  return normalised === null ? null : exactToken(kernelOf(ctx).keys.blindIndex, "email", `staff ${normalised}`);
};

/** Opens staff values (name, own address, second-factor secret) of the agents named; a destroyed key opens to null. */
export const openStaff = async (ctx: Pick<Ctx, "db" | "timing">, values: readonly { agentId: string; value: Sealed | null }[]): Promise<(string | null)[]> => {
  const keys = await loadKeys(ctx.db, kernelOf(ctx).master, [...new Set(values.map(({ agentId }) => agentId))]);
  return values.map(({ agentId, value }) => {
    const key = keys.get(agentId)?.key;
    return key && value && isStaffPlace(value.place) ? decrypt(key, value.place, agentId, value.toPostgres()).toString("utf8") : null;
  });
};

/** The signed-in person's own name, from a row that was read with its key. */
export const openOwnName = (db: Ctx["db"], agentId: string, row: { sealed: Buffer; wrapped: Buffer | null; masterKeyId: string | null }): string => {
  if (!row.wrapped || !row.masterKeyId) return "";
  return decrypt(kernelOf({ db }).master.unwrap(row.wrapped, row.masterKeyId), "agents.name", agentId, row.sealed).toString("utf8");
};

/** The one door for staff values must not become a door for customers' values. */
const isStaffPlace = (place: Place): boolean => place.startsWith("agents.");

/** The name of an agent in the access log: random, and mapped to the person in a table with its own permission. */
export const createPseudonym = async (ctx: Ctx, agentId: string): Promise<string> => {
  const pseudonym = `P-${randomBytes(4).toString("hex").toUpperCase()}`;
  await rows(ctx.db, "INSERT INTO viewer_pseudonyms (agent_id, pseudonym) VALUES ($1, $2)", [agentId, pseudonym]);
  return pseudonym;
};
