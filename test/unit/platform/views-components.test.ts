import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { styleguidePage, type MaskedValue } from "../../../src/platform/http/styleguide";
import { readTexts } from "../../../src/platform/i18n";
import { createViews, type PageFrame } from "../../../src/platform/http/views";
import { SHORTCUTS } from "../../../src/platform/http/shortcuts";

const root = join(__dirname, "../../..");
const now = new Date("2026-11-21T08:41:00Z");
const frame = (locale: "de" | "en"): PageFrame => ({
  locale, theme: "auto", density: "comfortable", nonce: "n0nce", now, nav: [{ path: "/t", key: "nav.tickets", icon: "inbox", current: true }],
  title: "Title", shortcuts: true, path: "/here?a=1&b=2", notice: "<b>Saved</b>", viewer: { name: "Murat Yıldız", role: "Agent", place: "Office" },
});
const views = createViews(join(root, "views"), { reload: false, assets: (name) => `/assets/${name}` });
const sources = readdirSync(join(root, "views"), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".hbs"))
  .map((name) => [name, readFileSync(join(root, "views", name), "utf8").replace(/\{\{~?!--[\s\S]*?--~?\}\}/g, "")] as const);

const mask: MaskedValue = styleguidePage("de", now).email;
const masked = (value: MaskedValue): string => {
  const html = views.render("styleguide/index", { ...styleguidePage("de", now), masks: [{ state: "partial", value }], rows: [] }, frame("de"));
  return html.slice(html.indexOf("<dl class=\"details-list\">"), html.indexOf("</dl>", html.indexOf("masked")));
};

describe("the styleguide", () => {
  it.each(["de", "en"] as const)("renders every component in %s with every text and no foreign one", (locale) => {
    const html = views.render("styleguide/index", styleguidePage(locale, now), frame(locale));
    expect(html).toContain(`<html lang="${locale}" data-theme="auto" data-density="comfortable">`);
    expect(html).toContain("&lt;b&gt;Saved&lt;/b&gt;");
    expect(html).not.toMatch(/\[object|undefined|NaN|\sstyle=|\son[a-z]+="/);
    expect(html.startsWith("<!DOCTYPE html>")).toBe(true);
  });

  it("shows each component of views/ui", () => {
    const used = sources.map(([, text]) => text).join();
    const names = sources.map(([name]) => name.replace(/\.hbs$/, "")).filter((name) => name.startsWith("ui/"));
    expect(names.filter((name) => !new RegExp(`\\{\\{~?[#>]+ ?${name}[ }~]`).test(used) && !["ui/live-bar", "ui/presence"].includes(name))).toEqual([]);
  });

  it("has no id twice", () => {
    const html = views.render("styleguide/index", styleguidePage("en", now), frame("en"));
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });
});

describe("a masked value", () => {
  it("is named by its label and the first reason", () => {
    expect(masked(mask)).toContain("aria-label=\"E-Mail-Adresse, verdeckt: Ihre Rolle darf E-Mail-Adressen nicht sehen.\"");
  });

  it("shows only its category when hidden, whatever text came along", () => {
    const html = masked({ ...mask, form: "hidden", text: "slipped@example.org" });
    expect(html).not.toContain("slipped");
    expect(html).toContain("<span class=\"masked__text\">E-Mail-Adresse</span>");
  });

  it("shows the pseudonym and not the text when only the person may be recognised", () => {
    expect(masked({ ...mask, form: "token", text: "slipped@example.org", pseudonym: "#7F3K2" })).not.toContain("slipped");
  });

  it("says so when no rule gave a reason, and offers no reveal then", () => {
    const html = masked({ ...mask, reasons: [], remedies: [], reveal: { ...mask.reveal, offered: false } });
    expect(html).toContain("keine Freigabe");
    expect(html).not.toContain("<form");
  });

  it("posts category, reason, note and minutes to the path of the reveal", () => {
    const html = masked(mask);
    expect(html).toContain("method=\"post\" action=\"/tickets/42/disclosures\"");
    for (const name of ["category", "reason", "note", "minutes"]) expect(html).toContain(`name="${name}"`);
  });

  it("counts its time from the server's clock", () => {
    expect(masked({ ...mask, masked: false, form: "clear", until: "2026-11-21T08:46:00Z" })).toContain("data-remask-seconds-value=\"300\"");
    expect(masked({ ...mask, masked: false, form: "clear", until: "2026-11-21T08:00:00Z" })).toContain("data-remask-seconds-value=\"0\"");
  });

  it("never lets a value become markup", () => {
    fc.assert(fc.property(fc.string({ minLength: 1 }), (text) => {
      const hostile = `<img src=x onerror=1>"'${text}`;
      const html = masked({ ...mask, text: hostile, label: hostile, reasons: [{ key: "styleguide.reason.role", values: { what: hostile } }], reveal: { ...mask.reveal, path: hostile } });
      expect(html).not.toContain("<img");
      expect(html).not.toContain("onerror=1");
    }), { numRuns: 30 });
  });
});

describe("templates", () => {
  it("name only icons that are in the sprite", () => {
    const known = new Set(JSON.parse(readFileSync(join(root, "client/icons.json"), "utf8")) as string[]);
    const named = sources.flatMap(([name, text]) => [...text.matchAll(/(?:\{\{~?icon |icon=)"([a-z0-9-]+)"/g)].map(([, icon]) => `${name}: ${icon}`));
    expect(named.filter((entry) => !known.has(entry.split(": ")[1]!))).toEqual([]);
  });

  it("name only texts that exist, in both languages", () => {
    for (const locale of ["de", "en"] as const) {
      const texts = readTexts(locale);
      const at = (key: string): unknown => key.split(".").reduce<unknown>((group, part) => (group as Record<string, unknown> | undefined)?.[part], texts);
      const named = sources.flatMap(([name, text]) => [...text.matchAll(/[{(]t "([^"]+)"/g)].map(([, key]) => [name, key!] as const));
      expect(named.filter(([, key]) => typeof at(key) !== "string" && typeof at(`${key}_one`) !== "string")).toEqual([]);
    }
  });

  it("have a text and a visible place for every shortcut", () => {
    const help = views.render("styleguide/index", styleguidePage("en", now), frame("en"));
    expect(SHORTCUTS.every(({ command }) => help.includes(`data-shortcut="${command}"`) || ["next", "previous", "open", "reply", "note", "status", "snooze", "close", "search"].includes(command))).toBe(true);
    expect(new Set(SHORTCUTS.map(({ key, ctrl, shift }) => `${key} ${ctrl} ${shift}`)).size).toBe(SHORTCUTS.length);
  });
});

describe("the error page", () => {
  it.each([["notFound", 404], ["bug", 500], ["noSuchReason", 418]])("says %s (%i) without failing", (reason, status) => {
    expect(views.render("layouts/error", { reason, status, values: { reference: "abc123" } }, { ...frame("de"), viewer: undefined })).toContain("<h1>");
  });
});
