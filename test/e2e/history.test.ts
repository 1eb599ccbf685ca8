import type { Page, Request } from "playwright-core";
import { openSite, type Site } from "../support/browser";

jest.setTimeout(60_000);

let site: Site;
beforeAll(async () => { site = await openSite(); }, 120_000);
afterAll(() => site.stop());
afterEach(() => site.endTest());

const counted = (page: Page): string[] => {
  const paths: string[] = [];
  page.on("request", (request: Request) => { const { pathname } = new URL(request.url()); if (!pathname.startsWith("/assets") && !pathname.startsWith("/socket.io")) paths.push(pathname); });
  return paths;
};

test("to point at a row asks nothing, so nobody has looked", async () => {
  const { given } = site;
  const ticket = await given.ticket();
  const page = await site.open(await given.agent({ queues: [ticket.queueId] }));
  await page.waitForSelector("a.ticket-row");
  await page.waitForLoadState("networkidle").catch(() => undefined);
  const asked = counted(page);
  await page.hover("a.ticket-row");
  await page.waitForTimeout(600);
  expect(asked).toEqual([]);
  expect(await given.sql("SELECT 1 FROM access_log WHERE ticket = $1 AND action = 'view'", [ticket.number])).toEqual([]);
});

test("going back asks the server, and after signing out nothing comes back", async () => {
  const { given } = site;
  const ticket = await given.ticket({ text: "Etwas sehr Persönliches" });
  const page = await site.open(await given.agent({ queues: [ticket.queueId] }));
  await page.locator("a.ticket-row").click();
  await page.locator("#messages .message").waitFor();
  await page.locator(".view-link").first().click();
  await page.waitForURL(/\/tickets\?/);
  const asked = counted(page);
  await page.goBack();
  await page.locator("#messages .message").waitFor();
  expect(asked).toContain(`/tickets/${ticket.number}`);

  await page.locator("details.account summary").click();
  await page.locator("form[action='/sign-out'] [type=submit]").click();
  await page.waitForURL("**/sign-in*");
  for (let step = 0; step < 3; step++) {
    await page.goBack().catch(() => null);
    await page.waitForTimeout(400);
    expect(await page.content()).not.toContain("Etwas sehr Persönliches");
  }
});
