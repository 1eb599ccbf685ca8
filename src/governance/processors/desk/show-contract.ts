import { rows } from "../../../platform/database";
import type { Page } from "../../../platform/http";
import { CATEGORIES, isAgent, type Ctx } from "../../../privacy";
import { openAmendment } from "../life/amendments";
import { requirementsOf, type Requirement } from "../life/readiness";
import { SUSPENSIONS } from "../life/steps";
import { canTake, UNSIGNED } from "../life/states";
import { contractPolicy } from "../policy";
import { openNotes } from "../papers/sealed-notes";
import { formView, optionsOf, type FormSpec, type Returned } from "../page/forms";
import { cell, fact, section, type Fact, type Section } from "../page/sections";
import { actorsOf, countryText, dayText, listText, numberText, queueChoices, textsOf } from "../page/words";
import { differences, widenings, type Terms } from "../terms/terms";
import { findContract, firstDay, lastDay, termsOf, type Contract } from "./contracts";
import { contractPage } from "./frame";
import { contractForm } from "./show-desk";
import { termsFields } from "./terms-fields";

/** One contract: what it permits, what it still needs, what can be done with it now, and its life so far. */
export const showContract = async (ctx: Ctx, id: string, returned: Returned | null = null): Promise<Page> => {
  const contract = await findContract(ctx, id);
  const sections = [
    await stepsSection(ctx, contract, returned), ...await amendmentSection(ctx, contract), await termsSection(ctx, contract), ...await draftSection(ctx, contract, returned), await lifeSection(ctx, contract),
  ];
  return contractPage(ctx, contract, { tab: "overview", sections, returned });
};

/** Whether everything is there, and the steps that this viewer can take. */
const stepsSection = async (ctx: Ctx, contract: Contract, returned: Returned | null): Promise<Section> => {
  const t = textsOf(ctx);
  const requirements = await requirementsOf(ctx, contract);
  const missing = requirements.filter(({ met }) => !met).length;
  const shown = UNSIGNED.includes(contract.state) || missing > 0;
  return section({
    id: "steps", title: t("processors.steps"), icon: "checklist", text: missing === 0 ? t("processors.complete") : t("processors.missingCount", { count: missing }),
    warning: contract.state === "awaitingSignature" && !contractPolicy.decide(ctx.viewer, contract) && contractPolicy.officer(ctx.viewer) ? t("error.contractSecondPerson") : "",
    checks: shown ? requirements.map((one) => ({ text: requirementText(ctx, one), done: one.met, note: one.met ? "" : t(`processors.requirement.${one.key}Missing`) })) : [],
    forms: (await stepForms(ctx, contract, missing === 0)).map((spec) => formView(t, spec, returned)),
  });
};

export const requirementText = (ctx: Ctx, { key, detail }: Requirement): string => {
  const t = textsOf(ctx);
  if (key === "clause") return t(`processors.clause.${detail}`);
  if (key === "country") return t("processors.requirement.country", { country: countryText(ctx, detail) });
  if (key === "end") return t("processors.requirement.end", { day: dayText(ctx, detail) });
  return t(`processors.requirement.${key}`);
};

/** Offered only where policy and state allow it; the command asks both again. */
const stepForms = async (ctx: Ctx, contract: Contract, complete: boolean): Promise<FormSpec[]> => {
  const t = textsOf(ctx);
  const { viewer } = ctx;
  const [officer, drafts, decides] = [contractPolicy.officer(viewer), contractPolicy.draft(viewer), contractPolicy.decide(viewer, contract)];
  const note = { name: "note", kind: "textarea", max: 2_000 } as const;
  const path = (what: string): string => `/contracts/${contract.id}/${what}`;
  const all: (FormSpec & { when: boolean })[] = [
    { when: drafts && canTake(contract.state, "submit"), id: "submit", path: path("submission"), act: "submit", kind: "primary" },
    { when: decides && canTake(contract.state, "approve"), id: "approve", path: path("approval"), act: "approve", kind: "primary" },
    { when: decides && complete && canTake(contract.state, "activate"), id: "activate", path: path("activation"), act: "activate", kind: "primary" },
    { when: drafts && canTake(contract.state, "proposeAmendment"), id: "amend", path: path("amendments"), act: "amend", text: t("processors.amendText"), fields: canTake(contract.state, "proposeAmendment") ? await termsFields(ctx, termsOf(contract)) : [] },
    { when: officer && canTake(contract.state, "sendBack"), id: "sendBack", path: path("return"), act: "sendBack", fields: [note] },
    { when: officer && canTake(contract.state, "giveNotice"), id: "notice", path: path("notice"), act: "giveNotice", text: t("processors.noticeText", { count: contract.noticeDays }), fields: [
      { name: "givenBy", kind: "select", required: true, options: optionsOf(t, "party", ["controller", "processor"]), empty: t("processors.choose") }, { name: "endsOn", kind: "date", required: true, label: "noticeEndsOn" }, { name: "cutOverOn", kind: "date", required: true, hint: true }, note] },
    { when: officer && canTake(contract.state, "resume"), id: "resume", path: path("resumption"), act: "resume", kind: "primary", fields: [note] },
    { when: officer && canTake(contract.state, "suspend"), id: "suspend", path: path("suspension"), act: "suspend", kind: "danger", text: t("processors.suspendText"), fields: [{ name: "reason", kind: "select", required: true, options: optionsOf(t, "reason", SUSPENSIONS), empty: t("processors.choose") }, note] },
    { when: officer && canTake(contract.state, "terminate"), id: "terminate", path: path("termination"), act: "terminate", kind: "danger", text: t("processors.terminateText"), fields: [{ name: "reason", kind: "select", required: true, options: optionsOf(t, "reason", SUSPENSIONS), empty: t("processors.choose") }, note] },
    { when: drafts && canTake(contract.state, "discard"), id: "discard", path: path("discarding"), act: "discard", kind: "danger" },
  ];
  return all.filter(({ when }) => when);
};

/** Terms as people read them, field by field. */
const termTexts = async (ctx: Ctx, terms: Terms): Promise<Record<keyof Terms, string>> => {
  const t = textsOf(ctx);
  const queues = await queueChoices(ctx);
  return {
    queues: listText(ctx, queues.filter(({ id }) => terms.queues.includes(id)).map(({ name }) => name)), purposes: listText(ctx, terms.purposes.map((purpose) => t(`helpdesk.purpose.${purpose}`))),
    forms: CATEGORIES.filter((category) => (terms.forms[category] ?? "hidden") !== "hidden").map((category) => `${t(`ui.category.${category}`)} (${t(`oversight.policy.form.${terms.forms[category]!}`)})`).join(", ") || t("processors.nothing"),
    maxLevel: t(`processors.level.${terms.maxLevel}`), countries: listText(ctx, terms.countries.map((code) => countryText(ctx, code))), homeOfficeAllowed: t(terms.homeOfficeAllowed ? "processors.yes" : "processors.no"), endsOn: dayText(ctx, terms.endsOn),
  };
};

const amendmentSection = async (ctx: Ctx, contract: Contract): Promise<Section[]> => {
  const amendment = await openAmendment(ctx, contract.id);
  if (!amendment) return [];
  const t = textsOf(ctx);
  const now = termsOf(contract);
  const [before, after, actor] = [await termTexts(ctx, now), await termTexts(ctx, amendment.terms), await actorsOf(ctx, [amendment.draftedBy])];
  const wider = new Set(widenings(now, amendment.terms).map(({ field }) => field));
  const mine = isAgent(ctx.viewer) && amendment.draftedBy === ctx.viewer.id;
  const decide = (decision: string, act: string, kind?: "primary" | "danger"): FormSpec => ({ id: `amendment-${decision}`, path: `/contracts/${contract.id}/amendment-decision`, act, kind, fields: [{ name: "decision", kind: "hidden", value: decision }] });
  return [section({
    id: "amendment", title: t("processors.amendment", { number: amendment.number }), icon: "edit", text: t("processors.amendmentText", { who: actor(amendment.draftedBy) }), warning: wider.size > 0 ? t("processors.amendmentWidens") : "",
    table: { label: t("processors.amendment", { number: amendment.number }), head: ["field", "now", "proposed", "effect"].map((key) => t(`processors.column.${key}`)), lines: differences(now, amendment.terms).map((field) => ({ forms: [], cells: [
      cell(t(`processors.field.${field}`)), cell(before[field]), cell(after[field]), wider.has(field) ? cell(t("processors.wider"), { tone: "warning" }) : cell(t("processors.narrower"), { tone: "info" })] })) },
    forms: contractPolicy.officer(ctx.viewer) ? [...(mine ? [] : [formView(t, decide("approved", "approveAmendment", "primary"))]), formView(t, decide("rejected", "rejectAmendment"))] : [],
  })];
};

const termsSection = async (ctx: Ctx, contract: Contract): Promise<Section> => {
  const t = textsOf(ctx);
  const texts = await termTexts(ctx, termsOf(contract));
  const facts: Fact[] = [
    fact(t("processors.field.startsOn"), dayText(ctx, firstDay(contract))), fact(t("processors.field.endsOn"), `${dayText(ctx, lastDay(contract))}, 24:00 (${contract.zone})`),
    ...(["queues", "purposes", "forms", "maxLevel", "countries", "homeOfficeAllowed"] as const).map((field) => fact(t(`processors.field.${field}`), texts[field] || t("processors.nothing"))),
    fact(t("processors.field.groups"), listText(ctx, contract.subjectGroups.map((group) => t(`processors.group.${group}`))) || t("processors.nothing")),
    fact(t("processors.field.noticeDays"), numberText(ctx, contract.noticeDays)), fact(t("processors.field.breachNoticeHours"), numberText(ctx, contract.breachNoticeHours)),
    fact(t("processors.field.subProcessorMode"), t(`processors.mode.${contract.subProcessorMode}`)), fact(t("processors.field.objectionDays"), numberText(ctx, contract.objectionDays)),
  ];
  return section({ id: "terms", title: t("processors.terms"), icon: "file-text", facts });
};

/** A draft can be changed as a whole, by those who draft. */
const draftSection = async (ctx: Ctx, contract: Contract, returned: Returned | null): Promise<Section[]> => {
  if (contract.state !== "draft" || !contractPolicy.draft(ctx.viewer)) return [];
  const form = await contractForm(ctx, contract, returned);
  return [section({ id: "change", title: textsOf(ctx)("processors.change"), icon: "edit", forms: [{ ...form, open: returned?.form === "contract" }] })];
};

interface Entered { state: string; at: Date; by: string | null; reason: string; note: Buffer | null }
const ICONS: Readonly<Record<string, readonly [icon: string, tone: string]>> = {
  active: ["circle-check", "success"], suspended: ["ban", "danger"], noticeGiven: ["bell", "warning"], windDown: ["clock", "warning"], ended: ["archive", "warning"], deletionConfirmed: ["trash", "success"], amendmentPending: ["edit", "neutral"], inReview: ["eye", "neutral"], awaitingSignature: ["pencil", "neutral"],
};

/** The contract's life, newest first: each state with who, when and why. */
const lifeSection = async (ctx: Ctx, contract: Contract): Promise<Section> => {
  const t = textsOf(ctx);
  const entered = await rows<Entered>(ctx.db, "SELECT state, at, by, reason, note FROM contract_states WHERE contract_id = $1 ORDER BY at DESC, id", [contract.id]);
  const warned = await rows<{ days: number; at: Date; agents: number; tickets: number }>(ctx.db, "SELECT days, at, agents, tickets FROM contract_warnings WHERE contract_id = $1", [contract.id]);
  const notes = await openNotes(ctx, entered.map(({ note }) => ({ paper: contract.id, place: "contract_states.note", bytes: note })));
  const actor = await actorsOf(ctx, entered.map(({ by }) => by));
  const events = [
    ...entered.map(({ state, at, by, reason }, index) => ({
      at: at.toISOString(), icon: ICONS[state]?.[0] ?? "circle-dot", tone: ICONS[state]?.[1] ?? "neutral", title: t("processors.entered", { state: t(`processors.state.${state}`), reason: t(`processors.reason.${reason}`), who: actor(by) }), text: contractPolicy.controller(ctx.viewer) ? notes[index]! : "",
    })),
    ...warned.map(({ days, at, agents, tickets }) => ({ at: at.toISOString(), icon: "alarm", tone: "warning", title: t("processors.warned", { count: days }), text: t("processors.warnedText", { agents, tickets }) })),
  ].sort((a, b) => (a.at < b.at ? 1 : -1));
  return section({ id: "life", title: t("processors.life"), icon: "history", events });
};
