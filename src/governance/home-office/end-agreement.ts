import { randomUUID } from "node:crypto";
import { IsNull, MoreThan } from "typeorm";
import { z } from "zod";
import { row, rows } from "../../platform/database";
import { Conflict, Forbidden } from "../../platform/faults";
import { withdrawWork } from "../../identity";
import type { Ctx } from "../../privacy";
import { sendNotice } from "../notices";
import { Agreement } from "./agreement";
import { findAgreement, findOwn, noteStep, saveAgreement } from "./agreements";
import { CODES } from "./checklist";
import { homeOfficePolicy } from "./policy";

/** Why an agreement is suspended or revoked for cause. */
export const CAUSES = ["missedCheck", "incident", "relocation", "refusedInspection", "other"] as const;
export const CauseForm = z.object({ cause: z.enum(CAUSES, "form.choice"), note: z.string("form.invalid").trim().max(1000, "form.invalid").default("") });
export const FixForm = z.object({ code: z.enum(CODES, "form.choice") });

/**
 * Work at home ends at once: the next request is decided anew and sockets are cut, because the row notes itself; the open
 * tickets go back to the queue. Whoever sits in an office now goes on: nothing of what they do rests on the agreement.
 */
export const stopWork = async (ctx: Ctx, { agentId }: Pick<Agreement, "agentId">): Promise<void> => {
  const inOffice = await row(ctx.db, `
    SELECT p.id FROM place_declarations p JOIN sign_ins s ON s.id = p.sign_in_id AND s.ended_at IS NULL AND s.ends_at > $2
    WHERE p.agent_id = $1 AND p.from_at <= $2 AND p.until_at > $2 AND p.place IN ('office', 'clientSite') LIMIT 1`, [agentId, ctx.now]);
  if (!inOffice) await withdrawWork(ctx, { agentId }, "homeOffice");
};

const isLive = (agreement: Agreement, now: Date): boolean => agreement.privacyApprovedAt !== null && agreement.endedAt === null && agreement.validUntil > now;

/** Suspends until privacy lifts it; a second suspension changes nothing. The answer says whether it is new. */
export const suspend = async (ctx: Ctx, agreement: Agreement, reason: string, note = ""): Promise<boolean> => {
  const added = await rows(ctx.db, "INSERT INTO home_office_suspensions (id, agreement_id, agent_id, reason, from_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING id", [randomUUID(), agreement.id, agreement.agentId, reason, ctx.now]);
  if (added.length === 0) return false;
  await noteStep(ctx, agreement, "suspended", { note, detail: { cause: reason } });
  await stopWork(ctx, agreement);
  await sendNotice(ctx, { to: agreement.agentId, template: "homeAgreement.suspended", path: `/papers/home-office/${agreement.id}` });
  return true;
};

export const suspendAgreement = async (ctx: Ctx, id: string, { cause, note }: z.infer<typeof CauseForm>): Promise<void> => {
  const { agreement, owner } = await findAgreement(ctx, id, { lock: true });
  if (!homeOfficePolicy.suspend(ctx.viewer, owner)) throw new Forbidden();
  if (!isLive(agreement, ctx.now) || !await suspend(ctx, agreement, cause, note)) throw new Conflict("homeOfficeChanged");
};

export const resumeAgreement = async (ctx: Ctx, id: string): Promise<void> => {
  const { agreement, owner } = await findAgreement(ctx, id, { lock: true });
  if (!homeOfficePolicy.resume(ctx.viewer, owner)) throw new Forbidden();
  if (!isLive(agreement, ctx.now) || !await lift(ctx, agreement)) throw new Conflict("homeOfficeChanged");
  await noteStep(ctx, agreement, "resumed");
};

const lift = async (ctx: Ctx, { id }: Agreement): Promise<boolean> => {
  const lifted = await rows<{ id: string }>(ctx.db, "WITH lifted AS (UPDATE home_office_suspensions SET until_at = GREATEST($2, from_at) WHERE agreement_id = $1 AND until_at IS NULL RETURNING id) SELECT id FROM lifted", [id, ctx.now]);
  return lifted.length > 0;
};

/** For cause, by the employer. */
export const revokeAgreement = async (ctx: Ctx, id: string, { cause, note }: z.infer<typeof CauseForm>): Promise<void> => {
  const { agreement, owner } = await findAgreement(ctx, id, { lock: true });
  if (!homeOfficePolicy.suspend(ctx.viewer, owner)) throw new Forbidden();
  await revoke(ctx, agreement, { note, detail: { cause } });
  await sendNotice(ctx, { to: agreement.agentId, template: "homeAgreement.revoked", path: `/papers/home-office/${id}` });
};

/** By the person, at any time and without a reason. */
export const revokeOwn = async (ctx: Ctx, id: string): Promise<void> => {
  const { agreement } = await findOwn(ctx, id, { lock: true });
  await revoke(ctx, agreement, { detail: { cause: "own" } });
};

/** One that never came into force is ended, not revoked. */
const revoke = async (ctx: Ctx, agreement: Agreement, said: { note?: string; detail: Readonly<Record<string, string>> }): Promise<void> => {
  if (agreement.validUntil <= ctx.now) throw new Conflict("homeOfficeChanged");
  const held = agreement.privacyApprovedAt !== null;
  agreement.end(held ? "revoked" : "ended", ctx.now);
  await saveAgreement(ctx, agreement);
  await noteStep(ctx, agreement, held ? "revoked" : "ended", said);
  if (held) await stopWork(ctx, agreement);
};

/** The person says that an open item is met now. */
export const fixItem = async (ctx: Ctx, id: string, { code }: z.infer<typeof FixForm>): Promise<void> => {
  const { agreement, addresses } = await findOwn(ctx, id, { lock: true });
  agreement.fix(code, addresses.map(({ room }) => room), ctx.now);
  await saveAgreement(ctx, agreement);
  await noteStep(ctx, agreement, "fixed", { detail: { code } });
};

/** The job is over, and the agreement with it. Running it again changes nothing. */
export const endAgreementsOf = async (ctx: Ctx, agentId: string, employerId: string): Promise<void> => {
  for (const agreement of await ctx.db.getRepository(Agreement).findBy({ agentId, employerId, endedAt: IsNull(), validUntil: MoreThan(ctx.now) })) {
    agreement.end("ended", ctx.now);
    await saveAgreement(ctx, agreement);
    await noteStep(ctx, agreement, "ended", { detail: { cause: "employment" } });
  }
};
