import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { NotFound } from "../../platform/faults";
import { ROOT } from "../../platform/root";
import { checkTwins, courseHash, readCourse, type AnswerKey, type Course } from "./course";

interface Shelved { readonly de: Course; readonly en: Course; readonly key: AnswerKey; readonly sha256: string }

const FOLDER = path.join(ROOT, "courses");
let shelf: ReadonlyMap<string, Shelved> | null = null;

/** Every course there is, read once. Throws CourseError where one does not hang together, so that the start says so. */
export const readCourses = (folder = FOLDER): ReadonlyMap<string, Shelved> => new Map(readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory()).map(({ name }) => name).sort().map((name) => {
    const sources = { de: readFileSync(path.join(folder, name, "de.md"), "utf8"), en: readFileSync(path.join(folder, name, "en.md"), "utf8") };
    const [de, en] = [readCourse(name, "de", sources.de), readCourse(name, "en", sources.en)];
    checkTwins(de, en);
    return [name, { de: de.course, en: en.course, key: de.key, sha256: courseHash(sources) }];
  }));

const courses = (): ReadonlyMap<string, Shelved> => (shelf ??= readCourses());

/** The names of all courses, in the order of the folder. */
export const courseKeys = (): string[] => [...courses().keys()];

/** A course in a language. Throws NotFound for a name that is none. */
export const courseIn = (name: string, language: "de" | "en"): Course => shelved(name)[language];

export const hashOf = (name: string): string => shelved(name).sha256;

/** The title, also of a course that was taken off the shelf: then its name. */
export const courseTitle = (name: string, language: "de" | "en"): string => courses().get(name)?.[language].title ?? name;

const shelved = (name: string): Shelved => {
  const found = courses().get(name);
  if (!found) throw new NotFound();
  return found;
};

export interface Judged { readonly percent: number; /** Topics with a wrong answer, in their order. */ readonly topics: readonly string[] }

/** Judges a whole sheet. Every question is expected to be answered; an answer that is none is wrong. */
export const judge = (name: string, answers: ReadonlyMap<string, number>): Judged => {
  const { key, de } = shelved(name);
  const right = [...key].filter(([question, index]) => answers.get(question) === index).map(([question]) => question);
  return {
    percent: Math.floor((right.length * 100) / key.size),
    topics: de.topics.filter(({ questions }) => questions.some(({ id }) => !right.includes(id))).map(({ id }) => id),
  };
};
