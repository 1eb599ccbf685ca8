import type { Page } from "playwright-core";
import { eventually, openSite, type Site } from "../support/browser";

jest.setTimeout(60_000);

let site: Site;
beforeAll(async () => { site = await openSite(); }, 120_000);
afterAll(() => site.stop());
afterEach(() => site.endTest());

/** Two colleagues with the same ticket on the screen. */
const bothAt = async (): Promise<{ first: Page; second: Page; number: string; id: string }> => {
  const { given } = site;
  const ticket = await given.ticket();
  const [ada, bert] = [await given.agent({ queues: [ticket.queueId], name: "Ada Lovelace" }), await given.agent({ queues: [ticket.queueId], name: "Bert Brecht" })];
  const first = await site.open(ada);
  const second = await site.open(bert);
  await first.goto(`/tickets/${ticket.number}`);
  await second.goto(`/tickets/${ticket.number}`);
  await Promise.all([first, second].map((page) => page.waitForSelector(".composer__body")));
  return { first, second, number: ticket.number, id: ticket.id };
};
const send = async (page: Page, text: string): Promise<void> => { await page.fill(".composer__body", text); await page.click("[data-shortcut=send]"); };
const texts = (page: Page): Promise<string> => page.locator("#messages").innerText();

test("each sees who else is there, and who types", async () => {
  const { first, second } = await bothAt();
  await first.locator(".presence [aria-label^='Bert Brecht']", { hasText: "BB" }).waitFor();
  await second.locator(".presence [aria-label^='Ada Lovelace']", { hasText: "AL" }).waitFor();
  await second.locator(".composer__body").pressSequentially("Guten");
  await first.locator(".presence [aria-label='Bert Brecht is typing']").waitFor();
  await second.fill(".composer__body", "");
});

test("a half-written reply survives what happens on the page meanwhile", async () => {
  const { first, second } = await bothAt();
  await second.fill(".composer__body", "Halb geschrie");
  await second.locator(".composer__body").focus();
  await send(first, "Schon beantwortet");
  await eventually(() => texts(second), (text) => text.includes("Schon beantwortet"));
  expect(await second.locator(".composer__body").inputValue()).toBe("Halb geschrie");
  expect(await second.evaluate("document.activeElement.matches('.composer__body')")).toBe(true);
  await second.keyboard.type("ben");
  expect(await second.locator(".composer__body").inputValue()).toBe("Halb geschrieben");
});

test("a reply to a thread that has grown is stopped once, with the text kept and the newer message visible", async () => {
  const { first, second, number, id } = await bothAt();
  site.allow(new RegExp(`^409 POST /tickets/${number}/messages`));
  // The second screen does not hear of it: a closed lid, a bad line.
  await second.context().setOffline(true);
  await send(first, "Ich kümmere mich darum");
  await eventually(() => texts(first), (text) => text.includes("Ich kümmere mich darum"));
  await second.evaluate("window.stop()");
  await second.locator(".composer__body").fill("Ich kümmere mich auch darum");
  // Nothing of the live connection may arrive before the form does.
  await second.evaluate("document.querySelector('meta[name=live]').remove()");
  await second.context().setOffline(false);
  await second.click("[data-shortcut=send]");
  await second.locator(".composer .field__error").waitFor();
  expect(await second.locator(".composer__body").inputValue()).toBe("Ich kümmere mich auch darum");
  expect(await texts(second)).toContain("Ich kümmere mich darum");
  expect(await site.given.sql("SELECT 1 FROM messages WHERE ticket_id = $1", [id])).toHaveLength(2);
  await second.click("[data-shortcut=send]");
  await eventually(() => texts(second), (text) => text.includes("Ich kümmere mich auch darum"));
  expect(await site.given.sql("SELECT 1 FROM messages WHERE ticket_id = $1", [id])).toHaveLength(3);
});
