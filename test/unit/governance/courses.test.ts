import { CourseError, checkTwins, readCourse } from "../../../src/governance/training/course";
import { courseIn, courseKeys, judge, readCourses } from "../../../src/governance/training/courses";
import { courseState, type CourseFacts } from "../../../src/governance/training/state";
import { sheetOf } from "../../../src/governance/training/take-test";

const SMALL = ["---", "version: 3", "minutes: 5", "---", "# Title", "", "Intro.", "", "## one: First", "", "Text of *one*.", "", "### Is it so?", "- [ ] No", "- [x] Yes", "", "## two: Second", "Text.", ""].join("\n");

describe("the courses that ship", () => {
  it("hang together in both languages, and each topic of theirs is asked about", () => {
    expect([...readCourses().keys()]).toEqual(["basics", "callers", "masks"]);
    for (const key of courseKeys()) for (const language of ["de", "en"] as const) {
      const course = courseIn(key, language);
      expect(course.topics.length).toBeGreaterThanOrEqual(5);
      for (const { body, questions } of course.topics) { expect(body.length).toBeGreaterThan(100); expect(questions.length).toBeGreaterThan(0); }
      expect(JSON.stringify(course)).not.toContain("[x]");
    }
  });

  it("address people formally, without dashes that a machine wrote", () => {
    for (const key of courseKeys()) {
      expect(JSON.stringify(courseIn(key, "de"))).not.toMatch(/(?<!\p{L})(du|dein|deine|dich|dir)(?!\p{L})/u);
      for (const language of ["de", "en"] as const) expect(JSON.stringify(courseIn(key, language))).not.toMatch(/—/);
    }
  });

  it("do not hide the right answer in one place", () => {
    for (const key of courseKeys()) {
      const size = courseIn(key, "de").topics.flatMap(({ questions }) => questions).length;
      for (const place of [0, 1, 2]) expect(judge(key, new Map(Array.from({ length: size }, (_, index) => [`q${index + 1}`, place]))).percent).toBeLessThan(70);
    }
  });
});

describe("reading a course", () => {
  it("takes topics, questions and the right answer apart", () => {
    const { course, key } = readCourse("small", "en", SMALL);
    expect(course).toMatchObject({ version: 3, minutes: 5, title: "Title", intro: "Intro." });
    expect(course.topics.map(({ id, body, questions }) => [id, body, questions.length])).toEqual([["one", "Text of *one*.", 1], ["two", "Text.", 0]]);
    expect(key.get("q1")).toBe(1);
    expect(readCourse("small", "en", SMALL.replaceAll("\n", "\r\n")).course).toEqual(course);
  });

  it.each([
    ["no head", SMALL.replace("---\n", "")], ["no version", SMALL.replace("version: 3", "")], ["a version of zero", SMALL.replace("version: 3", "version: 0")], ["no title", SMALL.replace("# Title", "Title")],
    ["two right answers", SMALL.replace("[ ] No", "[x] No")], ["no right answer", SMALL.replace("[x]", "[ ]")], ["one answer", SMALL.replace("- [ ] No\n", "")],
    ["a topic without a name", SMALL.replace("## two: Second", "## Second")], ["a topic twice", SMALL.replace("two:", "one:")], ["text behind a question", SMALL.replace("- [x] Yes", "- [x] Yes\nAnd more.")], ["no topics", SMALL.slice(0, SMALL.indexOf("## one"))],
  ])("refuses %s", (_what, source) => { expect(() => readCourse("small", "en", source)).toThrow(CourseError); });

  it.each([["another version", "version: 3", "version: 4"], ["another topic", "two:", "three:"], ["another right answer", "- [ ] No\n- [x] Yes", "- [x] No\n- [ ] Yes"]])("refuses twins with %s", (_what, from, to) => {
    expect(() => checkTwins(readCourse("small", "de", SMALL), readCourse("small", "en", SMALL.replace(from, to)))).toThrow(CourseError);
  });
});

describe("a sheet", () => {
  const { course } = readCourse("small", "en", SMALL);
  it("is whole or refused, question by question", () => {
    expect(sheetOf(course, { q1: "0", version: "3" })).toEqual(new Map([["q1", 0]]));
    for (const [form, field] of [[{}, "q1"], [{ q1: "" }, "q1"], [{ q1: "2" }, "q1"], [{ q1: "-1" }, "q1"], [{ q1: ["0", "1"] }, "q1"], [{ q1: 1 }, "q1"], [{ q1: "1", q2: "0" }, "form"]] as const) {
      expect(() => sheetOf(course, form)).toThrow(expect.objectContaining({ fields: expect.objectContaining({ [field]: expect.any(String) }) }));
    }
  });
});

describe("the state of a course", () => {
  const now = new Date("2026-05-03T12:00:00Z");
  const rules = { expiringDays: 30, restrictedAfterDays: 14 };
  const ends = (days: number, failed = false): CourseFacts => ({ validUntil: new Date(now.getTime() + days * 86_400_000), failed });
  it.each([
    [{ validUntil: null, failed: false }, "assigned"], [{ validUntil: null, failed: true }, "failed"], [ends(31), "passed"], [ends(31, true), "passed"], [ends(30), "expiring"], [ends(0.001), "expiring"],
    [ends(0), "expired"], [ends(-13.9), "expired"], [ends(-14), "restricted"], [ends(-400, true), "restricted"],
  ] as const)("%j is %s", (facts, state) => { expect(courseState(facts, rules, now)).toBe(state); });
  it("bears no day overdue where the rules say so", () => { expect(courseState(ends(0), { expiringDays: 1, restrictedAfterDays: 0 }, now)).toBe("restricted"); });
});
