import { mkdirSync } from "node:fs";
import path from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { receiveMail } from "../../src/helpdesk";
import { ALL_RULES, COLOUR_RULES, openSite, overflowing, violations, type Site } from "../support/browser";
import { furnish, screens, type Cast, type Furnished, type Screen } from "./pages";

jest.setTimeout(240_000);

/** Where to leave pictures, for whoever wants to look; nowhere unless asked. */
const PICTURES = process.env.E2E_PICTURES;
const WIDTHS = [360, 420, 768, 1440];

/** A mail that is kept apart: two officers' pages show it. */
const quarantineOne = async (site: Site): Promise<string> => {
  await receiveMail(site.program.run, { raw: Buffer.from("Auto-Submitted: auto-replied\r\nFrom: a@kunde.example\r\nTo: service@nordlicht.example\r\nSubject: Abwesend\r\n\r\nBin weg"), envelopeFrom: "a@kunde.example", recipients: ["service@nordlicht.example"], receivedAt: new Date(), oversize: false });
  const [mail] = await site.given.sql<{ id: string }>("SELECT id FROM quarantined_mails");
  return mail!.id;
};

const picture = async (page: Page, name: string): Promise<void> => {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`) });
};

describe.each([["de", "de-DE"], ["en", "en-GB"]] as const)("every screen, in %s,", (language, locale) => {
  let site: Site;
  let company: Furnished;
  let all: Screen[];
  const windows = new Map<keyof Cast | null, BrowserContext>();
  beforeAll(async () => {
    site = await openSite();
    company = await furnish(site, language);
    all = screens(company, await quarantineOne(site));
  });
  afterAll(() => site.stop());

  const windowOf = async (who: keyof Cast | null): Promise<BrowserContext> => {
    const open = windows.get(who) ?? (await site.open(who && company.cast[who], { locale })).context();
    windows.set(who, open);
    return open;
  };
  const shownIn = async (screen: Screen): Promise<Page> => {
    if (screen.expected) site.allow(screen.expected);
    const page = await (await windowOf(screen.who)).newPage();
    await page.goto(screen.path);
    await screen.act?.(page);
    await page.waitForLoadState("load");
    return page;
  };

  test("reads without a barrier in light and dark, and nothing reaches over the edge of any window", async () => {
    const found: string[] = [];
    for (const screen of all) {
      const page = await shownIn(screen).catch((error: Error) => { found.push(`${screen.name}: ${error.message.split("\n")[0]}`); return null; });
      if (!page) continue;
      for (const scheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme: scheme });
        found.push(...(await violations(page, scheme === "light" ? ALL_RULES : COLOUR_RULES)).map((text) => `${screen.name} (${scheme}) ${text}`));
      }
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        const scheme = width === 420 || width === 768 ? "dark" : "light";
        await page.emulateMedia({ colorScheme: scheme });
        found.push(...(await overflowing(page)).map((text) => `${screen.name} at ${width}: ${text}`));
        await picture(page, `${screen.name}-${language}-${width}-${scheme}`);
      }
      await page.close();
    }
    expect(found).toEqual([]);
    await site.endTest();
  });
});
