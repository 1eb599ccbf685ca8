import { randomUUID } from "node:crypto";
import { createTransport } from "nodemailer";
import type { Page } from "playwright-core";
import { verifyCommand } from "../../src/privacy/access-log/verify-command";
import { keepAccessLog, logIdentity, openBytesAsSystem } from "../../src/privacy";
import { eventually, openSite, type Site } from "../support/browser";
import { html } from "./page";

jest.setTimeout(120_000);

let site: Site;
beforeAll(async () => { site = await openSite({ onDisk: true }); });
afterAll(() => site.stop());
afterEach(() => site.endTest());

const CUSTOMER = "Erika Mustermann <erika.mustermann@kunde.example>";
const ADDRESS = "erika.mustermann@kunde.example";
const PHONE = "030 23125 014";

/** A customer's own mail program. */
const sendMail = async (mail: { to: string; subject: string; text: string; inReplyTo?: string }): Promise<string> => {
  const messageId = `<${randomUUID()}@kunde.example>`;
  const transport = createTransport({ host: "127.0.0.1", port: site.smtpPort, secure: false, ignoreTLS: true });
  await transport.sendMail({ from: CUSTOMER, messageId, ...mail, envelope: { from: ADDRESS, to: mail.to } });
  transport.close();
  return messageId;
};

const rowPaths = (page: Page): Promise<string[]> => page.evaluate("[...document.querySelectorAll('a.ticket-row')].map((row) => row.getAttribute('href'))");
/** The one mail in the demo outbox, as its recipient's mailbox would hold it. */
const outgoing = async (): Promise<string> => {
  const [mail] = await eventually(() => site.given.sql<{ id: string; raw: Buffer }>("SELECT id, raw FROM demo_outbox"), ({ length }) => length === 1);
  return (await site.program.run("test", (ctx) => openBytesAsSystem(ctx, mail!.id, "demo_outbox.raw", mail!.raw)))!.toString("utf8");
};
const count = async (page: Page, text: string): Promise<number> => page.locator("#messages .message", { hasText: text }).count();

test("a mail becomes a ticket, is answered without the answerer seeing more than needed, and every look can be proven", async () => {
  const { given } = site;
  const queue = await given.queue("service");
  const processor = await given.processor("Callcenter Weser");
  await given.contract(processor, { queues: [queue] });
  const team = await given.team(processor);
  const inside = await given.agent({ queues: [queue], name: "Ines Hausmann" });
  const outside = await given.agent({ queues: [queue], name: "Oskar Extern", employerId: processor, teamId: team });
  const lead = await given.agent({ queues: [queue], name: "Lena Leitung", employerId: processor, teamId: team, role: "lead" });
  const existing = await given.ticket({ queueId: queue, subject: "Ein älterer Vorgang" });

  // The list of an in-house agent says that there is something new, and moves no row.
  const desk = await site.open(inside);
  await desk.waitForSelector("a.ticket-row");
  const before = await rowPaths(desk);
  await sendMail({ to: "service@nordlicht.example", subject: "Mein Paket ist nicht angekommen", text: `Guten Tag,\n\nwo bleibt mein Paket? Bitte rufen Sie mich unter ${PHONE} an.\n\nErika Mustermann` });
  await desk.locator(".live-bar").filter({ visible: true }).waitFor();
  expect(await rowPaths(desk)).toEqual(before);
  expect(before).toEqual([expect.stringContaining(existing.number)]);
  await desk.locator(".live-bar").filter({ visible: true }).click();
  await desk.locator("a.ticket-row", { hasText: "Mein Paket" }).click();
  await desk.waitForSelector("#messages .message");
  expect(await html(desk, "#messages")).toContain(PHONE);
  expect(await html(desk, "#customer")).toContain(ADDRESS);
  const number = /\/tickets\/(\d+)/.exec(desk.url())![1]!;

  // In-house hands it over to the processor.
  await desk.locator("#customer details", { has: desk.locator("#route-employer") }).locator("summary").click();
  await desk.selectOption("#route-employer", { label: "Callcenter Weser" });
  await desk.locator("form[action$='/routing'] [type=submit]").click();
  await desk.locator(".thread-head", { hasText: "Callcenter Weser" }).waitFor();

  // There, an agent takes it and sees masks, with their reason a key press away.
  const booth = await site.open(outside);
  await booth.locator("a.ticket-row", { hasText: "Mein Paket" }).click();
  await booth.waitForSelector("#messages .message");
  await booth.keyboard.press("a");
  await booth.locator(".thread-head", { hasText: "Oskar Extern" }).waitFor();
  const hidden = await booth.content();
  expect(hidden).not.toContain(ADDRESS);
  expect(hidden).not.toContain(PHONE);
  const masked = booth.locator("#customer dd", { has: booth.locator("[name=category][value=email]") });
  await masked.locator(".masked__lock").focus();
  await booth.keyboard.press("Enter");
  const why = masked.locator("[role=dialog]");
  await why.filter({ visible: true }).waitFor();
  expect(await why.locator(".why__reasons li").count()).toBeGreaterThan(0);
  const reveal = why.getByRole("button", { name: "Reveal" });
  await reveal.focus();
  await booth.keyboard.press("Enter");
  const form = masked.locator("dialog form");
  await form.locator("[name=reason]").waitFor();
  await form.locator("[name=reason]").selectOption("sendGoods");
  expect(await booth.content()).not.toContain(ADDRESS);
  await form.locator("[type=submit]").click();
  const revealed = booth.locator("#customer .masked--revealed");
  await revealed.waitFor();
  expect(await revealed.innerText()).toMatch(/erika\.mustermann@kunde\.example[\s\S]*\d{1,2}:\d\d/);
  expect(await booth.content()).not.toContain(PHONE);

  // Its time ends: the value leaves the screen by itself.
  await given.sql("UPDATE reveals SET expires_at = now() + interval '2 seconds'");
  await booth.reload();
  await booth.locator("#customer .masked--revealed").waitFor({ timeout: 5_000 }).catch(() => undefined);
  await eventually(() => booth.content(), (content) => !content.includes(ADDRESS));
  await masked.locator(".masked__lock").waitFor();

  // The answer leaves, and what the customer writes back grows on the open page.
  await booth.fill(".composer__body", "Guten Tag, Ihr Paket ist unterwegs.");
  await booth.keyboard.press("Control+Enter");
  await eventually(() => count(booth, "Ihr Paket ist unterwegs"), (found) => found === 1);
  const mail = await outgoing();
  expect(mail).toMatch(/^To: .*<erika\.mustermann@kunde\.example>/m);
  await eventually(() => given.sql<{ state: string }>("SELECT state FROM outbound_mails"), ([one]) => one?.state === "sent");
  await sendMail({ to: "service@nordlicht.example", subject: "Re: Mein Paket ist nicht angekommen", text: "Vielen Dank, es ist da.", inReplyTo: /^Message-ID: (<.*>)/im.exec(mail)![1]! });
  await eventually(() => count(booth, "es ist da"), (found) => found === 1);
  await eventually(() => count(desk, "es ist da"), (found) => found === 1);
  expect(await given.sql("SELECT 1 FROM tickets")).toHaveLength(2);
  await desk.goto("/demo/outbox");
  expect(await desk.locator("main").innerText()).toContain("Mein Paket");

  // The team lead sees each look, by pseudonym and never by value.
  const office = await site.open(lead);
  await office.goto(`/access-log?ticket=${number}`);
  const log = await office.locator("main").innerText();
  expect(log).toMatch(/reveal/i);
  expect(await office.locator(".events__item").count()).toBeGreaterThanOrEqual(3);
  expect(await office.locator(".events__text a", { hasText: "Person" }).count()).toBeGreaterThan(0);
  for (const secret of ["Mustermann", ADDRESS, PHONE]) expect(await office.content()).not.toContain(secret);
  for (const name of ["Oskar", "Ines"]) expect(log).not.toContain(name);
});

test("the command of the operator finds the log whole, and names the row that somebody with all rights has changed", async () => {
  const verify = async (): Promise<{ code: number; text: string }> => {
    let text = "";
    const code = await verifyCommand([], { config: site.config, now: new Date(), print: (part) => { text += part; } });
    return { code, text };
  };
  const [row] = await site.given.sql<{ seq: string }>("SELECT seq FROM access_log WHERE action = 'reveal'");
  const { database, keys, log } = site.program;
  await eventually(async () => {
    await keepAccessLog(database, { identity: logIdentity(keys.logSigning), dir: site.config.checkpointDir, now: new Date(), log });
    return site.given.sql("SELECT 1 FROM access_log_leaves WHERE row_seq = $1", [row!.seq]);
  }, ({ length }) => length === 1, 30);
  const whole = await eventually(verify, ({ code }) => code === 0, 30);
  expect(whole.text).toContain("Nothing was changed, removed or inserted.");

  await site.program.database.transaction(async (db) => {
    await db.query("SET LOCAL session_replication_role = replica");
    await db.query("UPDATE access_log SET reason = 'callBack' WHERE seq = $1", [row!.seq]);
  }, "owner");
  const changed = await verify();
  expect(changed.code).toBe(1);
  expect(changed.text).toContain(`Row ${row!.seq} (id `);
});
