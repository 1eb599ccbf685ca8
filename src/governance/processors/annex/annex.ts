import { rows } from "../../../platform/database";
import { CATEGORIES, LEVEL_OF, type Category, type Ctx, type Form } from "../../../privacy";
import { listSubProcessors } from "../chain/show-chain";
import { chainState } from "../chain/sub-processors";
import { firstDay, lastDay, type Contract } from "../desk/contracts";
import { listContacts } from "../papers/contacts";
import { CONTROLS } from "../papers/measures";
import { currentMeasures } from "../audits/show-oversight";
import { countryText, dayText, queueChoices, textsOf } from "../page/words";

/** One part of the annex: what is recorded and what the system enforces are one where nothing is noted. */
export interface AnnexPart { readonly key: string; readonly title: string; readonly head: readonly string[]; readonly lines: readonly (readonly string[])[]; readonly empty: string; readonly differs: readonly string[] }

interface Enforced { queues: string[]; purposes: string[]; forms: Partial<Record<Category, Form>>; countries: string[]; home_office_allowed: boolean; takes_new: boolean }

/**
 * The contract's annexes as the system enforces them at this moment: read from the same function that decides what people of the
 * processor find and see, never from a text that somebody wrote. Where the record says more, the annex says so.
 */
export const annexOf = async (ctx: Ctx, contract: Contract): Promise<AnnexPart[]> => {
  const t = textsOf(ctx);
  const [enforced] = await rows<Enforced>(ctx.db, "SELECT queues::text[] AS queues, purposes, forms, countries, home_office_allowed, takes_new FROM contracts_in_force($1) WHERE id = $2 AND employer_id = $3", [ctx.now, contract.id, contract.employerId]);
  return [
    period(ctx, contract, enforced), categories(ctx, contract, enforced), await work(ctx, contract, enforced), countries(ctx, contract, enforced), await measures(ctx, contract), await chain(ctx, contract), await contacts(ctx, contract),
  ].map((part) => ({ ...part, title: t(`processors.annex.${part.key}`), empty: t("processors.annex.nothing") }));
};

type Part = Omit<AnnexPart, "title" | "empty">;

const period = (ctx: Ctx, contract: Contract, enforced: Enforced | undefined): Part => {
  const t = textsOf(ctx);
  return {
    key: "contract", head: [t("processors.annex.what"), t("processors.annex.value")], differs: enforced ? (enforced.takes_new ? [] : [t("processors.annex.noNewTickets")]) : [t("processors.annex.notInForce", { state: t(`processors.state.${contract.state}`) })],
    lines: [[t("processors.column.processor"), contract.employer], [t("processors.column.reference"), contract.reference], [t("processors.field.title"), contract.title], [t("processors.column.state"), t(`processors.state.${contract.state}`)], [t("processors.field.startsOn"), dayText(ctx, firstDay(contract))],
      [t("processors.field.endsOn"), `${dayText(ctx, lastDay(contract))}, 24:00 (${contract.zone})`], [t("processors.field.breachNoticeHours"), String(contract.breachNoticeHours)], [t("processors.field.groups"), contract.subjectGroups.map((group) => t(`processors.group.${group}`)).join(", ")]],
  };
};

/** Every category that is covered, with its highest form; what the greatest sensitivity takes away is noted. */
const categories = (ctx: Ctx, contract: Contract, enforced: Enforced | undefined): Part => {
  const t = textsOf(ctx);
  const name = (category: Category): string => `${t(`ui.category.${category}`)} (${LEVEL_OF[category]})`;
  const shown = (form: Form | undefined): boolean => form !== undefined && form !== "hidden";
  return {
    key: "categories", head: [t("processors.annex.category"), t("processors.annex.form")], lines: CATEGORIES.filter((category) => shown(enforced?.forms[category])).map((category) => [name(category), t(`oversight.policy.form.${enforced!.forms[category]!}`)]),
    differs: CATEGORIES.filter((category) => shown(contract.forms[category]) && !shown(enforced?.forms[category])).map((category) => t("processors.annex.categoryOnlyRecorded", { category: name(category) })),
  };
};

const work = async (ctx: Ctx, contract: Contract, enforced: Enforced | undefined): Promise<Part> => {
  const t = textsOf(ctx);
  const queues = (await queueChoices(ctx)).filter(({ id }) => enforced?.queues.includes(id)).map(({ name }) => name);
  const lines: string[][] = enforced ? [[t("processors.field.queues"), queues.join(", ")], [t("processors.field.purposes"), enforced.purposes.map((purpose) => t(`helpdesk.purpose.${purpose}`)).join(", ")], [t("processors.field.homeOfficeAllowed"), t(enforced.home_office_allowed ? "processors.yes" : "processors.no")]] : [];
  return { key: "work", head: [t("processors.annex.what"), t("processors.annex.value")], lines, differs: enforced && contract.queues.length > queues.length ? [t("processors.annex.queueGone")] : [] };
};

const countries = (ctx: Ctx, contract: Contract, enforced: Enforced | undefined): Part => {
  const t = textsOf(ctx);
  return { key: "countries", head: [t("processors.annex.country")], lines: (enforced?.countries ?? []).map((code) => [countryText(ctx, code)]), differs: contract.countries.filter((code) => enforced && !enforced.countries.includes(code)).map((code) => t("processors.annex.countryOnlyRecorded", { country: countryText(ctx, code) })) };
};

const measures = async (ctx: Ctx, contract: Contract): Promise<Part> => {
  const t = textsOf(ctx);
  const annex = await currentMeasures(ctx, contract.id);
  return {
    key: "measures", head: [t("processors.annex.control"), t("processors.annex.level")], differs: annex && annex.reviewDue < ctx.now.toISOString().slice(0, 10) ? [t("processors.reviewOverdue")] : [],
    lines: annex ? CONTROLS.map((control) => [t(`processors.control.${control}`), t(`processors.measure.${annex.measures.find((one) => one.control === control)?.level ?? "missing"}`)]) : [],
  };
};

/** Those who may get data; whoever is recorded and may not is noted. */
const chain = async (ctx: Ctx, contract: Contract): Promise<Part> => {
  const t = textsOf(ctx);
  const subs = (await listSubProcessors(ctx, contract.id)).filter((one) => !one.removed_at);
  return {
    key: "subProcessors", head: ["level", "company", "address", "country", "service"].map((key) => t(`processors.column.${key}`)), lines: subs.filter(({ allowed }) => allowed).map(({ level, name, address, country, service }) => [String(level), name, address, countryText(ctx, country), t(`processors.service.${service}`)]),
    differs: subs.filter(({ allowed }) => !allowed).map((one) => t("processors.annex.subOnlyRecorded", { name: one.name, state: t(`processors.chain.${chainState(one, contract.subProcessorMode, ctx.now)}`) })),
  };
};

const contacts = async (ctx: Ctx, contract: Contract): Promise<Part> => {
  const t = textsOf(ctx);
  return { key: "contacts", head: ["duty", "name", "email", "phone"].map((key) => t(`processors.column.${key}`)), lines: (await listContacts(ctx, contract)).map(({ duty, name, email, phone }) => [t(`processors.duty.${duty}`), name, email, phone]), differs: [] };
};
