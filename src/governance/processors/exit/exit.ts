import { z } from "zod";
import { row } from "../../../platform/database";
import { allow, Conflict, Invalid } from "../../../platform/faults";
import { addDays, endOfDay, isDay, localDay } from "../../../platform/local-time";
import type { Ctx } from "../../../privacy";
import { lastDay, lockContract, type Contract } from "../desk/contracts";
import { actorOf, contractEvidence, enter } from "../life/enter";
import { canTake, UNSIGNED } from "../life/states";
import { contractPolicy } from "../policy";
import { sealNote } from "../papers/sealed-notes";

/** Laws of the Union or a Member State that make a processor keep something (Art. 28(3)(g) GDPR); whatever is kept is restricted until then. */
export const KEPT_BY = ["hgb257", "ao147", "tkg", "other"] as const;
export const METHODS = ["erased", "cryptoErased", "destroyed", "returned"] as const;

export const ExitForm = z.object({
  choice: z.enum(["return", "deletion"], "form.choose"), deletionDays: z.coerce.number("form.number").int("form.number").min(1, "form.number").max(365, "form.number"),
  keptLaw: z.union([z.literal(""), z.enum(KEPT_BY, "form.choice")]).default(""), keptUntil: z.string().trim().default("").refine((text) => text === "" || isDay(text), "form.date"),
}).superRefine(({ keptLaw, keptUntil }, issues) => {
  if (Boolean(keptLaw) !== Boolean(keptUntil)) issues.addIssue({ code: "custom", path: [keptLaw ? "keptUntil" : "keptLaw"], message: "form.required" });
});
const text = z.string("form.required").trim().min(1, "form.required").max(1_000, "form.tooLong");
export const CertificateForm = z.object({ scope: text, systems: text, method: z.enum(METHODS, "form.choose"), backupsExpireOn: z.string("form.date").trim().refine(isDay, "form.date"), subProcessorsConfirmed: z.string("form.contract.subProcessorsConfirmed").min(1), signedBy: text });

/** The day by which nothing may be left with the processor. */
export const deletionDue = (contract: Pick<Contract, "validUntil" | "zone">, deletionDays: number): string => addDays(lastDay(contract), deletionDays);

/** The controller chooses return or deletion (Art. 28(3)(g) GDPR): before the end, and while it winds down at the latest. */
export const chooseExit = async (ctx: Ctx, id: string, { choice, deletionDays, keptLaw, keptUntil }: z.infer<typeof ExitForm>): Promise<void> => {
  const contract = await lockContract(ctx, id);
  allow(contractPolicy.officer(ctx.viewer), "contractOfficer");
  if (UNSIGNED.includes(contract.state) || ["ended", "deletionConfirmed", "archived"].includes(contract.state)) throw new Conflict("contractState");
  await ctx.db.query(`INSERT INTO contract_exits (contract_id, choice, chosen_by, chosen_at, deletion_days, kept_law, kept_until) VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (contract_id) DO UPDATE SET choice = excluded.choice, chosen_by = excluded.chosen_by, chosen_at = excluded.chosen_at, deletion_days = excluded.deletion_days, kept_law = excluded.kept_law, kept_until = excluded.kept_until`,
  [id, choice, actorOf(ctx), ctx.now, deletionDays, keptLaw || null, keptUntil || null]);
  await contractEvidence(ctx, contract, "exitChosen", { choice, days: String(deletionDays), ...(keptLaw ? { keptBy: keptLaw, keptUntil } : {}) });
};

/** The wind-down is over: what had to be handed back has been. Needs the choice. */
export const finishContract = async (ctx: Ctx, id: string): Promise<void> => {
  const contract = await lockContract(ctx, id);
  allow(contractPolicy.officer(ctx.viewer), "contractOfficer");
  if (!canTake(contract.state, "finish")) throw new Conflict("contractState");
  if (!await row(ctx.db, "SELECT 1 FROM contract_exits WHERE contract_id = $1", [id])) throw new Conflict("exitUnchosen");
  await enter(ctx, contract, "finish");
};

/** The processor's certificate: what was deleted, where, how, when the last backup goes, all levels included, and who signed. */
export const certifyDeletion = async (ctx: Ctx, id: string, form: z.infer<typeof CertificateForm>): Promise<void> => {
  const contract = await lockContract(ctx, id);
  allow(contractPolicy.officer(ctx.viewer), "contractOfficer");
  if (!canTake(contract.state, "confirmDeletion")) throw new Conflict("contractState");
  if (!await row(ctx.db, "SELECT 1 FROM contract_documents WHERE contract_id = $1 AND kind = 'certificate'", [id])) throw new Invalid({ form: "form.contract.certificateMissing" });
  await ctx.db.query("UPDATE contract_exits SET certified_by = $2, certified_at = $3, scope = $4, systems = $5, method = $6, backups_expire_on = $7, sub_processors_confirmed = true, signed_by = $8 WHERE contract_id = $1",
    [id, actorOf(ctx), ctx.now, form.scope, await sealNote(ctx, id, "contract_exits.systems", form.systems), form.method, form.backupsExpireOn, await sealNote(ctx, id, "contract_exits.signed_by", form.signedBy)]);
  await enter(ctx, contract, "confirmDeletion", { reason: form.method });
};

/** The record stays as proof until the end of the third year after the end (class C-3y). Not while backups still hold data, or the law keeps something. */
export const archiveContract = async (ctx: Ctx, id: string): Promise<void> => {
  const contract = await lockContract(ctx, id);
  allow(contractPolicy.officer(ctx.viewer), "contractOfficer");
  const exit = await row<{ latest: string }>(ctx.db, "SELECT GREATEST(backups_expire_on, kept_until)::text AS latest FROM contract_exits WHERE contract_id = $1", [id]);
  if (canTake(contract.state, "archive") && exit && endOfDay(exit.latest, contract.zone) > ctx.now) throw new Conflict("exitOpen");
  await enter(ctx, contract, "archive");
};

export const keptUntil = (contract: Pick<Contract, "validUntil" | "zone">): string => `${Number(localDay(new Date(contract.validUntil.getTime() - 1), contract.zone).slice(0, 4)) + 3}-12-31`;
