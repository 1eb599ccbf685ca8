import { rows } from "../../../platform/database";
import type { Page } from "../../../platform/http";
import { localDay } from "../../../platform/local-time";
import { countryOptions } from "../../../identity";
import { EEA, type Ctx } from "../../../privacy";
import { findContract, type Contract } from "../desk/contracts";
import { contractPage } from "../desk/frame";
import { contractPolicy } from "../policy";
import { openNotes } from "../papers/sealed-notes";
import { formView, optionsOf, type FormSpec, type Returned } from "../page/forms";
import { cell, section, type Section } from "../page/sections";
import { countryText, dayText, localeOf, textsOf } from "../page/words";
import { chainState, SERVICES, type ChainFacts, type ChainState } from "./sub-processors";
import { MODULES, TOOLS } from "./transfers";

interface Sub extends ChainFacts { id: string; parent_id: string | null; name: string; address: string; country: string; service: string; contact: Buffer; grounds: Buffer | null; company: string | null; allowed: boolean }

/** Everybody below the processor, at every level, and what carries data out of the EEA. */
export const showChain = async (ctx: Ctx, id: string, returned: Returned | null = null): Promise<Page> => {
  const contract = await findContract(ctx, id);
  const subs = await listSubProcessors(ctx, contract.id);
  return contractPage(ctx, contract, { tab: "chain", returned, sections: [await chainSection(ctx, contract, subs, returned), await countrySection(ctx, contract), await transferSection(ctx, contract, subs, returned)] });
};

/** In the order of the tree: each below the one that it works for. */
export const listSubProcessors = async (ctx: Ctx, contractId: string): Promise<(Sub & { level: number })[]> => {
  const found = await rows<Sub>(ctx.db, `SELECT s.*, e.name AS company, EXISTS (SELECT 1 FROM sub_processors_allowed($2) x WHERE x.id = s.id) AS allowed
    FROM sub_processors s LEFT JOIN employers e ON e.id = s.employer_id WHERE s.contract_id = $1 ORDER BY s.proposed_at, s.id`, [contractId, ctx.now]);
  const below = (parent: string | null, level: number): (Sub & { level: number })[] => found.filter((one) => one.parent_id === parent).flatMap((one) => [{ ...one, level }, ...below(one.id, level + 1)]);
  return below(null, 1);
};

const TONE: Readonly<Record<ChainState, string>> = { proposed: "info", objectionOpen: "warning", waiting: "warning", approved: "success", allowedBySilence: "success", objected: "danger", removed: "outline" };

const chainSection = async (ctx: Ctx, contract: Contract, subs: readonly (Sub & { level: number })[], returned: Returned | null): Promise<Section> => {
  const t = textsOf(ctx);
  const notes = await openNotes(ctx, subs.flatMap(({ contact, grounds }) => [{ paper: contract.id, place: "sub_processors.contact", bytes: contact }, { paper: contract.id, place: "sub_processors.grounds", bytes: grounds }]));
  const proposes = contractPolicy.draft(ctx.viewer) || contractPolicy.processor(ctx.viewer, contract);
  return section({
    id: "sub-processors", title: t("processors.subProcessors"), icon: "arrows-split", text: t(`processors.modeText.${contract.subProcessorMode}`, { count: contract.objectionDays }), empty: t("processors.noSubProcessors"),
    table: { label: t("processors.subProcessors"), head: ["level", "company", "service", "contact", "state", "data"].map((key) => t(`processors.column.${key}`)), lines: subs.map((one, index) => {
      const state = chainState(one, contract.subProcessorMode, ctx.now);
      return {
        cells: [cell(String(one.level)), cell(one.name, { note: `${one.address}, ${countryText(ctx, one.country)}` }), cell(t(`processors.service.${one.service}`), { note: one.company ?? "" }), cell(notes[index * 2]!),
          cell(t(`processors.chain.${state}`), { tone: TONE[state], note: state === "objectionOpen" ? t("processors.objectionUntil", { day: dayText(ctx, localDay(new Date(one.objection_until!.getTime() - 1), contract.zone)) }) : notes[index * 2 + 1]! }),
          cell(t(one.allowed ? "processors.mayGetData" : "processors.getsNoData"), { tone: one.allowed ? "success" : "outline" })],
        forms: chainForms(ctx, contract, one, state).map((spec) => formView(t, spec, returned)),
      };
    }) },
    forms: proposes ? [formView(t, await proposal(ctx, contract, subs), returned)] : [],
  });
};

const chainForms = (ctx: Ctx, contract: Contract, { id, decision }: Sub, state: ChainState): FormSpec[] => {
  if (state === "removed") return [];
  const officer = contractPolicy.officer(ctx.viewer);
  const decide = (which: "approved" | "objected", act: string, kind?: "danger"): FormSpec => ({ id: `${which}-${id}`, path: `/sub-processors/${id}/decision`, act, kind, fields: [{ name: "decision", kind: "hidden", value: which }, ...(which === "objected" ? [{ name: "grounds", kind: "textarea", max: 2_000 } as const] : [])] });
  return [
    ...(officer && decision !== "approved" ? [decide("approved", "approveSub")] : []), ...(officer && decision !== "objected" ? [decide("objected", "objectSub", "danger")] : []),
    ...(contractPolicy.draft(ctx.viewer) || contractPolicy.processor(ctx.viewer, contract) ? [{ id: `remove-${id}`, path: `/sub-processors/${id}/removal`, act: "removeSub" }] : []),
  ];
};

const proposal = async (ctx: Ctx, contract: Contract, subs: readonly (Sub & { level: number })[]): Promise<FormSpec> => {
  const t = textsOf(ctx);
  const companies = contractPolicy.draft(ctx.viewer) ? await rows<{ value: string; label: string }>(ctx.db, "SELECT id AS value, name AS label FROM employers WHERE kind = 'processor' AND id <> $1 ORDER BY name", [contract.employerId]) : [];
  return {
    id: "sub-processor", path: `/contracts/${contract.id}/sub-processors`, act: "proposeSub", text: t("processors.proposeText"), fields: [
      { name: "name", kind: "text", required: true, label: "subName", max: 160 }, { name: "address", kind: "text", required: true, max: 300 }, { name: "country", kind: "select", required: true, options: countryOptions(localeOf(ctx)), empty: t("processors.choose") },
      { name: "contact", kind: "text", required: true, hint: true, label: "subContact", max: 300 }, { name: "service", kind: "select", required: true, options: optionsOf(t, "service", SERVICES), empty: t("processors.choose") },
      { name: "parent", kind: "select", empty: t("processors.directly"), options: subs.filter(({ removed_at: removed }) => !removed).map(({ id, name }) => ({ value: id, label: name })) },
      ...(companies.length > 0 ? [{ name: "company", kind: "select", hint: true, empty: t("processors.noCompany"), options: companies } as const] : [])],
  };
};

/** Which of the contract's countries count now, and why. */
const countrySection = async (ctx: Ctx, contract: Contract): Promise<Section> => {
  const t = textsOf(ctx);
  const permitted = new Set((await rows<{ country: string }>(ctx.db, "SELECT country FROM unnest($1::text[]) AS country WHERE transfer_permitted($2, NULL, country, $3)", [contract.countries, contract.id, ctx.now])).map(({ country }) => country));
  return section({
    id: "countries", title: t("processors.countries"), icon: "world", text: t("processors.countriesText"),
    checks: contract.countries.map((code) => ({ text: countryText(ctx, code), done: permitted.has(code), note: EEA.has(code) ? t("processors.inEea") : permitted.has(code) ? t("processors.carried") : t("processors.notCarried") })),
  });
};

interface Transfer { id: string; country: string; tool: string; module: string | null; assessed_on: string | null; checked: string | null; valid_until: Date; lost_at: Date | null; sub: string | null; holds: boolean }

const transferSection = async (ctx: Ctx, contract: Contract, subs: readonly Sub[], returned: Returned | null): Promise<Section> => {
  const t = textsOf(ctx);
  const found = await rows<Transfer>(ctx.db, `SELECT t.id, t.country, t.tool, t.module, t.assessed_on::text, t.certificate_checked_on::text AS checked, t.valid_until, t.lost_at, s.name AS sub,
      t.lost_at IS NULL AND t.valid_until > $2 AND transfer_permitted(t.contract_id, t.sub_processor_id, t.country, $2) AS holds
    FROM transfers t LEFT JOIN sub_processors s ON s.id = t.sub_processor_id WHERE t.contract_id = $1 ORDER BY t.recorded_at DESC`, [contract.id, ctx.now]);
  const officer = contractPolicy.officer(ctx.viewer);
  return section({
    id: "transfers", title: t("processors.transfers"), icon: "globe", text: t("processors.transfersText"), empty: t("processors.noTransfers"),
    table: { label: t("processors.transfers"), head: ["country", "tool", "assessed", "until", "state"].map((key) => t(`processors.column.${key}`)), lines: found.map((one) => ({
      cells: [cell(countryText(ctx, one.country), { note: one.sub ?? "" }), cell(t(`processors.tool.${one.tool}`), { note: one.module ? t(`processors.module.${one.module}`) : "" }), cell(one.assessed_on ? dayText(ctx, one.assessed_on) : one.checked ? dayText(ctx, one.checked) : ""), cell(dayText(ctx, localDay(new Date(one.valid_until.getTime() - 1), contract.zone))),
        one.holds ? cell(t("processors.holds"), { tone: "success" }) : cell(t("processors.holdsNot"), { tone: "danger" })],
      forms: officer && !one.lost_at ? [formView(t, { id: `lost-${one.id}`, path: `/transfers/${one.id}/loss`, act: "loseTransfer", kind: "danger" }, returned)] : [],
    })) },
    forms: officer ? [formView(t, { id: "transfer", path: `/contracts/${contract.id}/transfers`, act: "recordTransfer", fields: [
      { name: "country", kind: "select", required: true, options: countryOptions(localeOf(ctx)).filter(({ value }) => !EEA.has(value)), empty: t("processors.choose") }, { name: "tool", kind: "select", required: true, options: optionsOf(t, "tool", TOOLS), empty: t("processors.choose") },
      { name: "module", kind: "select", hint: true, options: optionsOf(t, "module", MODULES), empty: t("processors.none") }, { name: "assessedOn", kind: "date", hint: true }, { name: "certificateCheckedOn", kind: "date", hint: true }, { name: "expiresOn", kind: "date", required: true },
      { name: "subProcessor", kind: "select", empty: t("processors.itself"), options: subs.map(({ id, name }) => ({ value: id, label: name })) }] }, returned)] : [],
  });
};
