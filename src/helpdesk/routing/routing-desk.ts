import { z } from "zod";
import { rows } from "../../platform/database";
import type { FieldErrors } from "../../platform/faults";
import type { Page, Typed } from "../../platform/http";
import { translator, type Translate } from "../../platform/i18n";
import { CATEGORIES, LEVEL_OF, type Category, type Ctx } from "../../privacy";
import { together } from "../tickets/content";
import { TICKET_PURPOSES } from "../tickets/ticket";
import { passedOverByAll, weigh, type Company, type RoutingRule } from "./choose-company";
import { governor, Several } from "./change-routing";
import { reasonsText } from "./decision-text";
import { companiesFor, routingRules } from "./routing-facts";
import { DAYS, type WorkingHours } from "./working-hours";

interface Option { readonly value: string; readonly label: string; readonly selected: boolean }
interface Box { readonly value: string; readonly label: string; readonly checked: boolean }
export interface RoutingDesk {
  readonly rules: readonly { readonly position: number; readonly what: string; readonly where: string; readonly warning: string; readonly path: string; readonly first: boolean; readonly last: boolean }[];
  readonly add: { readonly queues: readonly Option[]; readonly purposes: readonly Option[]; readonly languages: readonly Option[]; readonly skill: string; readonly shares: readonly { name: string; label: string; value: string }[]; readonly errors: { readonly queue: string; readonly skill: string; readonly shares: string }; readonly open: boolean };
  readonly companies: readonly CompanyView[];
  readonly preview: { readonly queues: readonly Option[]; readonly purposes: readonly Option[]; readonly languages: readonly Option[]; readonly categories: readonly Box[]; readonly answer: Answer | null };
  readonly error: string;
}
interface CompanyView {
  readonly id: string; readonly title: string; readonly path: string; readonly known: boolean; readonly open: boolean; readonly languages: readonly Box[]; readonly languagesError: string; readonly skills: Field; readonly openPerAgent: Field; readonly timeZone: Field;
  readonly days: readonly (Field & { readonly name: string; readonly label: string })[]; readonly holidays: Field;
}
interface Field { readonly value: string; readonly error: string }
interface Answer { readonly where: string; readonly rule: string; readonly others: readonly string[] }

/** What somebody asks the preview; without a queue nothing is asked. */
export const PreviewQuery = z.object({ queue: z.uuid().optional().catch(undefined), purpose: z.enum(TICKET_PURPOSES).catch("support"), language: z.enum(["de", "en"]).catch("de"), categories: Several, notice: z.string().optional() });
type PreviewQuery = z.infer<typeof PreviewQuery>;
/** A form of the desk that came back: which one, with everything typed. */
export interface DeskAgain { readonly form: "rule" | "profile"; readonly company?: string; readonly typed: Typed; readonly errors: FieldErrors; readonly reason: string }

interface Names { readonly queues: { id: string; name: string }[]; readonly companies: { id: string; name: string }[]; readonly profiles: { employer_id: string; languages: string[]; skills: string[]; open_per_agent: number; hours: WorkingHours }[] }

const namesFor = async (ctx: Ctx, locale: string): Promise<Names> => ({
  queues: await rows(ctx.db, "SELECT id, CASE WHEN $1 = 'de' THEN name_de ELSE name_en END AS name FROM queues ORDER BY position", [locale]),
  companies: await rows(ctx.db, "SELECT id, name FROM employers ORDER BY kind, name"),
  profiles: await rows(ctx.db, "SELECT employer_id, languages, skills, open_per_agent, hours FROM routing_profiles"),
});

/** The desk: rules in their order, what companies can take on, and where a ticket would go now. */
export const routingDesk = async (ctx: Ctx, query: Partial<PreviewQuery>, again: DeskAgain | null = null): Promise<Page> => {
  const { locale } = governor(ctx);
  const t = translator(locale);
  const names = await namesFor(ctx, locale);
  const rules = await routingRules(ctx);
  const typed = again?.form === "rule" ? again.typed : {};
  const errorOf = (field: string): string => (again?.errors[field] ? t(again.errors[field]) : "");
  const model: RoutingDesk = {
    rules: rules.map((rule, index) => ({ position: index + 1, ...ruleText(rule, names, t), path: `/routing/rules/${rule.id}`, first: index === 0, last: index === rules.length - 1 })),
    add: {
      ...choices(names, t, { queue: typed.queue, purpose: typed.purpose, language: typed.language }), skill: typed.skill ?? "", open: again?.form === "rule",
      shares: names.companies.map(({ id, name }) => ({ name: `share.${id}`, label: t("routing.share", { company: name }), value: typed[`share.${id}`] ?? "" })),
      errors: { queue: errorOf("queue"), skill: errorOf("skill"), shares: errorOf("shares") },
    },
    companies: names.companies.map((company) => companyView(company, names, t, again?.company === company.id ? again : null)),
    preview: { ...choices(names, t, query), categories: CATEGORIES.filter((category) => category !== "correspondence" && category !== "recording").map((value) => ({ value, label: t(`ui.category.${value}`), checked: query.categories?.includes(value) ?? false })), answer: query.queue ? await answerTo(ctx, { ...query, queue: query.queue }, { names, rules, t, locale }) : null },
    error: again && Object.keys(again.errors).length === 0 ? t(`error.${again.reason}`) : "",
  };
  return { template: "helpdesk/routing/desk", model, title: t("routing.title") };
};

const choices = (names: Names, t: Translate, chosen: { queue?: string; purpose?: string; language?: string }): { queues: Option[]; purposes: Option[]; languages: Option[] } => ({
  queues: names.queues.map(({ id, name }) => ({ value: id, label: name, selected: chosen.queue === id })),
  purposes: TICKET_PURPOSES.map((value) => ({ value, label: t(`helpdesk.purpose.${value}`), selected: chosen.purpose === value })),
  languages: [{ value: "de", label: t("routing.german"), selected: chosen.language === "de" }, { value: "en", label: t("routing.english"), selected: chosen.language === "en" }],
});

/** A rule in words. What it names and what is gone is said, because it then matches nothing or gives nothing. */
const ruleText = (rule: RoutingRule, names: Names, t: Translate): { what: string; where: string; warning: string } => {
  const queue = names.queues.find(({ id }) => id === rule.queueId);
  const purpose = rule.purpose === null ? t("routing.anyPurpose") : (TICKET_PURPOSES as readonly string[]).includes(rule.purpose) ? t(`helpdesk.purpose.${rule.purpose}`) : rule.purpose;
  const language = rule.language === null ? t("routing.anyLanguage") : rule.language === "de" ? t("routing.german") : rule.language === "en" ? t("routing.english") : rule.language;
  return {
    what: [rule.queueId === null ? t("routing.anyQueue") : queue?.name ?? "?", purpose, language, ...(rule.skill ? [t("routing.needs", { skill: rule.skill })] : [])].join(" · "),
    where: Object.entries(rule.shares).map(([id, percent]) => t("routing.shareOf", { company: names.companies.find((company) => company.id === id)?.name ?? t("routing.goneCompany"), percent })).join(", "),
    warning: rule.queueId !== null && !queue ? t("routing.goneQueue") : "",
  };
};

const companyView = ({ id, name }: { id: string; name: string }, names: Names, t: Translate, again: DeskAgain | null): CompanyView => {
  const profile = names.profiles.find(({ employer_id: employer }) => employer === id);
  const field = (key: string, stored: string): Field => ({ value: again ? again.typed[key] ?? "" : stored, error: again?.errors[key] ? t(again.errors[key]) : "" });
  const languages = again ? [again.typed.languages ?? ""] : profile?.languages ?? [];
  return {
    id, title: name, path: `/routing/companies/${id}`, known: profile !== undefined, open: again !== null, languagesError: again?.errors.languages ? t(again.errors.languages) : "",
    languages: (["de", "en"] as const).map((value) => ({ value, label: t(value === "de" ? "routing.german" : "routing.english"), checked: languages.includes(value) })),
    skills: field("skills", profile?.skills.join(", ") ?? ""), openPerAgent: field("openPerAgent", profile ? String(profile.open_per_agent) : ""), timeZone: field("timeZone", profile?.hours.timeZone ?? "Europe/Berlin"),
    days: DAYS.map((day) => ({ name: `hours.${day}`, label: t(`routing.day.${day}`), ...field(`hours.${day}`, (profile?.hours.days[day] ?? []).map((span) => span.join("-")).join(", ")) })),
    holidays: field("holidays", profile?.hours.holidays.join("\n") ?? ""),
  };
};

interface Known { readonly names: Names; readonly rules: readonly RoutingRule[]; readonly t: Translate; readonly locale: string }

/** Where a ticket like this would go now: who can take it with which share, and why the others cannot. */
const answerTo = async (ctx: Ctx, query: Partial<PreviewQuery> & { queue: string }, { names, rules, t, locale }: Known): Promise<Answer> => {
  const categories = (query.categories ?? []).filter((one): one is Category => (CATEGORIES as readonly string[]).includes(one));
  const ticket = { id: "preview", queueId: query.queue, purpose: query.purpose ?? "support", language: query.language ?? "de", ...together([{ level: "L2", categories }, ...levelsOf(categories)]) };
  const companies: readonly Company[] = await companiesFor(ctx, query.queue);
  const { rule, asked } = weigh(ticket, rules, companies, ctx.now);
  const nameOf = (id: string): string => names.companies.find((company) => company.id === id)?.name ?? "";
  const able = asked.filter(({ obstacles }) => obstacles.length === 0);
  const whole = able.reduce((sum, { share }) => sum + share, 0);
  const others = rule ? asked.filter(({ obstacles }) => obstacles.length > 0).map(({ id, obstacles }) => ({ company: id, reasons: obstacles })) : passedOverByAll(ticket, companies);
  return {
    where: able.length > 0 ? t("routing.would", { companies: new Intl.ListFormat(locale, { type: "disjunction" }).format(able.map(({ id, share }) => t("routing.shareOf", { company: nameOf(id), percent: Math.round(100 * share / whole) }))) }) : t("routing.wouldStay"),
    rule: rule ? t("routing.byRule", { position: rules.indexOf(rule) + 1 }) : t("routing.byNoRule"),
    others: others.map(({ company, reasons }) => t("routing.notThere", { company: nameOf(company), reasons: reasonsText(reasons, t, locale) })),
  };
};

const levelsOf = (categories: readonly Category[]) => categories.map((category) => ({ level: LEVEL_OF[category], categories: [] }));
