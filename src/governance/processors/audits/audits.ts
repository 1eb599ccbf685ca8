import { randomUUID } from "node:crypto";
import { z } from "zod";
import { row, rows } from "../../../platform/database";
import { allow, Conflict, Invalid, NotFound } from "../../../platform/faults";
import { isDay, localDay } from "../../../platform/local-time";
import type { Ctx } from "../../../privacy";
import { lockContract } from "../desk/contracts";
import { actorOf, contractEvidence } from "../life/enter";
import { canTake } from "../life/states";
import { suspend } from "../life/steps";
import { contractPolicy } from "../policy";
import { lockPart } from "../papers/part";
import { sealNote } from "../papers/sealed-notes";

export const AUDIT_KINDS = ["desk", "onSite"] as const;
export const AUDIT_CAUSES = ["yearly", "incident", "sensitivity", "change"] as const;
export const AUDIT_STATES = ["planned", "requested", "evidenceIn", "findingsOpen", "closed", "escalated"] as const;
export type AuditState = (typeof AUDIT_STATES)[number];
export const SEVERITIES = ["low", "medium", "high", "critical"] as const;

/** Audits under Art. 28(3)(h) GDPR: planned, requested, evidence in, findings open, closed or escalated. */
export const NEXT: Readonly<Record<AuditState, readonly AuditState[]>> = {
  planned: ["requested"], requested: ["evidenceIn", "escalated"], evidenceIn: ["findingsOpen", "closed", "escalated"], findingsOpen: ["closed", "escalated"], closed: [], escalated: [],
};

const day = z.string("form.date").trim().refine(isDay, "form.date");
export const AuditForm = z.object({ kind: z.enum(AUDIT_KINDS, "form.choose"), cause: z.enum(AUDIT_CAUSES, "form.choose"), plannedFor: day });
export const AuditStepForm = z.object({ state: z.enum(AUDIT_STATES, "form.choose") });
export const FindingForm = z.object({ severity: z.enum(SEVERITIES, "form.choose"), finding: z.string("form.required").trim().min(1, "form.required").max(2_000, "form.tooLong"), due: day, owner: z.enum(["processor", "controller"], "form.choose") });

export const planAudit = async (ctx: Ctx, id: string, { kind, cause, plannedFor }: z.infer<typeof AuditForm>): Promise<void> => {
  const contract = await lockContract(ctx, id);
  allow(contractPolicy.draft(ctx.viewer), "forbidden");
  if (plannedFor < localDay(ctx.now, contract.zone)) throw new Invalid({ plannedFor: "form.contract.endIsPast" });
  const audit = randomUUID();
  await ctx.db.query("INSERT INTO contract_audits (id, contract_id, kind, cause, planned_for, state, planned_by, planned_at) VALUES ($1, $2, $3, $4, $5, 'planned', $6, $7)", [audit, id, kind, cause, plannedFor, actorOf(ctx), ctx.now]);
  await note(ctx, audit, "planned");
  await contractEvidence(ctx, contract, "auditPlanned", { audit, sort: kind, day: plannedFor });
};

const note = (ctx: Ctx, audit: string, state: AuditState): Promise<unknown> =>
  ctx.db.query("INSERT INTO audit_steps (id, audit_id, state, at, by) VALUES ($1, $2, $3, $4, $5)", [randomUUID(), audit, state, ctx.now, actorOf(ctx)]);

/** The next step of an audit. An escalated one suspends the contract; one with open findings does not close. */
export const advanceAudit = async (ctx: Ctx, id: string, { state }: z.infer<typeof AuditStepForm>): Promise<string> => {
  const { contract, part } = await lockPart<{ id: string; state: AuditState }>(ctx, "contract_audits", id);
  allow(contractPolicy.officer(ctx.viewer), "contractOfficer");
  if (!NEXT[part.state].includes(state)) throw new Conflict("conflict");
  const open = await rows(ctx.db, "SELECT 1 FROM audit_findings WHERE audit_id = $1 AND closed_at IS NULL", [id]);
  if (state === "closed" && open.length > 0) throw new Conflict("auditFindings");
  await ctx.db.query("UPDATE contract_audits SET state = $2 WHERE id = $1", [id, state]);
  await note(ctx, id, state);
  await contractEvidence(ctx, contract, state === "escalated" ? "auditEscalated" : "auditAdvanced", { audit: id, to: state });
  if (state === "escalated" && canTake(contract.state, "suspend")) await suspend(ctx, contract, "failedAudit", "");
  return contract.id;
};

export const addFinding = async (ctx: Ctx, id: string, { severity, finding, due, owner }: z.infer<typeof FindingForm>): Promise<string> => {
  const { contract, part } = await lockPart<{ state: AuditState }>(ctx, "contract_audits", id);
  allow(contractPolicy.draft(ctx.viewer), "forbidden");
  if (part.state !== "evidenceIn" && part.state !== "findingsOpen") throw new Conflict("conflict");
  const found = randomUUID();
  await ctx.db.query("INSERT INTO audit_findings (id, audit_id, severity, text, due, owner, found_at) VALUES ($1, $2, $3, $4, $5, $6, $7)", [found, id, severity, await sealNote(ctx, contract.id, "audit_findings.text", finding), due, owner, ctx.now]);
  if (part.state === "evidenceIn") {
    await ctx.db.query("UPDATE contract_audits SET state = 'findingsOpen' WHERE id = $1", [id]);
    await note(ctx, id, "findingsOpen");
  }
  await contractEvidence(ctx, contract, "findingAdded", { audit: id, finding: found, severity, due });
  return contract.id;
};

export const closeFinding = async (ctx: Ctx, id: string): Promise<string> => {
  const finding = await row<{ audit_id: string; closed_at: Date | null }>(ctx.db, "SELECT audit_id, closed_at FROM audit_findings WHERE id = $1", [id]);
  if (!finding) throw new NotFound();
  const { contract } = await lockPart(ctx, "contract_audits", finding.audit_id);
  allow(contractPolicy.officer(ctx.viewer), "contractOfficer");
  if (finding.closed_at) throw new Conflict("conflict");
  await ctx.db.query("UPDATE audit_findings SET closed_by = $2, closed_at = $3 WHERE id = $1", [id, actorOf(ctx), ctx.now]);
  await contractEvidence(ctx, contract, "findingClosed", { finding: id });
  return contract.id;
};
