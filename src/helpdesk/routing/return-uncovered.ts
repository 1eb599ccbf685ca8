import { contractsInForce } from "../../governance";
import { rows } from "../../platform/database";
import { coveringContract, type ContractScope, type Ctx, type RunAsSystem } from "../../privacy";
import { coveredSql, scopeOfContract } from "../tickets/processor-scope";
import { ticketsFor } from "../tickets/tickets";
import { takeBackUncovered } from "./place-ticket";

const BATCH = 200;

/** What contracts cover for any of their queues, wherever somebody works: the company's side of the scope. */
const scopeOfCompany = (contracts: readonly ContractScope[]) =>
  Object.fromEntries([...new Set(contracts.flatMap(({ queues }) => queues))].flatMap((queue) => { const contract = coveringContract(contracts, queue); return contract ? [[queue, scopeOfContract(contract)]] : []; }));

/** Numbers of tickets that are at a processor whose contracts do not cover them: ended, suspended, narrowed, or never were. Closed ones are found by nobody there and stay. */
const uncovered = async (ctx: Ctx): Promise<string[]> => {
  const contracts = await contractsInForce(ctx);
  const processors = await rows<{ id: string }>(ctx.db, "SELECT id FROM employers WHERE kind = 'processor'");
  const scopes = Object.fromEntries(processors.map(({ id }) => [id, scopeOfCompany(contracts.filter(({ employer }) => employer === id))]));
  return (await rows<{ number: string }>(ctx.db, `SELECT t.number FROM tickets t JOIN employers e ON e.id = t.routed_to AND e.kind = 'processor'
    WHERE t.status <> 'closed' AND NOT ${coveredSql("($1::jsonb -> t.routed_to::text)")} ORDER BY t.number LIMIT ${BATCH}`, [JSON.stringify(scopes)])).map(({ number }) => number);
};

/**
 * Brings tickets back that no contract covers any more, each with its reasons. What else ends somebody's work releases their tickets at
 * once (queues/release-tickets.ts); this finds whatever remained, whoever changed the contract, and what a clock has ended.
 */
export const returnUncovered = async (run: RunAsSystem): Promise<number> => {
  const back = await run("routing", async (ctx) => {
    let taken = 0;
    for (const number of await uncovered(ctx)) {
      const ticket = await ticketsFor(ctx).lock(number);
      const before = { ...ticket };
      if (!(await takeBackUncovered(ctx, ticket, "contract"))) continue;
      await ticketsFor(ctx).save(ticket, { activity: false, before });
      taken += 1;
    }
    return taken;
  });
  return back < BATCH ? back : back + await returnUncovered(run);
};
