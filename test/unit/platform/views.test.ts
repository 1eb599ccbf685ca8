import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { createViews, type PageFrame } from "../../../src/platform/http/views";

const page: PageFrame = {
  locale: "en", theme: "auto", density: "comfortable", nonce: "n", now: new Date("2026-03-01T12:00:00Z"),
  nav: [], title: "A title", shortcuts: true, path: "/x",
};
const assets = (name: string): string => `/assets/${name}`;
let root: string;
const given = (templates: Record<string, string>, reload = false) => {
  for (const [name, text] of Object.entries(templates)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, `${name}.hbs`), text);
  }
  return createViews(root, { reload, assets });
};
beforeEach(() => { root = mkdtempSync(join(tmpdir(), "views-")); });
afterEach(() => rmSync(root, { recursive: true }));

describe("the view engine", () => {
  it("escapes every value, in text and in attributes", () => {
    const views = given({ a: `<p title="{{x}}">{{x}}</p>` });
    fc.assert(fc.property(fc.string(), (x) => {
      const html = views.render("a", { x }, page);
      const inner = html.slice("<p title=\"".length, -"</p>".length);
      expect(inner.match(/[<>"]/g)?.join("")).toBe("\">");
    }));
  });

  it("throws when the model lacks what the template prints", () => {
    expect(() => given({ a: "{{missing}}" }).render("a", {}, page)).toThrow(/missing/);
  });

  it("does not read inherited properties", () => {
    expect(given({ a: "[{{secret}}]" }).render("a", Object.create({ secret: "s" }) as object, page)).toBe("[]");
  });

  it("runs a block in the context of its caller, and its page data everywhere", () => {
    const views = given({
      "ui/box": "<b>{{title}}</b>{{> @partial-block caller}}",
      "layouts/l": "[{{@page.title}}|{{> @partial-block caller}}]",
      a: `{{#> layouts/l}}{{#each rows}}{{#> ui/box title="box"}}{{title}}-{{../name}}{{/ui/box}}{{/each}}{{/layouts/l}}`,
    });
    expect(views.render("a", { name: "n", rows: [{ title: "r1" }, { title: "r2" }] }, page)).toBe("[A title|<b>box</b>r1-n<b>box</b>r2-n]");
  });

  it("gives a component only what it was handed", () => {
    const views = given({ "ui/c": "{{#if title}}leak{{else}}none{{/if}}", a: "{{> ui/c x=1}}" });
    expect(views.render("a", { title: "of the page" }, page)).toBe("none");
  });

  it.each([
    ["unescaped output", "{{{x}}}"], ["unescaped output", "{{&x}}"], ["an inline script", "<script>1</script>"],
    ["a style attribute", `<p style="color:red">`], ["a style attribute", `<p class="{{x}}" style="{{y}}">`], ["an event attribute", `<p onclick="x()">`],
    ["without quotes", "<a href={{x}}>"], ["run time", "{{> (lookup . 'x')}}"], ["no partial", "{{> ui/nowhere}}"],
    ["no partial", "{{#> ui/nowhere}}x{{/ui/nowhere}}"], ["@partial-block caller", "{{> @partial-block}}"], ["a script address", `<a href="javascript:1">`],
    ["an inline style", "<style>p{}</style>"],
  ])("refuses a template with %s: %s", (what, text) => {
    expect(() => given({ a: text })).toThrow(what);
  });

  it("refuses a helper it does not know", () => {
    expect(() => given({ a: "{{nonsense x}}" }).render("a", { x: 1 }, page)).toThrow();
  });

  it("reads changed templates again only when asked to", () => {
    const fresh = given({ a: "one" }, true);
    const still = createViews(root, { reload: false, assets });
    writeFileSync(join(root, "a.hbs"), "another");
    expect(fresh.render("a", {}, page)).toBe("another");
    expect(still.render("a", {}, page)).toBe("one");
  });

  it("knows its templates by name", () => {
    const views = given({ "x/y": "1" });
    expect(views.names()).toEqual(["x/y"]);
    expect(views.exists("x/y")).toBe(true);
    expect(views.exists("../x/y")).toBe(false);
    expect(() => views.render("nope", {}, page)).toThrow("no template");
  });

  it("keeps values in helpers escaped", () => {
    const views = given({ a: `{{t "ui.placeOf" place=x}}{{concat x x}}{{initials x}}` });
    expect(views.render("a", { x: "<img src=x>" }, page)).not.toContain("<img");
  });

  it("prints dates as time elements and counts relative time from the page's time", () => {
    const views = given({ a: `{{date at "time"}} {{ago at}} {{secondsUntil at}}` });
    const html = views.render("a", { at: "2026-03-01T11:00:00Z" }, page);
    expect(html).toContain(">12:00</time>");
    expect(html).toMatch(/1\s?h/);
    expect(html.endsWith(" 0")).toBe(true);
    expect(() => views.render("a", { at: "never" }, page)).toThrow("no date");
  });

  it("refuses an icon name that is markup", () => {
    expect(() => given({ a: "{{icon x}}" }).render("a", { x: "\"><script>" }, page)).toThrow("icon");
  });
});

describe("the program's own templates", () => {
  it("all compile", () => {
    expect(createViews(join(__dirname, "../../../views"), { reload: false, assets }).names()).toContain("layouts/app");
  });
});
