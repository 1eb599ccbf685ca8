import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { event } from "../../platform/context";
import { row } from "../../platform/database";
import { allow, Conflict, TooMany } from "../../platform/faults";
import type { Job } from "../../platform/jobs";
import { translator } from "../../platform/i18n";
import { use } from "../../platform/services";
import { sealedAt, useAsSystem, type AgentCtx, type Ctx, type RunAsSystem } from "../../privacy";
import { HELPDESK_SETTINGS } from "../settings";
import { sendPlain, MAIL_TRANSPORT } from "../mail/transport";
import { record } from "../tickets/history";
import { ticketPolicy } from "../tickets/policy";
import { announce, ticketsFor } from "../tickets/tickets";
import type { Ticket } from "../tickets/ticket";

const VALID_MINUTES = 10;
const PER_HOUR = 5;

/** The six digits of a code: made from its id and our key, so that they stand nowhere. */
const digitsOf = (key: Buffer, id: string): string =>
  String(createHmac("sha256", key).update(`caller code v1\0${id}`).digest().readUInt32BE(0) % 1_000_000).padStart(6, "0");

/**
 * Sends six digits to the first e-mail address on file; whoever reads them out has that mailbox at hand (domain rule
 * 6.3). The agent sees neither the address nor the digits.
 */
export const sendCallerCode = async (ctx: AgentCtx, number: string): Promise<void> => {
  const ticket = await ticketsFor(ctx).lock(number);
  allow(ticketPolicy.work(ctx.viewer, ticket), "workOnTicket");
  const found = await row<{ address: boolean; sent: number }>(ctx.db, `SELECT EXISTS (SELECT 1 FROM customer_values WHERE customer_id = $1 AND category = 'email') AS address,
    (SELECT count(*)::int FROM caller_codes WHERE customer_id = $1 AND at > $2::timestamptz - interval '1 hour') AS sent`, [ticket.customerId, ctx.now]);
  if (!found!.address) throw new Conflict("noAddressForCode");
  if (found!.sent >= PER_HOUR) throw new TooMany(3600, "codeQuota");
  const id = randomUUID();
  await ctx.db.query("INSERT INTO caller_codes (id, ticket_id, customer_id, agent_id, at, valid_until) VALUES ($1, $2, $3, $4, $5, $6)", [id, ticket.id, ticket.customerId, ctx.viewer.id, ctx.now, new Date(ctx.now.getTime() + VALID_MINUTES * 60_000)]);
  await ticketsFor(ctx).save(ticket, { activity: false });
  await record(ctx, ticket.id, "codeSent");
  await ctx.publish(event("CallerCodeAsked", { code: id }));
};

/** Whether these are the digits of the latest code for this ticket; they count once. */
export const matchesCode = async (ctx: Ctx, ticket: Ticket, text: string): Promise<boolean> => {
  const code = await row<{ id: string }>(ctx.db, "SELECT id FROM caller_codes WHERE ticket_id = $1 AND customer_id = $2 AND valid_until > $3 AND used_at IS NULL ORDER BY at DESC LIMIT 1", [ticket.id, ticket.customerId, ctx.now]);
  const typed = Buffer.from(text.normalize("NFKC").replace(/[\s-]/g, ""));
  const digits = Buffer.from(code ? digitsOf(use(ctx.db, HELPDESK_SETTINGS).replyTokenKey, code.id) : "");
  if (!code || typed.length !== digits.length || !timingSafeEqual(typed, digits)) return false;
  await ctx.db.query("UPDATE caller_codes SET used_at = $2 WHERE id = $1", [code.id, ctx.now]);
  return true;
};

interface Asked { ticket: string; number: string; customer: string; language: "de" | "en"; email: Buffer | null; queue_id: string; routed_to: string }
const ASKED = `SELECT t.id AS ticket, t.number, c.customer_id AS customer, t.language, t.queue_id, t.routed_to, (SELECT v.value FROM customer_values v WHERE v.customer_id = c.customer_id AND v.category = 'email' ORDER BY v.position, v.id LIMIT 1) AS email
  FROM caller_codes c JOIN tickets t ON t.id = c.ticket_id WHERE c.id = $1 AND c.sent_at IS NULL AND c.failed_at IS NULL AND c.valid_until > $2`;

/** Opened and logged in one transaction, sent outside of any, settled in another. A code that has run out is not sent any more. */
export const sendCallerCodeJob = (run: RunAsSystem): Job<{ code: string }> => ({
  name: "send-caller-code", on: "CallerCodeAsked", payload: z.object({ code: z.uuid() }), retries: 3,
  run: async ({ code }, { last }) => {
    const ready = await run("caller code", async (ctx) => {
      const asked = await row<Asked>(ctx.db, ASKED, [code, ctx.now]);
      const to = asked && (await useAsSystem(ctx, { purpose: "security", recipient: "customer mailbox", ticket: asked.number, items: [{ key: "to", subject: asked.customer, category: "email", value: sealedAt("customer_values.value", asked.email) }] })).get("to");
      const settings = use(ctx.db, HELPDESK_SETTINGS);
      return { asked, to, settings, digits: digitsOf(settings.replyTokenKey, code), transport: use(ctx.db, MAIL_TRANSPORT), at: ctx.now };
    });
    if (!ready.asked) return;
    const { asked, to, settings, digits, at } = ready;
    const t = translator(asked.language, "key");
    const outcome = to ? await sendPlain(ready.transport, {
      fromName: settings.companyName, fromAddress: settings.supportAddress, to, language: asked.language, at,
      subject: t("verification.mail.subject", { company: settings.companyName }), text: t("verification.mail.text", { code: digits, minutes: VALID_MINUTES, company: settings.companyName }),
    }).catch((error: unknown) => { if (!last) throw error; return { accepted: false }; }) : { accepted: false };
    await run("caller code", (ctx) => settleCode(ctx, code, outcome.accepted));
  },
});

const settleCode = async (ctx: Ctx, code: string, sent: boolean): Promise<void> => {
  const changed = await row<{ id: string; queue_id: string; routed_to: string; version: number }>(ctx.db, `WITH settled AS (
      UPDATE caller_codes SET sent_at = CASE WHEN $2 THEN $3::timestamptz END, failed_at = CASE WHEN NOT $2 THEN $3::timestamptz END WHERE id = $1 AND sent_at IS NULL RETURNING ticket_id),
    changed AS (UPDATE tickets t SET version = version + 1 FROM settled s WHERE t.id = s.ticket_id RETURNING t.id, t.queue_id, t.routed_to, t.version)
    SELECT * FROM changed`, [code, sent, ctx.now]);
  if (changed) announce(ctx, { id: changed.id, queueId: changed.queue_id, routedTo: changed.routed_to, version: changed.version });
};
