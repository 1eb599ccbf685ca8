import { z } from "zod";
import { row } from "../../platform/database";
import { Invalid } from "../../platform/faults";
import type { Uploads } from "../../platform/http";
import { translator } from "../../platform/i18n";
import { use } from "../../platform/services";
import { findOrRecordByEmail } from "../../customers";
import { technicalToken, type Ctx } from "../../privacy";
import { addMessage } from "../conversation/add-message";
import { queueMail } from "../conversation/reply";
import { inTurn } from "../mail/in-turn";
import { purposeOf } from "../mail/own-addresses";
import { HELPDESK_SETTINGS } from "../settings";
import { openTicket, type OpenedTicket } from "../tickets/open-ticket";
import { ticketsFor } from "../tickets/tickets";
import { readFormToken } from "./form-token";
import { judgedFiles } from "./judge-files";

export const LONGEST = { name: 120, email: 254, subject: 200, message: 20_000 } as const;
export const MAX_FILES = 3;
/** Tickets that one address may open by the form within an hour; each sends a receipt to that address. */
const PER_ADDRESS_AND_HOUR = 5;

const required = (max: number) => z.string("form.required").trim().min(1, "form.required").max(max, "form.tooLong");
export const ContactForm = z.object({
  name: z.string().trim().max(LONGEST.name, "form.tooLong").default(""),
  email: required(LONGEST.email).pipe(z.email("form.email")),
  topic: z.uuid("form.choice"),
  subject: required(LONGEST.subject),
  message: required(LONGEST.message),
  /** Nobody sees this field; programs fill it in. */
  homepage: z.string().max(500).default(""),
  page: z.string().max(100).default(""),
});
export type ContactForm = z.infer<typeof ContactForm>;

/**
 * Opens a ticket from the public form and queues a receipt; answers the ticket's number. The same form sent again
 * answers the same number and changes nothing. Throws Invalid for what a person can put right; nothing is kept then.
 */
export const sendContactForm = async (ctx: Ctx, form: ContactForm, uploads: Uploads): Promise<string> => {
  const { replyTokenKey } = use(ctx.db, HELPDESK_SETTINGS);
  const token = readFormToken(replyTokenKey, form.page, ctx.now);
  if (token.state !== "ready") throw new Invalid({ form: token.state === "tooFast" ? "contact.error.tooFast" : "contact.error.expired" });
  if (form.homepage !== "") throw new Invalid({ form: "contact.error.hiddenField" });
  const files = await judgedFiles(uploads);
  const mark = technicalToken(ctx, `contact form ${token.nonce}`);
  await ctx.db.query("DELETE FROM contact_forms WHERE sent_at < $1", [new Date(ctx.now.getTime() - 48 * 3_600_000)]);
  // A second transaction with the same mark waits here for the first and then finds its ticket.
  const first = await row(ctx.db, "INSERT INTO contact_forms (token, sent_at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1 AS first", [mark, ctx.now]);
  if (!first) return (await row<{ number: string }>(ctx.db, "SELECT number FROM contact_forms WHERE token = $1", [mark]))!.number;
  const opened = await openAndReceipt({ ...ctx, viewer: { kind: "system", name: "contact form" } }, form, files, languageOf(ctx));
  await ctx.db.query("UPDATE contact_forms SET ticket_id = $2, number = $3 WHERE token = $1", [mark, opened.id, opened.number]);
  return opened.number;
};

const languageOf = ({ viewer }: Ctx): "de" | "en" => (viewer.kind === "system" ? "de" : viewer.locale);

const openAndReceipt = async (ctx: Ctx, form: ContactForm, files: Awaited<ReturnType<typeof judgedFiles>>, language: "de" | "en"): Promise<OpenedTicket> => {
  const queue = await row<{ id: string; key: string }>(ctx.db, "SELECT id, key FROM queues WHERE id = $1", [form.topic]);
  if (!queue) throw new Invalid({ topic: "form.choice" });
  await inTurn(ctx, [form.email]);
  const { id: customerId } = await findOrRecordByEmail(ctx, form.email, form.name || null, language);
  const hour = await row<{ count: number }>(ctx.db, "SELECT count(*)::int AS count FROM tickets WHERE customer_id = $1 AND channel = 'form' AND created_at > $2", [customerId, new Date(ctx.now.getTime() - 3_600_000)]);
  if (hour!.count >= PER_ADDRESS_AND_HOUR) throw new Invalid({ form: "contact.error.tooMany" });
  const opened = await openTicket(ctx, {
    customerId, queueId: queue.id, subject: form.subject, purpose: purposeOf(queue.key), channel: "form", language,
    first: { kind: "public", author: { kind: "customer", id: customerId }, channel: "form", text: form.message, files },
  });
  const { companyName } = use(ctx.db, HELPDESK_SETTINGS);
  const receipt = await addMessage(ctx, await ticketsFor(ctx).lock(opened.number), {
    kind: "public", author: { kind: "system", id: null }, channel: "form", text: translator(language, "key")("contact.receipt", { number: opened.number, company: companyName }),
  });
  await queueMail(ctx, receipt.id);
  return opened;
};
