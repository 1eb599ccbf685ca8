import type { Browser } from "../../support/given";
import { mailOf, multipart, startMailDesk, type MailDesk } from "./mail-desk";

const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

describe("files and originals of a mail", () => {
  let desk: MailDesk;
  let queueId: string;
  let agent: Browser, outsider: Browser, distant: Browser;
  beforeAll(async () => {
    desk = await startMailDesk();
    await desk.given.inHouse();
    queueId = await desk.given.queue("service");
    agent = await desk.signIn(await desk.given.agent({ queues: [queueId] }));
    outsider = await desk.signIn(await desk.given.agent({ queues: [await desk.given.queue("other")] }));
    distant = await desk.signIn(await desk.given.agent({ queues: [queueId], place: "thirdCountry" }), "US");
  }, 60_000);
  afterAll(() => desk.stop());

  const received = async (text: string, body: string, from = "Erika Muster <erika@kunde.example>") => {
    const related = multipart("related", [
      { headers: ["Content-Type: text/html; charset=utf-8"], body },
      { headers: ["Content-Type: image/png", "Content-Transfer-Encoding: base64", "Content-ID: <logo@kunde.example>", "Content-Disposition: inline; filename=logo.png"], body: PIXEL },
    ], "rel");
    const alternative = multipart("alternative", [
      { headers: ["Content-Type: text/plain; charset=utf-8"], body: text },
      { headers: [`Content-Type: ${related.type}`], body: related.body },
    ], "alt");
    const mixed = multipart("mixed", [
      { headers: [`Content-Type: ${alternative.type}`], body: alternative.body },
      { headers: ["Content-Type: text/html", "Content-Disposition: attachment; filename=\"seite.html\""], body: "<script>alert(1)</script>" },
    ], "mix");
    expect(await desk.receive(mailOf({ ...mixed, from }))).toBe("ticket");
    const [ticket] = await desk.sql<{ id: string; number: string }>("SELECT id, number FROM tickets ORDER BY number DESC LIMIT 1");
    const files = await desk.sql<{ id: string; kind: string }>("SELECT a.id, a.kind FROM attachments a JOIN messages m ON m.id = a.message_id WHERE m.ticket_id = $1", [ticket!.id]);
    const idOf = (kind: string) => files.find((file) => file.kind === kind)!.id;
    return { number: ticket!.number, original: `/tickets/${ticket!.number}/originals/${idOf("originalHtml")}`, file: `/tickets/${ticket!.number}/attachments/${idOf("file")}`, originalId: idOf("originalHtml"), fileId: idOf("file") };
  };

  it("shows an original in a frame of its own that runs nothing and loads nothing from elsewhere", async () => {
    const { original } = await received("Guten Tag, wo bleibt mein Paket?", "<p onclick=\"x()\">Guten Tag, wo bleibt mein Paket?</p><img src=\"https://track.example/p.gif\"><img src=\"cid:logo@kunde.example\"><script>alert(1)</script>");
    const answer = await agent.get(original);
    expect(answer.status).toBe(200);
    expect(answer.headers["content-security-policy"]).toBe("default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox");
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(answer.text).toContain("wo bleibt mein Paket?");
    expect(answer.text).toContain(`data:image/png;base64,${PIXEL}`);
    expect(answer.text).not.toMatch(/track\.example|script|onclick|alert/);
    const [row] = await desk.sql<{ forms: Record<string, string> }>("SELECT forms FROM access_log WHERE action = 'view' AND forms ? 'correspondence' ORDER BY seq DESC LIMIT 1");
    expect(row!.forms).toMatchObject({ correspondence: "clear", name: "clear", email: "clear" });
  });

  it("keeps an original from somebody to whom a passage of it is masked, whether the text or only the HTML holds it", async () => {
    const inText = await received("Ich bin seit drei Wochen krank, ich habe Diabetes.", "<p>Hallo</p>");
    const inHtml = await received("Hallo", "<p>Meine IBAN ist DE89&#32;3704&nbsp;0044 0532 0130 00</p>");
    const split = await received("Hallo", "<p>Meine IBAN ist DE89 37<b>04</b> 0044 <span>0532</span> 0130 00</p>");
    for (const { original } of [inText, inHtml, split]) expect((await agent.get(original)).status).toBe(404);
  });

  it("answers alike what is not there, what is another ticket's, and what one may not see", async () => {
    const [one, other] = [await received("Eins", "<p>Eins</p>"), await received("Zwei", "<p>Zwei</p>")];
    const answers = [
      await agent.get(`/tickets/${one.number}/originals/${other.originalId}`), await agent.get(`/tickets/${one.number}/attachments/${one.originalId}`), await agent.get(`/tickets/${one.number}/originals/${one.fileId}`),
      await agent.get(`/tickets/999999/originals/${one.originalId}`), await outsider.get(one.original), await outsider.get(one.file), await distant.get(one.original), await distant.get(one.file),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    expect(new Set(answers.map(({ text }) => /<p>(.*?)<\/p>/.exec(text)![1]))).toHaveProperty("size", 1);
  });

  it("gives a file to be saved, never to be shown, with its own name only where all of it is clear", async () => {
    const { file } = await received("Anbei", "<p>Anbei</p>");
    const answer = await agent.get(file);
    expect(answer.status).toBe(200);
    expect(answer.headers["content-disposition"]).toMatch(/^attachment; filename="seite\.html"/);
    expect(answer.headers["content-type"]).not.toContain("html");
    expect(answer.headers["x-content-type-options"]).toBe("nosniff");
  });
});
