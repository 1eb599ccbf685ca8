import { randomUUID } from "node:crypto";
import { Timing } from "../../../src/platform/context";
import { replyAddress } from "../../../src/platform/mail";
import { receiveMail } from "../../../src/helpdesk/mail/receive-mail";
import { openTicket } from "../../../src/helpdesk";
import { useAsSystem } from "../../../src/privacy";
import { as, givenIn, type Browser, type Given, type GivenTicket } from "../../support/given";
import { startProgram, type TestProgram } from "../../support/program";

let program: TestProgram;
let given: Given;
jest.setTimeout(30_000);
beforeAll(async () => { program = await startProgram(); given = givenIn(program); }, 120_000);
afterAll(() => program.stop());

const versions = async (source: string, target: string): Promise<string> => {
  const of = async (number: string): Promise<number> => (await given.sql<{ version: number }>("SELECT version FROM tickets WHERE number = $1", [number]))[0]?.version ?? 1;
  return `${await of(source)}-${await of(target)}`;
};
const merge = async (browser: Browser, source: GivenTicket, target: GivenTicket) => browser.post(`/tickets/${source.number}/merges`, { other: target.number, seen: await versions(source.number, target.number) });
const texts = async (ticket: GivenTicket): Promise<string[]> => (await given.sql<{ id: string }>("SELECT id FROM messages WHERE ticket_id = $1 ORDER BY created_at, number", [ticket.id])).map(({ id }) => id);
const mergeOf = async ({ id }: GivenTicket): Promise<string> => (await given.sql<{ id: string }>("SELECT id FROM ticket_merges WHERE source_id = $1 AND undone_at IS NULL", [id]))[0]!.id;

const pair = async () => {
  const customerId = await given.customer({ name: "Erika Mustermann" });
  const queueId = await given.queue();
  const source = await given.ticket({ customerId, queueId, text: "Noch einmal: wo bleibt die Schaukel?" });
  const target = await given.ticket({ customerId, queueId, text: "Wo bleibt die Schaukel?" });
  const agent = await given.agent({ queues: [queueId] });
  return { customerId, queueId, source, target, agent, browser: await as(program, agent) };
};

describe("merging two tickets of one person", () => {
  it("moves messages, files, references, participants and history, lets mail go on there, and says so in the log", async () => {
    const { source, target, browser, customerId } = await pair();
    await given.sql("INSERT INTO mail_references (token, ticket_id, message_id, direction, created_at) VALUES ($1, $2, $3, 'in', now())", [Buffer.from(randomUUID()), source.id, source.messageId]);
    const copy = await given.customer();
    await given.sql("INSERT INTO ticket_participants (ticket_id, customer_id, kind) VALUES ($1, $2, 'copy')", [source.id, copy]);
    const preview = await browser.get(`/tickets/${source.number}/merge?other=${target.number}`);
    expect(preview.text).toContain(`Merge into #${target.number}`);
    await merge(browser, source, target).then((answer) => expect([answer.status, answer.headers.location]).toEqual([303, `/tickets/${target.number}?notice=ticketsMerged`]));
    expect(await texts(target)).toEqual([source.messageId, target.messageId]);
    expect(await given.sql("SELECT customer_id::text, kind FROM ticket_participants WHERE ticket_id = $1 ORDER BY kind DESC", [target.id])).toEqual([{ customer_id: customerId, kind: "requester" }, { customer_id: copy, kind: "copy" }]);
    expect(await given.sql("SELECT 1 FROM mail_references WHERE ticket_id = $1", [target.id])).toHaveLength(1);
    const page = await browser.get(`/tickets/${target.number}`);
    for (const text of ["Noch einmal: wo bleibt", "merged a ticket into this one"]) expect(page.text).toContain(text);
    expect((await browser.get(`/tickets/${source.number}`)).text).toContain("This ticket goes on in");
    const log = await given.sql<{ subjects: string[]; detail: object }>("SELECT subjects::text[] AS subjects, detail FROM access_log WHERE action = 'merge' AND ticket = $1", [target.number]);
    expect(log).toEqual([{ subjects: [customerId], detail: { from: source.number, into: target.number } }]);
    // A search finds the words where they are now.
    expect((await browser.get("/tickets?q=Schaukel&view=all")).text).toContain(`/tickets/${target.number}`);
    // A mail to the reply address of the ticket that ended arrives in the one that goes on.
    const raw = Buffer.from(`From: <kunde@example.com>\r\nTo: <service@nordlicht.example>\r\nSubject: Re\r\nMessage-ID: <${randomUUID()}@example.com>\r\n\r\nNachtrag zur Schaukel\r\n`);
    expect(await receiveMail(program.run, { raw, envelopeFrom: "kunde@example.com", recipients: [replyAddress("service@nordlicht.example", source.number, program.keys.replyToken, new Date())], receivedAt: new Date(), oversize: false })).toBe("message");
    expect(await texts(target)).toHaveLength(3);
  });

  it("lets nobody work on the ticket that ended", async () => {
    const { source, target, browser } = await pair();
    await merge(browser, source, target);
    for (const [path, form] of [["messages", { kind: "note", body: "x", seen: 9 }], ["reopening", {}], ["assignment", { agent: "me" }], ["status", { status: "open" }], ["verifications", { name: "x y" }]] as const) {
      expect([path, (await browser.post(`/tickets/${source.number}/${path}`, form)).status]).toEqual([path, 409]);
    }
  });

  it("is taken back within its window, with what came since staying where it was written", async () => {
    const { source, target, browser } = await pair();
    await merge(browser, source, target);
    await browser.post(`/tickets/${target.number}/messages`, { kind: "note", body: "Notiz danach", seen: 9 }).expect(303);
    await browser.post(`/tickets/${target.number}/merges/${await mergeOf(source)}/reversal`).expect(303);
    expect(await texts(source)).toEqual([source.messageId]);
    expect(await texts(target)).toHaveLength(2);
    expect(await given.sql("SELECT status, merged_into FROM tickets WHERE id = $1", [source.id])).toEqual([{ status: "open", merged_into: null }]);
    await browser.post(`/tickets/${source.number}/messages`, { kind: "note", body: "geht wieder", seen: 9 }).expect(303);
    expect((await browser.get(`/tickets?q=Schaukel&view=all`)).text).toContain(`/tickets/${source.number}`);
  });

  it("stays when the window is over, or when there was another merge since", async () => {
    const { source, target, browser, customerId, queueId } = await pair();
    const third = await given.ticket({ customerId, queueId });
    await merge(browser, source, target);
    const id = await mergeOf(source);
    await merge(browser, third, target);
    expect((await browser.post(`/tickets/${target.number}/merges/${id}/reversal`)).status).toBe(409);
    await browser.post(`/tickets/${target.number}/merges/${await mergeOf(third)}/reversal`).expect(303);
    await given.sql("UPDATE ticket_merges SET undo_until = now() - interval '1 second' WHERE id = $1", [id]);
    const late = await browser.post(`/tickets/${target.number}/merges/${id}/reversal`);
    expect(late.status).toBe(409);
    expect(late.text).toContain("this merge stays");
    expect((await browser.post(`/tickets/${target.number}/merges/${randomUUID()}/reversal`)).status).toBe(404);
  });

  it("refuses itself, a closed target, one that ended, one that is not there or not theirs, and a stale preview", async () => {
    const { source, target, browser, customerId, queueId } = await pair();
    expect((await merge(browser, source, source)).status).toBe(422);
    const foreign = await given.ticket({ customerId });
    expect((await merge(browser, source, foreign)).status).toBe(404);
    expect((await merge(browser, foreign, source)).status).toBe(404);
    expect((await merge(browser, source, { ...target, number: "999999999" })).status).toBe(404);
    for (const other of ["abc", "0", "-1", "1e3", ""]) expect((await browser.post(`/tickets/${source.number}/merges`, { other, seen: "1-1" })).status).toBe(422);
    expect((await browser.post(`/tickets/${source.number}/merges`, { other: target.number, seen: "99-99" })).status).toBe(409);
    const closed = await given.ticket({ customerId, queueId });
    await browser.post(`/tickets/${closed.number}/closure`).expect(303);
    expect((await merge(browser, source, closed)).status).toBe(409);
    await merge(browser, source, target);
    expect((await merge(browser, source, closed)).status).toBe(409);
    expect((await merge(browser, target, source)).status).toBe(409);
    expect(await given.sql("SELECT 1 FROM ticket_merges WHERE source_id = $1", [target.id])).toEqual([]);
  });

  it("of two at once, in a circle or the same, one happens", async () => {
    const circle = await pair();
    const [a, b] = await Promise.all([merge(circle.browser, circle.source, circle.target), merge(circle.browser, circle.target, circle.source)]);
    expect([a.status, b.status].sort()).toEqual([303, 409]);
    const twice = await pair();
    const both = await Promise.all([merge(twice.browser, twice.source, twice.target), merge(twice.browser, twice.source, twice.target)]);
    expect(both.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect(await texts(twice.target)).toHaveLength(2);
  });

  it("gives a processor nothing that it did not have", async () => {
    const { source, target, browser, queueId } = await pair();
    const employerId = await given.processor();
    await given.contract(employerId, { queues: [queueId] });
    await given.sql("UPDATE tickets SET routed_to = $2 WHERE id = $1", [target.id, employerId]);
    expect((await merge(browser, source, target)).status).toBe(409);
    expect((await browser.get(`/tickets/${source.number}/merge?other=${target.number}`)).text).toContain("who must not get this one");
    await merge(browser, target, source).then(({ status }) => expect(status).toBe(303));
  });
});

describe("merging two records of one person", () => {
  let count = 0;
  const two = async () => {
    count += 1;
    const [own, work] = [`erika${count}@privat.example`, `e.mustermann${count}@arbeit.example`];
    const queueId = await given.queue();
    const one = await given.customer({ name: "Erika Mustermann", values: [{ category: "email", value: own }, { category: "phone", value: "+49 30 23125 014" }] });
    const other = await given.customer({ name: "Erika Musterman", values: [{ category: "email", value: work }, { category: "phone", value: "030 23125014" }] });
    const text = "Mein Name ist Erika Musterman, bitte melden.";
    const opened = await program.run("test", (ctx) => openTicket(ctx, {
      customerId: one, queueId, subject: "Quittung", purpose: "support", channel: "mail", language: "de",
      first: { kind: "public", author: { kind: "customer", id: one }, channel: "mail", text, files: [{ kind: "file", fileName: "Beleg.txt", contentType: "text/plain", bytes: Buffer.from("Inhalt des Belegs") }] },
    }));
    const source = { id: opened.id, number: opened.number, customerId: one, queueId, messageId: opened.messageId };
    const target = await given.ticket({ customerId: other, queueId });
    const agent = await given.agent({ queues: [queueId] });
    return { own, work, one, other, source, target, queueId, agent, browser: await as(program, agent) };
  };
  const underKeys = (subject: string) => program.run("test", async (ctx) => (await Promise.all(program.holders.all().filter(({ name }) => name !== "mergedRecords").map((holder) => holder.collect(ctx, subject)))).flat());

  it("shows what agrees without one value, joins them, seals everything for the one who stays, and can be taken back", async () => {
    const { own, work, one, other, source, target, browser } = await two();
    const preview = await browser.get(`/tickets/${source.number}/merge?other=${target.number}`);
    expect(preview.text).toMatch(/Phone number<\/span>[^]*?the same/);
    expect(preview.text).toMatch(/E-mail address<\/span>[^]*?different/);
    expect(preview.text).toMatch(/Name<\/span>[^]*?sounds alike/);
    expect(preview.text).not.toContain(own);
    const before = await underKeys(one);
    expect((await merge(browser, source, target)).status).toBe(303);
    // Under the old key stands what both had, and the old name; everything else opens under the new one.
    expect((await underKeys(one)).map(({ what }) => what).sort()).toEqual(["name", "phone"]);
    const holdings = await underKeys(other);
    expect(holdings.length).toBeGreaterThanOrEqual(before.length - 2);
    const opened = await program.run("test", (ctx) => useAsSystem({ ...ctx, timing: new Timing() }, { purpose: "mailDelivery", recipient: "test", ticket: null, items: holdings.filter(({ value }) => value).map((holding, index) => ({ key: String(index), subject: other, category: holding.category, value: holding.value })) }));
    expect([...opened.values()]).toEqual(expect.arrayContaining([own, work, expect.stringContaining("Mein Name ist")]));
    const page = await browser.get(`/tickets/${target.number}`);
    for (const text of [own, work, "Beleg.txt"]) expect(page.text).toContain(text);
    const file = /href="(\/tickets\/\d+\/attachments\/[^"]+)"/.exec(page.text)![1]!;
    expect((await browser.get(file).buffer(true).parse((response, done) => { let body = ""; response.on("data", (chunk: Buffer) => { body += chunk.toString(); }); response.on("end", () => done(null, body)); })).body).toContain("Inhalt des Belegs");
    expect((await browser.post("/look-up", { category: "email", value: own })).text).toContain(`/tickets/${target.number}`);
    const undone = await browser.post(`/tickets/${target.number}/merges/${await mergeOf(source)}/reversal`);
    expect(undone.status).toBe(303);
    expect((await underKeys(one)).map(({ what, category }) => `${what} ${category}`).sort()).toEqual(before.map(({ what, category }) => `${what} ${category}`).sort());
    const back = await browser.get(`/tickets/${source.number}`);
    for (const text of [own, "Mein Name ist", "Beleg.txt"]) expect(back.text).toContain(text);
    expect((await browser.get(`/tickets/${target.number}`)).text).not.toContain(own);
    expect(await given.sql("SELECT 1 FROM access_log WHERE action = 'merge' AND subjects @> ARRAY[$1::uuid, $2::uuid]", [one, other])).toHaveLength(2);
  });

  it("ends the old key with the window, and a mail from the old address finds the one record", async () => {
    const { own, one, other, source, target, browser } = await two();
    await merge(browser, source, target);
    const shells = program.holders.all().find(({ name }) => name === "mergedRecords")!;
    await program.run("test", (ctx) => shells.retain(ctx, new Date(ctx.now.getTime() - 86_400_000)));
    expect(await given.sql("SELECT 1 FROM data_keys WHERE subject = $1 AND destroyed_at IS NULL", [one])).toHaveLength(1);
    await given.sql("UPDATE ticket_merges SET undo_until = now() - interval '1 hour'");
    await program.run("test", (ctx) => shells.retain(ctx, new Date(ctx.now.getTime() - 86_400_000)));
    expect(await given.sql("SELECT 1 FROM data_keys WHERE subject = $1 AND destroyed_at IS NULL", [one])).toHaveLength(0);
    expect((await browser.get(`/tickets/${target.number}`)).text).toContain(own);
    const raw = Buffer.from(`From: <${own}>\r\nTo: <service@nordlicht.example>\r\nSubject: Neu\r\nMessage-ID: <${randomUUID()}@example.com>\r\n\r\nNeuer Vorgang\r\n`);
    expect(await receiveMail(program.run, { raw, envelopeFrom: own, recipients: ["service@nordlicht.example"], receivedAt: new Date(), oversize: false })).toBe("ticket");
    expect(await given.sql("SELECT customer_id::text FROM tickets ORDER BY number DESC LIMIT 1")).toEqual([{ customer_id: other }]);
  });

  it("is refused to a processor's people, and where one of the two is frozen", async () => {
    const { one, source, target, queueId, browser } = await two();
    const employerId = await given.processor();
    await given.contract(employerId, { queues: [queueId] });
    await given.sql("UPDATE tickets SET routed_to = $2 WHERE id = ANY($1)", [[source.id, target.id], employerId]);
    const outside = await as(program, await given.agent({ employerId, queues: [queueId] }));
    expect((await merge(outside, source, target)).status).toBe(403);
    await given.sql("UPDATE data_keys SET restricted_at = now() WHERE subject = $1", [one]);
    expect((await merge(browser, source, target)).status).toBe(409);
    expect(await given.sql("SELECT customer_id::text FROM tickets WHERE id = $1", [source.id])).toEqual([{ customer_id: one }]);
  });
});

it("a processor's agent merges two tickets of one person in their scope", async () => {
  const { source, target, queueId } = await pair();
  const employerId = await given.processor();
  await given.contract(employerId, { queues: [queueId] });
  await given.sql("UPDATE tickets SET routed_to = $2 WHERE id = ANY($1)", [[source.id, target.id], employerId]);
  const outside = await as(program, await given.agent({ employerId, queues: [queueId] }));
  expect((await merge(outside, source, target)).status).toBe(303);
});
