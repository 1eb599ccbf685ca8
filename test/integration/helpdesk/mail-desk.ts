import { randomUUID } from "node:crypto";
import express, { type Express } from "express";
import request from "supertest";
import { contactRoutes } from "../../../src/helpdesk/contact-form";
import { demoOutboxRoutes, mailRoutes, MAIL_TRANSPORT, receiveMail, type MailOutcome } from "../../../src/helpdesk/mail";
import { deliverMail } from "../../../src/helpdesk/mail/deliver-mail";
import { identityRoutes } from "../../../src/identity";
import { createDiskStore, FILES, undoable, type FileStore } from "../../../src/platform/files";
import { errorResponder, nothingHere, sameOriginOnly, securityHeaders } from "../../../src/platform/http";
import { memoryTransport, type MailTransport, type SendOutcome } from "../../../src/platform/mail";
import { provide } from "../../../src/platform/services";
import { useAsSystem, sealedAt } from "../../../src/privacy";
import { as, givenIn, type Browser, type GivenAgent } from "../../support/given";
import { startProgram, type TestProgram } from "../../support/program";

export interface SentMail { readonly raw: string; readonly from: string; readonly to: string[] }

/** A program with the mail rooms mounted, a mail server that does as it is told, and a disk that can be full. */
export const startMailDesk = async () => {
  const program: TestProgram = await startProgram({}, { work: false });
  const given = givenIn(program);
  const sent: SentMail[] = [];
  const answers: (SendOutcome | "crash")[] = [];
  const memory = memoryTransport((mail) => { sent.push({ raw: mail.raw.toString("utf8"), from: mail.envelope.from, to: mail.envelope.to }); });
  const transport: MailTransport = {
    send: async (message) => {
      const answer = answers.shift();
      if (answer === "crash") throw new Error("the process ended here");
      return answer ?? memory.send(message);
    },
    close: () => memory.close(),
  };
  provide(program.database.source, MAIL_TRANSPORT, transport);
  const disk = fillableDisk(`${program.dataDir}/files`);
  provide(program.database.source, FILES, undoable(disk.store));

  return {
    program, given, sent, answers, disk, app: mount(program), sql: given.sql,
    receive: (raw: string | Buffer, options: { to?: string[]; oversize?: boolean } = {}): Promise<MailOutcome> => receiveMail(program.run, {
      raw: Buffer.from(raw as string), envelopeFrom: "someone@kunde.example", recipients: options.to ?? [], receivedAt: new Date(), oversize: options.oversize ?? false,
    }),
    deliverAll: async (last = false): Promise<unknown[]> => {
      const queued = await given.sql<{ id: string }>("SELECT id FROM outbound_mails WHERE state = 'queued' ORDER BY queued_at");
      return Promise.all(queued.map(({ id }) => deliverMail(program.run, id, last).catch((error: unknown) => error)));
    },
    /** The clear text of a message, opened as the program itself. */
    textOf: async (messageId: string): Promise<string> => {
      const [found] = await given.sql<{ body: Buffer; subject_id: string }>("SELECT body, subject_id FROM messages WHERE id = $1", [messageId]);
      const opened = await program.run("test", (ctx) => useAsSystem(ctx, { purpose: "mailDelivery", recipient: "test", ticket: null, items: [{ key: "body", subject: found!.subject_id, category: "correspondence", value: sealedAt("messages.body", found!.body) }] }));
      return opened.get("body") ?? "";
    },
    signIn: (agent: GivenAgent, country = "DE"): Promise<Browser> => as({ ...program, app: mounted } as TestProgram, agent, agent.place, country),
    stop: () => program.stop(),
  };
};
export type MailDesk = Awaited<ReturnType<typeof startMailDesk>>;

let mounted: Express;
const mount = (program: TestProgram): Express => {
  const app = express();
  app.set("diskret house", program.app.get("diskret house"));
  app.set("query parser", "simple");
  app.use(...securityHeaders(false));
  app.use(sameOriginOnly(program.config.baseUrl));
  app.use(express.urlencoded({ extended: false }));
  app.use(...program.session);
  app.use(identityRoutes, contactRoutes, mailRoutes, demoOutboxRoutes);
  app.use(nothingHere, errorResponder);
  mounted = app;
  return app;
};

/** A disk on which the n-th write from now finds no room. */
const fillableDisk = (root: string): { store: FileStore; fullAt: (nth: number) => void; kept: Set<string> } => {
  const disk = createDiskStore(root);
  const kept = new Set<string>();
  let left = Number.POSITIVE_INFINITY;
  return {
    kept,
    fullAt: (nth) => { left = nth; },
    store: {
      put: async (bytes) => {
        left -= 1;
        if (left <= 0) { left = Number.POSITIVE_INFINITY; throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" }); }
        const key = await disk.put(bytes);
        kept.add(key);
        return key;
      },
      get: (key) => disk.get(key),
      remove: async (key) => { kept.delete(key); await disk.remove(key); },
    },
  };
};

/** A mail as it comes over the wire. */
export const mailOf = (parts: { from?: string; to?: string; cc?: string; subject?: string; id?: string | null; headers?: string[]; body?: string; type?: string } = {}): string => [
  `From: ${parts.from ?? "Erika Muster <erika@kunde.example>"}`,
  `To: ${parts.to ?? "service@nordlicht.example"}`,
  ...(parts.cc ? [`Cc: ${parts.cc}`] : []),
  `Subject: ${parts.subject ?? "Frage zu meiner Bestellung"}`,
  ...(parts.id === null ? [] : [`Message-ID: ${parts.id ?? `<${randomUUID()}@kunde.example>`}`]),
  "MIME-Version: 1.0", `Content-Type: ${parts.type ?? "text/plain; charset=utf-8"}`,
  ...(parts.headers ?? []),
  "", parts.body ?? "Guten Tag, wo bleibt mein Paket?", "",
].join("\r\n");

/** Several parts, each with its own header lines. */
export const multipart = (kind: "mixed" | "alternative" | "related", parts: readonly { headers: string[]; body: string }[], boundary = "b1"): { type: string; body: string } => ({
  type: `multipart/${kind}; boundary="${boundary}"`,
  body: [...parts.flatMap(({ headers, body }) => [`--${boundary}`, ...headers, "", body]), `--${boundary}--`].join("\r\n"),
});

export const html = (app: Express, path: string): request.Test => request(app).get(path).set("Accept", "text/html");
