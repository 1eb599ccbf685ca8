import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { readCourse } from "../../src/governance/training/course";
import { eventually, openSite, type Site } from "../support/browser";

jest.setTimeout(60_000);

let site: Site;
beforeAll(async () => { site = await openSite(); }, 120_000);
afterAll(() => site.stop());
afterEach(() => site.endTest());

const { key } = readCourse("basics", "en", readFileSync("courses/basics/en.md", "utf8"));

/** An agent at a ticket of their own, everything in clear. */
const atTicket = async (): Promise<{ page: Page; number: string; id: string; agent: string }> => {
  const { given } = site;
  const queueId = await given.queue();
  const agent = await given.agent({ queues: [queueId], name: "Ada Lovelace" });
  const customerId = await given.customer({ name: "Erika Mustermann", values: [{ category: "email", value: "erika.m@example.com" }] });
  const ticket = await given.ticket({ queueId, customerId, assigneeId: agent.id, text: "Schreiben Sie an erika.m@example.com" });
  const page = await site.open(agent);
  await page.goto(`/tickets/${ticket.number}`);
  await page.waitForSelector(".composer__body");
  // A page that was loaded again by hand would have lost this.
  await page.evaluate("window.untouched = true");
  return { page, number: ticket.number, id: ticket.id, agent: agent.id };
};
const shown = (page: Page): Promise<string> => page.locator("main").innerText();
const untouched = (page: Page): Promise<unknown> => page.evaluate("window.untouched");

test("a paper runs out while the ticket is open: the page masks itself and says why; mended by its link, it is clear again", async () => {
  const { page, number, agent } = await atTicket();
  expect(await shown(page)).toContain("erika.m@example.com");
  await page.fill(".composer__body", "Halb geschrieben");
  await site.given.sql("UPDATE trainings SET valid_until = now() + interval '1 second' WHERE agent_id = $1 AND course = 'basics'", [agent]);
  await eventually(() => shown(page), (text) => !text.includes("erika.m@example.com") && text.includes("Masked because training is missing"));
  expect(await untouched(page)).toBe(true);
  expect(await page.locator(".composer__body").inputValue()).toBe("Halb geschrieben");

  await page.fill(".composer__body", "");
  const masked = page.locator("#customer .masked__lock").filter({ visible: true }).first();
  await masked.click();
  await page.locator("a[href='/papers#training']").filter({ visible: true }).first().click();
  await page.locator("#training a.btn-primary").first().click();
  await page.locator("a[href='/papers/training/basics/test']").click();
  for (const [question, right] of key) await page.check(`input[name=${question}][value="${right}"]`);
  await page.click("main form [type=submit]");
  await page.getByText("You have passed this course").waitFor();
  await page.goto(`/tickets/${number}`);
  expect(await shown(page)).toContain("erika.m@example.com");
});

test("every change is followed, also one right after another, and somebody who leaves is out", async () => {
  const { page, agent } = await atTicket();
  const clear = (text: string): boolean => text.includes("erika.m@example.com");
  for (const overdue of [true, false, true, false]) {
    await site.given.sql("UPDATE trainings SET valid_until = now() + $2::interval WHERE agent_id = $1", [agent, overdue ? "-1 second" : "90 days"]);
    await eventually(() => shown(page), (text) => clear(text) !== overdue);
  }
  expect(await untouched(page)).toBe(true);
  const administrator = await site.open(await site.given.agent({ role: "administrator" }));
  await administrator.goto(`/administration/people/${agent}/departure`);
  expect(await shown(administrator)).toContain("1 open ticket goes back to its queue");
  await administrator.click("main form [type=submit]");
  await page.waitForURL(/\/sign-in/);
});

test("a page of the own papers follows too", async () => {
  const agent = await site.given.agent();
  const page = await site.open(agent);
  await page.goto("/papers");
  expect(await shown(page)).toContain("Everything is in order");
  await site.given.sql("UPDATE trainings SET valid_until = now() - interval '1 second' WHERE agent_id = $1 AND course = 'masks'", [agent.id]);
  await eventually(() => shown(page), (text) => text.includes("1 paper is missing"));
});
