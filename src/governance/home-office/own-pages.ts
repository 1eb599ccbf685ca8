import { countryOptions, fieldsOf, FRESH, textsFor, type Again, type Field, type Option } from "../../identity";
import { dayOf } from "../../platform/calendar";
import type { Page } from "../../platform/http";
import { rows } from "../../platform/database";
import { Conflict } from "../../platform/faults";
import { sealedAt, type Ctx } from "../../privacy";
import { INSPECTORS, stateOf, type Agreement } from "./agreement";
import { TONES, itemLines, type ItemLine } from "./agreement-page";
import { agentOf, findOwn, openFor, type Found } from "./agreements";
import { CODES } from "./checklist";
import { missingIn } from "./draft-agreement";
import { inspectField, LEVELS_AT_HOME, ROOMS, SLOTS } from "./form";

export interface OwnAgreements {
  readonly agreements: readonly { readonly path: string; readonly state: string; readonly tone: string; readonly kind: string; readonly from: Date; readonly until: Date; readonly waits: boolean }[];
  /** One is under way already: the button leads there. */
  readonly underWay: boolean; readonly held: boolean;
}
type Listed = Pick<Agreement, "id" | "kind" | "validFrom" | "validUntil" | "submittedAt" | "leadApprovedAt" | "clientApprovedAt" | "privacyApprovedAt" | "activeFrom" | "fixesDueAt" | "fixedAt" | "endedAt" | "endedAs"> & { suspended: boolean };

/** The moments of agreement `h` as `stateOf` asks for them, and whether a suspension is open at `$n`. */
export const MOMENTS = `h.id, h.kind, h.valid_from AS "validFrom", h.valid_until AS "validUntil", h.submitted_at AS "submittedAt", h.lead_approved_at AS "leadApprovedAt", h.client_approved_at AS "clientApprovedAt",
  h.privacy_approved_at AS "privacyApprovedAt", h.active_from AS "activeFrom", h.fixes_due_at AS "fixesDueAt", h.fixed_at AS "fixedAt", h.ended_at AS "endedAt", h.ended_as AS "endedAs",
  EXISTS (SELECT 1 FROM home_office_suspensions u WHERE u.agreement_id = h.id AND u.from_at <= $2 AND (u.until_at IS NULL OR u.until_at > $2)) AS suspended`;

/** The own agreements, newest first. */
export const listOwn = async (ctx: Ctx): Promise<Page> => {
  const viewer = agentOf(ctx);
  const t = textsFor(viewer);
  const found = await rows<Listed>(ctx.db, `SELECT ${MOMENTS} FROM home_office_agreements h WHERE h.agent_id = $1 ORDER BY h.created_at DESC LIMIT 50`, [viewer.id, ctx.now]);
  const stated = found.map((one) => ({ ...one, state: stateOf(one, one.suspended, ctx.now) }));
  const model: OwnAgreements = {
    agreements: stated.map(({ id, kind, validFrom, validUntil, state }) => ({
      path: `/papers/home-office/${id}`, state: t(`homeOffice.states.${state}`), tone: TONES[state], kind: t(`homeOffice.kinds.${kind}`), from: validFrom, until: new Date(validUntil.getTime() - 1), waits: state === "draft" || state === "suspended",
    })),
    underWay: stated.some(({ state }) => ["draft", "submitted", "approvedLead", "approvedClient"].includes(state)), held: stated.some(({ state }) => state === "active" || state === "expiring"),
  };
  return { template: "governance/home-office/own", model, title: t("homeOffice.title") };
};

interface Slot { readonly n: number; readonly label: Field; readonly address: Field; readonly country: Field; readonly room: Field; readonly labelName: string; readonly addressName: string; readonly countryName: string; readonly roomName: string }
interface Box { readonly name: string; readonly label: string; readonly checked: boolean }
export interface DraftPage {
  readonly id: string; readonly version: number; readonly sentBack: string;
  readonly form: Record<"form" | "kind" | "validFrom" | "validUntil" | "countries" | "devices" | "maxLevel" | "noticeHours" | "household", Field>;
  readonly kinds: readonly Option[]; readonly levels: readonly Option[]; readonly rooms: readonly Option[]; readonly countryList: readonly Option[];
  readonly flags: readonly Box[]; readonly inspectors: readonly Box[]; readonly slots: readonly Slot[]; readonly items: readonly ItemLine[];
  readonly problems: readonly string[];
}

const FIELDS = ["kind", "validFrom", "validUntil", "countries", "devices", "maxLevel", "noticeHours", "household"] as const;
const FLAGS = ["privateDevice", "paper", "printing", "virtualAllowed"] as const;

/** The form of the own draft, with what is still missing. Throws Conflict where it is no draft any more. */
export const showDraft = async (ctx: Ctx, id: string, again: Again = FRESH): Promise<Page> => {
  const viewer = agentOf(ctx);
  const found = await findOwn(ctx, id);
  const { agreement, addresses } = found;
  if (!agreement.isDraft()) throw new Conflict("homeOfficeChanged");
  const t = textsFor(viewer);
  const [household] = await openFor(ctx, agreement.agentId, [agreement.household]);
  const came = Object.keys(again.typed).length > 0;
  const ticked = (name: string, stored: boolean): boolean => (came ? again.typed[name] === "on" : stored);
  const words = (group: string, values: readonly string[]): Option[] => values.map((value) => ({ value, label: t(`homeOffice.${group}.${value}`) }));
  const problems = await missingIn(ctx, agreement, addresses);
  const model: DraftPage = {
    id, version: agreement.version, sentBack: await lastReason(ctx, agreement),
    form: fieldsOf(viewer, FIELDS, again, {
      kind: agreement.kind, validFrom: dayOf(agreement.validFrom), validUntil: dayOf(new Date(agreement.validUntil.getTime() - 1)), countries: agreement.countries.join(", "), devices: agreement.devices.join(", "),
      maxLevel: agreement.maxLevel, noticeHours: String(agreement.noticeHours), household: household!,
    }),
    kinds: words("kinds", ["telework", "mobile"]), levels: words("levels", LEVELS_AT_HOME), rooms: words("rooms", ROOMS), countryList: countryOptions(viewer.locale),
    flags: FLAGS.map((name) => ({ name, label: t(`homeOffice.flags.${name}`), checked: ticked(name, agreement[name]) })),
    inspectors: INSPECTORS.map((one) => ({ name: inspectField(one), label: t(`homeOffice.mayInspect.${one}`), checked: ticked(inspectField(one), agreement.inspectedBy.includes(one)) })),
    slots: await slotsOf(ctx, found, again), items: itemLines({ ...agreement, checklist: CODES.filter((code) => ticked(code, agreement.checklist.includes(code))) } as Agreement, addresses.map(({ room }) => room), viewer),
    problems: problems.map(({ key, code }) => t(`homeOffice.problems.${key}`, { code: code ?? "" })),
  };
  return { template: "governance/home-office/draft", model, title: t("homeOffice.title") };
};

/** Why it was sent back, if that is the last that happened. */
const lastReason = async (ctx: Ctx, { id, agentId }: Agreement): Promise<string> => {
  const [last] = await rows<{ step: string; note: Buffer | null }>(ctx.db, "SELECT step, note FROM home_office_steps WHERE agreement_id = $1 ORDER BY at DESC LIMIT 1", [id]);
  return last?.step === "sentBack" ? (await openFor(ctx, agentId, [sealedAt("home_office_steps.note", last.note)]))[0]! : "";
};

const slotsOf = async (ctx: Ctx, { agreement, addresses }: Found, again: Again): Promise<Slot[]> => {
  const viewer = agentOf(ctx);
  const opened = await openFor(ctx, agreement.agentId, addresses.flatMap(({ label, address }) => [label, address]));
  return SLOTS.map((n) => {
    const stored = addresses[n - 1];
    const names = { label: `label${n}`, address: `address${n}`, country: `country${n}`, room: `room${n}` };
    const fields = fieldsOf(viewer, Object.values(names), again, { [names.label]: opened[(n - 1) * 2] ?? "", [names.address]: opened[(n - 1) * 2 + 1] ?? "", [names.country]: stored?.country ?? "", [names.room]: stored?.room ?? "" });
    return { n, label: fields[names.label]!, address: fields[names.address]!, country: fields[names.country]!, room: fields[names.room]!, labelName: names.label, addressName: names.address, countryName: names.country, roomName: names.room };
  });
};
