import { rows } from "../../platform/database";
import type { Page } from "../../platform/http";
import { formatDate, translator, type Locale, type Translate } from "../../platform/i18n";
import type { AgentCtx } from "../../privacy";
import { courseTitle } from "../training/courses";
import { coursesOf, type OwnCourse } from "../training/own-courses";
import { isDue } from "../training/state";
import { PAPER_FACTS, type PaperFacts } from "./paper-facts";

type Tone = "success" | "warning" | "danger" | "neutral";
/** One paper on the page: how it stands in a word and a sentence, and the one step that mends it. */
export interface PaperCard { readonly id: string; readonly title: string; readonly icon: string; readonly state: string; readonly tone: Tone; readonly text: string; readonly action: { readonly label: string; readonly path: string; readonly needed: boolean } | null }
export interface CourseLine { readonly path: string; readonly title: string; readonly state: string; readonly tone: Tone; readonly text: string; readonly due: boolean }
export interface PapersPage { readonly summary: { readonly tone: Tone; readonly text: string }; readonly papers: readonly PaperCard[]; readonly courses: readonly CourseLine[] }

const SOON = 30 * 86_400_000;

interface Words { readonly t: Translate; readonly locale: Locale; readonly now: Date }
const day = ({ locale }: Words, date: Date): string => formatDate(date, locale, "date");

/** A paper with an end: holds, ends soon, or does not hold. */
const toneUntil = ({ now }: Words, holds: boolean, until: Date | null): Tone =>
  !holds ? "danger" : until && until.getTime() - now.getTime() <= SOON ? "warning" : "success";

const acknowledgementCard = (words: Words, facts: PaperFacts): PaperCard => {
  const { t } = words;
  const tone = toneUntil(words, facts.acknowledged, facts.acknowledged_until);
  return {
    id: "acknowledgement", title: t("papers.acknowledgement.title"), icon: "certificate", tone, state: t(`papers.state.${tone}`),
    text: facts.acknowledged ? t("papers.until", { date: day(words, facts.acknowledged_until!) }) : t(facts.acknowledged_until ? "papers.acknowledgement.ended" : "papers.acknowledgement.missing"),
    action: { label: t(facts.acknowledged ? "papers.acknowledgement.read" : "papers.acknowledgement.give"), path: "/papers/acknowledgement", needed: tone !== "success" },
  };
};

const homeCard = (words: Words, facts: PaperFacts): PaperCard => {
  const { t } = words;
  const holds = facts.home !== null;
  const tone = holds ? toneUntil(words, true, facts.home_until) : "neutral";
  return {
    id: "home-office", title: t("papers.homeOffice.title"), icon: "home", tone, state: t(holds ? `papers.state.${tone}` : "papers.homeOffice.none"),
    text: holds && facts.home_until ? t("papers.until", { date: day(words, facts.home_until) }) : t("papers.homeOffice.noneText"),
    action: { label: t(holds ? "papers.homeOffice.read" : "papers.homeOffice.draft"), path: "/papers/home-office", needed: tone === "warning" },
  };
};

const placeCard = ({ t }: Words, { viewer }: AgentCtx): PaperCard => {
  const declared = viewer.standing.place !== "undeclared";
  return {
    id: "place", title: t("papers.place.title"), icon: "map-pin", tone: declared ? "success" : "danger", state: t(`ui.place.${viewer.standing.place}`),
    text: t(declared ? "papers.place.declared" : "papers.place.undeclared"), action: { label: t("papers.place.change"), path: "/place-of-work", needed: !declared },
  };
};

const contractCard = (words: Words, facts: PaperFacts): PaperCard[] => {
  if (facts.employer_kind === "inHouse") return [];
  const { t } = words;
  const holds = facts.contracts.length > 0;
  const tone = toneUntil(words, holds, facts.contracts_until);
  return [{
    id: "contract", title: t("papers.contract.title"), icon: "contract", tone, state: t(`papers.state.${tone}`), action: null,
    text: holds && facts.contracts_until ? t("papers.contract.until", { date: day(words, facts.contracts_until) }) : t("papers.contract.none"),
  }];
};

const courseTone = ({ state }: OwnCourse): Tone => (state === "passed" ? "success" : state === "expiring" ? "warning" : "danger");

const courseLine = (words: Words, own: OwnCourse): CourseLine => ({
  path: `/papers/training/${own.course}`, title: courseTitle(own.course, words.locale), state: words.t(`training.state.${own.state}`), tone: courseTone(own), due: isDue(own.state),
  text: own.validUntil ? words.t(own.validUntil > words.now ? "papers.until" : "papers.endedOn", { date: day(words, own.validUntil) }) : "",
});

/** The own papers: what holds until when, what is due, and one step each. */
export const showMyPapers = async (ctx: AgentCtx): Promise<Page> => {
  const words: Words = { t: translator(ctx.viewer.locale), locale: ctx.viewer.locale, now: ctx.now };
  const [facts] = await rows<PaperFacts>(ctx.db, `SELECT ${PAPER_FACTS}, $2::text AS asked FROM agents a JOIN employers e ON e.id = a.employer_id WHERE a.id = $1`, [ctx.viewer.id, "own", ctx.now]);
  const courses = (await coursesOf(ctx, ctx.viewer.id)).map((own) => courseLine(words, own));
  const papers = [acknowledgementCard(words, facts!), placeCard(words, ctx), homeCard(words, facts!), ...contractCard(words, facts!)];
  const tones = [...papers, ...courses].map(({ tone }) => tone);
  const tone: Tone = tones.includes("danger") ? "danger" : tones.includes("warning") ? "warning" : "success";
  const open = tones.filter((one) => one === tone).length;
  const model: PapersPage = { papers, courses, summary: { tone, text: words.t(`papers.summary.${tone}`, { count: open }) } };
  return { template: "governance/papers/mine", model, title: words.t("papers.title") };
};
