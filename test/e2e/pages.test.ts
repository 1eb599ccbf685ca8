import { mkdirSync } from "node:fs";
import path from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { receiveMail } from "../../src/helpdesk";
import { ALL_RULES, COLOUR_RULES, openSite, overflowing, violations, type Site } from "../support/browser";
import { furnish, screens, type Cast, type Furnished, type Screen } from "./pages";

jest.setTimeout(240_000);

/** Where to leave pictures, for whoever wants to look; nowhere unless asked. */
const PICTURES = process.env.E2E_PICTURES;
const WIDTHS = [[360, "light"], [420, "dark"], [768, "dark"], [1440, "light"]] as const;

/** A mail that is kept apart: two officers' pages show it. */
const quarantineOne = async (site: Site): Promise<string> => {
  await receiveMail(site.program.run, { raw: Buffer.from("Auto-Submitted: auto-replied\r\nFrom: a@kunde.example\r\nTo: service@nordlicht.example\r\nSubject: Abwesend\r\n\r\nBin weg"), envelopeFrom: "a@kunde.example", recipients: ["service@nordlicht.example"], receivedAt: new Date(), oversize: false });
  const [mail] = await site.given.sql<{ id: string }>("SELECT id FROM quarantined_mails");
  return mail!.id;
};

let site: Site;
let company: Furnished;
let all: Screen[];
beforeAll(async () => {
  site = await openSite();
  company = await furnish(site);
  all = screens(company, await quarantineOne(site));
});
afterAll(() => site.stop());
afterEach(() => site.endTest());

/** One window per person; every screen is a tab of its own. */
const opener = (locale: string) => {
  const windows = new Map<keyof Cast | null, BrowserContext>();
  return async (screen: Screen): Promise<Page> => {
    if (screen.expected) site.allow(screen.expected);
    const window = windows.get(screen.who) ?? (await site.open(screen.who && company.cast[screen.who], { locale })).context();
    windows.set(screen.who, window);
    const page = await window.newPage();
    await page.goto(screen.path);
    await screen.act?.(page);
    await page.waitForLoadState("load");
    return page;
  };
};

/** All rules once in each language, light in one and dark in the other; colours in both schemes, since they know no language. */
const barriers = async (page: Page, language: "de" | "en"): Promise<string[]> => {
  const found: string[] = [];
  for (const [scheme, rules] of language === "de" ? [["light", ALL_RULES], ["dark", COLOUR_RULES]] as const : [["dark", ALL_RULES]] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    found.push(...(await violations(page, rules)).map((text) => `(${scheme}) ${text}`));
  }
  return found;
};

/** German words are the longest: what holds them holds the English ones. */
const overEdges = async (page: Page, name: string): Promise<string[]> => {
  const found: string[] = [];
  for (const [width, colorScheme] of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    found.push(...(await overflowing(page)).map((text) => `at ${width}: ${text}`));
    if (!PICTURES) continue;
    mkdirSync(PICTURES, { recursive: true });
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: path.join(PICTURES, `${name}-${width}-${colorScheme}.png`) });
  }
  return found;
};

test.each([["de", "de-DE"], ["en", "en-GB"]] as const)("every screen in %s reads without a barrier in light and dark, and nothing reaches over the edge of a window", async (language, locale) => {
  await site.given.sql("UPDATE agents SET locale = $1", [language]);
  const open = opener(locale);
  const found: string[] = [];
  for (const screen of all) {
    const page = await open(screen).catch((error: Error) => { found.push(`${screen.name}: ${error.message.split("\n")[0]}`); return null; });
    if (!page) continue;
    const problems = [...await barriers(page, language), ...(language === "de" ? await overEdges(page, screen.name) : [])];
    found.push(...problems.map((problem) => `${screen.name} ${problem}`));
    await page.close();
  }
  expect(found).toEqual([]);
});
