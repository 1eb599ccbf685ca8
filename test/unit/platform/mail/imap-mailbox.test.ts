import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { imapMailbox } from "../../../../src/platform/mail/imap-mailbox";
import { watchImap } from "../../../../src/platform/mail";

/** The few answers of RFC 3501 that a watched folder needs, over the loopback interface. */
class SmallImapServer {
  readonly commands: string[] = [];
  messages = [{ uid: 5, raw: "Subject: a\r\n\r\nfirst", seen: false }, { uid: 9, raw: `Subject: b\r\n\r\n${"x".repeat(5000)}`, seen: false }];
  private readonly server: Server = createServer((socket) => this.serve(socket));
  private readonly sockets = new Set<Socket>();

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `imap://erika:secret@127.0.0.1:${(this.server.address() as AddressInfo).port}/INBOX`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  arrive(uid: number, raw: string): void {
    this.messages.push({ uid, raw, seen: false });
    for (const socket of this.sockets) socket.write(`* ${this.messages.length} EXISTS\r\n`);
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    socket.on("close", () => this.sockets.delete(socket));
    socket.on("error", () => undefined);
    socket.write("* OK [CAPABILITY IMAP4rev1 IDLE] ready\r\n");
    let idle = "";
    let rest = "";
    socket.on("data", (data) => {
      const lines = (rest + data.toString()).split("\r\n");
      rest = lines.pop()!;
      for (const line of lines) {
        if (line === "DONE") { socket.write(`${idle} OK done\r\n`); continue; }
        const [tag = "", ...words] = line.split(" ");
        this.commands.push(words.join(" "));
        if (words[0]?.toUpperCase() === "IDLE") { idle = tag; socket.write("+ idling\r\n"); continue; }
        socket.write(`${this.answer(words.join(" "))}${tag} OK done\r\n`);
      }
    });
  }

  private answer(command: string): string {
    const upper = command.toUpperCase();
    if (upper.startsWith("CAPABILITY")) return "* CAPABILITY IMAP4rev1 IDLE\r\n";
    if (upper.startsWith("LIST")) return '* LIST (\\HasNoChildren) "/" INBOX\r\n';
    if (upper.startsWith("SELECT")) return `* ${this.messages.length} EXISTS\r\n* FLAGS (\\Seen)\r\n* OK [PERMANENTFLAGS (\\Seen)] ok\r\n* OK [UIDVALIDITY 1] ok\r\n* OK [UIDNEXT 20] ok\r\n`;
    if (upper.startsWith("UID SEARCH")) return `* SEARCH${this.messages.filter((message) => !message.seen).map((message) => ` ${message.uid}`).join("")}\r\n`;
    const index = this.messages.findIndex((message) => new RegExp(`^UID (FETCH|STORE) ${message.uid} `, "i").test(command));
    const message = this.messages[index];
    if (!message) return "";
    if (upper.startsWith("UID STORE")) { message.seen = true; return ""; }
    const partial = /BODY\.PEEK\[\](?:<(\d+)\.(\d+)>)?/i.exec(command);
    const raw = partial?.[2] ? message.raw.slice(0, Number(partial[2])) : message.raw;
    const body = partial ? ` BODY[]${partial[2] ? "<0>" : ""} {${raw.length}}\r\n${raw}` : "";
    return `* ${index + 1} FETCH (UID ${message.uid} RFC822.SIZE ${message.raw.length}${body})\r\n`;
  }
}

const server = new SmallImapServer();
let address = "";
beforeAll(async () => { address = await server.start(); });
afterAll(() => server.stop());

test("the folder behind ImapFlow: unseen, fetched without a mark, oversize by its header block, then marked", async () => {
  const mailbox = imapMailbox(address);
  await mailbox.connect();
  expect(await mailbox.unseen()).toEqual([5, 9]);
  expect(await mailbox.fetch(5, 1000)).toEqual({ raw: Buffer.from("Subject: a\r\n\r\nfirst"), oversize: false });
  expect(await mailbox.fetch(9, 1000)).toEqual({ raw: Buffer.from("Subject: b\r\n\r\n"), oversize: true });
  expect(await mailbox.fetch(99, 1000)).toBeNull();
  expect(server.messages.every((message) => !message.seen)).toBe(true);
  await mailbox.markSeen(5);
  expect(await mailbox.unseen()).toEqual([9]);
  await mailbox.close();
  expect(server.commands.join("\n")).not.toMatch(/EXPUNGE|\\Deleted/i);
}, 15_000);

test("the watch takes what is there and what is announced while idle", async () => {
  const quiet = () => undefined;
  const found: string[] = [];
  const watch = watchImap({ url: address, log: { info: quiet, warn: quiet, error: quiet }, deliver: async (mail) => { found.push(mail.raw.toString().slice(0, 10)); }, clock: () => new Date("2026-11-10T09:00:00Z") });
  const until = async (count: number) => { for (let turn = 0; turn < 500 && found.length < count; turn += 1) await new Promise((resolve) => setTimeout(resolve, 10)); };
  await until(1);
  server.arrive(12, "Subject: c\r\n\r\nthird");
  await until(2);
  await watch.close();
  expect(found).toEqual(["Subject: b", "Subject: c"]);
}, 15_000);
