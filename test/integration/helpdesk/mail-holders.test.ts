import { helpdeskHolders } from "../../../src/helpdesk/holders";
import { addMessage, queueMail } from "../../../src/helpdesk";
import { keepInOutbox } from "../../../src/helpdesk/mail";
import { ticketsFor } from "../../../src/helpdesk/tickets/tickets";
import { destroyKey, sealedColumns, setRestriction, type Holder } from "../../../src/privacy";
import { mailOf, multipart, startMailDesk, type MailDesk } from "./mail-desk";

describe("what the helpdesk keeps about a person", () => {
  let desk: MailDesk;
  const holder = (name: string): Holder => helpdeskHolders.find((found) => found.name === name)!;
  beforeAll(async () => {
    desk = await startMailDesk();
    await desk.given.inHouse();
    await desk.given.queue("service");
  }, 60_000);
  afterAll(() => desk.stop());

  const written = async (from: string) => {
    await desk.receive(mailOf({ from, ...multipart("mixed", [{ headers: ["Content-Type: text/plain"], body: "Bitte um Rückruf" }, { headers: ["Content-Type: text/plain", "Content-Disposition: attachment; filename=a.txt"], body: "Datei" }]) }));
    const [ticket] = await desk.sql<{ id: string; number: string; customer_id: string }>("SELECT * FROM tickets ORDER BY number DESC LIMIT 1");
    await desk.program.run("test", async (ctx) => {
      const answer = await addMessage(ctx, await ticketsFor(ctx).lock(ticket!.number), { kind: "public", author: { kind: "agent", id: null }, channel: "screen", text: "Gern" });
      await queueMail(ctx, answer.id);
    });
    await desk.deliverAll();
    await keepInOutbox(desk.program.run)({ raw: Buffer.from(desk.sent.at(-1)!.raw), envelope: { from: "", to: desk.sent.at(-1)!.to } });
    return ticket!;
  };
  const remaining = async (ticket: string) => Promise.all(["attachments a JOIN messages m ON m.id = a.message_id WHERE m.ticket_id = $1", "ticket_search WHERE ticket_id = $1", "mail_references WHERE ticket_id = $1"].map(async (from) => (await desk.sql(`SELECT 1 FROM ${from}`, [ticket])).length));

  it("answers for every sealed column of its rooms", () => {
    const ours = sealedColumns().map(({ place }) => place).filter((place) => /^(tickets|messages|attachments)\./.test(place));
    const covered = helpdeskHolders.flatMap(({ places }) => places);
    expect(covered).toEqual(expect.arrayContaining(ours));
    expect(new Set(covered).size).toBe(covered.length);
  });

  it("can be collected whole, sealed still", async () => {
    const ticket = await written("sammel@kunde.example");
    const held = await desk.program.run("test", async (ctx) => [...await holder("conversations").collect(ctx, ticket.customer_id), ...await holder("demoOutbox").collect(ctx, ticket.customer_id)]);
    expect(held.map(({ what }) => what).sort()).toEqual(["fileName", "mailId", "mailId", "message", "message", "sentMail", "ticketSubject"]);
    expect(JSON.stringify(held)).toContain("[sealed]");
  });

  it("is gone after an erasure, with files, search words and the mails of the demonstration", async () => {
    const ticket = await written("weg@kunde.example");
    const other = await written("bleibt@kunde.example");
    expect(await remaining(ticket.id)).toEqual([1, 1, 2]);
    const keys = await desk.sql<{ file_key: string }>("SELECT a.file_key FROM attachments a WHERE subject_id = $1", [ticket.customer_id]);
    const events: string[] = [];
    await desk.program.run("test", async (ctx) => {
      const watched = { ...ctx, publish: async (event: { name: string; payload: Record<string, unknown> }) => { events.push(`${event.name} ${String(event.payload["file"])}`); } };
      for (const each of helpdeskHolders) await each.erase(watched, ticket.customer_id);
      await destroyKey(ctx.db, ticket.customer_id, ctx.now);
    });
    expect(await remaining(ticket.id)).toEqual([0, 0, 0]);
    expect(events).toEqual(keys.map(({ file_key: key }) => `FileDiscarded ${key}`));
    expect(await desk.sql("SELECT 1 FROM demo_outbox WHERE $1 = ANY(people)", [ticket.customer_id])).toEqual([]);
    expect(await remaining(other.id)).toEqual([1, 1, 2]);
    expect(await desk.receive(mailOf({ from: "weg@kunde.example", subject: `Nochmal [#${ticket.number}]` }))).toBe("ticket");
  });

  it("ends with its period: closed tickets, not those of frozen people, and old mails in quarantine", async () => {
    const [old, frozen, open] = [await written("alt@kunde.example"), await written("frost@kunde.example"), await written("offen@kunde.example")];
    await desk.sql("UPDATE tickets SET activity_at = '2020-01-01', status = CASE WHEN id = $1 THEN 'open' ELSE 'closed' END WHERE id = ANY($2)", [open.id, [old.id, frozen.id, open.id]]);
    await desk.receive("Subject: x\r\n\r\nx");
    await desk.sql("UPDATE quarantined_mails SET received_at = '2020-01-01'");
    const counts = await desk.program.run("test", async (ctx) => {
      await setRestriction(ctx, frozen.customer_id, true);
      const before = new Date("2021-01-01");
      return [await holder("conversations").retain(ctx, before), await holder("quarantine").retain(ctx, before), await holder("demoOutbox").retain(ctx, before)];
    });
    expect(counts).toEqual([1, 1, 0]);
    expect((await desk.sql<{ id: string }>("SELECT id FROM tickets WHERE id = ANY($1)", [[old.id, frozen.id, open.id]])).map(({ id }) => id).sort()).toEqual([frozen.id, open.id].sort());
  });
});
