import { z } from "zod";
import type { Job } from "../../platform/jobs";
import { UnsafeMailField, type MailTransport, type OutgoingMail } from "../../platform/mail";
import { use } from "../../platform/services";
import type { RunAsSystem } from "../../privacy";
import { HELPDESK_SETTINGS } from "../settings";
import { lockQueued, openOutgoing, rememberOutgoing } from "./outgoing";
import { settleMail, type MailFailure } from "./settle-outbound";
import { MailNotSent, MAIL_TRANSPORT, NOT_CONFIGURED } from "./transport";
import { outgoingId, writeMail } from "./write-mail";

interface Ready { readonly message: OutgoingMail; readonly transport: MailTransport }

/**
 * Sends one queued mail: opened and logged in one transaction, sent outside of any, settled in another.
 *
 * At least once means: a mail that is settled is never sent again, but when the process ends between the mail server's
 * "accepted" and our second transaction, the next try sends it once more, with the same Message-ID, by which most
 * mailboxes show it once. The other order (settle, then send) would lose mails instead.
 */
export const deliverMail = async (run: RunAsSystem, mailId: string, last: boolean): Promise<void> => {
  const settle = (state: "sent" | "failed", failure: MailFailure | null, status = ""): Promise<void> =>
    run("mail delivery", (ctx) => settleMail(ctx, mailId, state, failure, status));
  try {
    const ready = await prepare(run, mailId);
    if (!ready) return;
    if (typeof ready === "string") return await settle("failed", ready);
    const outcome = await ready.transport.send(ready.message);
    const status = /\d\.\d{1,3}\.\d{1,3}/.exec(outcome.reason ?? "")?.[0] ?? "";
    if (outcome.accepted) return await settle("sent", outcome.refused ? "partlyRefused" : null);
    if (outcome.permanent) return await settle("failed", outcome.reason === NOT_CONFIGURED ? "notConfigured" : "refused", status);
    throw new MailNotSent(outcome.reason ?? "unknown");
  } catch (error) {
    if (last) await settle("failed", error instanceof MailNotSent ? "unreachable" : "unexpected");
    else await run("mail delivery", (ctx) => ctx.db.query("UPDATE outbound_mails SET attempts = attempts + 1 WHERE id = $1 AND state = 'queued'", [mailId]));
    throw error;
  }
};

const prepare = (run: RunAsSystem, mailId: string): Promise<Ready | MailFailure | null> => run("mail delivery", async (ctx) => {
  const found = await lockQueued(ctx, mailId);
  if (!found) return null;
  const outgoing = await openOutgoing(ctx, found);
  if (typeof outgoing === "string") return outgoing;
  if (outgoing.to.length === 0) return "noAddress";
  const settings = use(ctx.db, HELPDESK_SETTINGS);
  const messageId = outgoingId(settings.replyTokenKey, mailId, found.address);
  await rememberOutgoing(ctx, found, messageId);
  try {
    return { message: writeMail(outgoing, { settings, messageId, now: ctx.now }), transport: use(ctx.db, MAIL_TRANSPORT) };
  } catch (error) {
    if (error instanceof UnsafeMailField) return "notSendable";
    throw error;
  }
});

/** Twelve tries with doubling pauses are about six hours. */
export const deliverMailJob = (run: RunAsSystem): Job<{ mail: string }> => ({
  name: "deliver-mail", on: "MailQueued", payload: z.object({ mail: z.uuid() }), retries: 12,
  run: ({ mail }, { last }) => deliverMail(run, mail, last),
});
