import Handlebars from "handlebars";

/** What a template may not do, found in its syntax tree before it is compiled, so that a mistake fails the start and not a page. */

type Pair = hbs.AST.PathExpression | hbs.AST.Expression;
export type TemplateFacts = { ast: hbs.AST.Program; partials: ReadonlySet<string>; inline: ReadonlySet<string> };

const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [/<style[\s>]/i, "an inline style sheet"],
  [/<script(?![^>]*\ssrc=)[\s>]/i, "an inline script"],
  [/<[a-z][^>]*\sstyle\s*=/i, "a style attribute"],
  [/<[a-z][^>]*\son[a-z]+\s*=/i, "an event attribute"],
  [/href\s*=\s*["']?\s*javascript:/i, "a script address"],
];

class Inspector extends Handlebars.Visitor {
  readonly partials = new Set<string>();
  readonly inline = new Set<string>();
  readonly faults: string[] = [];

  override MustacheStatement(node: hbs.AST.MustacheStatement): void {
    if (!node.escaped) this.faults.push(`line ${node.loc.start.line}: unescaped output`);
    super.MustacheStatement(node);
  }

  override PartialStatement(node: hbs.AST.PartialStatement): void {
    this.note(node.name, node);
    // Without parameters a partial would run on nothing at all, and ask nothing for its names.
    if (node.params.length === 0 && !node.hash) node.hash = { type: "Hash", pairs: [], loc: node.loc };
    super.PartialStatement(node);
  }

  override PartialBlockStatement(node: hbs.AST.PartialBlockStatement): void {
    this.note(node.name, node);
    // The block runs in the caller's context again: `{{> @partial-block caller}}` in the component.
    node.hash = withCaller(node);
    super.PartialBlockStatement(node);
  }

  override DecoratorBlock(node: hbs.AST.DecoratorBlock): void {
    const name = node.params[0] as hbs.AST.StringLiteral | undefined;
    if (name?.type === "StringLiteral") this.inline.add(name.value);
    super.DecoratorBlock(node);
  }

  private note(name: Pair, node: hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement): void {
    if (name.type === "SubExpression") this.faults.push(`line ${node.loc.start.line}: a partial chosen at run time`);
    else if ((name as hbs.AST.PathExpression).original !== "@partial-block") this.partials.add(String((name as hbs.AST.PathExpression).original));
    else if (node.params.length === 0) this.faults.push(`line ${node.loc.start.line}: write {{> @partial-block caller}}`);
  }
}

const withCaller = (node: hbs.AST.PartialBlockStatement): hbs.AST.Hash => {
  const { loc } = node;
  const here: hbs.AST.PathExpression = { type: "PathExpression", data: false, depth: 0, parts: [], original: "this", loc };
  const pair: hbs.AST.HashPair = { type: "HashPair", key: "caller", value: here, loc };
  return { type: "Hash", pairs: [...(node.hash?.pairs ?? []), pair], loc };
};

/** An unquoted attribute value would let a space in a value start a new attribute. */
const unquoted = (source: string): boolean => /<[a-z][^<>]*\s[\w-]+=\{\{/i.test(source);

/**
 * Parses a template and refuses: unescaped output, inline styles and scripts, event attributes, unquoted attribute values
 * and partials chosen at run time. Throws an Error that names the template and the line.
 */
export const inspectTemplate = (name: string, source: string): TemplateFacts => {
  const ast = Handlebars.parse(source);
  const inspector = new Inspector();
  inspector.accept(ast);
  const bare = source.replace(/\{\{!--[\s\S]*?--\}\}|\{\{![\s\S]*?\}\}/g, "");
  for (const [pattern, what] of FORBIDDEN) if (pattern.test(bare.replace(/\{\{[\s\S]*?\}\}/g, "x"))) inspector.faults.push(what);
  if (unquoted(bare)) inspector.faults.push("an attribute value without quotes");
  if (inspector.faults.length > 0) throw new Error(`Template ${name}: ${inspector.faults.join("; ")}.`);
  return { ast, partials: inspector.partials, inline: inspector.inline };
};
