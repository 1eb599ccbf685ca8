import type { Page } from "../../platform/http";
import type { Fault, FieldErrors } from "../../platform/faults";
import { NotFound } from "../../platform/faults";
import type { Typed } from "../../platform/http";
import { formatDate, translator, type Locale } from "../../platform/i18n";
import type { AgentCtx } from "../../privacy";
import { courseIn } from "./courses";
import { coursesOf, type OwnCourse } from "./own-courses";
import { rulesNow } from "./rules";
import { isDue } from "./state";

export interface CoursePage {
  readonly title: string; readonly intro: string; readonly minutes: string; readonly version: number; readonly questions: string; readonly passMark: string;
  /** Until when the last pass holds or held; null where there is none. */
  readonly holds: { readonly tone: string; readonly text: string } | null; readonly due: boolean;
  /** Null where the test may be taken now. */
  readonly nextTryAt: string | null; readonly triesLeft: string;
  readonly path: string;
  readonly topics: readonly { readonly id: string; readonly title: string; readonly body: string; /** A wrong answer in the last try. */ readonly again: boolean }[];
  readonly again: readonly { readonly id: string; readonly title: string }[]; readonly percent: number;
}

export interface TestPage {
  readonly title: string; readonly path: string; readonly version: number; readonly error: string; readonly triesLeft: string;
  readonly questions: readonly { readonly id: string; readonly number: number; readonly text: string; readonly value: string; readonly error: string; readonly options: readonly { readonly value: string; readonly label: string }[] }[];
}

const ownCourse = async (ctx: AgentCtx, name: string): Promise<OwnCourse> => {
  const own = (await coursesOf(ctx, ctx.viewer.id)).find(({ course }) => course === name);
  if (!own) throw new NotFound();
  return own;
};

const holdsText = (locale: Locale, { state, validUntil }: OwnCourse): CoursePage["holds"] => {
  if (!validUntil) return null;
  const [tone, key] = state === "passed" ? ["success", "holds"] : state === "expiring" ? ["warning", "endsSoon"] : ["danger", "ended"];
  return { tone: tone!, text: translator(locale)(`training.${key}`, { date: formatDate(validUntil, locale, "date") }) };
};

/** The course to read, with what the last try showed. */
export const showCourse = async (ctx: AgentCtx, name: string): Promise<Page> => {
  const t = translator(ctx.viewer.locale);
  const [course, own, rules] = [courseIn(name, ctx.viewer.locale), await ownCourse(ctx, name), await rulesNow(ctx)];
  const topics = course.topics.map(({ id, title, body }) => ({ id, title, body, again: own.topics.includes(id) }));
  const model: CoursePage = {
    title: course.title, intro: course.intro, version: course.version, minutes: t("training.minutes", { count: course.minutes }),
    questions: t("training.questionCount", { count: course.topics.reduce((sum, { questions }) => sum + questions.length, 0) }), passMark: t("training.passMark", { percent: rules.passPercent }),
    holds: holdsText(ctx.viewer.locale, own), due: isDue(own.state),
    nextTryAt: own.nextTryAt?.toISOString() ?? null, triesLeft: t("training.triesLeft", { count: own.triesLeft }), path: `/papers/training/${name}`,
    topics, again: topics.filter(({ again }) => again).map(({ id, title }) => ({ id, title })), percent: own.percent ?? 0,
  };
  return { template: "governance/training/course", model, title: course.title };
};

export interface Again { readonly typed: Typed; readonly errors: FieldErrors; readonly fault?: Fault }

/** The questions without their answers; a sheet that came back keeps what was ticked. */
export const showTest = async (ctx: AgentCtx, name: string, { typed, errors, fault }: Again = { typed: {}, errors: {} }): Promise<Page> => {
  const t = translator(ctx.viewer.locale);
  const [course, own] = [courseIn(name, ctx.viewer.locale), await ownCourse(ctx, name)];
  if (!fault && (!isDue(own.state) || own.triesLeft === 0)) return showCourse(ctx, name);
  const sameVersion = typed["version"] === String(course.version);
  const model: TestPage = {
    title: course.title, path: `/papers/training/${name}`, version: course.version, triesLeft: t("training.triesLeft", { count: own.triesLeft }), error: errorText(t, errors, fault),
    questions: course.topics.flatMap((topic) => topic.questions).map(({ id, text, answers }, index) => ({
      id, number: index + 1, text, value: sameVersion ? typed[id] ?? "" : "", error: errors[id] ? t(errors[id]) : "", options: answers.map((label, value) => ({ value: String(value), label })),
    })),
  };
  return { template: "governance/training/test", model, title: course.title };
};

const errorText = (t: (key: string) => string, errors: FieldErrors, fault?: Fault): string => {
  if (!fault) return "";
  if (fault.code === "conflict") return t(`error.${fault.reason}`);
  return errors["form"] ? t(errors["form"]) : t("training.incomplete");
};
