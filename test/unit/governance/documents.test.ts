import { createHash } from "node:crypto";
import fc from "fast-check";
import { SECRECIES, TEMPLATE_MARK, textFile, textHash } from "../../../src/governance/documents/document";
import { changesBetween } from "../../../src/governance/documents/diff";
import { gradeQuiz, parseQuiz } from "../../../src/governance/documents/quiz";
import { templates, templateTexts } from "../../../src/governance/documents/templates";
import { markdownToBlocks } from "../../../src/platform/markdown";
import { readTexts } from "../../../src/platform/i18n";

const all = templates().flatMap((template) => templateTexts(template, SECRECIES).map((text) => [`${template.name} ${text.language}`, text] as const));

describe("the texts that ship", () => {
  it("are there for confidentiality in Germany, Austria and Switzerland, in both languages, and for the other kinds", () => {
    const names = all.map(([name]) => name);
    for (const law of ["DE", "AT", "CH"]) for (const language of ["de", "en"]) expect(names).toContain(`confidentiality/${law} ${language}`);
    expect(names).toEqual(expect.arrayContaining(["home-office/DE de", "home-office/DE en", "guideline/DE de", "guideline/DE en"]));
  });

  it.each(all)("%s has a title, is marked as a template, has a sound quiz and nothing that a reader would not get", (_name, text) => {
    expect(text.title).not.toBe("");
    expect(text.body).toMatch(TEMPLATE_MARK);
    expect(parseQuiz(text.quiz)).not.toBeNull();
    expect(text.body).not.toMatch(/<[a-z]|—/i);
    expect(markdownToBlocks(text.body).length).toBeGreaterThan(8);
  });

  it.each(all.filter(([name]) => name.startsWith("confidentiality")))("%s covers what domain rule 1 lists", (name, { language, body }) => {
    const covered: RegExp[] = language === "de"
      ? [/auf Weisung|auf ausdrückliche Anordnung/, /CC/, /BCC/, /Neugier/, /gilt.*weiter/s, /Schadense?rsatz|Schadenersatz/, /sofort/, /benachteiligt|kein Nachteil/i]
      : [/on instruction|on express order/, /CC/, /BCC/, /curiosity/, /continues/, /damages/, /at once/, /disadvantage/];
    for (const expected of covered) expect(body).toMatch(expected);
    if (name.includes("/DE")) for (const law of ["42", "43", "201", "202a", "203", "206", "23"]) expect(body).toContain(law);
    if (name.includes("/AT")) expect(body).toMatch(/§ 6 Abs\. 4 DSG|section 6\(4\) DSG/);
  });

  it("add a section for each special secrecy that was chosen, and for no other", () => {
    const [template] = templates();
    expect(templateTexts(template!, [])[0]!.body).not.toContain("Bankgeheimnis");
    const chosen = templateTexts(template!, ["banking"])[0]!.body;
    expect(chosen).toContain("Bankgeheimnis");
    expect(chosen).not.toContain("Sozialgeheimnis");
  });
});

/** It is an acknowledgement of a duty, and never called what it is not (domain rule 1). */
it("nothing about acknowledgements speaks of consent", () => {
  const said = (locale: "de" | "en"): string => JSON.stringify([readTexts(locale).acknowledgements, readTexts(locale).documents, (readTexts(locale).notices as Record<string, unknown>)]);
  expect(said("de")).not.toMatch(/einwillig/i);
  expect(said("en")).not.toMatch(/consent/i);
  for (const [, { body, leaflet, title }] of all) expect(title + body + leaflet).not.toMatch(/einwillig|consent/i);
});

describe("the hash of a text", () => {
  const words = { title: "Titel", body: "Text\n", leaflet: "" };
  it("is that of the file which people get", () => {
    expect(textFile(words)).toBe("# Titel\n\nText\n");
    expect(textHash(words)).toBe(createHash("sha256").update("# Titel\n\nText\n").digest("hex"));
  });
  it("is the same however line breaks and letters were typed, and another for any other word", () => {
    expect(textHash({ ...words, body: "Text  \r\n" })).toBe(textHash(words));
    expect(textHash({ ...words, body: "Text." })).not.toBe(textHash(words));
    expect(textHash({ ...words, leaflet: "x" })).not.toBe(textHash(words));
  });
});

describe("what has changed", () => {
  it("keeps every word of both texts", () => {
    fc.assert(fc.property(fc.array(fc.constantFrom("a", "b", "c", "\n")), fc.array(fc.constantFrom("a", "b", "d", "\n")), (one, other) => {
      const [before, after] = [one.join(" "), other.join(" ")];
      const parts = changesBetween(before, after);
      if (before === after) expect(parts).toEqual([]);
      else {
        expect(parts.filter(({ kind }) => kind !== "added").map(({ text }) => text).join("")).toBe(before);
        expect(parts.filter(({ kind }) => kind !== "removed").map(({ text }) => text).join("")).toBe(after);
      }
    }));
  });
  it("answers for two long texts that have nothing in common", () => {
    const words = (prefix: string) => Array.from({ length: 8_000 }, (_, index) => `${prefix}${index}`).join(" ");
    expect(changesBetween(words("a"), words("b")).some(({ kind }) => kind === "added")).toBe(true);
  });
});

describe("a quiz", () => {
  const source = "? Eins\n- falsch\n+ richtig\n\n? Zwei\n+ ja\n- nein";
  it("is read, and graded answer by answer", () => {
    const quiz = parseQuiz(source)!;
    expect(quiz.map(({ right }) => right)).toEqual([1, 0]);
    expect(gradeQuiz(quiz, { quiz0: "1", quiz1: "0" })).toEqual([true, true]);
    expect(gradeQuiz(quiz, { quiz0: "0" })).toEqual([false, false]);
    expect(gradeQuiz(quiz, { quiz0: "1 ", quiz1: "00" })).toEqual([false, false]);
  });
  it.each(["- ohne Frage", "? Frage", "? Frage\n+ a\n+ b", "? Frage\n- a\n- b", "? Frage\n+ nur eine", "Text", `? ${"x".repeat(400)}\n+ a\n- b`, "? a\n+ b\n- c\n".repeat(9)])("that cannot be answered is none: %j", (broken) => { expect(parseQuiz(broken)).toBeNull(); });
  it("may be empty", () => { expect(parseQuiz(" \n ")).toEqual([]); });
});
