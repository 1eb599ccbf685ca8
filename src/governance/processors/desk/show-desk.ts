import { rows } from "../../../platform/database";
import { allow } from "../../../platform/faults";
import type { Page } from "../../../platform/http";
import { daysBetween, localDay } from "../../../platform/local-time";
import { countryOptions } from "../../../identity";
import type { Ctx } from "../../../privacy";
import { concernedBy } from "../life/concerned";
import { contractPolicy } from "../policy";
import { formView, optionsOf, type FormView, type Returned } from "../page/forms";
import { cell, deskPage, section, type Section } from "../page/sections";
import { dayText, localeOf, numberText, textsOf } from "../page/words";
import { SUBJECT_GROUPS } from "../terms/terms";
import { firstDay, lastDay, listContracts, termsOf, type Contract } from "./contracts";
import { stateTone } from "./sentence";
import { termsFields } from "./terms-fields";

/** The desk: every contract that this viewer may read, what ends soon, and for the controller the way to a new one. */
export const showDesk = async (ctx: Ctx, returned: Returned | null = null): Promise<Page> => {
  const { viewer } = ctx;
  allow(contractPolicy.desk(viewer), "forbidden");
  const t = textsOf(ctx);
  const contracts = await listContracts(ctx);
  const model = deskPage({
    heading: t("processors.title"), intro: t(contractPolicy.controller(viewer) ? "processors.intro" : "processors.introLead"),
    actions: contractPolicy.controller(viewer) ? [{ label: t("processors.roles.title"), path: "/role-assessments", icon: "scale", primary: false }, { label: t("processors.scorecards.title"), path: "/scorecards", icon: "checklist", primary: false },
      ...(contractPolicy.draft(viewer) ? [{ label: t("processors.act.draft"), path: "/contracts/new", icon: "plus", primary: true }] : [])] : [],
    sections: [await listSection(ctx, contracts), ...(contractPolicy.draft(viewer) ? [await vendorSection(ctx, returned)] : [])],
  });
  return { template: "governance/processors/page", model, title: t("processors.title") };
};

const listSection = async (ctx: Ctx, contracts: readonly Contract[]): Promise<Section> => {
  const t = textsOf(ctx);
  const concerned = await concernedBy(ctx, contracts.map(({ id }) => id), localeOf(ctx));
  return section({
    id: "contracts", title: t("processors.contracts"), icon: "contract", empty: t("processors.empty"),
    table: { label: t("processors.contracts"), head: ["processor", "reference", "state", "ends", "agents", "tickets"].map((key) => t(`processors.column.${key}`)), lines: contracts.map((contract) => ({ forms: [], cells: lineOf(ctx, contract, concerned.get(contract.id)!) })) },
  });
};

const lineOf = (ctx: Ctx, contract: Contract, { agents, tickets }: { agents: number; tickets: number }) => {
  const t = textsOf(ctx);
  const days = daysBetween(localDay(ctx.now, contract.zone), lastDay(contract));
  const runs = ["active", "amendmentPending", "noticeGiven", "suspended"].includes(contract.state);
  return [
    cell(contract.employer, { path: `/contracts/${contract.id}`, note: contract.title }), cell(contract.reference), cell(t(`processors.state.${contract.state}`), { tone: stateTone(contract.state) }),
    cell(dayText(ctx, lastDay(contract)), { note: runs ? t("processors.inDays", { count: Math.max(0, days) }) : "" }), cell(numberText(ctx, agents)), cell(numberText(ctx, tickets)),
  ];
};

/** Companies that may become processors. */
const vendorSection = async (ctx: Ctx, returned: Returned | null): Promise<Section> => {
  const t = textsOf(ctx);
  const vendors = await rows<{ name: string; country: string }>(ctx.db, "SELECT name, country FROM employers WHERE kind = 'processor' ORDER BY name");
  return section({
    id: "vendors", title: t("processors.vendors"), icon: "building", text: vendors.map(({ name, country }) => `${name} (${country})`).join(", ") || t("processors.noVendors"),
    forms: [formView(t, { id: "vendor", path: "/contracts/processors", act: "addVendor", fields: [{ name: "vendorName", kind: "text", required: true, max: 160 }, { name: "vendorCountry", kind: "select", required: true, options: countryOptions(localeOf(ctx)), empty: t("processors.choose") }] }, returned)],
  });
};

/** The form of a whole contract: a new one, or a draft that is changed. */
export const contractForm = async (ctx: Ctx, contract: Contract | null, returned: Returned | null = null): Promise<FormView> => {
  const t = textsOf(ctx);
  const vendors = await rows<{ value: string; label: string }>(ctx.db, "SELECT id AS value, name AS label FROM employers WHERE kind = 'processor' ORDER BY name");
  const assessments = await rows<{ id: string; vendor: string; task: string; role: string }>(ctx.db, "SELECT id, vendor, task, role FROM role_assessments ORDER BY reviewed_at DESC LIMIT 200");
  return formView(t, {
    id: "contract", path: contract ? `/contracts/${contract.id}` : "/contracts", act: contract ? "saveDraft" : "draft", kind: "primary", open: true,
    fields: [
      { name: "employer", kind: "select", required: true, options: vendors, empty: t("processors.choose"), value: contract?.employerId }, { name: "reference", kind: "text", required: true, hint: true, max: 40, value: contract?.reference },
      { name: "title", kind: "text", required: true, hint: true, max: 160, value: contract?.title }, { name: "startsOn", kind: "date", required: true, value: contract ? firstDay(contract) : "" },
      { name: "zone", kind: "select", hint: true, value: contract?.zone ?? "Europe/Berlin", options: ["Europe/Berlin", "Europe/Vienna", "Europe/Zurich", "Europe/Lisbon", "Europe/Warsaw", "Europe/Bucharest", "UTC"].map((zone) => ({ value: zone, label: zone })) },
      { name: "groups", kind: "boxes", required: true, boxes: SUBJECT_GROUPS.map((group) => ({ name: `group.${group}`, label: t(`processors.group.${group}`), checked: contract?.subjectGroups.includes(group) ?? group === "customers" })) },
      ...await termsFields(ctx, contract ? termsOf(contract) : undefined),
      { name: "noticeDays", kind: "number", required: true, value: String(contract?.noticeDays ?? 90) }, { name: "breachNoticeHours", kind: "number", required: true, hint: true, value: String(contract?.breachNoticeHours ?? 24) },
      { name: "subProcessorMode", kind: "select", hint: true, value: contract?.subProcessorMode ?? "specific", options: optionsOf(t, "mode", ["specific", "general"]) }, { name: "objectionDays", kind: "number", required: true, value: String(contract?.objectionDays ?? 30) },
      { name: "assessment", kind: "select", hint: true, empty: t("processors.later"), value: contract?.assessmentId ?? "", options: assessments.map(({ id, vendor, task, role }) => ({ value: id, label: `${vendor}: ${task} (${t(`processors.role.${role}`)})` })) },
    ],
  }, returned);
};

export const showNewContract = async (ctx: Ctx, returned: Returned | null = null): Promise<Page> => {
  allow(contractPolicy.draft(ctx.viewer), "forbidden");
  const t = textsOf(ctx);
  const model = deskPage({
    heading: t("processors.newTitle"), intro: t("processors.newIntro"), back: { label: t("processors.title"), path: "/contracts" },
    sections: [section({ id: "new", title: t("processors.act.draft"), icon: "contract", forms: [await contractForm(ctx, null, returned)] })],
  });
  return { template: "governance/processors/page", model, title: t("processors.newTitle") };
};

