import { as, givenIn, type Given } from "../../support/given";
import { startProgram, type TestProgram } from "../../support/program";

let program: TestProgram;
let given: Given;
beforeAll(async () => { program = await startProgram(); given = givenIn(program); }, 120_000);
afterAll(() => program.stop());

const TEXT = "Hallo, hier ist Erika Mustermann. Bitte rufen Sie mich unter 030 23125 014 an oder schreiben Sie an erika@example.com.";

describe("the ticket page", () => {
  it("shows an in-house agent the conversation in clear and writes the access down", async () => {
    const ticket = await given.ticket({ text: TEXT });
    const agent = await given.agent({ queues: [ticket.queueId] });
    const browser = await as(program, agent);
    const answer = await browser.get(`/tickets/${ticket.number}`);
    if (answer.status !== 200) throw new Error(program.logLines.join(""));
    expect(answer.status).toBe(200);
    expect(answer.text).toContain("030 23125 014");
    expect(answer.text).toContain("Erika Mustermann");
    const [row] = await given.sql<{ forms: Record<string, string>; action: string }>("SELECT forms, action FROM access_log WHERE ticket = $1 AND action = 'view' ORDER BY seq DESC LIMIT 1", [ticket.number]);
    expect(row!.forms).toMatchObject({ name: "clear", email: "clear", phone: "clear", correspondence: "clear" });
  });

  it("answers 404 in the same words for a ticket of another queue and for one that does not exist", async () => {
    const ticket = await given.ticket();
    const browser = await as(program, await given.agent({ queues: [await given.queue()] }));
    const hidden = await browser.get(`/tickets/${ticket.number}`);
    const absent = await browser.get("/tickets/99999999");
    expect([hidden.status, absent.status]).toEqual([404, 404]);
    const same = (text: string): string => text.replace(/content="[^"]+==?"|csp-nonce" content="[^"]*"|nonce="[^"]*"/g, "").replaceAll(ticket.number, "N").replaceAll("99999999", "N");
    expect(same(hidden.text)).toBe(same(absent.text));
  });
});
