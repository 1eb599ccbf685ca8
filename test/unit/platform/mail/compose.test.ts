import fc from "fast-check";
import { composeMail, createTransport, memoryTransport, parseMail, UnsafeMailField, textToHtml, type KeptMail, type MailDraft, type ParsedMail } from "../../../../src/platform/mail";

const draft: MailDraft = {
  from: { name: "Support Müller", address: "support@firma.example" },
  to: [{ name: "Erika Muster", address: "erika@kunde.example" }],
  subject: "Ihre Rückfrage", text: "Guten Tag,\n\n<b>42</b> ist da: https://firma.example/a?b=1&c=2.\nGrüße", messageId: "<a1@firma.example>", date: new Date("2026-11-10T09:00:00Z"),
};

const sent = async (changes: Partial<MailDraft> = {}): Promise<{ kept: KeptMail; mail: ParsedMail }> => {
  let kept: KeptMail | undefined;
  const outcome = await memoryTransport((mail) => { kept = mail; }).send(composeMail({ ...draft, ...changes }));
  expect(outcome).toEqual({ accepted: true, permanent: false });
  return { kept: kept!, mail: await parseMail(kept!.raw) as ParsedMail };
};

test("what is composed is what is read", async () => {
  const { kept, mail } = await sent({
    cc: [{ name: "", address: "max@kunde.example" }], replyTo: { name: "", address: "support+t@firma.example" }, inReplyTo: "<q@kunde.example>", references: ["<p@kunde.example>", "<q@kunde.example>"],
    language: "de", attachments: [{ fileName: "Größe.pdf", contentType: "application/pdf", bytes: Buffer.from("%PDF-1.4\n") }],
  });
  expect(mail).toMatchObject({
    messageId: "<a1@firma.example>", inReplyTo: ["<q@kunde.example>"], references: ["<p@kunde.example>", "<q@kunde.example>"], subject: "Ihre Rückfrage", auto: "no", language: "de",
    from: draft.from, to: draft.to, cc: [{ name: "", address: "max@kunde.example" }], replyTo: [{ name: "", address: "support+t@firma.example" }], date: draft.date,
  });
  expect(mail.text.trim()).toBe(draft.text);
  expect(mail.attachments[0]).toMatchObject({ fileName: "Größe.pdf", contentType: "application/pdf" });
  expect(kept.envelope).toEqual({ from: "support@firma.example", to: ["erika@kunde.example", "max@kunde.example"] });
});

test("an automatic mail says so, and only the last 20 references go along", async () => {
  const { kept, mail } = await sent({ automatic: true, references: Array.from({ length: 30 }, (_, n) => `<r${n}@x.example>`) });
  expect(kept.raw.toString()).toContain("Auto-Submitted: auto-generated");
  expect(mail.auto).toBe("auto-reply");
  expect(mail.references).toHaveLength(20);
  expect(mail.references.at(-1)).toBe("<r29@x.example>");
});

test("the HTML alternative is escaped text", () => {
  expect(textToHtml(draft.text)).toBe('<p>Guten Tag,</p>\n<p>&lt;b&gt;42&lt;/b&gt; ist da: <a href="https://firma.example/a?b=1&amp;c=2">https://firma.example/a?b=1&amp;c=2</a>.<br>\nGrüße</p>');
});

describe("header injection", () => {
  const evil = "x\r\nBcc: spy@evil.example";
  test.each<[string, Partial<MailDraft>]>([
    ["subject", { subject: evil }], ["from", { from: { name: evil, address: "a@b.example" } }], ["to", { to: [{ name: "", address: `a@b.example\r\nBcc: c@d.example` }] }],
    ["cc", { cc: [{ name: evil, address: "a@b.example" }] }], ["replyTo", { replyTo: { name: "x\n", address: "a@b.example" } }], ["messageId", { messageId: "<a@b>\r\nX: y" }], ["inReplyTo", { inReplyTo: "no id" }],
    ["references", { references: ["<a@b>", "<a@b>\r\n"] }], ["language", { language: "de\r\nX: y" }], ["fileName", { attachments: [{ fileName: evil, contentType: "text/plain", bytes: Buffer.alloc(0) }] }],
    ["contentType", { attachments: [{ fileName: "a", contentType: "text/plain\r\nX: y", bytes: Buffer.alloc(0) }] }], ["to", { to: [{ name: "", address: "a@b.example, c@d.example" }] }],
  ])("%s", (field, changes) => {
    let error: unknown;
    try { composeMail({ ...draft, ...changes }); } catch (caught) { error = caught; }
    expect(error).toBeInstanceOf(UnsafeMailField);
    expect((error as UnsafeMailField).field).toBe(field);
    expect((error as Error).message).not.toContain("evil");
  });

  test("any subject and name either arrives as one header or is refused", async () => {
    await fc.assert(fc.asyncProperty(fc.string({ unit: "binary" }), fc.string(), async (subject, name) => {
      let message;
      try { message = composeMail({ ...draft, subject, from: { name, address: "a@b.example" } }); } catch (error) { expect(error).toBeInstanceOf(UnsafeMailField); return; }
      let raw = "";
      await memoryTransport((mail) => { raw = mail.raw.toString("latin1"); }).send(message);
      const names = raw.slice(0, raw.indexOf("\r\n\r\n")).split("\r\n").filter((line) => !/^\s/.test(line)).map((line) => line.split(":")[0]!.toLowerCase());
      expect([...new Set(names)].sort()).toEqual(["content-type", "date", "from", "message-id", "mime-version", "subject", "to"].filter((n) => names.includes(n)).sort());
      expect(names.filter((n) => n === "to")).toHaveLength(1);
    }), { numRuns: 200 });
  });
});

test("a memory that fails is a temporary failure", async () => {
  const transport = createTransport("memory:", () => Promise.reject(new Error("full")));
  expect(await transport.send(composeMail(draft))).toEqual({ accepted: false, permanent: false, reason: "not kept" });
});
