import { openSite, type Site } from "../support/browser";

jest.setTimeout(60_000);

let site: Site;
beforeAll(async () => { site = await openSite(); }, 120_000);
afterAll(() => site.stop());
afterEach(() => site.endTest());

const ADDRESS = "erika.mustermann@kunde.example";

test("without scripts somebody signs in, opens a ticket, takes it, looks with a reason, answers, closes and signs out", async () => {
  const { given } = site;
  const employerId = await given.processor();
  const queueId = await given.queue();
  await given.contract(employerId, { queues: [queueId] });
  const customerId = await given.customer({ values: [{ category: "email", value: ADDRESS }] });
  const ticket = await given.ticket({ queueId, customerId, subject: "Mein Paket fehlt" });
  await given.sql("UPDATE tickets SET routed_to = $1 WHERE id = $2", [employerId, ticket.id]);
  const page = await site.open(await given.agent({ employerId, queues: [queueId] }), { javaScriptEnabled: false });

  await page.locator("a.ticket-row", { hasText: "Mein Paket" }).click();
  await page.waitForURL(`**/tickets/${ticket.number}`);
  await page.click("[data-shortcut=assign]");
  await page.waitForURL(`**/tickets/${ticket.number}*`);
  expect(await page.content()).not.toContain(ADDRESS);

  const masked = page.locator("#customer dd", { has: page.locator("[name=category][value=email]") });
  await masked.locator(".masked__lock").click();
  await masked.getByRole("button", { name: "Reveal" }).first().click();
  await masked.locator("[name=reason]").selectOption("sendGoods");
  await masked.locator("dialog [type=submit]").click();
  await page.locator("#customer .masked--revealed", { hasText: ADDRESS }).waitFor();

  await page.fill(".composer__body", "Ihr Paket ist unterwegs.");
  await page.click("[data-shortcut=send]");
  await page.locator("#messages .message", { hasText: "Ihr Paket ist unterwegs." }).waitFor();

  await page.locator(".thread-head summary").click();
  await page.locator("[name=status][value=waiting]").click();
  await page.locator(".thread-head", { hasText: "Waiting" }).waitFor();
  await page.click("[data-shortcut=close]");
  await page.locator(".thread-head", { hasText: "Closed" }).waitFor();
  expect(await given.sql("SELECT 1 FROM tickets WHERE id = $1 AND status = 'closed'", [ticket.id])).toHaveLength(1);

  await page.goto("/tickets");
  await page.fill("#list-search", "Paket");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=Paket/);

  await page.locator("details.account summary").click();
  await page.locator("form[action='/sign-out'] [type=submit]").click();
  await page.waitForURL("**/sign-in*");
  await page.goto("/tickets");
  await page.waitForURL("**/sign-in*");
});
