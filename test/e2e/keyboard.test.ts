import type { Page } from "playwright-core";
import { eventually, openSite, type Site } from "../support/browser";
import type { GivenTicket } from "../support/given";
import { focused, focusShows } from "./page";

jest.setTimeout(60_000);

let site: Site;
beforeAll(async () => { site = await openSite(); }, 120_000);
afterAll(() => site.stop());
afterEach(() => site.endTest());

/** Somebody at a list with three tickets, the newest first. */
const atTheList = async (more: { shortcuts?: boolean; processor?: boolean } = {}): Promise<{ page: Page; tickets: GivenTicket[] }> => {
  const { given } = site;
  const queueId = await given.queue();
  const tickets: GivenTicket[] = [];
  const employerId = more.processor ? await given.processor() : undefined;
  if (employerId) await given.contract(employerId, { queues: [queueId] });
  for (const subject of ["Rechnung", "Paket", "Garantie"]) tickets.unshift(await given.ticket({ queueId, subject }));
  if (employerId) await given.sql("UPDATE tickets SET routed_to = $1 WHERE queue_id = $2", [employerId, queueId]);
  const agent = await given.agent({ queues: [queueId], employerId });
  if (more.shortcuts === false) await given.sql("UPDATE agents SET shortcuts = false WHERE id = $1", [agent.id]);
  const page = await site.open(agent);
  await page.waitForSelector("a.ticket-row");
  return { page, tickets };
};
const atATicket = async (more: Parameters<typeof atTheList>[0] = {}): Promise<{ page: Page; ticket: GivenTicket }> => {
  const { page, tickets } = await atTheList(more);
  await page.goto(`/tickets/${tickets[0]!.number}`);
  await page.waitForSelector("a.ticket-row");
  return { page, ticket: tickets[0]! };
};
const shown = (page: Page, selector: string): Promise<boolean> => page.locator(selector).isVisible();
const bodyOf = (page: Page): Promise<string> => page.locator(".composer__body").inputValue();

test("j and k move through the rows with a visible focus, Enter opens", async () => {
  const { page, tickets } = await atTheList();
  const [first, second] = tickets;
  await page.keyboard.press("j");
  expect(await focused(page)).toBe(`row-${first!.id}`);
  expect(await focusShows(page)).toBe(true);
  await page.keyboard.press("j");
  expect(await focused(page)).toBe(`row-${second!.id}`);
  await page.keyboard.press("k");
  expect(await focused(page)).toBe(`row-${first!.id}`);
  await page.keyboard.press("k");
  expect(await focused(page)).toBe(`row-${first!.id}`);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/tickets/${second!.number}`);
  await page.waitForSelector(`#row-${second!.id}[aria-current]`);
});

test("r and n choose what is written, Ctrl+Enter sends it, and each has its own draft", async () => {
  const { page, ticket } = await atATicket();
  await page.keyboard.press("r");
  await page.keyboard.type("Antwort");
  await page.locator(".composer__kind", { has: page.locator("[value=note]") }).click();
  expect(await bodyOf(page)).toBe("");
  await page.keyboard.type("Notiz");
  await page.keyboard.press("Control+Enter");
  await page.locator(".message--note", { hasText: "Notiz" }).waitFor();
  await page.locator("h1").click();
  await page.keyboard.press("r");
  await eventually(() => focused(page), (name) => name.includes("composer__body"));
  expect(await bodyOf(page)).toBe("Antwort");
  await page.keyboard.press("Control+Shift+Enter");
  await page.waitForURL((url) => url.pathname === "/tickets");
  const rows = await site.given.sql<{ kind: string }>("SELECT kind FROM messages WHERE ticket_id = $1 ORDER BY number", [ticket.id]);
  expect(rows.map(({ kind }) => kind)).toEqual(["public", "note", "public"]);
});

test("n writes a note, a takes the ticket, s opens the states, e closes", async () => {
  const { page, ticket } = await atATicket();
  const stateOf = async () => (await site.given.sql<{ status: string; mine: boolean }>("SELECT status, assignee_id IS NOT NULL AS mine FROM tickets WHERE id = $1", [ticket.id]))[0]!;
  await page.keyboard.press("n");
  expect(await page.locator("[name=kind][value=note]").isChecked()).toBe(true);
  await page.locator("h1").click();
  await page.keyboard.press("a");
  await eventually(stateOf, ({ mine }) => mine);
  await page.locator("[data-shortcut=assign]").waitFor({ state: "detached" });
  await page.keyboard.press("s");
  expect(await shown(page, "details.menu[open] .menu__list")).toBe(true);
  await page.keyboard.press("Escape");
  expect(await page.locator(".thread-head details.menu[open]").count()).toBe(0);
  await page.locator("h1").click();
  await page.keyboard.press("e");
  await eventually(stateOf, ({ status }) => status === "closed");
});

test("letters do nothing while somebody types", async () => {
  const { page, ticket } = await atATicket();
  await page.locator(".composer__body").click();
  await page.keyboard.type("jkrnase?");
  expect(await bodyOf(page)).toBe("jkrnase?");
  expect(await shown(page, "#help")).toBe(false);
  expect(await page.locator("[name=kind][value=reply]").isChecked()).toBe(true);
  expect(await site.given.sql("SELECT 1 FROM tickets WHERE id = $1 AND assignee_id IS NULL AND status = 'open'", [ticket.id])).toHaveLength(1);
  await page.locator(".composer__body").fill("");
});

test("letters do nothing when they are switched off; keys with Ctrl still work", async () => {
  const { page } = await atATicket({ shortcuts: false });
  for (const key of ["j", "r", "n", "a", "e", "?"]) await page.keyboard.press(key);
  expect(await page.evaluate("document.activeElement === document.body")).toBe(true);
  expect(await shown(page, "#help")).toBe(false);
  expect(await page.locator("[data-shortcut=assign]").count()).toBe(1);
  await page.keyboard.press("Control+k");
  expect(await shown(page, "#palette")).toBe(true);
});

test("? shows every key, Escape closes the help", async () => {
  const { page } = await atATicket();
  await page.keyboard.press("?");
  expect(await shown(page, "#help")).toBe(true);
  expect(await page.locator("#help dl > div").count()).toBeGreaterThan(10);
  await page.keyboard.press("j");
  expect(await focused(page)).not.toMatch(/^row-/);
  await page.keyboard.press("Escape");
  expect(await shown(page, "#help")).toBe(false);
});

test("the palette finds a command by typing and runs it; Escape closes it", async () => {
  const { page, ticket } = await atATicket();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("assign to me");
  await page.keyboard.press("Enter");
  await eventually(() => site.given.sql("SELECT 1 FROM tickets WHERE id = $1 AND assignee_id IS NOT NULL", [ticket.id]), ({ length }) => length === 1);
  await page.keyboard.press("Control+k");
  expect(await shown(page, "#palette")).toBe(true);
  await page.keyboard.type("xyzzy");
  expect(await shown(page, ".palette__empty")).toBe(true);
  await page.keyboard.press("Escape");
  expect(await shown(page, "#palette")).toBe(false);
});

test("the palette offers only what its reader may do", async () => {
  const offered = async (page: Page): Promise<string> => { await page.keyboard.press("Control+k"); await page.locator("#palette").waitFor(); return page.locator("#palette").innerText(); };
  const inside = await offered((await atATicket()).page);
  expect(inside).toContain("Assign to me");
  expect(inside).toContain("Close");
  expect(inside).not.toContain("Accesses");
  const officer = await site.open(await site.given.agent({ role: "privacyOfficer" }));
  const ticket = await site.given.ticket();
  await officer.goto(`/tickets/${ticket.number}`);
  const reading = await offered(officer);
  expect(reading).toContain("Accesses");
  for (const command of ["Assign to me", "Send", "Close ticket"]) expect(reading).not.toContain(command);
});
