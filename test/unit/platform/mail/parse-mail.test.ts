import { read, refuse, sample, message, withPart } from "./given-mail";

describe("an ordinary mail", () => {
  test("an Outlook reply in Latin-1 is read with its threading and its addresses", async () => {
    const mail = await read(sample("outlook-reply-de"));
    expect(mail).toMatchObject({
      messageId: "<reply-1@kunde.example>", inReplyTo: ["<answer-7@firma.example>"],
      references: ["<first-1@kunde.example>", "<answer-7@firma.example>"],
      from: { name: "Müster, Erika", address: "erika.muster@kunde.example" },
      to: [{ name: "Support", address: "support+t42@firma.example" }],
      cc: [{ name: "Jürgen Beispiel", address: "juergen@kunde.example" }],
      subject: "AW: Ihre Bestellung - Rückfrage", auto: "no", language: "de-de", attachments: [], textIncomplete: false,
    });
    expect(mail.date?.toISOString()).toBe("2026-11-10T08:15:00.000Z");
    expect(mail.text).toContain("die Größe passt nicht.");
    expect(mail.html).toContain("<p>die Größe");
  });

  test("HTML alone becomes text with visible links and without images", async () => {
    const mail = await read(sample("mailing-list"));
    expect(mail.text).toContain("News");
    expect(mail.text).toContain("https://liste.example/1");
    expect(mail.text).not.toContain("pixel");
    expect(mail.html).toContain("pixel.gif");
  });

  test("an HTML part that stands beside a plain part is not lost", async () => {
    const mail = await read(withPart("Content-Type: text/html", "<p>And more</p>"));
    expect(mail.text).toContain("Hello");
    expect(mail.text).toContain("And more");
  });

  test("an empty body and no subject are fine", async () => {
    expect(await read(message("", ""))).toMatchObject({ text: "", html: null, subject: "", messageId: null, date: null });
  });

  test("groups are flattened, bad and overlong addresses dropped, names cleaned", async () => {
    const mail = await read(message(
      `To: Team: a@x.example, "B\u202e C" <b@x.example>; nonsense, c@@x, <${"l".repeat(400)}@x.example>, d@xn--mnchen-3ya.example\r\nCc: undisclosed-recipients:;`));
    expect(mail.to).toEqual([{ name: "", address: "a@x.example" }, { name: "B C", address: "b@x.example" }, { name: "", address: "d@xn--mnchen-3ya.example" }]);
    expect(mail.cc).toEqual([]);
  });
});

describe("attachments", () => {
  test("a mail of attachments alone: PDF, winmail.dat and CSV are described by inspection", async () => {
    const mail = await read(sample("attachments-only"));
    expect(mail.text).toBe("");
    expect(mail.attachments.map(({ fileName, contentType, declaredType }) => [fileName, contentType, declaredType])).toEqual([
      ["scan.pdf", "application/pdf", "application/pdf"],
      ["winmail.dat", "application/octet-stream", "application/ms-tnef"],
      ["list.csv", "text/csv", "text/csv"],
    ]);
  });

  test("a forwarded message stays one attachment and lends no text", async () => {
    const mail = await read(sample("forwarded"));
    expect(mail.text.trim()).toBe("Bitte ansehen.");
    expect(mail.attachments).toHaveLength(1);
    expect(mail.attachments[0]).toMatchObject({ declaredType: "message/rfc822", fileName: "attachment-1.eml" });
    expect(mail.attachments[0]!.bytes.toString()).toContain("Text of the inner mail");
  });

  test("a signature is an attachment beside the readable text", async () => {
    const mail = await read(sample("smime-signed"));
    expect(mail.text.trim()).toBe("Signed text");
    expect(mail.attachments.map((part) => part.fileName)).toEqual(["smime.p7s"]);
  });

  test("an encrypted mail keeps its cipher text", async () => {
    const mail = await read(sample("pgp-encrypted"));
    expect(mail.attachments.some((part) => part.bytes.includes("BEGIN PGP MESSAGE"))).toBe(true);
  });

  test("an invitation is an attachment", async () => {
    const mail = await read(sample("calendar-invite"));
    expect(mail.text.trim()).toBe("Einladung");
    expect(mail.attachments).toHaveLength(1);
    expect(mail.attachments[0]).toMatchObject({ declaredType: "text/calendar", fileName: "attachment-1.ics" });
  });

  test("an embedded image is inline and has its content id", async () => {
    const raw = message('Content-Type: multipart/related; boundary="b"', '--b\r\nContent-Type: text/html\r\n\r\n<img src="cid:logo@x">\r\n--b\r\nContent-Type: image/gif\r\nContent-ID: <logo@x>\r\nContent-Transfer-Encoding: base64\r\n\r\nR0lGODlhAQABAAAAACw=\r\n--b--');
    const mail = await read(raw);
    expect(mail.html).toContain("cid:logo@x");
    expect(mail.attachments[0]).toMatchObject({ contentId: "logo@x", inline: true, contentType: "image/gif" });
  });
});

describe("who wrote", () => {
  test.each([["bounce", "bounce"], ["vacation", "auto-reply"], ["mailing-list", "list"], ["forwarded", "no"]])("%s is %s", async (name, auto) => {
    expect((await read(sample(name))).auto).toBe(auto);
  });

  test.each([
    ["Auto-Submitted: auto-generated", "auto-reply"], ["Auto-Submitted: no", "no"], ["Precedence: auto_reply", "auto-reply"], ["Precedence: junk", "list"],
    ["X-Auto-Response-Suppress: OOF, AutoReply", "auto-reply"], ["X-Auto-Response-Suppress: DR, RN", "no"], ["X-Autoreply: yes", "auto-reply"],
    ["List-Id: <l.example>", "list"], ["Return-Path: <>", "bounce"], ["Return-Path: <a@b.example>\r\nReturn-Path: <>", "no"],
  ])("%s", async (header, auto) => {
    expect((await read(message(header))).auto).toBe(auto);
  });
});

describe("senders", () => {
  test("without From a mail is kept apart", async () => {
    expect(await refuse(Buffer.from("Subject: x\r\n\r\ntext"))).toMatchObject({ reason: "no-sender" });
  });

  test("two different From fields name nobody", async () => {
    expect(await refuse(message("From: boss@firma.example"))).toMatchObject({ reason: "no-sender" });
  });

  test("the same From twice is one sender", async () => {
    expect((await read(message("From: Erika Muster <erika@kunde.example>"))).from.address).toBe("erika@kunde.example");
  });

  test("of two Message-IDs the first counts", async () => {
    expect((await read(message("Message-ID: <a@x>\r\nMessage-ID: <b@x>"))).messageId).toBe("<a@x>");
  });
});
