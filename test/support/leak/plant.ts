import { randomUUID } from "node:crypto";
import { generateSync } from "otplib";
import { recordCustomer, recordOrganisation, VALUE_CATEGORIES } from "../../../src/customers";
import { openTicket } from "../../../src/helpdesk";
import { ticketsFor } from "../../../src/helpdesk/tickets/tickets";
import { createAgent } from "../../../src/identity";
import { replyToTicket } from "../../../src/helpdesk/conversation/reply";
import { receiveMail } from "../../../src/helpdesk/mail/receive-mail";
import { Timing } from "../../../src/platform/context";
import { beginSecondFactor, confirmSecondFactor } from "../../../src/identity/second-factor/set-up";
import { openStaff, sealedAt, setRestriction, type AgentCtx, type AgentViewer, type Category, type Ctx, type Purpose } from "../../../src/privacy";
import { grantReveal } from "../../../src/privacy/reveal";
import type { Given, GivenAgent, GivenTicket } from "../given";
import type { Served } from "./start";
import { newWord, shapeOf, wordShape, type Kind, type Marker, type Shape } from "./markers";

interface Spot { readonly kind: Kind; readonly category: Category; readonly subject: string; readonly place: string; readonly ticket: string | null; readonly internal?: boolean }

/** Plants markers through the ordinary commands and remembers where each stands. */
export class Gardener {
  readonly markers: Marker[] = [];
  readonly customers: string[] = [];
  readonly tickets: GivenTicket[] = [];
  constructor(private readonly program: Served, private readonly given: Given) {}

  mark(shape: Shape, spot: Spot): string {
    this.markers.push({ ...shape, ...spot, key: `${spot.place} ${spot.category} ${this.markers.length} (${spot.kind})` });
    return shape.text;
  }

  /** A person with a name and one value of every category. */
  async customer(more: { organisationId?: string } = {}): Promise<string> {
    const name = shapeOf("name");
    const position = shapeOf("name");
    const values = VALUE_CATEGORIES.map((category) => ({ category, shape: shapeOf(category) }));
    const id = await this.program.run("test", (ctx) => recordCustomer(ctx, {
      name: name.text, language: "de", organisationId: more.organisationId ?? null, position: position.text,
      values: values.map(({ category, shape }) => ({ category, label: "", value: shape.text })),
    }));
    this.mark(name, { kind: "value", category: "name", subject: id, place: "customers.name", ticket: null });
    this.mark(position, { kind: "value", category: "name", subject: id, place: "customers.position", ticket: null });
    for (const { category, shape } of values) this.mark(shape, { kind: "value", category, subject: id, place: "customer_values.value", ticket: null });
    this.customers.push(id);
    return id;
  }

  /** A letter that holds one passage of every category, and one word that is not personal. */
  private letter(spot: Omit<Spot, "category" | "kind">): string {
    const say = (category: Parameters<typeof shapeOf>[0]): string => this.mark(shapeOf(category), { ...spot, kind: "text", category });
    const plain = this.mark(wordShape(), { ...spot, kind: "text", category: "correspondence" });
    return [
      "Guten Tag,", "", `mein Name ist ${say("name")}. Sie erreichen mich unter ${say("phone")} oder ${say("email")}.`,
      `Meine Anschrift lautet ${say("postalAddress")}.`, `Ich bin am ${say("birthDate")} geboren. Meine Steuer-ID ist ${say("officialId")}.`,
      `Bitte überweisen Sie auf ${say("bankDetails")}. Meine Karte ist ${say("paymentCard")}.`, `Meine Kundennummer ist ${say("customerNumber")}, meine IP-Adresse ist ${say("onlineIdentifier")}.`,
      say("special"), `Das Gerät ${plain} geht nicht mehr an.`, "",
    ].join("\n");
  }

  private file(spot: Omit<Spot, "category" | "kind" | "place">) {
    const name = this.mark(wordShape(), { ...spot, kind: "text", category: "correspondence", place: "attachments.file_name" });
    const content = this.mark(wordShape(), { ...spot, kind: "file", category: "attachment", place: "attachments.file_key" });
    return { kind: "file" as const, fileName: `${name}.txt`, contentType: "text/plain", bytes: Buffer.from(`Inhalt ${content}\n`) };
  }

  async ticket(wish: { customerId: string; queueId: string; routedTo?: string; assigneeId?: string | null; purpose?: Purpose; copies?: string[] }): Promise<GivenTicket> {
    const { customerId, queueId } = wish;
    // Ids are given by the command; markers learn theirs afterwards.
    const from = this.markers.length;
    const spot = { subject: customerId, ticket: "" };
    const subject = `${this.mark(wordShape(), { ...spot, kind: "text", category: "correspondence", place: "tickets.subject" })} für ${this.mark(shapeOf("email"), { ...spot, kind: "text", category: "email", place: "tickets.subject" })}`;
    const text = this.letter({ ...spot, place: "messages.body" });
    const files = [this.file(spot)];
    const opened = await this.program.run("test", (ctx) => openTicket(ctx, {
      customerId, queueId, subject, purpose: (wish.purpose ?? "support") as "support", channel: "mail", language: "de", routedTo: wish.routedTo, assigneeId: wish.assigneeId ?? null,
      first: { kind: "public", author: { kind: "customer", id: customerId }, channel: "mail", text, files },
    }));
    for (let at = from; at < this.markers.length; at += 1) this.markers[at] = { ...this.markers[at]!, ticket: opened.id };
    for (const copy of wish.copies ?? []) await this.given.sql("INSERT INTO ticket_participants (ticket_id, customer_id, kind) VALUES ($1, $2, 'copy')", [opened.id, copy]);
    const ticket = { id: opened.id, number: opened.number, messageId: opened.messageId, customerId, queueId };
    this.tickets.push(ticket);
    return ticket;
  }

  /** A context as an agent has it, for commands that only a person gives. */
  asAgent<T>(viewer: AgentViewer, work: (ctx: AgentCtx) => Promise<T>): Promise<T> {
    return this.program.run("test", (ctx) => work({ ...ctx, viewer, timing: new Timing() } as unknown as AgentCtx));
  }

  /** A reply to the customer and a note for colleagues. */
  async conversation(ticket: GivenTicket, viewer: AgentViewer): Promise<void> {
    for (const kind of ["note", "reply"] as const) {
      const body = this.letter({ subject: ticket.customerId, ticket: ticket.id, place: "messages.body", internal: kind === "note" });
      await this.asAgent(viewer, (ctx) => replyToTicket(ctx as unknown as Ctx, ticket.number, { kind, body, seen: 1_000_000, then: "stay" }, []));
    }
  }

  /** A reveal with a note. It is over at once: the walk begins without any. */
  async reveal(ticket: GivenTicket, viewer: AgentViewer): Promise<void> {
    const note = this.mark(wordShape(), { kind: "text", category: "correspondence", subject: ticket.customerId, ticket: null, place: "reveals.note" });
    const about = { ticket: ticket.id, number: ticket.number, queue: ticket.queueId, routedTo: viewer.standing.employer.id, assignee: null, closed: false };
    await this.asAgent(viewer, (ctx) => grantReveal(ctx, { about, subject: ticket.customerId, purpose: "support", category: "bankDetails", reason: "payment", note, minutes: 1 }, 10));
    await this.given.sql("UPDATE reveals SET granted_at = granted_at - interval '2 hours', expires_at = expires_at - interval '2 hours'");
  }

  private raw(lines: readonly string[], body: string): Buffer { return Buffer.from([...lines, "", body].join("\r\n")); }

  /** A mail as it comes: a new person, a new ticket, an original and a file. */
  async mailIn(to: string): Promise<GivenTicket> {
    const from = this.markers.length;
    const pending = { subject: "", ticket: "" };
    const sender = shapeOf("email"), name = shapeOf("name");
    const title = this.mark(wordShape(), { ...pending, kind: "text", category: "correspondence", place: "tickets.subject" });
    const body = this.letter({ ...pending, place: "messages.body" });
    const html = `<html><body><p>${body.replaceAll("\n", "<br>")}</p></body></html>`;
    const fileName = newWord();
    this.mark({ text: fileName, needles: [fileName] }, { ...pending, kind: "text", category: "correspondence", place: "attachments.file_name" });
    const content = this.mark(wordShape(), { ...pending, kind: "file", category: "attachment", place: "attachments.file_key" });
    const mail = this.raw([
      `From: ${name.text} <${sender.text}>`, `To: <${to}>`, `Subject: ${title} ist defekt`, `Message-ID: <${randomUUID()}@example.com>`, "Date: Sat, 21 Nov 2026 10:00:00 +0100", "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b1",
    ], [
      "--b1", "Content-Type: multipart/alternative; boundary=b2", "", "--b2", "Content-Type: text/plain; charset=utf-8", "", body, "--b2", "Content-Type: text/html; charset=utf-8", "", html, "--b2--",
      "--b1", "Content-Type: text/plain", `Content-Disposition: attachment; filename="${fileName}.txt"`, "", `Inhalt ${content}`, "--b1--", "",
    ].join("\r\n"));
    const outcome = await receiveMail(this.program.run, { raw: mail, envelopeFrom: sender.text, recipients: [to], receivedAt: new Date(), oversize: false });
    if (outcome !== "ticket") throw new Error(`A mail of the suite became "${outcome}".`);
    const [opened] = await this.given.sql<{ id: string; number: string; customer_id: string; queue_id: string; message: string }>("SELECT t.id, t.number, t.customer_id, t.queue_id, m.id AS message FROM tickets t JOIN messages m ON m.ticket_id = t.id ORDER BY t.number DESC, m.number LIMIT 1");
    const ticket = { id: opened!.id, number: opened!.number, customerId: opened!.customer_id, queueId: opened!.queue_id, messageId: opened!.message };
    for (let at = from; at < this.markers.length; at += 1) this.markers[at] = { ...this.markers[at]!, subject: ticket.customerId, ticket: ticket.id };
    this.mark(name, { kind: "value", category: "name", subject: ticket.customerId, place: "customers.name", ticket: null });
    this.mark(sender, { kind: "value", category: "email", subject: ticket.customerId, place: "customer_values.value", ticket: null });
    this.customers.push(ticket.customerId);
    this.tickets.push(ticket);
    return ticket;
  }

  /** A mail that nobody has let in yet: nothing of it may be seen by anybody. */
  async quarantinedMail(to: string): Promise<string> {
    const secret = (category: Category, shape: Shape): string => this.mark(shape, { kind: "quarantined", category, subject: "", ticket: null, place: "quarantined_mails.file_key" });
    const from = this.markers.length;
    const mail = this.raw([
      `From: ${secret("name", shapeOf("name"))} <${secret("email", shapeOf("email"))}>`, `To: <${to}>`, `Subject: ${secret("correspondence", wordShape())}`, `Message-ID: <${randomUUID()}@example.com>`,
      "Auto-Submitted: auto-replied", "Content-Type: text/plain; charset=utf-8",
    ], `Ich bin bis Montag nicht da. ${secret("correspondence", wordShape())}\r\n`);
    const outcome = await receiveMail(this.program.run, { raw: mail, envelopeFrom: "", recipients: [to], receivedAt: new Date(), oversize: false });
    if (outcome !== "quarantined") throw new Error(`A mail of the suite became "${outcome}".`);
    const [kept] = await this.given.sql<{ id: string }>("SELECT id FROM quarantined_mails ORDER BY received_at DESC, id LIMIT 1");
    for (let at = from; at < this.markers.length; at += 1) this.markers[at] = { ...this.markers[at]!, subject: kept!.id };
    return kept!.id;
  }

  /** Secrets of a second factor: one that is being set up, and one that counts. They are random, so they become markers afterwards. */
  async secrets(viewer: AgentViewer, spare: string): Promise<void> {
    const proof = { ownPassword: true, ownFactor: true } as unknown as Parameters<typeof beginSecondFactor>[2];
    for (const id of [viewer.id, spare]) {
      const secret = await this.asAgent({ ...viewer, id }, async (ctx) => {
        await beginSecondFactor(ctx as unknown as Ctx, ctx.viewer, proof);
        const [row] = await ctx.db.query("SELECT totp_pending FROM agents WHERE id = $1", [id]) as { totp_pending: Buffer }[];
        const [opened] = await openStaff(ctx, [{ agentId: id, value: sealedAt("agents.totp_pending", row!.totp_pending) }]);
        return opened!;
      });
      this.mark({ text: secret, needles: [secret.toLowerCase()] }, { kind: "staffSecret", category: "officialId", subject: id, ticket: null, place: id === spare ? "agents.totp_secret" : "agents.totp_pending" });
      if (id === spare) await this.asAgent({ ...viewer, id }, (ctx) => confirmSecondFactor(ctx as unknown as Ctx, ctx.viewer, generateSync({ secret })));
    }
  }

  async organisation(): Promise<string> {
    return this.program.run("test", (ctx) => recordOrganisation(ctx, { name: "Hafenlager GmbH", email: "info@hafenlager.example" }));
  }

  /** Somebody who was invited and has not come yet. */
  async invited(employerId: string): Promise<GivenAgent> {
    const name = shapeOf("name"), local = newWord();
    const email = `${local}@staff.example`;
    const id = await this.program.run("test", (ctx) => createAgent(ctx, { name: name.text, email, role: "agent", employerId, teamId: null, locale: "de" }));
    this.mark(name, { kind: "staffName", category: "name", subject: id, ticket: null, place: "agents.name" });
    this.mark({ text: email, needles: [local] }, { kind: "staffEmail", category: "email", subject: id, ticket: null, place: "agents.email" });
    return { id, email, name: name.text, employerId, role: "agent", place: "office" };
  }

  async close(ticket: GivenTicket): Promise<void> {
    await this.program.run("test", async (ctx) => { const tools = ticketsFor(ctx); const found = await tools.lock(ticket.number); found.close(); await tools.save(found); });
  }

  async freeze(customerId: string): Promise<void> { await this.program.run("test", (ctx) => setRestriction(ctx, customerId, true)); }
}
