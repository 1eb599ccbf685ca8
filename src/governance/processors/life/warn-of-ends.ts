import { row, rows } from "../../../platform/database";
import { daysBetween, localDay } from "../../../platform/local-time";
import type { Ctx, RunAsSystem } from "../../../privacy";
import { sendNotice } from "../../notices";
import { lastDay, lockContract, type Contract } from "../desk/contracts";
import { concernedBy } from "./concerned";
import { contractEvidence } from "./enter";
import { IN_FORCE } from "./states";

/** Days before the end of a contract at which those who answer for it are told. A product default. */
export const WARN_AT = [90, 30, 7] as const;

/** The warning that is due with so many days to go: the latest that was passed. Null while it is far off. */
export const warningDue = (days: number): number | null => [...WARN_AT].reverse().find((at) => days <= at) ?? null;

/** Tells each once, also where several processes look; an end that was moved is a new end. Returns how many contracts were warned of. */
export const warnOfEnds = async (run: RunAsSystem): Promise<number> => {
  const near = await run("contract warnings", (ctx) => rows<{ id: string }>(ctx.db, `SELECT id FROM processor_contracts WHERE state = ANY($2) AND valid_until > $1 AND valid_until < $1::timestamptz + interval '92 days'`, [ctx.now, IN_FORCE]));
  let warned = 0;
  for (const { id } of near) warned += await run("contract warnings", async (ctx) => warn(ctx, await lockContract(ctx, id)));
  return warned;
};

const warn = async (ctx: Ctx, contract: Contract): Promise<number> => {
  const days = daysBetween(localDay(ctx.now, contract.zone), lastDay(contract));
  const due = warningDue(days);
  if (due === null || !IN_FORCE.includes(contract.state)) return 0;
  const { agents, tickets } = (await concernedBy(ctx, [contract.id], "de")).get(contract.id)!;
  const fresh = await row(ctx.db, "INSERT INTO contract_warnings (contract_id, days, valid_until, at, agents, tickets) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING days", [contract.id, due, contract.validUntil, ctx.now, agents, tickets]);
  if (!fresh) return 0;
  const values = { reference: contract.reference, days, agents, tickets, ends: new Date(contract.validUntil.getTime() - 1) };
  for (const { id: to } of await answerable(ctx, contract)) await sendNotice(ctx, { to, template: "contractEnding", path: `/contracts/${contract.id}`, values });
  await contractEvidence(ctx, contract, "warned", { days: String(due), agents: String(agents), tickets: String(tickets) });
  return 1;
};

/** Privacy officers of the controller, and whoever drafted the contract. */
const answerable = (ctx: Ctx, { editors }: Contract): Promise<{ id: string }[]> => rows(ctx.db, `SELECT a.id FROM agents a JOIN employers e ON e.id = a.employer_id
  WHERE a.state = 'active' AND e.kind = 'inHouse' AND (a.role = 'privacyOfficer' OR a.id = ANY($1::uuid[])) ORDER BY a.id`, [editors]);
