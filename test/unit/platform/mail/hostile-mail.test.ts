import fc from "fast-check";
import { deflateRawSync } from "node:zlib";
import { defaultMailLimits, parseMail } from "../../../../src/platform/mail";
import { message, read, refuse, sample, SENDER, withPart } from "./given-mail";

jest.setTimeout(30_000);

/** The most CPU time in milliseconds between two turns of the event loop; unlike the clock it does not count other processes. */
const longestBlock = async (work: () => Promise<unknown>): Promise<number> => {
  const spent = (): number => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
  let last = spent();
  let longest = 0;
  const turn = (): void => { longest = Math.max(longest, spent() - last); last = spent(); };
  const timer = setInterval(turn, 5);
  await work();
  await new Promise((resolve) => setTimeout(resolve, 10));
  turn();
  clearInterval(timer);
  return longest;
};

const nested = (depth: number): string => {
  let body = "";
  for (let level = 1; level <= depth; level += 1) body += `--b${level - 1}\r\nContent-Type: multipart/mixed; boundary="b${level}"\r\n\r\n`;
  return body;
};

describe("limits before parsing", () => {
  test("a multipart 1000 levels deep", async () => {
    expect(await refuse(message('Content-Type: multipart/mixed; boundary="b0"', nested(1000)))).toMatchObject({ reason: "too-deep" });
  });

  test("20 levels are read", async () => {
    await expect(read(message('Content-Type: multipart/mixed; boundary="b0"', nested(19)))).resolves.toBeDefined();
  });

  test("10,000 headers", async () => {
    expect(await refuse(message("X-A: b\r\n".repeat(10_000)))).toMatchObject({ reason: "too-many-headers" });
  });

  test("a header line of 5 MB", async () => {
    expect(await refuse(message(`X-A: ${"a".repeat(5_000_000)}`))).toMatchObject({ reason: "too-many-headers" });
  });

  test("a header that never ends", async () => {
    expect(await refuse(Buffer.from(SENDER + "X-A:\r\n" + " a\r\n".repeat(1_000_000)))).toMatchObject({ reason: "too-many-headers" });
  });

  test("headers spread over many parts", async () => {
    const part = `--b\r\n${`X-A: ${"a".repeat(1000)}\r\n`.repeat(200)}\r\nx\r\n`;
    expect(await refuse(message('Content-Type: multipart/mixed; boundary="b"', part.repeat(20)))).toMatchObject({ reason: "too-many-headers" });
  });

  test("600 parts", async () => {
    expect(await refuse(message('Content-Type: multipart/mixed; boundary="b"', "--b\r\n\r\nx\r\n".repeat(600)))).toMatchObject({ reason: "too-many-parts" });
  });

  test("more bytes than allowed", async () => {
    expect(await refuse(message("", "x".repeat(2000)), { ...defaultMailLimits, maxBytes: 1000 })).toMatchObject({ reason: "too-large" });
  });

  test("a text of 30 MB", async () => {
    expect(await refuse(message("", Buffer.alloc(30_000_000, 10)))).toMatchObject({ reason: "too-large" });
  });

  test("a parse that takes too long ends", async () => {
    expect(await refuse(message("Content-Type: application/zip", Buffer.alloc(20_000_000, 65)), { ...defaultMailLimits, budgetMs: 1 })).toMatchObject({ reason: "unparsable", detail: "time budget used up" });
  });
});

describe("content that breaks parsers", () => {
  test("an unknown charset gives replacement characters", async () => {
    const mail = await read(message("Content-Type: text/plain; charset=x-unknown-9", Buffer.from([0x48, 0xe4, 0x48])));
    expect(mail.text).toBe("H\ufffdH");
  });

  test("truncated base64 keeps what is there", async () => {
    const mail = await read(withPart("Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64", "JVBERi0xLjQ"));
    expect(mail.attachments[0]!.bytes.toString()).toContain("%PDF-1.");
  });

  test.each(["=?utf-8?B?////?=", "=?nope?Q?=E4?=", "=?utf-8?Q?=ZZ=E4=", "=?=?=?=", "=?utf-8?B?" + "A".repeat(60_000)])("an invalid encoded word in the subject", async (word) => {
    expect(typeof (await read(message(`Subject: ${word}`))).subject).toBe("string");
  });

  test("an encoded subject cannot bring line breaks, NUL or direction marks", async () => {
    const mail = await read(message("Subject: =?utf-8?Q?a=0D=0ABcc:_x@y=00=E2=80=AEz?="));
    expect(mail.subject).toBe("a Bcc: x@y z");
  });

  test("NULs and lone CRs", async () => {
    const mail = await read(message("Subject: a\0b", "one\rtwo\0three\r\nfour"));
    expect(mail.text).toBe("one\ntwothree\nfour");
    expect(mail.subject).not.toContain("\0");
  });

  test("a header block without an end, an empty input, pure noise", async () => {
    await expect(parseMail(Buffer.from(SENDER))).resolves.toBeDefined();
    expect(await refuse(Buffer.alloc(0))).toMatchObject({ unreadable: true });
    expect(await refuse(Buffer.alloc(100_000, 0))).toMatchObject({ unreadable: true });
  });

  test("a boundary that is never used, empty or endless", async () => {
    for (const boundary of ['""', '"never"', `"${"b".repeat(5000)}"`]) {
      await expect(read(message(`Content-Type: multipart/mixed; boundary=${boundary}`, "--x\r\n\r\nx"))).resolves.toBeDefined();
    }
  });
});

describe("attachments of strangers", () => {
  const named = async (name: string, bytes = "x") => (await read(withPart(`Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="${name}"`, bytes))).attachments[0]!;

  test.each([
    ["../../etc/passwd", "passwd"], ["C:\\\\Windows\\\\evil.exe", "evil.exe"], ["..", "attachment-1.txt"], ["", "attachment-1.txt"],
    ["=?utf-8?Q?invoice=E2=80=AEfdp.exe?=", "invoicefdp.exe"], ["a\tb:c?.txt", "a b_c_.txt"], [".htaccess", "htaccess"],
  ])("the name %s becomes %s", async (name, clean) => {
    expect((await named(name)).fileName).toBe(clean);
  });

  test("a very long name keeps its extension", async () => {
    const { fileName } = await named(`${"n".repeat(1000)}.docx`);
    expect(fileName).toHaveLength(200);
    expect(fileName).toMatch(/\.docx$/);
  });

  test("a program that is called PDF is found out", async () => {
    const raw = withPart('Content-Type: application/pdf; name="invoice.pdf"\r\nContent-Transfer-Encoding: base64', Buffer.concat([Buffer.from("MZ\x90\0\x03"), Buffer.alloc(200)]).toString("base64"));
    expect((await read(raw)).attachments[0]).toMatchObject({ fileName: "invoice.pdf", declaredType: "application/pdf", contentType: "application/x-msdownload" });
  });

  test("HTML that is called an image is text, never an image and never HTML", async () => {
    const raw = withPart('Content-Type: image/png; name="a.png"', "<html><script>alert(1)</script></html>");
    expect((await read(raw)).attachments[0]).toMatchObject({ contentType: "text/plain" });
  });

  test("a zip bomb is carried, not unpacked", async () => {
    const packed = deflateRawSync(Buffer.alloc(200_000_000));
    const name = Buffer.from("[Content_Types].xml");
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0); header.writeUInt16LE(20, 4); header.writeUInt16LE(8, 8);
    header.writeUInt32LE(packed.length, 18); header.writeUInt32LE(200_000_000, 22); header.writeUInt16LE(name.length, 26);
    const bomb = Buffer.concat([header, name, packed]);
    const before = process.memoryUsage().rss;
    const mail = await read(withPart("Content-Type: application/zip; name=b.zip\r\nContent-Transfer-Encoding: base64", bomb.toString("base64").replace(/.{76}/g, "$&\r\n")));
    expect(mail.attachments[0]!.contentType).toBe("application/zip");
    expect(mail.attachments[0]!.bytes.length).toBe(bomb.length);
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });

  test("an attachment of 28 MB arrives whole, and others can work meanwhile", async () => {
    const bytes = Buffer.alloc(28 * 1024 * 1024, "0123456789abcdef");
    const raw = withPart("Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64", bytes.toString("base64").replace(/.{76}/g, "$&\r\n"));
    let size = 0;
    const block = await longestBlock(async () => { size = (await read(raw)).attachments[0]!.bytes.length; });
    expect(size).toBe(bytes.length);
    expect(block).toBeLessThan(10_000);
  });
});

describe("time", () => {
  const bodies: [string, () => Buffer][] = [
    ["newlines", () => message("", "\n".repeat(4_000_000))],
    ["delimiter look-alikes", () => message('Content-Type: multipart/mixed; boundary="bbb"', "\n--bbbc".repeat(500_000))],
    ["open tables", () => message("Content-Type: text/html", "<table><tr><td>".repeat(120_000))],
    ["open lists", () => message("Content-Type: text/html", "<ul><li>".repeat(200_000))],
    ["open links", () => message("Content-Type: text/html", "<a href='x'>".repeat(160_000))],
    ["angle brackets", () => message("Content-Type: text/html", "<".repeat(2_000_000))],
    ["unclosed comments and styles", () => message("Content-Type: text/html", "<!--<style>".repeat(200_000))],
    ["addresses", () => message(`To: ${"a@b.example,".repeat(5_000)}`)],
    ["groups", () => message(`To: ${"a:".repeat(30_000)}`)],
    ["encoded words", () => message(`To: ${"=?utf-8?q?a?= ".repeat(4_500)}`)],
    ["parameters", () => message(`Content-Type: text/plain; ${Array.from({ length: 3_000 }, (_, n) => `name*${n}*=%41;`).join(" ")}`)],
  ];
  test.each(bodies)("%s do not stop the event loop", async (_, build) => {
    const raw = build();
    expect(await longestBlock(() => parseMail(raw))).toBeLessThan(10_000);
  });
});

describe("nothing throws", () => {
  const seeds = ["outlook-reply-de", "forwarded", "bounce", "attachments-only", "calendar-invite"].map(sample);

  test("for any bytes", async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (bytes) => {
      await expect(parseMail(Buffer.from(bytes))).resolves.toBeDefined();
    }), { numRuns: 100 });
  });

  test("for real mails with damage", async () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.oneof(fc.constantFrom("\r", "\n", "\0", "--", "=?", ";", '"', "<", "\r\n\r\n"), fc.string({ maxLength: 5 }))), { minLength: 1, maxLength: 12 });
    await fc.assert(fc.asyncProperty(fc.constantFrom(...seeds), damage, async (seed, places) => {
      let text = seed.toString("latin1");
      for (const [place, piece] of places) { const at = place % text.length; text = text.slice(0, at) + piece + text.slice(at + piece.length); }
      const mail = await parseMail(Buffer.from(text, "latin1"));
      if (!("unreadable" in mail)) expect(JSON.stringify([mail.subject, mail.text, mail.attachments.map((part) => part.fileName)])).not.toContain("\\u0000");
    }), { numRuns: 200 });
  });
});
