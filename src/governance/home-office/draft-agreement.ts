import { randomUUID } from "node:crypto";
import { z } from "zod";
import { row, rows } from "../../platform/database";
import { addMonths, dayOf, startOfDay } from "../../platform/calendar";
import { Invalid } from "../../platform/faults";
import { sealedAt, type Ctx } from "../../privacy";
import { Agreement } from "./agreement";
import { agentOf, findOwn, noteStep, openFor, saveAgreement, sealFor } from "./agreements";
import { CHECKLIST_VERSION, LONGEST_MONTHS, type Room } from "./checklist";
import { addressesIn, contentOf, type AgreementInput, type TypedAddress } from "./form";
import { problemsOf, type Problem } from "./problems";
import { tellDeciders } from "./tell-deciders";

/** The version of an agreement that the page showed; what happens to another one meanwhile is a conflict. */
export const Seen = z.object({ version: z.coerce.number("form.invalid").int("form.invalid").positive("form.invalid") });

/**
 * Begins a draft, filled from the last agreement with this employer, for twelve months from today. Whoever has one under way
 * goes on with that: two drafts of one person would be two answers to one question. The answer is its id.
 */
export const startDraft = async (ctx: Ctx): Promise<string> => {
  const viewer = agentOf(ctx);
  await rows(ctx.db, "SELECT id FROM agents WHERE id = $1 FOR UPDATE", [viewer.id]);
  const employerId = viewer.standing.employer.id;
  const under = await row<{ id: string }>(ctx.db, "SELECT id FROM home_office_agreements WHERE agent_id = $1 AND employer_id = $2 AND active_from IS NULL AND ended_at IS NULL AND valid_until > $3", [viewer.id, employerId, ctx.now]);
  if (under) return under.id;
  const last = await ctx.db.getRepository(Agreement).findOne({ where: { agentId: viewer.id, employerId }, order: { createdAt: "DESC" } });
  const draft = await blankDraft(ctx, last);
  await ctx.db.getRepository(Agreement).insert(draft);
  if (last) await copyAddresses(ctx, last.id, draft.id);
  return draft.id;
};

const blankDraft = async (ctx: Ctx, last: Agreement | null): Promise<Agreement> => {
  const viewer = agentOf(ctx);
  const employer = await row<{ country: string }>(ctx.db, "SELECT country FROM employers WHERE id = $1", [viewer.standing.employer.id]);
  const today = dayOf(ctx.now);
  return Object.assign(new Agreement(), {
    kind: "telework", countries: [employer!.country], devices: [], privateDevice: false, paper: false, printing: false, maxLevel: "L2", inspectedBy: [], noticeHours: 48, virtualAllowed: true, household: null,
    ...(last ? carriedOver(last) : {}),
    id: randomUUID(), agentId: viewer.id, employerId: viewer.standing.employer.id, version: 1, checklist: [], textVersion: CHECKLIST_VERSION, language: viewer.locale, createdAt: ctx.now,
    validFrom: startOfDay(today), validUntil: startOfDay(addMonths(today, LONGEST_MONTHS)),
    submittedAt: null, leadApprovedAt: null, clientApprovedAt: null, privacyApprovedAt: null, activeFrom: null, fixesDueAt: null, fixedAt: null, endedAt: null, endedAs: null,
  });
};

/** What a renewal starts from; the checklist is answered anew. */
const carriedOver = ({ kind, countries, devices, privateDevice, paper, printing, maxLevel, inspectedBy, noticeHours, virtualAllowed, household }: Agreement): Partial<Agreement> =>
  ({ kind, countries, devices, privateDevice, paper, printing, maxLevel, inspectedBy, noticeHours, virtualAllowed, household });

const copyAddresses = (ctx: Ctx, from: string, to: string): Promise<unknown> => rows(ctx.db, `
  INSERT INTO home_office_addresses (id, agreement_id, agent_id, position, label, address, country, room)
  SELECT gen_random_uuid(), $2, agent_id, position, label, address, country, room FROM home_office_addresses WHERE agreement_id = $1`, [from, to]);

export const replaceAddresses = async (ctx: Ctx, { id, agentId }: Agreement, addresses: readonly TypedAddress[]): Promise<void> => {
  await rows(ctx.db, "DELETE FROM home_office_addresses WHERE agreement_id = $1", [id]);
  for (const [position, one] of addresses.entries()) {
    await rows(ctx.db, "INSERT INTO home_office_addresses (id, agreement_id, agent_id, position, label, address, country, room) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      [randomUUID(), id, agentId, position, await sealFor(ctx, agentId, "home_office_addresses.label", one.label), await sealFor(ctx, agentId, "home_office_addresses.address", one.address), one.country, one.room]);
  }
};

/** Keeps what was typed into the own draft. Throws Conflict for another version, Invalid by the fields. */
export const saveDraft = async (ctx: Ctx, id: string, form: AgreementInput): Promise<void> => {
  const { agreement } = await findOwn(ctx, id, { lock: true });
  const addresses = addressesIn(form);
  const household = await sealFor(ctx, agreement.agentId, "home_office_agreements.household", form.household);
  agreement.change(form.version, { ...contentOf(form), household: sealedAt("home_office_agreements.household", household), language: agentOf(ctx).locale });
  await saveAgreement(ctx, agreement);
  await replaceAddresses(ctx, agreement, addresses);
};

export const missingIn = async (ctx: Ctx, agreement: Agreement, rooms: readonly { country: string; room: Room }[]): Promise<Problem[]> => {
  const { standing } = agentOf(ctx);
  const [household] = await openFor(ctx, agreement.agentId, [agreement.household]);
  const outsourced = standing.employer.kind === "processor";
  return problemsOf(agreement, { addresses: rooms, household: household !== "", outsourced, contractAllowsHome: standing.contracts.some(({ homeOfficeAllowed }) => homeOfficeAllowed), now: ctx.now });
};

/** Hands the own draft in. Throws Invalid while anything is missing, Conflict for another version. */
export const submitAgreement = async (ctx: Ctx, id: string, { version }: z.infer<typeof Seen>): Promise<void> => {
  const { agreement, addresses } = await findOwn(ctx, id, { lock: true });
  agreement.submit(version, ctx.now);
  if ((await missingIn(ctx, agreement, addresses)).length > 0) throw new Invalid({ form: "homeOffice.errors.incomplete" });
  await saveAgreement(ctx, agreement);
  await noteStep(ctx, agreement, "submitted");
  await tellDeciders(ctx, agreement.agentId, "lead", "homeAgreement.waiting");
};

/** The person takes it back to change it; approvals of the old version are void. */
export const takeBack = async (ctx: Ctx, id: string): Promise<void> => {
  const { agreement } = await findOwn(ctx, id, { lock: true });
  agreement.reopen();
  await saveAgreement(ctx, agreement);
  await noteStep(ctx, agreement, "takenBack");
};

