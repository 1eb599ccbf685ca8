import { mkdirSync } from "node:fs";
import path from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { receiveMail } from "../../src/helpdesk";
import { openSite, overflowing, violations, type Site } from "../support/browser";
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

/** One window per person, opened before the first look; every screen is a tab of its own. */
const opener = async (locale: string, colorScheme: "light" | "dark") => {
  const windows = new Map<keyof Cast | null, BrowserContext>();
  for (const { who } of all) if (!windows.has(who)) windows.set(who, (await site.open(who && company.cast[who], { locale })).context());
  return async (screen: Screen): Promise<Page> => {
    if (screen.expected) site.allow(screen.expected);
    const page = await windows.get(screen.who)!.newPage();
    await page.emulateMedia({ colorScheme });
    await page.goto(screen.path);
    await screen.act?.(page);
    await page.waitForLoadState("load");
    return page;
  };
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

/** Each language in one scheme, so that every screen is read in both languages and in both schemes. */
test.each([["de", "de-DE", "light"], ["en", "en-GB", "dark"]] as const)("every screen in %s (%s, %s) reads without a barrier, and nothing reaches over the edge of a window", async (language, locale, scheme) => {
  await site.given.sql("UPDATE agents SET locale = $1", [language]);
  const open = await opener(locale, scheme);
  const found: string[] = [];
  const left = [...all];
  const look = async (): Promise<void> => {
    for (let screen = left.shift(); screen; screen = left.shift()) {
      const { name } = screen;
      const page = await open(screen).catch((error: Error) => { found.push(`${name}: ${error.message.split("\n")[0]}`); return null; });
      if (!page) continue;
      const problems = [...await violations(page), ...(language === "de" ? await overEdges(page, name) : [])];
      found.push(...problems.map((problem) => `${name} ${problem}`));
      await page.close();
    }
  };
  // Two at a time, for two cores.
  await Promise.all([look(), look()]);
  expect(found).toEqual([]);
});
