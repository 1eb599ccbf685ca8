import { createHash } from "node:crypto";

/** A test question as a person sees it: the right answer is not part of it. */
export interface Question { readonly id: string; readonly text: string; readonly answers: readonly string[] }
export interface Topic { readonly id: string; readonly title: string; readonly body: string; readonly questions: readonly Question[] }
export interface Course {
  readonly key: string; readonly language: "de" | "en"; readonly version: number; readonly minutes: number;
  readonly title: string; readonly intro: string; readonly topics: readonly Topic[];
}
/** What never leaves the server: the index of the right answer by question. */
export type AnswerKey = ReadonlyMap<string, number>;
export interface ReadCourse { readonly course: Course; readonly key: AnswerKey }

/** A course that does not hang together; the message says where, for whoever writes courses. */
export class CourseError extends Error {
  constructor(where: string, what: string) { super(`The course ${where} ${what}.`); this.name = "CourseError"; }
}

interface Draft { id: string; title: string; body: string[]; questions: { text: string; answers: string[]; right: number[] }[] }

/** Reads one file (courses/README.md says how it is written). Throws CourseError. */
export const readCourse = (key: string, language: "de" | "en", source: string): ReadCourse => {
  const where = `${key}/${language}`;
  const [, head, text] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source.replaceAll("\r\n", "\n")) ?? [];
  if (head === undefined || text === undefined) throw new CourseError(where, "has no head");
  const title = /^# (.+)$/m.exec(text)?.[1];
  if (!title) throw new CourseError(where, "has no title");
  const [intro = "", ...parts] = text.slice(text.indexOf(title) + title.length).split(/^## /m);
  const drafts = parts.map((part) => readTopic(where, part));
  const answers = new Map<string, number>();
  const topics = drafts.map((draft): Topic => ({
    id: draft.id, title: draft.title, body: draft.body.join("\n").trim(),
    questions: draft.questions.map((question) => { const id = `q${answers.size + 1}`; answers.set(id, rightOf(where, question)); return { id, text: question.text, answers: question.answers }; }),
  }));
  if (topics.length === 0 || answers.size === 0) throw new CourseError(where, "has no topics or asks nothing");
  if (new Set(topics.map(({ id }) => id)).size !== topics.length) throw new CourseError(where, "names a topic twice");
  return { key: answers, course: { key, language, version: numberIn(where, head, "version"), minutes: numberIn(where, head, "minutes"), title, intro: intro.trim(), topics } };
};

const numberIn = (where: string, head: string, name: string): number => {
  const value = Number(new RegExp(`^${name}: (\\d{1,4})$`, "m").exec(head)?.[1]);
  if (!Number.isInteger(value) || value < 1) throw new CourseError(where, `needs a whole number "${name}"`);
  return value;
};

const readTopic = (where: string, part: string): Draft => {
  const [first = "", ...lines] = part.split("\n");
  const [, id, title] = /^([a-z][A-Za-z]{1,30}): (.+)$/.exec(first) ?? [];
  if (!id || !title) throw new CourseError(where, `has a topic without a name: "${first}"`);
  const draft: Draft = { id, title, body: [], questions: [] };
  for (const line of lines) {
    const question = /^### (.+)$/.exec(line)?.[1];
    const [, mark, answer] = /^- \[([ x])\] (.+)$/.exec(line) ?? [];
    const asked = draft.questions.at(-1);
    if (question) draft.questions.push({ text: question, answers: [], right: [] });
    else if (!asked) draft.body.push(line);
    else if (answer) { if (mark === "x") asked.right.push(asked.answers.length); asked.answers.push(answer); }
    else if (line.trim() !== "") throw new CourseError(where, `has text behind a question: "${line}"`);
  }
  return draft;
};

const rightOf = (where: string, { text, answers, right }: Draft["questions"][number]): number => {
  if (answers.length < 2 || right.length !== 1) throw new CourseError(where, `needs two answers and exactly one right one: "${text}"`);
  return right[0]!;
};

/** The version, and the hash over both languages: what a result was about. */
export const courseHash = (sources: Readonly<Record<"de" | "en", string>>): string => createHash("sha256").update(sources.de).update("\u0000").update(sources.en).digest("hex");

/** Both languages teach and ask the same, in the same order. Throws CourseError. */
export const checkTwins = (de: ReadCourse, en: ReadCourse): void => {
  const shape = ({ course, key }: ReadCourse): string => JSON.stringify([course.version, course.minutes, course.topics.map(({ id, questions }) => [id, questions.map((question) => [question.answers.length, key.get(question.id)])])]);
  if (shape(de) !== shape(en)) throw new CourseError(de.course.key, "differs between its languages in version, minutes, topics, questions or answers");
};
