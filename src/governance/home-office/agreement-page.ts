import { agentNames, countryOptions, fieldsOf, FRESH, textsFor, type Again, type Field, type Option } from "../../identity";
import { formatDate } from "../../platform/i18n";
import type { Page } from "../../platform/http";
import { rows } from "../../platform/database";
import { append, sealedAt, type AgentViewer, type Ctx } from "../../privacy";
import { INSPECTORS, stateOf, type Agreement, type AgreementState } from "./agreement";
import { agentOf, findAgreement, openFor, type Found } from "./agreements";
import { CHECKLIST, itemText, type Room } from "./checklist";
import { CAUSES } from "./end-agreement";
import { INSPECTION_KINDS, OUTCOMES } from "./inspections";
import { homeOfficePolicy } from "./policy";

export const TONES: Readonly<Record<AgreementState, string>> = {
  draft: "neutral", submitted: "info", approvedLead: "info", approvedClient: "info", approvedPrivacy: "info", active: "success", expiring: "warning", suspended: "danger", revoked: "danger", expired: "warning", ended: "neutral",
};

interface Inspection { id: string; kind: string; by_whom: string; planned_at: Date; outcome: string | null; unmet: string[]; closed_at: Date | null; note: Buffer | null }
interface Stored { step: string; at: Date; by_agent: string | null; note: Buffer | null }
export interface ItemLine { readonly code: string; readonly text: string; readonly weight: string; readonly mustFix: boolean; readonly applies: boolean; readonly met: boolean }
interface InspectionLine { readonly id: string; readonly what: string; readonly plannedAt: Date; readonly outcome: string; readonly open: boolean; readonly selfCheck: boolean; readonly unmet: string; readonly note: string }

export interface AgreementPage {
  readonly id: string; readonly version: number; readonly own: boolean; readonly owner: string; readonly state: string; readonly tone: string; readonly path: string; readonly back: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly addresses: readonly { readonly label: string; readonly address: string; readonly around: string }[];
  readonly items: readonly ItemLine[]; readonly toFix: readonly ItemLine[]; readonly fixesDueText: string; readonly suspended: string;
  readonly history: readonly { readonly at: string; readonly title: string; readonly text: string; readonly icon: string; readonly tone: string }[];
  readonly inspections: readonly InspectionLine[];
  readonly can: Readonly<Record<"approve" | "takeBack" | "suspend" | "resume" | "revoke" | "revokeOwn" | "inspect" | "edit", boolean>>;
  readonly form: Record<"form" | "note" | "cause" | "kind" | "byWhom" | "plannedAt" | "outcome", Field>;
  readonly causes: readonly Option[]; readonly kinds: readonly Option[]; readonly inspectors: readonly Option[]; readonly outcomes: readonly Option[];
}

type Texts = ReturnType<typeof textsFor>;
const options = (t: Texts, group: string, values: readonly string[]): Option[] => values.map((value) => ({ value, label: t(`homeOffice.${group}.${value}`) }));

export const itemLines = ({ textVersion, checklist, paper, privateDevice }: Agreement, rooms: readonly Room[], viewer: AgentViewer): ItemLine[] => CHECKLIST.map(({ code, weight, applies }) => ({
  code, text: itemText(code, textVersion, viewer.locale), weight: textsFor(viewer)(`homeOffice.weight.${weight}`), mustFix: weight === "mustFix", applies: applies?.({ paper, privateDevice, rooms }) ?? true, met: checklist.includes(code),
}));

/** One agreement as its owner or whoever decides on it reads it; whoever may neither finds nothing. */
export const showAgreement = async (ctx: Ctx, id: string, again: Again = FRESH): Promise<Page> => {
  const viewer = agentOf(ctx);
  const found = await findAgreement(ctx, id);
  const t = textsFor(viewer);
  const own = homeOfficePolicy.own(viewer, found.owner);
  const state = stateOf(found.agreement, found.suspended !== null, ctx.now);
  const rooms = found.addresses.map(({ room }) => room);
  const items = itemLines(found.agreement, rooms, viewer);
  const { agreement } = found;
  const fixing = agreement.fixesDueAt !== null && agreement.fixedAt === null && agreement.endedAt === null;
  const names = await agentNames(ctx, [agreement.agentId]);
  const model: AgreementPage = {
    id, version: agreement.version, own, owner: names.get(agreement.agentId) ?? "", state: t(`homeOffice.states.${state}`), tone: TONES[state], path: own ? `/papers/home-office/${id}` : `/home-office/${id}`, back: own ? "/papers/home-office" : "/home-office",
    facts: factsOf(agreement, viewer, (await openFor(ctx, agreement.agentId, [agreement.household]))[0]!), addresses: await addressLines(ctx, found, viewer),
    items, toFix: fixing ? items.filter(({ applies, mustFix, met }) => applies && mustFix && !met) : [], fixesDueText: fixing ? formatDate(agreement.fixesDueAt!, viewer.locale, "date") : "",
    suspended: found.suspended ? t(`homeOffice.causes.${found.suspended}`) : state === "suspended" ? t("homeOffice.causes.fixesOverdue") : "",
    history: await historyOf(ctx, agreement, t), inspections: await inspectionLines(ctx, agreement, t), can: abilities(viewer, found, state),
    form: fieldsOf(viewer, ["note", "cause", "kind", "byWhom", "plannedAt", "outcome"], again), causes: options(t, "causes", CAUSES), kinds: options(t, "inspectionKinds", INSPECTION_KINDS),
    inspectors: options(t, "inspectors", INSPECTORS.filter((one) => agreement.inspectedBy.includes(one))), outcomes: options(t, "outcomes", OUTCOMES),
  };
  return { template: "governance/home-office/agreement", model, title: t("homeOffice.title") };
};

const LIVE: ReadonlySet<AgreementState> = new Set(["approvedPrivacy", "active", "expiring", "suspended"]);
const UNDER_WAY: ReadonlySet<AgreementState> = new Set(["submitted", "approvedLead", "approvedClient"]);

const abilities = (viewer: AgentViewer, { agreement, owner, approvedBy, suspended }: Found, state: AgreementState): AgreementPage["can"] => {
  const own = homeOfficePolicy.own(viewer, owner);
  const live = LIVE.has(state);
  return {
    approve: UNDER_WAY.has(state) && homeOfficePolicy.approve(viewer, owner, agreement.next(owner.outsourced), approvedBy), takeBack: own && UNDER_WAY.has(state), edit: own && state === "draft",
    suspend: live && suspended === null && homeOfficePolicy.suspend(viewer, owner), resume: live && suspended !== null && homeOfficePolicy.resume(viewer, owner),
    revoke: live && homeOfficePolicy.suspend(viewer, owner), revokeOwn: own && (live || state === "draft" || UNDER_WAY.has(state)), inspect: live && homeOfficePolicy.inspect(viewer, owner),
  };
};

const factsOf = (agreement: Agreement, viewer: AgentViewer, household: string): AgreementPage["facts"] => {
  const t = textsFor(viewer);
  const named = countryOptions(viewer.locale);
  const yes = (value: boolean): string => t(value ? "homeOffice.yes" : "homeOffice.no");
  const said: [string, string][] = [
    ["kind", t(`homeOffice.kinds.${agreement.kind}`)], ["validity", t("homeOffice.fromTo", { from: formatDate(agreement.validFrom, viewer.locale, "date"), until: formatDate(new Date(agreement.validUntil.getTime() - 1), viewer.locale, "date") })],
    ["countries", agreement.countries.map((code) => named.find(({ value }) => value === code)?.label ?? code).join(", ")], ["maxLevel", t(`homeOffice.levels.${agreement.maxLevel}`)],
    ["devices", agreement.devices.join(", ") || "–"], ["privateDevice", yes(agreement.privateDevice)], ["paper", yes(agreement.paper)], ["printing", yes(agreement.printing)],
    ["inspection", agreement.inspectedBy.map((one) => t(`homeOffice.inspectors.${one}`)).join(", ") || "–"], ["notice", t("homeOffice.hours", { count: agreement.noticeHours })], ["virtual", yes(agreement.virtualAllowed)],
    ["household", household || "–"],
  ];
  return said.map(([key, value]) => ({ label: t(`homeOffice.fields.${key}`), value }));
};

/** The street is opened for the person and for privacy only; privacy's look is written down. */
const addressLines = async (ctx: Ctx, { agreement, owner, addresses }: Found, viewer: AgentViewer): Promise<AgreementPage["addresses"]> => {
  const t = textsFor(viewer);
  const streets = homeOfficePolicy.seeAddress(viewer, owner) && addresses.length > 0;
  const opened = await openFor(ctx, agreement.agentId, addresses.flatMap(({ label, address }) => (streets ? [label, address] : [label])));
  if (streets && !homeOfficePolicy.own(viewer, owner)) await append(ctx, [{ action: "view", subjects: [agreement.agentId], ticket: null, forms: { postalAddress: "clear" }, purpose: "audit", count: 1, detail: { what: "homeOffice" } }]);
  const each = streets ? 2 : 1;
  return addresses.map(({ country, room }, index) => ({ label: opened[index * each]!, address: streets ? opened[index * each + 1]! : "", around: `${country} · ${t(`homeOffice.rooms.${room}`)}` }));
};

const STEP_TONES: Readonly<Record<string, string>> = { suspended: "danger", revoked: "danger", expired: "warning", fixesOverdue: "danger", inspectionRefused: "danger", privacyApproved: "success", activated: "success", resumed: "success" };

const historyOf = async (ctx: Ctx, { id, agentId }: Agreement, t: Texts): Promise<AgreementPage["history"]> => {
  const steps = await rows<Stored>(ctx.db, "SELECT step, at, by_agent, note FROM home_office_steps WHERE agreement_id = $1 ORDER BY at DESC, step LIMIT 200", [id]);
  const names = await agentNames(ctx, steps.flatMap(({ by_agent: by }) => (by ? [by] : [])));
  const notes = await openFor(ctx, agentId, steps.map(({ note }) => sealedAt("home_office_steps.note", note)));
  return steps.map(({ step, at, by_agent: by }, index) => ({
    at: at.toISOString(), title: t(`homeOffice.steps.${step}`), text: [by ? names.get(by) ?? "" : t("homeOffice.bySystem"), notes[index]].filter(Boolean).join(" · "), icon: "circle-dot", tone: STEP_TONES[step] ?? "neutral",
  }));
};

const inspectionLines = async (ctx: Ctx, { id, agentId }: Agreement, t: Texts): Promise<InspectionLine[]> => {
  const found = await rows<Inspection>(ctx.db, "SELECT id, kind, by_whom, planned_at, outcome, unmet, closed_at, note FROM home_office_inspections WHERE agreement_id = $1 ORDER BY planned_at DESC LIMIT 50", [id]);
  const notes = await openFor(ctx, agentId, found.map(({ note }) => sealedAt("home_office_inspections.note", note)));
  return found.map((one, index) => ({
    id: one.id, what: `${t(`homeOffice.inspectionKinds.${one.kind}`)} · ${t(`homeOffice.inspectors.${one.by_whom}`)}`, plannedAt: one.planned_at, open: one.closed_at === null, selfCheck: one.kind === "selfCheck",
    outcome: t(`homeOffice.outcomes.${one.outcome ?? "open"}`), unmet: one.unmet.join(", "), note: notes[index]!,
  }));
};
