import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import Handlebars from "handlebars";
import ts from "typescript";
import { CATEGORIES, PLACES, PURPOSES, ROLES, SURFACES, type Standing } from "../../src/privacy";
import { DEFAULT_POLICY } from "../../src/privacy/rules/policy";
import { RULES } from "../../src/privacy/rules/rules";
import type { DecisionContext } from "../../src/privacy/rules/rule";
import { readTexts } from "../../src/platform/i18n";
import { ROOT } from "../../src/platform/root";

type Texts = { [name: string]: string | Texts };
const read = (locale: "de" | "en"): Texts => readTexts(locale) as Texts;
const flat = (texts: Texts, prefix = ""): [string, string][] => Object.entries(texts).flatMap(([name, value]) => (typeof value === "string" ? [[prefix + name, value] as [string, string]] : flat(value, `${prefix}${name}.`)));
const [de, en] = [new Map(flat(read("de"))), new Map(flat(read("en")))];
const PLURAL = /_(zero|one|two|few|many|other)$/;
const keys = new Set([...en.keys()].flatMap((key) => [key, key.replace(PLURAL, "")]));
const groups = new Set([...en.keys()].flatMap((key) => key.split(".").slice(0, -1).map((_, index, parts) => parts.slice(0, index + 1).join("."))));
const tops = new Set([...groups].filter((group) => !group.includes(".")));
const placeholders = (text: string): string => [...new Set([...text.matchAll(/\{\{\s*([\w.]+)/g)].map(([, name]) => name))].sort().join();

describe("the words of the interface", () => {
  it("are the same in both languages, with the same values to fill in", () => {
    expect([...de.keys()].sort()).toEqual([...en.keys()].sort());
    expect([...de].filter(([key, text]) => placeholders(text) !== placeholders(en.get(key)!)).map(([key]) => key)).toEqual([]);
  });

  it("are never empty, and have no half plural", () => {
    for (const texts of [de, en]) {
      expect([...texts].filter(([key, text]) => text.trim() === "" || (text !== text.trim() && !key.includes(".mail."))).map(([key]) => key)).toEqual([]);
      const plural = [...new Set([...texts.keys()].filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, "")))];
      expect(plural.filter((key) => !["one", "other"].every((form) => texts.has(`${key}_${form}`)) || texts.has(key))).toEqual([]);
      expect([...texts].filter(([key, text]) => PLURAL.test(key) && key.endsWith("_other") && !text.includes("{{count}}")).map(([key]) => key).filter((key) => en.get(key.replace("_other", "_one"))?.includes("{{count}}"))).toEqual([]);
    }
  });

  it("address people formally in German", () => {
    expect([...de].filter(([, text]) => /(?<!\p{L})(du|dein|deine|deinen|deinem|deiner|dich|dir|euch|euer|eure)(?!\p{L})/iu.test(text)).map(([key, text]) => `${key}: ${text}`)).toEqual([]);
  });

  it("are plain: no markup, no nesting, no dash that a machine wrote", () => {
    for (const texts of [de, en]) expect([...texts].filter(([, text]) => /<[a-z/]|\$t\(|—/i.test(text)).map(([key]) => key)).toEqual([]);
  });
});

const files = (folder: string, ending: string): string[] => readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(ending)).map((name) => path.join(folder, name));

/** A whole key must be a text; the beginning of one ("why.") must be a group. */
const faultOf = (key: string, where: string): string[] => (keys.has(key) ? [] : [`${where}: there is no text "${key}"`]);
const faultOfPrefix = (prefix: string, where: string): string[] => {
  const group = prefix.slice(0, Math.max(0, prefix.lastIndexOf(".")));
  return group === "" || groups.has(group) ? [] : [`${where}: there is no group of texts "${group}"`];
};

/** Literals that are given to `t`, wherever in the expression they stand. */
const literalsOf = (node: ts.Expression): { text: string; whole: boolean }[] => {
  if (ts.isStringLiteralLike(node)) return [{ text: node.text, whole: true }];
  if (ts.isTemplateExpression(node)) return [{ text: node.head.text, whole: false }];
  if (ts.isConditionalExpression(node)) return [...literalsOf(node.whenTrue), ...literalsOf(node.whenFalse)];
  if (ts.isParenthesizedExpression(node)) return literalsOf(node.expression);
  return [];
};
const saysText = (callee: ts.Expression): boolean => (ts.isIdentifier(callee) && callee.text === "t") || (ts.isPropertyAccessExpression(callee) && callee.name.text === "t")
  || (ts.isCallExpression(callee) && ts.isIdentifier(callee.expression) && ["translator", "textsFor", "textsOf"].includes(callee.expression.text));

/** Names that are keys below a group although the literal does not say so: notices and faults. */
const BELOW: Readonly<Record<string, string>> = { notice: "notice" };
const FAULTS = new Set(["NotFound", "Forbidden", "Conflict", "Unavailable", "TooMany", "Invalid"]);

const inSource = (file: string): string[] => {
  const source = ts.createSourceFile(file, readFileSync(path.join(ROOT, file), "utf8"), ts.ScriptTarget.ES2022, true);
  const faults: string[] = [];
  const visit = (node: ts.Node): void => {
    const where = `${file}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`;
    if (ts.isCallExpression(node) && node.arguments[0] && saysText(node.expression)) faults.push(...literalsOf(node.arguments[0]).flatMap(({ text, whole }) => (whole ? faultOf(text, where) : faultOfPrefix(text, where))));
    if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && FAULTS.has(node.expression.text)) faults.push(...(node.arguments ?? []).flatMap((argument) => (ts.isStringLiteralLike(argument) ? faultOf(`error.${argument.text}`, where) : [])));
    if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && BELOW[node.name.text]) faults.push(...literalsOf(node.initializer).flatMap(({ text, whole }) => (whole ? faultOf(`${BELOW[(node.name as ts.Identifier).text]}.${text}`, where) : [])));
    // A key that travels as a value ("form.required" in a schema) is recognised by its first part.
    if (ts.isStringLiteralLike(node) && /^[a-z]\w*(\.\w+)+$/i.test(node.text) && tops.has(node.text.split(".")[0]!) && !NO_KEY.test(node.text) && !keys.has(node.text) && !groups.has(node.text)) faults.push(`${where}: there is no text "${node.text}"`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return faults;
};
/** Looks like a key and is none: file names and domains. */
const NO_KEY = /\.(png|txt|pdf|jpg|example|com|de)$/;

class Words extends Handlebars.Visitor {
  readonly faults: string[] = [];
  constructor(private readonly file: string) { super(); }
  override MustacheStatement(node: hbs.AST.MustacheStatement): void { this.ask(node); super.MustacheStatement(node); }
  override SubExpression(node: hbs.AST.SubExpression): void { this.ask(node); super.SubExpression(node); }
  private ask({ path: called, params }: { path: hbs.AST.Expression; params: hbs.AST.Expression[] }): void {
    const name = (called as hbs.AST.PathExpression).original;
    if (name !== "t" && name !== "tOr") return;
    for (const param of params.slice(0, name === "tOr" ? 2 : 1)) this.faults.push(...this.check(param));
  }
  private check(param: hbs.AST.Expression): string[] {
    if (param.type === "StringLiteral") return faultOf((param as hbs.AST.StringLiteral).value, this.file);
    if (param.type !== "SubExpression") return [];
    const inner = param as hbs.AST.SubExpression;
    const [first] = inner.params;
    return (inner.path as hbs.AST.PathExpression).original === "concat" && first?.type === "StringLiteral" ? faultOfPrefix((first as hbs.AST.StringLiteral).value, this.file) : [];
  }
}

describe("every word that is asked for", () => {
  it("exists: in the source", () => { expect([...new Set(files("src", ".ts").flatMap(inSource))]).toEqual([]); });

  it("exists: in the templates", () => {
    const faults = files("views", ".hbs").flatMap((file) => {
      const words = new Words(file);
      words.accept(Handlebars.parse(readFileSync(path.join(ROOT, file), "utf8")));
      return words.faults;
    });
    expect(faults).toEqual([]);
  });
});

const times = <A, B>(list: readonly A[], other: readonly B[]): [A, B][] => list.flatMap((a) => other.map((b) => [a, b] as [A, B]));

/** Standings that differ in every fact a rule asks for. */
const standings = (): Standing[] => {
  const forms = { name: "clear", correspondence: "partial" } as const;
  const contracts = [null, { reference: "c", queues: ["q"], purposes: ["support", "audit"], forms, countries: ["DE"], homeOfficeAllowed: true }, { reference: "c", queues: ["q"], purposes: [], forms, countries: ["DE"], homeOfficeAllowed: false }, { reference: "c", queues: ["q"], purposes: [...PURPOSES], forms, countries: [], homeOfficeAllowed: true }, { reference: "c", queues: [], purposes: [], forms: {}, countries: [], homeOfficeAllowed: false }];
  const employers = [{ id: "own", name: "", kind: "inHouse" as const }, { id: "partner", name: "", kind: "processor" as const }];
  return times(times(ROLES, employers), times(PLACES, contracts)).flatMap(([[role, employer], [place, contract]]) => times([true, false], ["valid", "overdue", "missing"] as const).flatMap(([known, training]): Standing[] => [
    { role, employer, place, contracts: employer.kind === "inHouse" || contract === null ? [] : [contract], acknowledged: known, training, country: known ? "DE" : "US", homeAgreement: known ? { countries: ["DE"] } : null, queues: known ? ["q"] : [], reveals: [] },
  ]));
};

it("every reason that a rule can give, and every step that lifts it, is said in words", () => {
  const said = new Set<string>();
  const about = { ticket: "t", number: "1", queue: "q", routedTo: "partner", assignee: "me", closed: false };
  const abouts = [null, about, { ...about, routedTo: "own" }, { ...about, assignee: null }, { ...about, queue: "other" }];
  const contexts = times(times(PURPOSES, SURFACES), times(abouts, [true, false])).map(([[purpose, surface], [on, restricted]]): DecisionContext => ({ viewerId: "me", purpose, surface, about: on, subject: "s", restricted, policy: DEFAULT_POLICY, now: new Date(0) }));
  const some = contexts.filter((_, index) => index % 7 === 0);
  const all = standings();
  const ask = (standing: Standing, context: DecisionContext): void => {
    for (const rule of RULES) for (const category of CATEGORIES) { const found = rule(standing, category, context); if (found) { said.add(found.reason); if (found.remedy) said.add(found.remedy); } }
  };
  for (const [index, standing] of all.entries()) ask(standing, some[index % some.length]!);
  for (const [index, context] of contexts.entries()) ask(all[(index * 31) % all.length]!, context);
  for (const context of contexts.filter(({ surface, restricted }) => surface === "ticket" && !restricted)) for (const standing of all.filter((one, index) => one.acknowledged && index % 5 === 0)) ask(standing, context);
  said.add("undecided");
  expect(said.size).toBeGreaterThan(25);
  expect([...said].filter((reason) => !keys.has(`why.${reason}`))).toEqual([]);
});
