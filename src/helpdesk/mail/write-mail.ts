import { createHmac } from "node:crypto";
import { translator } from "../../platform/i18n";
import { cleanLine, composeMail, replyAddress, REPLY_MARKERS, type OutgoingMail } from "../../platform/mail";
import type { HelpdeskSettings } from "../settings";
import type { Outgoing } from "./outgoing";

/**
 * The Message-ID of an outgoing mail. The same mail always has the same, so that a recipient who gets it twice can see
 * that it is one; nobody can guess it, because a mail that refers to it may enter the ticket.
 */
export const outgoingId = (key: Buffer, mailId: string, address: string): string =>
  `<${createHmac("sha256", key).update(`outgoing mail ${mailId}`).digest("hex").slice(0, 40)}@${address.slice(address.lastIndexOf("@") + 1)}>`;

/** A mail as it leaves: from the queue, answered to a signed address of this ticket, which delivery reports come back to as well. */
export const writeMail = (outgoing: Outgoing, { settings, messageId, now }: { settings: HelpdeskSettings; messageId: string; now: Date }): OutgoingMail => {
  const { ticket, to, cc } = outgoing;
  const from = ticket.address;
  const signed = signedAddress(from, ticket.number, settings.replyTokenKey, now);
  const mail = composeMail({
    from: { name: cleanLine(settings.companyName, 200), address: from },
    to: to.map(named), cc: cc.map(named),
    replyTo: { name: cleanLine(settings.companyName, 200), address: signed },
    subject: subjectOf(outgoing), text: textOf(outgoing, settings.companyName), messageId,
    ...(outgoing.lastReceived && isPlainId(outgoing.lastReceived) ? { inReplyTo: outgoing.lastReceived } : {}),
    references: outgoing.references.filter(isPlainId),
    automatic: outgoing.automatic, language: ticket.language, date: now,
    attachments: outgoing.files.map(({ fileName, ...file }) => ({ ...file, fileName: cleanLine(fileName, 200) || "attachment" })),
  });
  return { ...mail, envelope: { from: signed, to: [...to, ...cc].map(({ address }) => address) } };
};

/** A base address that leaves no room for a token is used as it is; the References then do the threading. */
const signedAddress = (base: string, number: string, key: Buffer, now: Date): string => {
  try { return replyAddress(base, number, key, now); } catch (error) {
    if (error instanceof RangeError) return base;
    throw error;
  }
};

const named = ({ name, address }: { name: string; address: string }) => ({ name: cleanLine(name, 200), address });

/** Other programs' ids may hold what our own composer refuses; a thread with one reference less is still a thread. */
const isPlainId = (id: string): boolean => /^<[!-;=?A-~]{1,240}@[!-;=?A-~]{1,240}>$/.test(id);

/** An automatic receipt repeats nothing that a stranger has typed: nobody can send their own words through us. */
const subjectOf = ({ ticket, automatic }: Outgoing): string => {
  if (automatic) return `${translator(ticket.language, "key")("mail.receiptSubject")} [#${ticket.number}]`;
  const plain = cleanLine(ticket.subject, 300).replace(/^((re|aw|antw|fwd|fw|wg)\s*:\s*)+/i, "").replaceAll(`[#${ticket.number}]`, "").trim();
  return `Re: ${plain} [#${ticket.number}]`;
};

/** The line on top is what tells our text from the answer above it when it comes back quoted (platform/mail/quoting.ts). */
const textOf = ({ ticket, text }: Outgoing, company: string): string => `${REPLY_MARKERS[ticket.language]}\n\n${text.trim()}\n\n-- \n${company}\n`;
