import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import Handlebars from "handlebars";
import { translator, type Locale, type Translate } from "../i18n";
import { inspectTemplate, type TemplateFacts } from "./view-check";
import { viewHelpers } from "./view-helpers";

/** What every page has around its model; templates read it as `@page`. All texts are ready to print, in the page's locale. */
export type PageFrame = {
  locale: Locale;
  theme: "auto" | "light" | "dark";
  density: "comfortable" | "compact";
  /** The nonce of this response's Content-Security-Policy. */
  nonce: string;
  /** The time of this request: relative times are counted from it. */
  now: Date;
  viewer?: { name: string; role: string; place: string };
  /** The rail; `key` is a text key, `icon` a name from client/icons.json. */
  nav: readonly { path: string; key: string; icon: string; current: boolean; count?: number }[];
  /** Shown once as a toast. */
  notice?: string;
  title: string;
  csrf?: string;
  /** Whether single-letter keys act (WCAG 2.1.4). */
  shortcuts: boolean;
  /** The path of this page with its query: forms of the shell return here. */
  path: string;
};

export type ViewOptions = {
  /** Reads changed templates again before each page (development). */
  reload: boolean;
  assets: (name: string) => string;
  /** Default: texts of `locales/`, a missing one throws. Production passes `(locale) => translator(locale, "key")`. */
  translate?: (locale: Locale) => Translate;
};

export type Views = {
  /** The page as HTML. Throws when the template or anything it reads from the model is missing. */
  render(template: string, model: object, page: PageFrame): string;
  exists(template: string): boolean;
  names(): string[];
};

type Loaded = { templates: Map<string, Handlebars.TemplateDelegate>; engine: typeof Handlebars };

const files = (root: string): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".hbs"))
    .map((entry) => join(entry.parentPath, entry.name)).sort();

const nameOf = (root: string, file: string): string => relative(root, file).split(sep).join("/").replace(/\.hbs$/, "");

/** Without the file's last line break: components stand inside sentences and attributes. */
const read = (file: string): string => readFileSync(file, "utf8").replace(/\n$/, "");

const refuseUnknownPartials = (all: ReadonlyMap<string, TemplateFacts>): void => {
  const inline = new Set([...all.values()].flatMap(({ inline: names }) => [...names]));
  for (const [name, { partials }] of all) {
    for (const partial of partials) if (!all.has(partial) && !inline.has(partial)) throw new Error(`Template ${name}: there is no partial ${partial}.`);
  }
};

/** Strict throws on what is missing; explicitPartialContext keeps a page's `title` from appearing in a component that was given none. */
const compilerOptions = (helpers: object): CompileOptions => ({
  strict: true, knownHelpersOnly: true, explicitPartialContext: true, preventIndent: true, data: true, noEscape: false,
  knownHelpers: Object.fromEntries(Object.keys(helpers).map((name) => [name, true])) as KnownHelpers,
});

const load = (root: string, options: ViewOptions): Loaded => {
  const engine = Handlebars.create();
  for (const name of ["log", "blockHelperMissing", "helperMissing"]) engine.unregisterHelper(name);
  engine.registerHelper("helperMissing", () => { throw new Error("A template used a helper that does not exist."); });
  const helpers = viewHelpers({ assets: options.assets, translate: options.translate ?? ((locale) => translator(locale)) });
  engine.registerHelper(helpers);
  const facts = new Map(files(root).map((file) => [nameOf(root, file), inspectTemplate(nameOf(root, file), read(file))]));
  refuseUnknownPartials(facts);
  const settings = compilerOptions(helpers);
  const templates = new Map([...facts].map(([name, { ast }]) => [name, engine.compile(ast, settings)]));
  for (const [name, template] of templates) engine.registerPartial(name, template);
  return { templates, engine };
};

const newest = (root: string): string => files(root).map((file) => `${file} ${statSync(file).mtimeMs}`).join();

/**
 * The view engine: Handlebars over `root`, every template known by its path ("helpdesk/tickets/show") and usable as a
 * partial. Models are plain data; inherited properties are not read. All output is escaped, always.
 */
export const createViews = (root: string, options: ViewOptions): Views => {
  let loaded = load(root, options);
  let version = options.reload ? newest(root) : "";
  const fresh = (): Loaded => {
    if (!options.reload) return loaded;
    const current = newest(root);
    if (current !== version) [loaded, version] = [load(root, options), current];
    return loaded;
  };
  return {
    render: (template, model, page) => {
      const found = fresh().templates.get(template);
      if (!found) throw new Error(`There is no template ${template}.`);
      return found(model, {
        data: { page, root: model, counter: { next: 1 } },
        allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false,
      });
    },
    exists: (template) => fresh().templates.has(template),
    names: () => [...fresh().templates.keys()],
  };
};
