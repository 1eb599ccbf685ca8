import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import Handlebars from "handlebars";
import type { Rendered } from "./start";

/**
 * Reads every template along the models that were really rendered, and says which of its paths no model ever had. Strict
 * mode finds a missing `{{name}}` by itself; `{{#if nmae}}` and parameters of partials it does not, so both branches of
 * every condition are read here, whatever the model says.
 */
const UNKNOWN = Symbol("computed by a helper");
type Value = unknown;

interface Scope {
  readonly context: Value;
  readonly parent: Scope | null;
  readonly names: Readonly<Record<string, Value>>;
  readonly root: object;
  readonly page: object;
  readonly template: string;
  readonly block: { readonly program: hbs.AST.Program; readonly scope: Scope } | null;
  readonly inline: ReadonlyMap<string, hbs.AST.Program>;
}

const isObject = (value: Value): value is Record<string, Value> => typeof value === "object" && value !== null;
const MOST_ITEMS = 25;

export class TemplatePaths {
  private readonly templates = new Map<string, hbs.AST.Program>();
  private readonly had = new Map<string, boolean>();
  private readonly read = new Set<string>();

  constructor(root: string) {
    for (const file of readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".hbs"))) {
      this.templates.set(file.replace(/\.hbs$/, "").split(path.sep).join("/"), Handlebars.parse(readFileSync(path.join(root, file), "utf8")));
    }
  }

  along({ template, model, page }: Rendered): void {
    this.visitTemplate(template, { context: model, parent: null, names: {}, root: model, page, template, block: null, inline: new Map() });
  }

  /**
   * Paths that were read and that no model had: a typing slip, or something a page forgot to supply. What a component's
   * first comment names as a parameter may be left out by everybody.
   */
  missing(): string[] {
    return [...this.had].filter(([where, had]) => !had && !this.isOptional(where)).map(([where]) => where).sort();
  }

  private isOptional(where: string): boolean {
    const [template = "", name = ""] = where.split(/:\d+ /);
    const comment = this.templates.get(template)?.body.find(({ type }) => type === "CommentStatement") as hbs.AST.CommentStatement | undefined;
    return (comment?.value ?? "").match(/[@\w]+/g)?.includes(name.split(/[./]/).at(-1)!) ?? false;
  }
  /** Templates along which no model came. */
  unread(): string[] { return [...this.templates.keys()].filter((name) => !this.read.has(name)).sort(); }

  private visitTemplate(name: string, scope: Scope): void {
    const program = this.templates.get(name);
    if (!program) throw new Error(`There is no template ${name}.`);
    this.read.add(name);
    this.program(program, { ...scope, template: name });
  }

  private program(program: hbs.AST.Program | undefined, scope: Scope): void {
    if (!program) return;
    const inline = new Map(scope.inline);
    for (const node of program.body) if (node.type === "DecoratorBlock") { const block = node as hbs.AST.DecoratorBlock; inline.set((block.params[0] as hbs.AST.StringLiteral).value, block.program); }
    for (const node of program.body) this.statement(node, { ...scope, inline });
  }

  private statement(node: hbs.AST.Statement, scope: Scope): void {
    if (node.type === "MustacheStatement") this.call(node as hbs.AST.MustacheStatement, scope);
    else if (node.type === "BlockStatement") this.blockStatement(node as hbs.AST.BlockStatement, scope);
    else if (node.type === "PartialStatement" || node.type === "PartialBlockStatement") this.partial(node as hbs.AST.PartialStatement & { program?: hbs.AST.Program }, scope);
  }

  private blockStatement(node: hbs.AST.BlockStatement, scope: Scope): void {
    const name = (node.path as hbs.AST.PathExpression).original;
    const [first] = node.params;
    const value = first ? this.value(first, scope) : UNKNOWN;
    const names = node.program?.blockParams ?? [];
    const enter = (context: Value, ...given: Value[]): void => {
      const inner = Object.fromEntries(names.map((own, index) => [own, given[index] ?? UNKNOWN]));
      const next = context === scope.context ? scope : { ...scope, context, parent: scope };
      this.program(node.program, { ...next, names: { ...scope.names, ...inner } });
    };
    if (name === "each") for (const [key, item] of itemsOf(value)) enter(item, item, key);
    else if (name === "with") { if (value !== undefined && value !== null) enter(value, value); }
    else enter(scope.context);
    this.program(node.inverse, scope);
  }

  private partial(node: hbs.AST.PartialStatement & { program?: hbs.AST.Program }, scope: Scope): void {
    const name = String((node.name as hbs.AST.PathExpression).original);
    const given = node.params[0] ? this.value(node.params[0], scope) : {};
    const own = Object.fromEntries((node.hash?.pairs ?? []).map(({ key, value }) => [key, this.value(value, scope)]));
    if (name === "@partial-block") { if (scope.block) this.program(scope.block.program, scope.block.scope); return; }
    const context = given === UNKNOWN ? UNKNOWN : isObject(given) && !Array.isArray(given) ? { ...given, ...own, ...(node.program ? { caller: scope.context } : {}) } : own;
    const next: Scope = { ...scope, context, parent: scope, names: {}, block: node.program ? { program: node.program, scope } : null };
    const inline = scope.inline.get(name);
    if (inline) this.program(inline, next); else this.visitTemplate(name, next);
  }

  /** A helper with its parameters, or a plain path. */
  private call(node: { path: hbs.AST.Expression; params: hbs.AST.Expression[]; hash?: hbs.AST.Hash }, scope: Scope): Value {
    const hash = node.hash?.pairs ?? [];
    if (node.params.length === 0 && hash.length === 0) return this.value(node.path, scope);
    const given = node.params.map((param) => this.value(param, scope));
    const named = Object.fromEntries(hash.map(({ key, value }) => [key, this.value(value, scope)]));
    const helper = (node.path as hbs.AST.PathExpression).original;
    if (helper === "dict") return named;
    if (helper === "list") return given;
    if (helper === "or") return given.includes(UNKNOWN) ? UNKNOWN : given.find((value) => (Array.isArray(value) ? value.length > 0 : Boolean(value))) ?? given.at(-1);
    return UNKNOWN;
  }

  private value(node: hbs.AST.Expression, scope: Scope): Value {
    if (node.type === "SubExpression") return this.call(node as hbs.AST.SubExpression, scope);
    if (node.type === "PathExpression") return this.resolve(node as hbs.AST.PathExpression, scope);
    return (node as hbs.AST.StringLiteral).value;
  }

  private resolve(node: hbs.AST.PathExpression, scope: Scope): Value {
    const [first, ...rest] = node.parts as string[];
    const where = `${scope.template}:${node.loc.start.line} ${node.original}`;
    if (node.data) return first === "page" ? this.follow(scope.page, rest, where) : first === "root" ? this.follow(scope.root, rest, where) : UNKNOWN;
    if (first !== undefined && node.depth === 0 && Object.hasOwn(scope.names, first)) return this.follow(scope.names[first], rest, where);
    let at: Scope | null = scope;
    for (let up = 0; up < node.depth; up += 1) at = at?.parent ?? null;
    return at ? this.follow(at.context, node.parts as string[], where) : UNKNOWN;
  }

  private follow(start: Value, parts: readonly string[], where: string): Value {
    let value = start;
    for (const part of parts) {
      if (value === UNKNOWN) { this.had.set(where, true); return UNKNOWN; }
      // Beyond nothing there is nothing to ask for: the template guards it, or strict mode throws.
      if (!isObject(value) && !Array.isArray(value)) return undefined;
      if (!Object.hasOwn(value, part)) { this.had.set(where, this.had.get(where) ?? false); return undefined; }
      value = (value as Record<string, Value>)[part];
    }
    if (parts.length > 0) this.had.set(where, true);
    return value;
  }
}

const itemsOf = (value: Value): [Value, Value][] => {
  if (value === UNKNOWN) return [[UNKNOWN, UNKNOWN]];
  if (Array.isArray(value)) return value.slice(0, MOST_ITEMS).map((item, index) => [index, item]);
  return isObject(value) ? Object.entries(value).slice(0, MOST_ITEMS) : [];
};
