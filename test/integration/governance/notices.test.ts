import { sendNotice, type ColleagueMail, type Notice } from "../../../src/governance/notices";
import { noticeJobs } from "../../../src/governance/notices/send-notice";
import type { DomainEvent } from "../../../src/platform/context";
import { givenIn, type Given } from "../../support/given";
import { startProgram, type TestProgram } from "../../support/program";

let program: TestProgram;
let given: Given;
beforeAll(async () => { program = await startProgram({}, { work: false }); given = givenIn(program); }, 120_000);
afterAll(() => program.stop());

/** The events of a notice, and the mails that their job sends. */
const sent = async (notice: Notice): Promise<{ events: DomainEvent[]; mails: ColleagueMail[] }> => {
  const events: DomainEvent[] = [];
  const mails: ColleagueMail[] = [];
  await sendNotice({ publish: async (event) => { events.push(event); } }, notice);
  const [job] = noticeJobs(program.run, async (mail) => { mails.push(mail); });
  for (const { payload } of events) await job!.run(job!.payload.parse(payload), { attempt: 0, last: false });
  return { events, mails };
};
const due = { template: "acknowledgementDue", path: "/my-papers", values: { title: "Vertraulichkeit", due: new Date("2026-05-03T10:00:00Z") } };

describe("a notice", () => {
  test("reaches its person in their language, with a link, and names nobody", async () => {
    const { email, id } = await given.agent({ locale: "de", name: "Erika Beispiel" });
    const { mails, events } = await sent({ to: id, ...due });
    expect(mails).toEqual([expect.objectContaining({ to: email, language: "de", subject: "Bitte bestätigen: Vertraulichkeit" })]);
    expect(mails[0]!.text).toContain("http://127.0.0.1/my-papers");
    expect(mails[0]!.text).toContain("03.05.2026");
    expect(mails[0]!.text).not.toContain("Beispiel");
    expect(JSON.stringify(events)).not.toMatch(/Beispiel|@/);
  });

  test("is not sent to somebody who has left, unless it is about that", async () => {
    const { id } = await given.agent();
    await given.sql("UPDATE agents SET state = 'left', password_hash = NULL WHERE id = $1", [id]);
    expect((await sent({ to: id, ...due })).mails).toEqual([]);
    expect((await sent({ to: id, ...due, afterLeaving: true })).mails).toHaveLength(1);
  });

  test("takes values as text, whatever they hold", async () => {
    const { id } = await given.agent({ locale: "en" });
    const { mails } = await sent({ to: id, ...due, values: { ...due.values, title: "{{company}} $t(notices.closing) <b>" } });
    expect(mails[0]!.text).toContain("{{company}} $t(notices.closing) <b>");
  });

  test.each(["//evil.example", "https://evil.example", "/\\evil.example", "my-papers"])("leads to this site only: %s is refused", async (path) => {
    await expect(sent({ to: "x", ...due, path })).rejects.toThrow("path of this site");
  });

  test("holds no address among its values", async () => {
    await expect(sent({ to: "x", ...due, values: { title: "erika@example.org" } })).rejects.toThrow("no address");
  });
});
