import { randomUUID } from "node:crypto";
import { FILES } from "../platform/files";
import { TIME_ZONE } from "../platform/i18n";
import { addDays, endOfDay, localDay, startOfDay } from "../platform/local-time";
import { use } from "../platform/services";
import { createSealer, type Ctx } from "../privacy";
import { daysFrom } from "./as-of";
import { SUB_PROCESSORS, VENDORS } from "./contract-papers";
import type { EmployerKey, QueueKey, SampleCompany, SampleContract } from "./types";

interface Places { readonly employers: ReadonlyMap<EmployerKey, string>; readonly queues: ReadonlyMap<QueueKey, string> }

/** Contracts with their papers and their life so far: one runs, one ends soon, and a vendor was scored before. */
export const loadContracts = async (ctx: Ctx, { contracts }: SampleCompany, places: Places): Promise<void> => {
  for (const [index, contract] of contracts.entries()) await loadContract(ctx, { contract, places, number: index + 1 });
  for (const vendor of VENDORS) await loadScorecard(ctx, vendor);
};

interface Loading { readonly contract: SampleContract; readonly places: Places; readonly number: number }

const loadContract = async (ctx: Ctx, { contract, places, number }: Loading): Promise<void> => {
  const id = randomUUID();
  const today = localDay(ctx.now, TIME_ZONE);
  const [from, until] = [startOfDay(addDays(today, contract.validFromDays), TIME_ZONE), endOfDay(addDays(today, contract.validUntilDays), TIME_ZONE)];
  const assessment = await loadAssessment(ctx, contract, from);
  await ctx.db.query(`INSERT INTO processor_contracts (id, employer_id, reference, title, state, valid_from, valid_until, queues, purposes, forms, countries, home_office_allowed, max_level, subject_groups, sub_processor_mode, assessment_id)
    VALUES ($1, $2, $3, $4, 'active', $5, $6, $7, $8, $9, $10, $11, 'L2', '{customers,callers,recipients}', $12, $13)`,
  [id, places.employers.get(contract.employer), `AVV-${from.getUTCFullYear()}-${String(number).padStart(2, "0")}`, contract.title, from, until,
    contract.queues.map((key) => places.queues.get(key)), contract.purposes, JSON.stringify(contract.categories), contract.countries, contract.homeOfficeAllowed, contract.subProcessorMode, assessment]);
  const sealer = await createSealer(ctx, id);
  const seal = (place: `${string}.${string}`, text: string): Buffer => sealer.seal(place, text).toPostgres();
  for (const [step, [state, reason, days]] of LIFE.entries()) await ctx.db.query("INSERT INTO contract_states (id, contract_id, state, at, reason) VALUES ($1, $2, $3, $4, $5)", [randomUUID(), id, state, new Date(daysFrom(from, days).getTime() + step * 3_600_000), reason]);
  for (const [index, clause] of CLAUSES.entries()) await ctx.db.query("INSERT INTO contract_clauses (contract_id, clause, evidence, checked_at) VALUES ($1, $2, $3, $4)", [id, clause, seal("contract_clauses.evidence", `§ ${index + 3}`), daysFrom(from, -20)]);
  await ctx.db.query("INSERT INTO contract_measures (contract_id, version, measures, adopted_at, review_due) VALUES ($1, 1, $2, $3, $4)", [id, JSON.stringify(CONTROLS.map((control, index) => ({ control, level: index % 5 === 3 ? "partial" : "met" }))), daysFrom(ctx.now, -90), addDays(today, 270)]);
  for (const [index, [text, channel, objection]] of contract.instructions.entries()) {
    await ctx.db.query("INSERT INTO contract_instructions (id, contract_id, number, text, channel, issued_at, confirmed_at, objected_at, objection) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", [randomUUID(), id, index + 1, seal("contract_instructions.text", text), channel, daysFrom(ctx.now, -60 + index * 20),
      channel === "spoken" && !objection ? daysFrom(ctx.now, -59 + index * 20) : null, objection ? daysFrom(ctx.now, -2) : null, objection ? seal("contract_instructions.objection", objection) : null]);
  }
  for (const sub of SUB_PROCESSORS[contract.employer] ?? []) {
    await ctx.db.query(`INSERT INTO sub_processors (id, contract_id, name, address, country, service, contact, proposed_at, notified_at, silence_allows, objection_until, decision, decided_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10, $11, $12)`, [randomUUID(), id, sub.name, sub.address, sub.country, sub.service, seal("sub_processors.contact", sub.contact), daysFrom(ctx.now, -sub.days), contract.subProcessorMode === "general", endOfDay(addDays(today, 30 - sub.days), TIME_ZONE), sub.approved ? "approved" : null, sub.approved ? daysFrom(ctx.now, -sub.days + 5) : null]);
  }
  await ctx.db.query("INSERT INTO contract_audits (id, contract_id, kind, cause, planned_for, state, planned_at) VALUES ($1, $2, 'desk', 'yearly', $3, 'planned', $4)", [randomUUID(), id, addDays(today, 60), daysFrom(ctx.now, -30)]);
  const scan = Buffer.from(`%PDF-1.4\n% Muster eines unterschriebenen Vertrags: ${contract.title}\n`);
  await ctx.db.query("INSERT INTO contract_documents (id, contract_id, kind, file_name, content_type, size, file_key, added_at) VALUES ($1, $2, 'signedContract', $3, 'application/pdf', $4, $5, $6)",
    [randomUUID(), id, seal("contract_documents.file_name", "Vertrag-unterschrieben.pdf"), scan.length, await use(ctx.db, FILES).put(sealer.sealBytes("contract_documents.file_key", scan)), daysFrom(from, -3)]);
  await loadContact(ctx, places.employers.get(contract.employer)!, contract.contact);
};

const CLAUSES = ["a", "b", "c", "d", "e", "f", "g", "h", "warning"];
const CONTROLS = ["entry", "media", "storage", "user", "access", "transmission", "input", "transport", "recovery", "reliability", "integrity", "order", "availability", "separation"];
/** State, reason and days before or after the beginning. */
const LIFE = [["draft", "drafted", -30], ["inReview", "submitted", -21], ["awaitingSignature", "approved", -14], ["active", "activated", -2]] as const;

const loadAssessment = async (ctx: Ctx, { vendor, title }: SampleContract, from: Date): Promise<string> => {
  const id = randomUUID();
  const answers = { access: "yes", integrated: "no", profession: "no", ownPurposes: "no", jointly: "no", instructed: "yes", freeMeans: "no", mixed: "no" };
  await ctx.db.query("INSERT INTO role_assessments (id, vendor, task, questions, answers, role, confidence, reasons, reviewed_at, next_review) VALUES ($1, $2, $3, 1, $4, 'processor', 'clear', '{instructed}', $5, $6)",
    [id, vendor, title, JSON.stringify(answers), daysFrom(from, -40), addDays(localDay(ctx.now, TIME_ZONE), 200)]);
  return id;
};

const loadContact = async (ctx: Ctx, employerId: string, { name, email }: SampleContract["contact"]): Promise<void> => {
  const id = randomUUID();
  const sealer = await createSealer(ctx, id);
  await ctx.db.query("INSERT INTO processor_contacts (id, employer_id, duty, name, email, added_at) VALUES ($1, $2, 'privacy', $3, $4, $5)", [id, employerId, sealer.seal("processor_contacts.name", name).toPostgres(), sealer.seal("processor_contacts.email", email).toPostgres(), daysFrom(ctx.now, -200)]);
};

const loadScorecard = async (ctx: Ctx, { vendor, points, failed, evidence, days }: (typeof VENDORS)[number]): Promise<void> => {
  const id = randomUUID();
  const sealer = await createSealer(ctx, id);
  const knockOuts = Object.fromEntries(["contract", "confidentiality", "subProcessors", "thirdCountry", "breachNotice"].map((name) => [name, name !== failed]));
  await ctx.db.query("INSERT INTO scorecards (id, vendor, weights, knock_outs, points, evidence, assessed_at, rescore_due) VALUES ($1, $2, 1, $3, $4, $5, $6, $7)",
    [id, vendor, JSON.stringify(knockOuts), JSON.stringify(points), sealer.seal("scorecards.evidence", evidence).toPostgres(), daysFrom(ctx.now, -days), addDays(localDay(ctx.now, TIME_ZONE), 365 - days)]);
};
