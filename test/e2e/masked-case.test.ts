import type { Page } from "playwright-core";
import { openBytesAsSystem, type Category } from "../../src/privacy";
import { eventually, openSite, type Site } from "../support/browser";
import { Finder } from "../support/leak/finder";
import { shapeOf, type Marker, type Shape } from "../support/leak/markers";

jest.setTimeout(180_000);

let site: Site;
beforeAll(async () => { site = await openSite(); });
afterAll(() => site.stop());
afterEach(() => site.endTest());

const markerOf = (category: Category, shape: Shape): Marker => ({ ...shape, kind: "value", category, subject: "", ticket: null, place: "customer_values.value", key: `${category} ${shape.text}` });

/** Everything that comes over the line to this window, and what stands on it. */
const record = (page: Page): { texts: string[]; settled: () => Promise<string[]> } => {
  const texts: string[] = [];
  const pending: Promise<void>[] = [];
  page.on("response", (response) => {
    texts.push(`${response.url()}\n${JSON.stringify(response.headers())}`);
    if (response.status() < 300 || response.status() >= 400) pending.push(response.text().then((body) => { texts.push(body); }, () => undefined));
  });
  page.on("websocket", (socket) => { socket.on("framereceived", ({ payload }) => { texts.push(String(payload)); }); });
  page.on("console", (message) => { texts.push(message.text()); });
  return { texts, settled: async () => { await Promise.all(pending); texts.push(await page.content(), page.url(), await page.title()); return texts; } };
};

test("an outsourced agent handles a whole case, from look-up to closed, without one clear value", async () => {
  const { given } = site;
  const [name, email, phone, address, customerNumber] = [shapeOf("name"), shapeOf("email"), shapeOf("phone"), shapeOf("postalAddress"), shapeOf("customerNumber")];
  const [moved, cousin] = [shapeOf("postalAddress"), shapeOf("email")];
  const markers = [markerOf("name", name), markerOf("email", email), markerOf("phone", phone), markerOf("postalAddress", address), markerOf("customerNumber", customerNumber), markerOf("postalAddress", moved), markerOf("email", cousin)];
  const finder = new Finder(markers);

  const queue = await given.queue("service");
  const processor = await given.processor("Callcenter Weser");
  const narrow = Object.fromEntries((["name", "email", "phone", "postalAddress", "customerNumber", "orderData"] as const).map((category) => [category, "narrow" as const]));
  await given.contract(processor, { queues: [queue], forms: { ...narrow, correspondence: "clear" } });
  const customerId = await given.customer({ name: name.text, values: [{ category: "email", value: email.text }, { category: "phone", value: phone.text }, { category: "postalAddress", value: address.text }, { category: "customerNumber", value: customerNumber.text }] });
  const letter = `Guten Tag,\n\nmein Name ist ${name.text}, meine Kundennummer ${customerNumber.text}. Bitte rufen Sie mich unter ${phone.text} an.`;
  const ticket = await given.ticket({ customerId, queueId: queue, routedTo: processor, subject: "Paket kommt nicht an", text: letter });
  const second = await given.ticket({ customerId, queueId: queue, routedTo: processor, subject: "Noch einmal zum Paket", text: `Haben Sie meine Mail bekommen? ${email.text}` });
  const booth = await site.open(await given.agent({ employerId: processor, queues: [queue], name: "Oskar Extern" }));
  const heard = record(booth);
  site.allow(/^409 POST \/tickets\/\d+\/messages/);

  // Look up by saying.
  await booth.goto("/look-up");
  await booth.selectOption("[name=category]", "customerNumber");
  await booth.fill("[name=value]", customerNumber.text);
  await booth.click("main form [type=submit]");
  await booth.locator("main .panel a", { hasText: "Paket kommt nicht an" }).click();
  await booth.waitForSelector("#messages .message");
  await booth.keyboard.press("a");
  await booth.locator(".thread-head", { hasText: "Oskar Extern" }).waitFor();

  // Verify the caller; a wrong number first, which says so and nothing else.
  await booth.locator("#caller summary").click();
  await booth.fill("#caller-phone", "030 999 99 99");
  await booth.locator("#caller form").first().locator("[type=submit]").click();
  await booth.locator("#caller .field__error", { hasText: "Does not match" }).waitFor();
  for (const [field, said] of [["name", name.text], ["customerNumber", customerNumber.text], ["postalAddress", address.text], ["phone", phone.text]] as const) await booth.fill(`#caller-${field}`, said);
  await booth.locator("#caller form").first().locator("[type=submit]").click();
  await booth.locator(".thread-head", { hasText: "Verified P3 until" }).waitFor();

  // What the person changes is typed once and is masked from then on.
  await booth.getByRole("link", { name: "Correct", exact: true }).click();
  await booth.selectOption("#add-category", "postalAddress");
  await booth.fill("#add-text", moved.text);
  await booth.locator("form", { has: booth.locator("#add-text") }).locator("[type=submit]").click();
  await eventually(() => given.sql("SELECT 1 FROM customer_values WHERE customer_id = $1 AND category = 'postalAddress'", [customerId]), ({ length }) => length === 2);

  // Call back: it rings at the other end, where the number is.
  await booth.goto(`/tickets/${ticket.number}`);
  await booth.locator("#call summary").click();
  await booth.getByRole("button", { name: "Place the call" }).click();
  await booth.locator("#call", { hasText: "Ringing since" }).waitFor();
  const home = await site.open(await given.agent({ role: "privacyOfficer", name: "Petra Schutz" }));
  await home.goto("/demo/telephone");
  expect([...finder.find(await home.content())].map(({ category }) => category)).toEqual(["phone"]);
  await home.getByRole("button", { name: "Answer" }).click();
  await booth.locator("#call", { hasText: "Talking since" }).waitFor();
  await booth.fill("#phone-note", "Möchte, dass auch der Cousin die Antwort bekommt.");
  await booth.getByRole("button", { name: "Save phone note" }).click();
  await booth.locator("#messages .message--note", { hasText: "auch der Cousin" }).waitFor();

  // Somebody else gets the answer too, which is looked at once more before it leaves.
  await booth.getByRole("link", { name: "Edit recipients" }).first().click();
  await booth.fill("[name=address]", cousin.text);
  await booth.getByRole("button", { name: "Add" }).click();
  await booth.locator("main li", { hasText: "Copy (CC)" }).waitFor();
  await booth.goto(`/tickets/${ticket.number}`);
  await booth.fill(".composer__body", "Guten Tag, Ihr Paket kommt morgen an die neue Anschrift.");
  await booth.keyboard.press("Control+Enter");
  await booth.locator(".send-check").waitFor();
  await booth.locator("#composer-again [name=then][value=stay]").click();
  await booth.locator("#messages .message--public", { hasText: "kommt morgen" }).waitFor();

  // The second ticket of the same person becomes part of the first.
  await booth.goto(`/tickets/${second.number}/merge`);
  await booth.locator("main .panel a", { hasText: "Paket kommt nicht an" }).click();
  await booth.getByRole("button", { name: `Merge into #${ticket.number}` }).click();
  await booth.waitForURL(new RegExp(`/tickets/${ticket.number}`));
  await booth.locator("#messages .message", { hasText: "Haben Sie meine Mail" }).waitFor();
  await booth.locator("form[action$='/closure'] [type=submit]").click();
  await booth.locator(".thread-head .pill", { hasText: "Closed" }).waitFor();

  // The answer has left for both, and nothing of them has come to the screen that wrote it.
  const [mail] = await eventually(() => given.sql<{ id: string; raw: Buffer }>("SELECT id, raw FROM demo_outbox"), ({ length }) => length === 1);
  const raw = (await site.program.run("test", (ctx) => openBytesAsSystem(ctx, mail!.id, "demo_outbox.raw", mail!.raw)))!.toString("utf8");
  for (const needle of [email.text, cousin.text]) expect(raw).toContain(needle);
  const texts = await heard.settled();
  expect(texts.length).toBeGreaterThan(50);
  expect([...new Set(texts.flatMap((text) => [...finder.find(text)].map(({ key }) => `${key} in …${text.slice(0, 120)}`)))]).toEqual([]);
  expect([...finder.find(site.logLines.join(""))]).toEqual([]);
  const log = await given.sql<{ action: string }>("SELECT DISTINCT action FROM access_log WHERE subjects @> ARRAY[$1::uuid] ORDER BY action", [customerId]);
  expect(log.map(({ action }) => action)).toEqual(expect.arrayContaining(["call", "edit", "list", "lookUp", "merge", "send", "verify", "view"]));
});
