import { row } from "../platform/database";
import type { RunAsSystem } from "../privacy";
import { loadCustomers } from "./load-customers";
import { loadHouse, SAMPLE_HOUSE } from "./load-house";
import { loadTicket } from "./load-tickets";
import type { SampleCompany } from "./types";

/** What a database holds: nothing yet, the sample company, or somebody's own company. */
export type Contents = "nothing" | "sample" | "other";

export const contentsOf = (run: RunAsSystem): Promise<Contents> => run("demo", async (ctx) => {
  const found = await row<{ some: boolean; sample: boolean }>(ctx.db, "SELECT count(*) > 0 AS some, COALESCE(bool_or(id = $1), false) AS sample FROM employers", [SAMPLE_HOUSE]);
  return found!.sample ? "sample" : found!.some ? "other" : "nothing";
});

export interface LoadOptions {
  /** Everybody's; made once, because a hash is meant to be slow. */
  readonly passwordHash: string;
  readonly progress?: (loaded: number, total: number) => void;
}

const STEP = 25;

/**
 * Fills an empty database with the company through the ordinary commands; where anything stands already, does nothing
 * and answers false. Everything is one transaction: after an interruption, by kill -9 too, the database is as empty as
 * before and the next start begins anew, so there is no half and no mark of completion that could be wrong. Sealed
 * attachments of an interrupted run stay in the file store, a few kilobytes under keys that were never kept.
 */
export const loadCompany = async (run: RunAsSystem, company: SampleCompany, { passwordHash, progress = () => undefined }: LoadOptions): Promise<boolean> => {
  if (await contentsOf(run) !== "nothing") return false;
  await run("demo", async (ctx) => {
    const house = await loadHouse(ctx, company, passwordHash);
    const known = { ...house, customers: await loadCustomers(ctx, company) };
    for (const [index, ticket] of company.tickets.entries()) {
      await loadTicket(ctx, ticket, known);
      if ((index + 1) % STEP === 0 || index + 1 === company.tickets.length) progress(index + 1, company.tickets.length);
    }
  });
  return true;
};
