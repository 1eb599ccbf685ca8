import { addMessage, queueMail, receiveMail } from "../../../src/helpdesk";
import { ticketsFor } from "../../../src/helpdesk/tickets/tickets";
import { as, givenIn } from "../../support/given";
import { startProgram, type TestProgram } from "../../support/program";
import { mailOf } from "./mail-desk";

describe("mail in the whole program, with its jobs", () => {
  let program: TestProgram;
  beforeAll(async () => {
    program = await startProgram({}, { demo: true });
    await givenIn(program).inHouse();
    await givenIn(program).queue("service");
  }, 60_000);
  afterAll(() => program.stop());

  const take = (raw: string) => receiveMail(program.run, { raw: Buffer.from(raw), envelopeFrom: "", recipients: [], receivedAt: new Date(), oversize: false });

  it("answers into the demonstration's outbox after the commit, and reads a quarantined mail again when asked", async () => {
    const given = givenIn(program);
    expect(await take(mailOf({ from: "Ute <ute@kunde.example>" }))).toBe("ticket");
    const [ticket] = await given.sql<{ number: string; queue_id: string }>("SELECT * FROM tickets");
    await program.run("test", async (ctx) => {
      const written = await addMessage(ctx, await ticketsFor(ctx).lock(ticket!.number), { kind: "public", author: { kind: "agent", id: null }, channel: "screen", text: "Hallo Ute" });
      await queueMail(ctx, written.id);
    });
    await program.jobs.settle();
    expect(await given.sql("SELECT state FROM outbound_mails")).toEqual([{ state: "sent" }]);
    expect(await given.sql("SELECT 1 FROM demo_outbox")).toHaveLength(1);

    expect(await take(mailOf({ from: "shop@kunde.example", headers: ["Auto-Submitted: auto-generated"] }))).toBe("quarantined");
    const [mail] = await given.sql<{ id: string; file_key: string }>("SELECT id, file_key FROM quarantined_mails");
    const lead = await as(program, await given.agent({ role: "lead", queues: [ticket!.queue_id] }));
    expect((await lead.get("/demo/outbox")).text).toContain("ute@kunde.example");
    expect((await lead.post(`/quarantine/${mail!.id}/attempts`)).headers["location"]).toContain("notice=mailReadAgain");
    await program.jobs.settle();
    expect((await lead.get(`/quarantine/${mail!.id}`)).text).toMatch(/In ticket #\d+/);
    expect(JSON.stringify(await given.sql("SELECT data FROM pgboss.job"))).not.toMatch(/kunde\.example|Ute/);
  }, 30_000);
});
