import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createViews } from "../../src/platform/http";
import { ROOT } from "../../src/platform/root";

const VIEWS = path.join(ROOT, "views");
const templates = readdirSync(VIEWS, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".hbs")).map((name) => [name, readFileSync(path.join(VIEWS, name), "utf8")] as const);
/** Every template must render against its model: the leak suite walks their paths (test/support/leak/template-paths.ts). */
describe("the templates", () => {
  it.each([
    ["three braces", /\{\{\{/], ["an ampersand that turns escaping off", /\{\{~?&/], ["an inline style", /<[^>]*\sstyle\s*=/i], ["a style sheet", /<style[\s>]/i],
    ["an inline script", /<script(?![^>]*\ssrc=)/i], ["an event attribute", /<[a-z][^>]*\son[a-z]+\s*=/i], ["a script address", /javascript:/i], ["an address of another site", /(?:src|href|action)\s*=\s*"(?:https?:)?\/\//i],
  ])("hold nowhere %s", (_what, pattern) => {
    const outside = (text: string): string => text.replace(/\{\{!--[\s\S]*?--\}\}/g, "");
    expect(templates.filter(([, text]) => pattern.test(outside(text))).map(([name]) => name)).toEqual([]);
  });

  it("are refused by the engine when one of them does", () => {
    const root = mkdtempSync(path.join(tmpdir(), "views-"));
    try {
      for (const text of ["{{{x}}}", "{{&x}}", "<p style=\"color:red\">", "<style>p{}</style>", "<script>1</script>", "<p onclick=\"x()\">", "<a href=\"javascript:x\">", "<a href={{x}}>"]) {
        writeFileSync(path.join(root, "page.hbs"), text);
        expect(() => createViews(root, { reload: false, assets: (name) => name })).toThrow("Template page");
      }
    } finally { rmSync(root, { recursive: true }); }
  });

  it("post with the token of the form, wherever they post", () => {
    const forms = templates.flatMap(([name, text]) => [...text.matchAll(/<form\b[^>]*method="post"[^>]*>([\s\S]*?)<\/form>/g)].map(([, inside]) => [name, inside!] as const));
    expect(forms.filter(([, inside]) => !inside.includes("ui/form-token")).map(([name]) => name)).toEqual([]);
  });

  it("write no text of their own: words come from locales/", () => {
    const words = (text: string): string => text.replace(/\{\{[\s\S]*?\}\}/g, " ").replace(/<script[\s\S]*?<\/script>/g, " ").replace(/<(?:[^<>"]|"[^"]*")*>/g, " ").replace(/&\w+;/g, " ");
    const own = templates.filter(([name]) => !name.startsWith("styleguide") && !name.endsWith("-attributes.hbs")).map(([name, text]) => [name, words(text.replace(/\{\{!--[\s\S]*?--\}\}/g, "")).match(/\p{L}{4,}/gu) ?? []] as const);
    expect(own.filter(([, found]) => found.length > 0)).toEqual([]);
  });
});
