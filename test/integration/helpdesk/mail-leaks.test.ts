import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { addMessage, queueMail } from "../../../src/helpdesk";
import { keepInOutbox } from "../../../src/helpdesk/mail";
import { ticketsFor } from "../../../src/helpdesk/tickets/tickets";
import { mailOf, multipart, startMailDesk, type MailDesk } from "./mail-desk";

const MARK = "Zqxmarker";
/** The marker as it could stand somewhere without being readable at a glance. */
const disguises = (mark: string): string[] => {
  const inner = Buffer.from(`xx${mark}xx`);
  return [mark.toLowerCase(), [...mark.toLowerCase()].reverse().join(""), Buffer.from(mark).toString("hex"), ...[0, 1, 2].map((shift) => inner.subarray(shift).toString("base64").slice(2, -4).toLowerCase())];
};

describe("what a mail says", () => {
  let desk: MailDesk;
  beforeAll(async () => {
    desk = await startMailDesk();
    await desk.given.inHouse();
    await desk.given.queue("service");
  }, 60_000);
  afterAll(() => desk.stop());

  const everyRow = async (): Promise<string> => {
    const tables = await desk.sql<{ name: string }>("SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'pgboss')");
    const texts = await Promise.all(tables.map(async ({ name }) => (await desk.sql<{ line: string }>(`SELECT t::text AS line FROM ${name} t`)).map(({ line }) => line)));
    return texts.flat().join("\n");
  };
  const everyFile = (): string => readdirSync(desk.program.dataDir, { recursive: true }).map(String).filter((file) => statSync(path.join(desk.program.dataDir, file)).isFile())
    .map((file) => `${file}\n${readFileSync(path.join(desk.program.dataDir, file)).toString("latin1")}`).join("\n");

  it("stands nowhere in clear: no table, no file, no job, no log", async () => {
    const m = (part: string): string => `${MARK}${part}`;
    const body = multipart("mixed", [
      { headers: ["Content-Type: text/plain"], body: `Guten Tag, mein Name ist ${m("Text")} und ich frage nach ${m("Wort")}.` },
      { headers: ["Content-Type: text/html"], body: `<p title="${m("Html")}">${m("Html")}</p><img src="cid:${m("Cid")}">` },
      { headers: ["Content-Type: image/png", `Content-ID: <${m("Cid")}@kunde.example>`, "Content-Disposition: inline; filename=x.png"], body: `x${m("Bild")}` },
      { headers: ["Content-Type: text/plain", `Content-Disposition: attachment; filename="${m("Datei")}.txt"`], body: m("Inhalt") },
    ]);
    const mail = (extra: Parameters<typeof mailOf>[0]) => mailOf({
      ...body, from: `${m("Vorname")} ${m("Nachname")} <${m("absender")}@kunde.example>`, cc: `${m("Kopie")} <${m("kopie")}@kunde.example>`, subject: m("Betreff"),
      headers: [`X-Custom: ${m("Kopfzeile")}`, `In-Reply-To: <${m("Bezug")}@kunde.example>`], ...extra,
    });
    const first = mail({ id: `<${m("Id")}@kunde.example>` });
    const outcomes = [
      await desk.receive(first), await desk.receive(first),
      await desk.receive(mail({ headers: [`In-Reply-To: <${m("Id")}@kunde.example>`] })),
      await desk.receive(mail({ headers: ["Auto-Submitted: auto-replied", `X-Custom: ${m("Kopfzeile")}`] }), { to: [`${m("an")}@nordlicht.example`] }),
      await desk.receive(`Subject: ${m("Kaputt")}\r\n\r\n${m("Kaputt")}`),
      await desk.receive(first.replace("multipart/mixed", `multipart/mixed; name=${m("Gross")}`), { oversize: true }),
    ];
    expect(outcomes).toEqual(["ticket", "duplicate", "message", "quarantined", "quarantined", "quarantined"]);
    const [ticket] = await desk.sql<{ number: string }>("SELECT number FROM tickets");
    await desk.program.run("test", async (ctx) => {
      const answer = await addMessage(ctx, await ticketsFor(ctx).lock(ticket!.number), { kind: "public", author: { kind: "agent", id: null }, channel: "screen", text: `Hallo ${m("Antwort")}`, files: [{ kind: "file", fileName: `${m("Anhang")}.txt`, contentType: "text/plain", bytes: Buffer.from(m("Anhang")) }] });
      await queueMail(ctx, answer.id);
    });
    desk.answers.push({ accepted: false, permanent: false, reason: "not sent" });
    await desk.deliverAll();
    await desk.deliverAll();
    expect(desk.sent[0]!.raw).toContain(m("Antwort"));
    await keepInOutbox(desk.program.run)({ raw: Buffer.from(desk.sent[0]!.raw), envelope: { from: desk.sent[0]!.from, to: desk.sent[0]!.to } });
    desk.disk.fullAt(1);
    await desk.receive(mail({ id: `<${m("Voll")}@kunde.example>` })).catch(() => undefined);

    const places = { database: await everyRow(), disk: everyFile(), log: desk.program.logLines.join("\n") };
    for (const [place, text] of Object.entries(places)) {
      const lower = text.toLowerCase();
      for (const disguise of disguises(MARK)) expect({ place, found: lower.includes(disguise) ? disguise : null }).toEqual({ place, found: null });
    }
    expect(places.database.length).toBeGreaterThan(10_000);
    expect(places.disk.length).toBeGreaterThan(1000);
  });
});
