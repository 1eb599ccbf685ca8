import type { Page } from "../../platform/http";
import { formatDate, translator, type Locale, type Translate } from "../../platform/i18n";
import type { AgentViewer, Ctx } from "../../privacy";
import { readinessOf } from "../papers/obstacles";
import { courseTitle } from "../training/courses";
import { localText } from "./moment";
import { askAsOf, type Asked } from "./readable-person";
import type { StandingThen } from "./standing-as-of";

interface Line { readonly label: string; readonly value: string }
export interface AsOfPage {
  readonly id: string; readonly name: string; readonly at: string; readonly atText: string; readonly error: string; readonly note: string;
  /** The two moments of an hour that the wall showed twice. */
  readonly twice: readonly { readonly path: string; readonly label: string }[];
  readonly answer: { readonly tone: string; readonly state: string; readonly reasons: readonly string[]; readonly lines: readonly Line[]; readonly jsonPath: string; readonly pdfPath: string } | null;
  readonly backPath: string; readonly backLabel: string;
}

const TONES = { ready: "success", narrowed: "warning", blocked: "danger" } as const;

/** The facts in the order in which rules ask for them, each with its end. */
export const linesOf = (then: StandingThen, t: Translate, locale: Locale): Line[] => {
  const day = (date: Date | string): string => formatDate(new Date(date), locale, "date");
  const { facts } = then;
  const held = (holds: boolean, until: Date | null): string => (holds ? (until ? t("papers.until", { date: day(until) }) : t("readiness.asOf.held")) : t("readiness.asOf.notHeld"));
  return [
    { label: t("identity.people.role"), value: t(`identity.roles.${then.role}`) },
    { label: t("identity.people.employer"), value: then.employer.name },
    { label: t("identity.people.team"), value: then.team?.name ?? t("identity.people.noTeam") },
    { label: t("readiness.asOf.since"), value: day(then.since) },
    { label: t("identity.people.queues"), value: then.queues.join(", ") || t("identity.people.noQueue") },
    { label: t("papers.acknowledgement.title"), value: held(facts.acknowledged, facts.acknowledged_until) },
    ...then.courses.map(({ course, validUntil }) => ({ label: courseTitle(course, locale), value: validUntil ? t(new Date(validUntil) > then.at ? "papers.until" : "papers.endedOn", { date: day(validUntil) }) : t("readiness.asOf.neverPassed") })),
    { label: t("papers.homeOffice.title"), value: facts.home ? `${held(true, facts.home_until)} ${facts.home.countries.join(", ")}` : t("papers.homeOffice.none") },
    ...(then.employer.kind === "processor" ? [{ label: t("papers.contract.title"), value: facts.contracts.length > 0 ? `${facts.contracts.map(({ reference }) => reference).join(", ")}. ${held(true, facts.contracts_until)}` : t("readiness.asOf.notHeld") }] : []),
    { label: t("papers.place.title"), value: [...new Set(then.places.map(({ place, country }) => (country === "unknown" ? t(`ui.place.${place}`) : `${t(`ui.place.${place}`)} (${country})`)))].join("; ") || t("readiness.asOf.notSignedIn") },
    { label: t("readiness.asOf.policy"), value: t("readiness.asOf.versions", { policy: then.policyVersion ?? 0, training: then.trainingRulesVersion }) },
  ];
};

const exactly = (at: Date): string => encodeURIComponent(at.toISOString().replace(/\.\d{3}Z$/, "Z"));

const answerOf = ({ id, then }: Asked, t: Translate, locale: Locale): AsOfPage["answer"] => {
  if (!then) return null;
  const readiness = readinessOf(then.obstacles);
  return {
    tone: TONES[readiness], state: t(`readiness.state.${readiness}`), reasons: then.obstacles.map((obstacle) => t(`readiness.obstacle.${obstacle}`)), lines: linesOf(then, t, locale),
    jsonPath: `/readiness/${id}/standing.json?at=${exactly(then.at)}`, pdfPath: `/readiness/${id}/standing.pdf?at=${exactly(then.at)}`,
  };
};

/** What held for somebody at a moment, with the reasons; the present where none is named. */
export const showAsOf = async (ctx: Ctx, id: string, text: string): Promise<Page> => {
  const { locale, id: own } = ctx.viewer as AgentViewer;
  const t = translator(locale);
  const asked = await askAsOf(ctx, id, text);
  const { moment, because } = asked;
  const [error, note] = because === null ? ["", ""] : because === "notHere" || because === "notYours" ? ["", t(`readiness.asOf.${because}`)] : [t(`readiness.asOf.${because}`), ""];
  const model: AsOfPage = {
    id, name: asked.name || t("identity.people.erased"), at: moment.kind === "one" ? localText(asked.at) : text, atText: formatDate(asked.at, locale, "full"), error, note,
    twice: moment.kind !== "twice" ? [] : [["first", moment.first], ["second", moment.second]].map(([which, at]) => ({ path: `/readiness/${id}?at=${exactly(at as Date)}`, label: t(`readiness.asOf.${which as string}`) })),
    answer: answerOf(asked, t, locale), backPath: id === own ? "/papers" : "/readiness", backLabel: t(id === own ? "papers.title" : "readiness.title"),
  };
  return { template: "governance/as-of/show", model, title: t("readiness.asOf.title"), ...(error ? { status: 422 } : {}) };
};
