import { randomUUID } from "node:crypto";
import { row, rows } from "../../platform/database";
import { NotFound } from "../../platform/faults";
import type { Page } from "../../platform/http";
import { translator } from "../../platform/i18n";
import { parseMail, type KeptMail } from "../../platform/mail";
import { append, createSealer, destroyKey, isAgent, lookUp, openBytesAsSystem, type Ctx, type RunAsSystem } from "../../privacy";

const PLACE = "demo_outbox.raw";
const SHOWN = 50;

/**
 * Keeps a mail of the demonstration instead of sending it: sealed like everything, under a key of its own, with the
 * people it goes to, so that their erasure finds it.
 */
export const keepInOutbox = (run: RunAsSystem) => (mail: KeptMail): Promise<void> => run("demo outbox", async (ctx) => {
  const id = randomUUID();
  const sealer = await createSealer(ctx, id);
  const people = new Set<string>();
  for (const address of mail.envelope.to) for (const person of await lookUp(ctx, "email", address)) people.add(person);
  await ctx.db.query("INSERT INTO demo_outbox (id, at, people, raw) VALUES ($1, $2, $3, $4)", [id, ctx.now, [...people], sealer.sealBytes(PLACE, mail.raw)]);
});

export interface OutboxLine { readonly path: string; readonly to: string; readonly subject: string; readonly at: string }
export interface OutboxPage { readonly mails: readonly OutboxLine[] }
export interface OutboxMailPage { readonly from: string; readonly to: string; readonly cc: string; readonly replyTo: string; readonly subject: string; readonly at: string; readonly text: string; readonly files: readonly string[]; readonly back: string }

interface Kept { id: string; at: Date; people: string[]; raw: Buffer }

const textsOf = (ctx: Ctx) => translator(isAgent(ctx.viewer) ? ctx.viewer.locale : "de", "key");

/** The latest mails as their recipients would find them in their mailboxes. */
export const listOutbox = async (ctx: Ctx): Promise<Page> => {
  const kept = await rows<Kept>(ctx.db, "SELECT id, at, people, raw FROM demo_outbox ORDER BY at DESC, id LIMIT $1", [SHOWN]);
  const mails = (await Promise.all(kept.map(async (mail) => ({ mail, parsed: await opened(ctx, mail) })))).flatMap(({ mail, parsed }): OutboxLine[] =>
    (parsed ? [{ path: `/demo/outbox/${mail.id}`, to: parsed.to.map(({ address }) => address).join(", "), subject: parsed.subject, at: mail.at.toISOString() }] : []));
  await noteOpening(ctx, kept);
  const model: OutboxPage = { mails };
  return { template: "helpdesk/mail/outbox", model, title: textsOf(ctx)("mail.outbox.title") };
};

/** One mail, its text as the recipient reads it. */
export const showOutboxMail = async (ctx: Ctx, id: string): Promise<Page> => {
  const kept = await row<Kept>(ctx.db, "SELECT id, at, people, raw FROM demo_outbox WHERE id = $1", [id]);
  const mail = kept ? await opened(ctx, kept) : null;
  if (!kept || !mail) throw new NotFound();
  await noteOpening(ctx, [kept]);
  const shown = (list: readonly { name: string; address: string }[]): string => list.map(({ name, address }) => (name ? `${name} <${address}>` : address)).join(", ");
  const model: OutboxMailPage = {
    from: shown([mail.from]), to: shown(mail.to), cc: shown(mail.cc), replyTo: shown(mail.replyTo), subject: mail.subject, at: kept.at.toISOString(), text: mail.text,
    files: mail.attachments.map(({ fileName }) => fileName), back: "/demo/outbox",
  };
  return { template: "helpdesk/mail/outbox-mail", model, title: textsOf(ctx)("mail.outbox.title") };
};

const opened = async (ctx: Ctx, mail: Kept) => {
  const raw = await openBytesAsSystem({ ...ctx, viewer: { kind: "system", name: "demo outbox" } }, mail.id, PLACE, mail.raw);
  const parsed = raw ? await parseMail(raw) : null;
  return parsed && !("unreadable" in parsed) ? parsed : null;
};

/** Whoever opens the demonstration's outbox stands in the access log like a mailbox that received the mails. */
const noteOpening = async (ctx: Ctx, kept: readonly Kept[]): Promise<void> => {
  if (kept.length === 0) return;
  await append(ctx, [{
    action: "view", subjects: [...new Set(kept.flatMap(({ people }) => people))].sort(), ticket: null, purpose: "mailDelivery", recipient: "demo outbox",
    forms: { name: "clear", email: "clear", correspondence: "clear", attachment: "clear" }, count: kept.length, detail: { surface: "demoOutbox" },
  }]);
};

/** Removes mails of the demonstration and their keys. */
export const removeOutboxMails = async (ctx: Ctx, ids: readonly string[]): Promise<void> => {
  for (const id of ids) {
    await ctx.db.query("DELETE FROM demo_outbox WHERE id = $1", [id]);
    await destroyKey(ctx.db, id, ctx.now);
  }
};
