import { randomUUID } from "node:crypto";
import { z } from "zod";
import { row } from "../../../platform/database";
import { allow, Conflict, Invalid } from "../../../platform/faults";
import { endOfDay, isDay, isZone, startOfDay, localDay } from "../../../platform/local-time";
import { createEmployer, isCountry } from "../../../identity";
import { isAgent, type Ctx } from "../../../privacy";
import { contractEvidence, writeState } from "../life/enter";
import { contractPolicy } from "../policy";
import { paperSealer } from "../papers/sealed-notes";
import { SUBJECT_GROUPS, type Terms } from "../terms/terms";
import { refuseUnknownQueues, TermsForm } from "../terms/terms-form";
import { lockContract } from "./contracts";

const line = (most: number) => z.string("form.required").trim().min(1, "form.required").max(most, "form.tooLong");
const whole = (least: number, most: number) => z.coerce.number("form.number").int("form.number").min(least, "form.number").max(most, "form.number");

export const VendorForm = z.object({ vendorName: line(160), vendorCountry: z.string().trim().toUpperCase().refine(isCountry, "form.contract.country") });

/** A company that may become a processor. It gets nothing by being known. */
export const addProcessor = async (ctx: Ctx, { vendorName, vendorCountry }: z.infer<typeof VendorForm>): Promise<string> => {
  allow(contractPolicy.draft(ctx.viewer), "forbidden");
  if (await row(ctx.db, "SELECT 1 FROM employers WHERE lower(name) = lower($1)", [vendorName])) throw new Invalid({ vendorName: "form.contract.vendorTaken" });
  return createEmployer(ctx, { key: `processor-${randomUUID()}`, name: vendorName, kind: "processor", country: vendorCountry });
};

const Header = z.looseObject({
  employer: z.uuid("form.choose"), reference: line(40).regex(/^[\p{L}\p{N} ./_-]+$/u, "form.invalid"), title: line(160),
  startsOn: z.string("form.date").trim().refine(isDay, "form.date"), zone: z.string().default("Europe/Berlin").refine(isZone, "form.choice"),
  noticeDays: whole(0, 3650), breachNoticeHours: whole(1, 72), subProcessorMode: z.enum(["specific", "general"], "form.choice"), objectionDays: whole(1, 365),
  assessment: z.union([z.literal(""), z.uuid("form.choice")]).default(""),
}).transform(({ employer, reference, title, startsOn, zone, noticeDays, breachNoticeHours, subProcessorMode, objectionDays, assessment, ...rest }) => ({
  employer, reference, title, startsOn, zone, noticeDays, breachNoticeHours, subProcessorMode, objectionDays, assessment: assessment || null,
  subjectGroups: SUBJECT_GROUPS.filter((group) => rest[`group.${group}`]),
}));
type Header = z.infer<typeof Header>;

/** Everything of a contract: its header (Art. 28(3) GDPR, first sentence) and its terms. */
export const ContractForm = z.looseObject({}).transform((fields, issues) => {
  const [header, terms] = [Header.safeParse(fields), TermsForm.safeParse(fields)];
  for (const issue of [...(header.error?.issues ?? []), ...(terms.error?.issues ?? [])]) issues.addIssue({ ...issue, code: "custom", message: issue.message } as never);
  if (header.success && terms.success && terms.data.endsOn < header.data.startsOn) issues.addIssue({ code: "custom", path: ["endsOn"], message: "form.contract.endBeforeStart" });
  return { header: header.data as Header, terms: terms.data as Terms };
});
type Contract = z.infer<typeof ContractForm>;

const valuesOf = ({ header, terms }: Contract): unknown[] => [
  header.employer, header.reference, header.title, startOfDay(header.startsOn, header.zone), endOfDay(terms.endsOn, header.zone), header.zone, terms.queues, terms.purposes, JSON.stringify(terms.forms), terms.maxLevel,
  terms.countries, terms.homeOfficeAllowed, header.subjectGroups, header.noticeDays, header.breachNoticeHours, header.subProcessorMode, header.objectionDays, header.assessment,
];
const COLUMNS = "employer_id, reference, title, valid_from, valid_until, zone, queues, purposes, forms, max_level, countries, home_office_allowed, subject_groups, notice_days, breach_notice_hours, sub_processor_mode, objection_days, assessment_id";

/** Drafts a contract. A draft permits nobody anything. */
export const draftContract = async (ctx: Ctx, contract: Contract): Promise<string> => {
  allow(contractPolicy.draft(ctx.viewer), "forbidden");
  await check(ctx, contract, null);
  const id = randomUUID();
  await ctx.db.query(`INSERT INTO processor_contracts (id, state, editors, ${COLUMNS}) VALUES ($1, 'draft', $2, ${numbered(18, 3)})`, [id, [editorOf(ctx)], ...valuesOf(contract)]);
  await paperSealer(ctx, id);
  await writeState(ctx, id, "draft", { reason: "drafted", note: null });
  await contractEvidence(ctx, { id, employerId: contract.header.employer }, "drafted", { reference: contract.header.reference });
  return id;
};

/** Changes a draft. Whoever does so is one of its editors and will not decide on it. */
export const changeDraft = async (ctx: Ctx, id: string, contract: Contract): Promise<void> => {
  const kept = await lockContract(ctx, id);
  allow(contractPolicy.draft(ctx.viewer), "forbidden");
  if (kept.state !== "draft") throw new Conflict("contractState");
  await check(ctx, contract, id);
  await ctx.db.query(`UPDATE processor_contracts SET (${COLUMNS}) = (${numbered(18, 3)}), editors = ARRAY(SELECT DISTINCT unnest(editors || $2::uuid[])) WHERE id = $1`, [id, [editorOf(ctx)], ...valuesOf(contract)]);
  await contractEvidence(ctx, { id, employerId: contract.header.employer }, "draftChanged", { ends: contract.terms.endsOn });
};

const editorOf = (ctx: Ctx): string => (isAgent(ctx.viewer) ? ctx.viewer.id : "00000000-0000-4000-8000-000000000000");
const numbered = (count: number, from: number): string => Array.from({ length: count }, (_, index) => `$${from + index}`).join(", ");

const check = async (ctx: Ctx, { header, terms }: Contract, id: string | null): Promise<void> => {
  await refuseUnknownQueues(ctx, terms.queues);
  if (!await row(ctx.db, "SELECT 1 FROM employers WHERE id = $1 AND kind = 'processor'", [header.employer])) throw new Invalid({ employer: "form.choose" });
  if (await row(ctx.db, "SELECT 1 FROM processor_contracts WHERE reference = $1 AND id IS DISTINCT FROM $2", [header.reference, id])) throw new Invalid({ reference: "form.contract.referenceTaken" });
  if (header.assessment && !await row(ctx.db, "SELECT 1 FROM role_assessments WHERE id = $1", [header.assessment])) throw new Invalid({ assessment: "form.choice" });
  if (terms.endsOn < localDay(ctx.now, header.zone)) throw new Invalid({ endsOn: "form.contract.endIsPast" });
};
