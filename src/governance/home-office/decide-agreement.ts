import { z } from "zod";
import { rows } from "../../platform/database";
import { Conflict, Forbidden } from "../../platform/faults";
import { isAgent, type Ctx } from "../../privacy";
import { sendNotice } from "../notices";
import { Agreement, type Approver } from "./agreement";
import { findAgreement, noteStep, saveAgreement, type Found } from "./agreements";
import { Seen } from "./draft-agreement";
import { homeOfficePolicy } from "./policy";
import { tellDeciders } from "./tell-deciders";

export const SendBackForm = Seen.extend({ note: z.string("form.required").trim().min(1, "form.required").max(1000, "form.invalid") });

/** Whoever's turn it is; Conflict where the version or the turn has changed meanwhile, Forbidden for everybody else. */
const turnOf = (ctx: Ctx, { agreement, owner, approvedBy }: Found, version: number): Approver => {
  const capacity = homeOfficePolicy.capacity(ctx.viewer, owner);
  const next = agreement.next(owner.outsourced);
  if (capacity !== null && (version !== agreement.version || next !== capacity)) throw new Conflict("homeOfficeChanged");
  if (!homeOfficePolicy.approve(ctx.viewer, owner, next, approvedBy)) throw new Forbidden();
  return capacity!;
};

const APPROVED = { lead: "leadApproved", client: "clientApproved", privacy: "privacyApproved" } as const;

/** Approves the version that was read. The last approval puts it into force and ends the one before at that moment. */
export const approveAgreement = async (ctx: Ctx, id: string, { version }: z.infer<typeof Seen>): Promise<void> => {
  const found = await findAgreement(ctx, id, { lock: true });
  const { agreement, owner, addresses } = found;
  const as = turnOf(ctx, found, version);
  if (agreement.validUntil <= ctx.now) throw new Conflict("homeOfficePast");
  agreement.approve(as, { version, outsourced: owner.outsourced, rooms: addresses.map(({ room }) => room) }, ctx.now);
  await saveAgreement(ctx, agreement);
  await noteStep(ctx, agreement, APPROVED[as]);
  const next = agreement.next(owner.outsourced);
  if (next) return tellDeciders(ctx, agreement.agentId, next, "homeAgreement.waiting");
  await endOthers(ctx, agreement);
  await sendNotice(ctx, { to: agreement.agentId, template: "homeAgreement.approved", path: `/papers/home-office/${agreement.id}`, values: { from: agreement.activeFrom! } });
};

/** The agreement of before holds until the new one begins. */
const endOthers = async (ctx: Ctx, { id, agentId, activeFrom }: Agreement): Promise<void> => {
  const ended = await rows<{ id: string }>(ctx.db, `
    WITH ended AS (UPDATE home_office_agreements SET ended_at = $3, ended_as = 'ended' WHERE agent_id = $1 AND id <> $2 AND active_from IS NOT NULL AND ended_at IS NULL AND valid_until > $3 RETURNING id)
    SELECT id FROM ended`, [agentId, id, activeFrom]);
  for (const one of ended) await noteStep(ctx, await ctx.db.getRepository(Agreement).findOneByOrFail({ id: one.id }), "replaced");
};

/** Back to the person with a reason, by whoever's turn it is. */
export const sendBack = async (ctx: Ctx, id: string, { version, note }: z.infer<typeof SendBackForm>): Promise<void> => {
  const found = await findAgreement(ctx, id, { lock: true });
  turnOf(ctx, found, version);
  found.agreement.reopen();
  await saveAgreement(ctx, found.agreement);
  await noteStep(ctx, found.agreement, "sentBack", { note });
  if (isAgent(ctx.viewer)) await sendNotice(ctx, { to: found.agreement.agentId, template: "homeAgreement.sentBack", path: `/papers/home-office/${id}` });
};
